"""`sitemap.xml` and `robots.txt`: what programs that gather pages ask for (sitemaps.org).

By year, and in a year by pages of 10,000: each is found along an index however many items there are, holds little
memory, and does not change when something is published in another year.
"""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from disclosure.models import Authority, Item

from .columns import ColumnTree
from .pages import page
from .site import Missing, Site, site_of

PER_PAGE = 10_000
_XML = "application/xml; charset=utf-8"


@page
def sitemap(request: HttpRequest, site: Site) -> HttpResponse:
    """Index the map of the columns and the maps of items by year."""
    maps = [{"address": request.build_absolute_uri(site.address("sitemap-columns"))}]
    for year, count in ColumnTree(site).fill_counts(now()).counts.items():
        for number in range(1, -(-count // PER_PAGE) + 1):
            address = site.address("sitemap-items", year=year, number=number)
            maps.append({"address": request.build_absolute_uri(address)})
    return render(request, "portal/common/sitemap/index.xml", {"maps": maps}, content_type=_XML)


@page
def columns_map(request: HttpRequest, site: Site) -> HttpResponse:
    """List sections and columns with the day of their newest item."""
    columns = ColumnTree(site)
    columns.fill_counts(now())
    updated = {column.address: column.updated_on for column in columns.all if column.count}
    sections = dict.fromkeys((site.home, *(link.address for link in site.sections), site.address("statistics")))
    pages = [
        {"address": request.build_absolute_uri(address), "changed_on": day}
        for address, day in (sections | updated).items()
    ]
    return render(request, "portal/common/sitemap/pages.xml", {"pages": pages}, content_type=_XML)


@page
def items_map(request: HttpRequest, site: Site, year: int, number: int) -> HttpResponse:
    """List one page of the items of a year."""
    pages = list(_items(request, site, year, number))
    if not pages:
        raise Missing("网站地图没有这一页。")
    return render(request, "portal/common/sitemap/pages.xml", {"pages": pages}, content_type=_XML)


def _items(request: HttpRequest, site: Site, year: int, number: int) -> Iterator[dict[str, object]]:
    first = (number - 1) * PER_PAGE
    items = Item.objects.published(now()).filter(authority=site.authority, published_on__year=year)
    rows = items.order_by("published_on", "pk").values_list("index_number", "changed_at")[first : first + PER_PAGE]
    root = request.build_absolute_uri("/").rstrip("/")
    for index_number, changed_at in rows.iterator(chunk_size=2000):
        yield {"address": root + site.address("item", index_number=index_number), "changed_on": changed_at.date()}


@require_safe
@cache_control(public=True, max_age=0, must_revalidate=True)
def robots(request: HttpRequest) -> HttpResponse:
    maps = (site_of(one).address("sitemap") for one in Authority.objects.order_by("-is_own", "code"))
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        f"Disallow: {reverse('view')}",
        *(f"Sitemap: {request.build_absolute_uri(address)}" for address in maps),
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
