"""The API as addresses with its OpenAPI document; every answer but 200 is JSON with one sentence."""

import json
from collections.abc import Callable
from functools import cached_property, partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.utils.cache import patch_cache_control
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer

from disclosure.portal.common.pages import data, with_etag
from disclosure.portal.common.site import Missing, Site

from .endpoint import GONE, NOT_FOUND, PREFIX, UNPROCESSABLE
from .open_data import TERMS, open_data
from .schemas import Refusal

VERSION = "1.0"
TITLE = "政府信息公开数据接口"
DESCRIPTION = (
    "本机关主动公开的政府信息和年度报告，只读，无须注册，不收费。日期按北京时间，如 2020-01-31；"
    "没有内容的文字为空文本。不能答复的，用一句中文说明原因。"
)
_STATUSES = {200: "成功", NOT_FOUND: "没有所要的内容", GONE: "信息已经撤回", UNPROCESSABLE: "参数不对"}
_JSON = "application/json; charset=utf-8"
_SCHEMA_PREFIX = "#/components/schemas/"


class ChineseJSONRenderer(JSONRenderer):
    """Write Chinese characters as they are, not as escapes."""

    json_dumps_params = {"ensure_ascii": False}


class PublicInterface:
    """Join routers to one API. `addresses` are URL patterns below `/api/`."""

    def __init__(self, *routers: Router) -> None:
        self._api = NinjaAPI(
            title=TITLE,
            version=VERSION,
            description=f"{DESCRIPTION}{TERMS}",
            docs_url=None,
            openapi_url=None,
            renderer=ChineseJSONRenderer(),
        )
        for router in routers:
            self._api.add_router("", router)
        self._api.add_exception_handler(Missing, _not_found)
        self._api.add_exception_handler(HttpError, _refused)
        self._api.add_exception_handler(ValidationError, self._misread)

    @cached_property
    def addresses(self) -> list[URLPattern]:
        """List the page for people, the OpenAPI document, every endpoint, and a 404 for all else."""
        asked = [one for one in self._api.urls[0] if isinstance(one, URLPattern) and (one.name or "") != "api-root"]
        return [
            path("", partial(open_data, document=self.document), name="api"),
            path("openapi.json", api_view(self._document), name="api-document"),
            *(path(str(one.pattern), api_view(self._known_only(one)), name=one.name) for one in asked),
            re_path(r"^(?P<rest>.+)/\Z", api_view(_unknown_endpoint), name="api-nothing"),
        ]

    def document(self, site: Site) -> dict[str, Any]:
        """Make the OpenAPI 3.1 document with the addresses of this site."""
        text = json.dumps(self._api.get_openapi_schema(path_prefix=site.address("api")))
        document: dict[str, Any] = json.loads(text)
        document["servers"] = [{"url": "/"}]
        shapes = document["components"]["schemas"]
        for name in list(shapes):
            if f'"{_SCHEMA_PREFIX}{name}"' not in text:  # what gathers parameters, which are listed one by one
                del shapes[name]
            else:
                shapes[name].pop("description", None)  # a docstring of ours
        for operation in operations(document):
            for status, answer in operation["responses"].items():
                answer["description"] = _STATUSES[int(status)]
        return document

    @cached_property
    def _parameters(self) -> dict[str, dict[str, Any]]:
        """Map each operation to its query parameters by name."""
        made = self._api.get_openapi_schema(path_prefix="/")
        return {
            one["operationId"]: {given["name"]: given for given in one["parameters"] if given["in"] == "query"}
            for one in operations(made)
        }

    def _document(self, request: HttpRequest, site: Site) -> HttpResponse:
        text = json.dumps(self.document(site), ensure_ascii=False, indent=1)
        return HttpResponse(text, content_type=_JSON)

    def _known_only(self, pattern: URLPattern) -> Callable[..., HttpResponse]:
        """Refuse unknown query parameters, which may be misspelt, before the endpoint is called."""
        name = str(pattern.name).removeprefix(PREFIX)

        def ask(request: HttpRequest, _: Site, **arguments: Any) -> HttpResponse:
            known = self._parameters[name]
            if any("\0" in value for value in request.GET.values()):  # which no text of ours holds
                return refusal(UNPROCESSABLE, "参数中有不能使用的控制字符。")
            unknown = [one for one in request.GET if one not in known]
            if unknown:
                there_are = f"可用的参数有 {'、'.join(known)}" if known else "这个接口没有参数"
                return refusal(UNPROCESSABLE, f"没有参数“{'、'.join(unknown)[:80]}”，{there_are}。")
            return pattern.callback(request, **arguments)

        return ask

    def _misread(self, request: HttpRequest, error: Any) -> HttpResponse:
        """Say in a sentence what the first invalid parameter should be."""
        match: Any = request.resolver_match
        known = self._parameters[match.url_name.removeprefix(PREFIX)]
        name = str(error.errors[0]["loc"][-1])
        title, says = known[name]["schema"]["title"], known[name]["description"]
        given = request.GET.get(name)
        found = "没有填写" if given is None else f"“{given[:40]}”不对"
        return refusal(UNPROCESSABLE, f"参数 {name}（{title}）{found}：{says}")


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for methods in document["paths"].values() for operation in methods.values()]


def refusal(status: int, message: str) -> HttpResponse:
    """Answer with one sentence as JSON, revalidated each time: what is missing now may be published in a moment."""
    answer = HttpResponse(Refusal(message=message).model_dump_json(), status=status, content_type=_JSON)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(answer, public=True, max_age=0, must_revalidate=True)
    return answer


def api_view(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Wrap `view(request, site, …)` as an address for programs, below `/org/CODE/` too."""

    def asked(request: HttpRequest, site: Site, **arguments: Any) -> HttpResponse:
        method, request.method = request.method, "GET"  # what is asked by HEAD is what GET would say
        try:
            return view(request, site, **arguments)
        finally:
            request.method = method

    answer = data(with_etag(asked))

    def answered(request: HttpRequest, **arguments: Any) -> HttpResponse:
        try:
            return answer(request, **arguments)
        except Missing as missing:
            return refusal(NOT_FOUND, missing.message)

    return answered


def _not_found(_: HttpRequest, error: Any) -> HttpResponse:
    return refusal(NOT_FOUND, error.message)


def _refused(_: HttpRequest, error: Any) -> HttpResponse:
    return refusal(error.status_code, error.message)


def _unknown_endpoint(_: HttpRequest, site: Site, rest: str) -> HttpResponse:
    raise Missing(f"没有这个接口：{rest[:80]}。可用的接口见 {site.address('api')}。")
