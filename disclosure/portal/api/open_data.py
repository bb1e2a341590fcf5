"""开放数据: the page about files and endpoints, for people who reuse the data."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from disclosure.portal.common.listing import ListQuery
from disclosure.portal.common.pages import page
from disclosure.portal.common.site import Link, Site
from disclosure.portal.items.structured_data import datasets_data

from .catalogue_files import catalogue_dataset, file_links
from .endpoint import EXAMPLE

NAME = "开放数据"
TERMS = (
    "这些数据是依法主动公开的政府信息，任何人都可以免费获取、复制和再利用，不需要申请。使用时请注明来源和获取日期，"
    "不得改变原意；与正式文本不一致的，以正式文本为准。"
)


@page
def open_data(request: HttpRequest, site: Site, document: Callable[[Site], dict[str, Any]]) -> HttpResponse:
    """Show files, terms and the endpoints of the OpenAPI document; one query, for the authority."""
    catalogue = catalogue_dataset(request, site, file_links(site, ListQuery()), None)
    context = {
        "site": site,
        "crumbs": [Link(NAME)],
        "name": NAME,
        "terms": TERMS,
        "files": list(_files(site)),
        "questions": list(_endpoints(document(site))),
        "document": site.address("api-document"),
        "data": datasets_data(catalogue),
    }
    return render(request, "portal/api/open_data.html", context)


def _files(site: Site) -> Iterator[dict[str, Any]]:
    yield {
        "name": "公开信息目录",
        "says": "全部公开信息的索引号、标题、发文字号、栏目、日期、有效性和内容概述。"
        "各栏目的目录在栏目页面下载，可先按年份等筛选。",
        "links": file_links(site, ListQuery()),
    }
    if address := site.address_if_there("report-figures"):
        yield {
            "name": "历年年度报告数据",
            "says": "每项数据一行，各年相接，便于比较；各年报告的全文和表格在年报页面下载。",
            "links": (Link("CSV", address),),
        }


def _endpoints(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """List the endpoints, with an example where one works for every authority."""
    for path, methods in document["paths"].items():
        for operation in methods.values():
            shown = operation.get(EXAMPLE)
            yield {
                "name": operation["summary"],
                "says": operation["description"],
                "example": "" if shown is None else f"{path}{shown}",
            }
