"""法定主动公开内容: the column tree with counts, and each column as a list."""

from datetime import datetime
from typing import Any

from django.core.paginator import EmptyPage, Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now

from disclosure.law.choices.items import Nature, Validity
from disclosure.models import Item
from disclosure.portal.api.catalogue_files import catalogue_dataset, file_links
from disclosure.portal.common.columns import CATALOGUE, ColumnNode, ColumnTree, year_counts
from disclosure.portal.common.listing import PER_PAGE, ItemTable, ListQuery, page_links
from disclosure.portal.common.pages import page
from disclosure.portal.common.site import Link, Missing, Site
from disclosure.portal.items.structured_data import datasets_data


@page
def catalogue(request: HttpRequest, site: Site) -> HttpResponse:
    """Show the column tree with counts (条例 art. 20, 21)."""
    at = now()
    columns = ColumnTree(site)
    columns.fill_counts(at)
    shown = columns.catalogue
    updated_on = max((column.updated_on for column in shown if column.updated_on), default=None)
    files = file_links(site, ListQuery())
    context = {
        "site": site,
        "crumbs": [Link(CATALOGUE)],
        "name": CATALOGUE,
        "columns": shown,
        "total": sum(column.count for column in shown),
        "updated_on": updated_on,
        "feed": site.address("feed-all"),
        "files": files,
        "data": datasets_data(catalogue_dataset(request, site, files, updated_on)),
    }
    return render(request, "portal/browse/catalogue/tree.html", context)


@page
def column(request: HttpRequest, site: Site, column: str) -> HttpResponse:
    """List a column and all below it; sorting, filters and page stand in the address."""
    at = now()
    columns = ColumnTree(site)
    found = columns.by_code(column)
    if found is None:
        raise Missing("没有这个栏目，或者栏目已经取消。", Link(CATALOGUE, site.address("catalogue")))
    asked = ListQuery.parse(request.GET.dict())
    shown = column_list(site, found, asked, at)
    whole = file_links(site, ListQuery(), column)
    context = {
        "site": site,
        "crumbs": [*columns.crumbs(found)[:-1], Link(found.name)],
        "column": found,
        "feed": site.address("feed", column=column),
        "files": file_links(site, asked, column),
        "data": datasets_data(catalogue_dataset(request, site, whole, shown["updated_on"], found.name)),
        **shown,
    }
    return render(request, "portal/browse/catalogue/column.html", context)


def column_list(site: Site, column: ColumnNode, asked: ListQuery, at: datetime) -> dict[str, Any]:
    """Make the context of a column's list; three queries."""
    today, keys = localdate(at), column.subtree_keys()
    years = year_counts(site, at, keys)
    items = Item.objects.published(at).filter(authority=site.authority, category__in=keys).defer("body", "summary")
    table = ItemTable(asked.filter(items, today), asked, site, today)
    shown, beyond = _page(table, asked)
    unknown = (*asked.unknown, *([f"页码“{asked.page}”"] if beyond else []))
    return {
        "asked": asked,
        "unknown": "、".join(unknown),
        "table": table,
        "page": shown,
        "pager": page_links(asked, shown),
        "turning": _previous_and_next(asked, shown),
        "years": years.counts,
        "updated_on": years.updated_on,
        "validities": Validity,
        "natures": Nature,
    }


def _page(table: ItemTable, asked: ListQuery) -> tuple[Page, bool]:
    """Return the requested page or the last one, and whether the requested one is beyond it."""
    try:
        table.paginate(page=asked.page, per_page=PER_PAGE)  # only so does the table count instead of reading all
    except EmptyPage:
        table.paginate(page=table.paginator.num_pages, per_page=PER_PAGE)
        return table.page, True
    return table.page, False


def _previous_and_next(asked: ListQuery, shown: Page) -> dict[str, str]:
    return {
        "previous": asked.query_string(page=shown.number - 1) if shown.has_previous() else "",
        "next": asked.query_string(page=shown.number + 1) if shown.has_next() else "",
    }
