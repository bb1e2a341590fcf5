"""订阅: the newest items, of all columns or of one, as Atom (RFC 4287)."""

from datetime import UTC, datetime

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import now

from disclosure.models import Item
from disclosure.portal.common.columns import CATALOGUE, ColumnTree
from disclosure.portal.common.pages import page
from disclosure.portal.common.site import Link, Missing, Site
from disclosure.portal.items.parts import published_at

MOST = 50
_EPOCH = datetime(2008, 5, 1, tzinfo=UTC)  # 条例 in force for the first time: nothing is older


class _Feed(Atom1Feed):
    """Date an empty feed: by the clock it would change with every request."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else _EPOCH


@page
def feeds(request: HttpRequest, site: Site) -> HttpResponse:
    columns = ColumnTree(site)
    context = {"site": site, "crumbs": [Link("订阅")], "columns": columns}
    return render(request, "portal/browse/feeds/page.html", context)


@page
def feed_of_all(request: HttpRequest, site: Site) -> HttpResponse:
    items = Item.objects.published(now()).filter(authority=site.authority)
    return _feed(request, site, items, site.name, site.home)


@page
def feed(request: HttpRequest, site: Site, column: str) -> HttpResponse:
    """Publish the newest items of a column and all below it."""
    found = ColumnTree(site).by_code(column)
    if found is None:
        raise Missing("没有这个栏目的订阅，栏目可能已经取消。", Link(CATALOGUE, site.address("catalogue")))
    items = Item.objects.published(now()).filter(authority=site.authority, category__in=found.subtree_keys())
    return _feed(request, site, items, f"{found.name}·{site.name}", found.address)


def _feed(request: HttpRequest, site: Site, items: QuerySet[Item], title: str, address: str) -> HttpResponse:
    made = _Feed(
        title=title,
        link=request.build_absolute_uri(address),
        description=f"{title}的最新公开信息",
        language="zh-CN",
        author_name=site.authority.name,
        feed_url=request.build_absolute_uri(request.path),
    )
    for item in items.select_related("category").defer("body").order_by("-published_on", "-pk")[:MOST]:
        url = request.build_absolute_uri(site.address("item", index_number=item.index_number))
        made.add_item(
            title=item.title,
            link=url,
            unique_id=url,
            description=item.summary,
            author_name=item.publisher or site.authority.name,
            categories=[item.category.name],
            pubdate=published_at(item),
            updateddate=max(published_at(item), item.changed_at),
        )
    return HttpResponse(made.writeString("utf-8"), content_type=f"{Atom1Feed.content_type}")
