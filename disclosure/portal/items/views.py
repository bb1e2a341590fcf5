"""The page of an item and of its earlier versions; 410 for a withdrawn one."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from disclosure.models import Item, ItemRevision
from disclosure.portal.common.columns import CATALOGUE, ColumnTree
from disclosure.portal.common.listing import validity_mark
from disclosure.portal.common.pages import page
from disclosure.portal.common.qr import qr_code
from disclosure.portal.common.site import Link, Missing, Site
from disclosure.portal.common.titles import with_word_breaks
from disclosure.rendering.html import prose_html

from .parts import attachments, downloads, first_picture, metadata, neighbours, published_at, validity_day, versions
from .relations import relation_groups, validity_note
from .structured_data import item_data
from .versions import item_at_version

VERSIONS = "versions"


@page
def item(request: HttpRequest, site: Site, index_number: str) -> HttpResponse:
    """Show an item; 410 for one that was withdrawn, 404 for one that never was public."""
    at = now()
    found = published_item(site, index_number, at)
    if found is None:
        return gone_or_missing(request, site, index_number, at)
    return _item_page(request, site, found, at)


@page
def item_version(request: HttpRequest, site: Site, index_number: str, number: int) -> HttpResponse:
    """Show an earlier version; the present one redirects to the item's own address.

    An index number may itself end like the address of a version: it goes first, or its item could not be reached.
    """
    at = now()
    whole = f"{index_number}/{VERSIONS}/{number}"
    if found := published_item(site, whole, at):
        return _item_page(request, site, found, at)
    found = published_item(site, index_number, at)
    if found is None:
        return gone_or_missing(request, site, index_number, at)
    revisions = list(found.revisions.order_by("-number"))
    revision = next((one for one in revisions if one.number == number), None)
    address = site.address("item", index_number=index_number)
    if revision is None and number == len(revisions) + 1:
        return redirect(address)
    if revision is None:
        raise Missing(f"这条信息没有第{number}版。", Link("阅读现行版本", address))
    return _item_page(request, site, found, at, revision)


def published_item(site: Site, index_number: str, at: datetime) -> Item | None:
    """Return the published item with this number, or None."""
    items = Item.objects.published(at).filter(authority=site.authority, index_number=index_number)
    return items.select_related("authority", "category").first()


def gone_or_missing(request: HttpRequest, site: Site, index_number: str, at: datetime) -> HttpResponse:
    """Answer 410 for a withdrawn item, without saying what it was or why it went; raises Missing for others."""
    withdrawn = Item.objects.withdrawn(at).filter(authority=site.authority, index_number=index_number).first()
    if withdrawn is None:
        message = "没有这个索引号的公开信息，可能网址有误，或者信息没有公开。"
        raise Missing(message, Link(CATALOGUE, site.address("catalogue")))
    columns = ColumnTree(site)
    column = columns.column_of(withdrawn)
    context = {
        "site": site,
        "index_number": index_number,
        "links": [Link(f"同一栏目的信息：{column.name}", column.address), *site.fallback_links],
    }
    return render(request, "portal/common/errors/gone.html", context, status=410)


def _item_page(
    request: HttpRequest, site: Site, found: Item, at: datetime, revision: ItemRevision | None = None
) -> HttpResponse:
    today, columns = localdate(at), ColumnTree(site)
    column = columns.column_of(found)
    shown = item_at_version(found, revision) if revision else found
    address = site.address("item", index_number=found.index_number)
    url = request.build_absolute_uri(address)
    context: dict[str, Any] = {
        "site": site,
        "crumbs": [*columns.crumbs(column), Link(f"第{revision.number}版" if revision else "正文")],
        "column": column,
        "item": shown,
        "revision": revision,
        "current": address,
        "canonical": url,
        "published_at": published_at(shown),
        "image": request.build_absolute_uri(image) if (image := first_picture(shown.body)) else "",
        "title": with_word_breaks(shown.title),
        "metadata": metadata(shown, today),
        "mark": validity_mark(shown, today),
        "mark_day": validity_day(shown, today),
        "body": prose_html(shown.body),
        "attachments": attachments(site, found, revision),
        "versions": versions(site, found, revision),
        "downloads": downloads(site, found, revision),
    }
    if revision is None:
        related = relation_groups(found, at)
        context |= {
            "links": related,
            "standing": validity_note(found, today, related),
            "neighbours": neighbours(site, found, at),
            "qr": qr_code(url),
            "data": item_data(request, site, found, url, today),
        }
    return render(request, "portal/items/item.html", context)
