"""Refuse addresses longer than any page has, before anything is looked up or cached for them."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from disclosure.portal.common.errors import standalone_page


class ShortAddresses:
    """Answers 414 where path and query exceed `LONGEST_ADDRESS`; the server may have done so before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        parts = (request.META.get(name, "") for name in ("PATH_INFO", "QUERY_STRING"))
        if sum(map(len, parts)) <= settings.LONGEST_ADDRESS:
            return self.get_response(request)
        message = "网址太长，无法打开。请减少查询条件，或从首页重新进入。"
        return standalone_page({"title": "网址太长", "message": message}, 414)
