"""Answers to failures, in words."""

import logging
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from disclosure.errors import DisclosureError, WrongKey
from disclosure.portal.common.errors import RETRY_SECONDS, is_without_database, standalone_page, unavailable

from .requests import length_of

logger = logging.getLogger(__name__)
CHUNK = 2**20  # bytes
MOST_SAID = 4096  # bytes of a file that says why
MOST_READ = 4  # times the limit; whoever sends more may see a broken connection


class Maintenance:
    """Answers everything but `/healthz` with 503 while the file `settings.MAINTENANCE_FILE` exists.

    The file's text, if any, says why and until when.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        says = _maintenance()
        if says is None or request.path == reverse("health"):
            return self.get_response(request)
        help_ = "需要信息的，可以在办公时间到公开工作机构查阅，或者稍后再来。"
        context = {"title": "正在维护", "message": says or "本站正在维护，很快恢复。", "help": help_}
        answer = standalone_page(context, 503)
        answer["Retry-After"] = str(10 * RETRY_SECONDS)
        answer["Cache-Control"] = "no-store"
        return answer


def _maintenance() -> str | None:
    """The text to show during maintenance, in any encoding; None without the file."""
    try:
        content = settings.MAINTENANCE_FILE.read_bytes()[:MOST_SAID]
    except FileNotFoundError:
        return None
    except OSError:  # a folder, or nobody may read it: it is there
        return ""
    # Windows' editor writes UTF-8 or UTF-16 with a mark, or what is left, the Chinese code page.
    encodings = ("utf-16",) if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            return content.decode(encoding).strip()
    return ""


class FailuresInWords:
    """Answers a refusal (409), too large an upload (413), unreadable data (500), a busy database (503) in words.

    The sentences are written to be shown; they hold no value of a record, and neither does the log.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse too large a body before anything else reads it."""
        if length_of(request.META) > settings.UPLOAD_LIMIT:
            return _too_large(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        match exception:
            case WrongKey():
                logger.error("%s: %s", type(exception).__name__, exception)
                return _answer(request, "个人信息无法读取", str(exception), 500)
            case DisclosureError():
                return _answer(request, "没有完成", f"{exception}没有保存任何改动。", 409)
            case _ if is_without_database(exception):
                logger.error("database: %s", " ".join(str(exception).split()))
                return unavailable(request)
        return None


def _too_large(request: HttpRequest) -> HttpResponse:
    """413; reads the body to its end, or a browser would show a broken connection instead."""
    left = min(length_of(request.META), MOST_READ * settings.UPLOAD_LIMIT)
    while left > 0 and (piece := request.read(min(left, CHUNK))):
        left -= len(piece)
    limit = settings.UPLOAD_LIMIT // 2**20
    message = f"上传的内容超过 {limit} MB，没有保存。请把文件拆小后再上传，或请管理人员调大上传限额。"
    return _answer(request, "文件太大", message, 413)


def _answer(request: HttpRequest, title: str, message: str, status: int) -> HttpResponse:
    desk = request.path.startswith(reverse("admin:index"))
    return standalone_page({"title": title, "message": message, "desk": desk}, status)
