"""政府信息公开指南 (条例 art. 12), 政府信息公开制度, and 网站地图."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now

from disclosure.models import Item
from disclosure.portal.common.columns import CATALOGUE, ColumnNode, ColumnTree
from disclosure.portal.common.listing import validity_mark
from disclosure.portal.common.pages import page
from disclosure.portal.common.site import SECTIONS, Link, Site
from disclosure.portal.items.structured_data import office_data

from .guide import guide_sections

_NAMES = dict(SECTIONS)
_MOST = 200  # items on one page; more of them stand in the column's own list


@page
def guide(request: HttpRequest, site: Site) -> HttpResponse:
    """Show what art. 12 requires of a guide, and the office's own additions."""
    name, at = _NAMES["guide"], now()
    section = ColumnTree(site).section(name)
    context = {
        "site": site,
        "crumbs": [Link(name)],
        "name": name,
        "parts": guide_sections(site),
        "items": _items(site, section, at),
        "data": office_data(request, site),
    }
    return render(request, "portal/browse/guide/page.html", context)


@page
def rules(request: HttpRequest, site: Site) -> HttpResponse:
    """List the rules of disclosure by column."""
    name, at = _NAMES["rules"], now()
    section = ColumnTree(site).section(name)
    items = _items(site, section, at)
    groups = [
        {"column": column, "items": [item for item in items if item["key"] == column.category.pk]}
        for column in (section.subtree if section else ())
    ]
    context = {
        "site": site,
        "crumbs": [Link(name)],
        "name": name,
        "section": section,
        "groups": groups,
        "is_empty": not items,
        "updated_on": max((item["published_on"] for item in items), default=None),
    }
    return render(request, "portal/browse/rules.html", context)


@page
def site_map(request: HttpRequest, site: Site) -> HttpResponse:
    columns = ColumnTree(site)
    sections = [{"link": link, "columns": _below(columns, link.text)} for link in site.sections]
    context = {"site": site, "crumbs": [Link("网站地图")], "sections": sections}
    return render(request, "portal/browse/site_map/page.html", context)


def _below(columns: ColumnTree, name: str) -> list[ColumnNode]:
    """List the columns of a section; of the catalogue also those beside the sections, as on its own page."""
    section = columns.section(name)
    return columns.catalogue if name == CATALOGUE else section.children if section else []


def _items(site: Site, section: ColumnNode | None, at: datetime) -> list[dict[str, Any]]:
    """List the newest items of a section; one query."""
    if section is None:
        return []
    today = localdate(at)
    found = Item.objects.published(at).filter(authority=site.authority, category__in=section.subtree_keys())
    return [
        {
            "key": item.category_id,
            "title": item.title,
            "address": site.address("item", index_number=item.index_number),
            "mark": validity_mark(item, today),
            "document_number": item.document_number,
            "published_on": item.published_on,
        }
        for item in found.defer("body", "summary").order_by("-published_on", "-pk")[:_MOST]
    ]
