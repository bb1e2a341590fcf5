"""Error pages: on the desk in its own look, elsewhere like the public pages."""

import sys
from collections.abc import Mapping

from django.contrib import admin
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers

from .site import Link, Missing, Site, own_site

FRAME = "portal/common/errors/frame.html"
RETRY_SECONDS = 30


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 in the frame of the authority whose page was requested, with links."""
    if _is_desk(request):
        return render(request, "admin/404.html", admin.site.each_context(request), status=404)
    site = getattr(request, "portal_site", None) or own_site()
    missing = exception if isinstance(exception, Missing) else Missing("地址可能输入有误，或者网页已经移动。")
    links = _links_once(missing, site) if site else []
    context = {"site": site, "message": missing.message, "links": links, "has_search": True}
    answer = render(request, "portal/common/errors/not_found.html" if site else FRAME, context, status=404)
    # Revalidated, since it may be published in a moment; and the frame depends on the reader's display mode.
    patch_cache_control(answer, public=True, max_age=0, must_revalidate=True)
    patch_vary_headers(answer, ["Cookie"])
    return answer


def standalone_page(context: Mapping[str, object], status: int) -> HttpResponse:
    """Render a page without a database query."""
    return HttpResponse(render_to_string(FRAME, context), status=status)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 as Django calls it
    """Answer 403; on the desk mostly for want of a permission."""
    desk = _is_desk(request)
    ways = "需要权限时请联系本机关的管理员。" if desk else "公开的信息可以从首页查找；没有公开的，可以依法申请公开。"
    context = {"title": "没有权限", "message": "您没有查看这个网页的权限。", "help": ways, "desk": desk}
    return standalone_page(context, 403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 as above
    """Answer 400 without using the host name, which may be what is wrong."""
    context = {"title": "请求有误", "message": "浏览器发来的请求无法识别。请检查网址后重试。"}
    return standalone_page(context, 400)


def is_without_database(error: BaseException | None) -> bool:
    """Whether the database is unreachable or busy; a missing table would be our own fault."""
    return isinstance(error, OperationalError | InterfaceError) and "no such" not in str(error)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Answer 503 with Retry-After."""
    what = "刚才的操作没有保存，请稍候片刻再试一次。" if _is_desk(request) else "请稍候片刻再打开这个网页。"
    ways = "急需信息的，可以在办公时间到公开工作机构查阅。"
    context = {
        "title": "系统繁忙",
        "message": f"数据库正忙或者暂时连接不上，{what}",
        "help": ways,
        "desk": _is_desk(request),
    }
    answer = standalone_page(context, 503)
    answer.headers["Retry-After"] = str(RETRY_SECONDS)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 without a database; no query."""
    if is_without_database(sys.exc_info()[1]):
        return unavailable(request)
    message = "本站出现故障，管理人员可在日志中看到原因。请稍后再试。"
    ways = "急需信息的，可以在办公时间到公开工作机构查阅。"
    context = {"title": "系统故障", "message": message, "help": ways, "desk": _is_desk(request)}
    return standalone_page(context, 500)


def _links_once(missing: Missing, site: Site) -> list[Link]:
    """List each address once, with the first text given for it."""
    links: dict[str, Link] = {}
    for link in (*missing.links, *site.fallback_links):
        links.setdefault(link.address, link)
    return list(links.values())


def _is_desk(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("admin:index"))
