"""The first page: search, sections, newest items, counts, contact."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now

from disclosure.models import Item
from disclosure.portal.common.columns import ColumnTree
from disclosure.portal.common.pages import page
from disclosure.portal.common.site import Site
from disclosure.portal.items.relations import item_link
from disclosure.portal.items.structured_data import home_data

NEWEST = 8
_SECTION_HINTS = {
    "guide": "怎样查找和申请信息，向谁咨询",
    "rules": "公开工作依据的法规和制度",
    "catalogue": "按栏目查阅主动公开的信息",
    "reports": "历年公开工作情况和数据",
    "apply": "申请获取没有主动公开的信息",
}


@dataclass(frozen=True, slots=True)
class HomePanel:
    """A part of the first page; its template gets `context` as `panel`."""

    template: str
    context: Mapping[str, Any]


@page
def home(request: HttpRequest, site: Site, panels: Sequence[Callable[[Site], HomePanel | None]] = ()) -> HttpResponse:
    """Show the first page with the panels that the project's addresses pass in; empty ones are left out."""
    at = now()
    shown = [panel for panel in (make(site) for make in panels) if panel]
    context = {
        "site": site,
        "panels": shown,
        "entries": [{"link": link, "says": _SECTION_HINTS[name]} for name, link in site.named_sections],
        "newest": _newest(site, at),
        "data": home_data(request, site),
        "feed": site.address("feed-all"),
        "statistics": site.address("statistics"),
        **_counts(site, at),
    }
    return render(request, "portal/browse/home/page.html", context)


def _newest(site: Site, at: datetime) -> list[dict[str, object]]:
    items = Item.objects.published(at).filter(authority=site.authority).select_related("authority", "category")
    today = localdate(at)
    newest = items.defer("body", "summary").order_by("-published_on", "-pk")[:NEWEST]
    return [{**item_link(item, today), "column": item.category.name} for item in newest]


def _counts(site: Site, at: datetime) -> dict[str, Any]:
    """Count published items by column of the catalogue and by year; `share` in percent of the largest."""
    columns = ColumnTree(site)
    years = columns.fill_counts(at)
    filled = [column for column in columns.catalogue if column.count]
    return {
        "total": sum(years.counts.values()),
        "columns": _bar_rows([(column.name, column.address, column.count) for column in filled]),
        "years": _bar_rows([(f"{year}年", "", count) for year, count in years.counts.items()]),
        "updated_on": years.updated_on,
    }


def _bar_rows(rows: list[tuple[str, str, int]]) -> list[dict[str, object]]:
    most = max((count for _, _, count in rows), default=0)
    return [
        {"name": name, "address": address, "count": count, "share": round(100 * count / most)}
        for name, address, count in rows
    ]
