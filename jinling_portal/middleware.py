"""Failures that a user is told about in words."""

import logging
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from disclosure.errors import DisclosureError, WrongKey

logger = logging.getLogger(__name__)
FRAME = "portal/errors/frame.html"
RETRY_SECONDS = 30


class FailuresInWords:
    """Answers a refusal (409), unreadable personal data (500) and a busy database (503) with their sentence.

    The sentences are made to be shown; no value of a record stands in them or goes to the log.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """As Django asks."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do where nothing fails."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The answer to a failure that has words; None leaves others to Django."""
        match exception:
            case WrongKey():
                logger.error("%s: %s", type(exception).__name__, exception)
                return _answer(request, "个人信息无法读取", str(exception), 500)
            case DisclosureError():
                return _answer(request, "没有完成", f"{exception}没有保存任何改动。", 409)
            case OperationalError() if "no such" not in str(exception):  # that would be a fault of ours
                logger.error("database: %s", " ".join(str(exception).split()))
                answer = _answer(request, "系统繁忙", "数据库正忙，刚才的操作没有保存。请稍候片刻再试一次。", 503)
                answer["Retry-After"] = str(RETRY_SECONDS)
                return answer
        return None


def _answer(request: HttpRequest, title: str, message: str, status: int) -> HttpResponse:
    desk = request.path.startswith(reverse("admin:index"))
    return render(request, FRAME, {"title": title, "message": message, "desk": desk}, status=status)
