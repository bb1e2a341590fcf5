"""开放数据: what there is to take away and to ask, for people who would use it elsewhere."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from disclosure.portal.pages import page
from disclosure.portal.site import Link, Site

NAME = "开放数据"
TERMS = (
    "这些数据是依法主动公开的政府信息，任何人都可以免费获取、复制和再利用，不需要申请。使用时请注明来源和获取日期，"
    "不得改变原意；与正式文本不一致的，以正式文本为准。"
)
_EXAMPLE = "x-example"


def example(query: str) -> dict[str, str]:
    """For the document: what may follow a question's address, answered for every authority."""
    return {_EXAMPLE: query}


@page
def open_data(request: HttpRequest, site: Site, document: Callable[[Site], dict[str, Any]]) -> HttpResponse:
    """The page; its questions are those of the OpenAPI document. No query but the authority's."""
    context = {
        "site": site,
        "crumbs": [Link(NAME)],
        "name": NAME,
        "terms": TERMS,
        "questions": list(_questions(document(site))),
        "document": site.address("api-document"),
    }
    return render(request, "portal/open_data/page.html", context)


def _questions(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each with an example to follow, where there is one for every authority."""
    for path, methods in document["paths"].items():
        for operation in methods.values():
            shown = operation.get(_EXAMPLE)
            yield {
                "name": operation["summary"],
                "says": operation["description"],
                "example": "" if shown is None else f"{path}{shown}",
            }
