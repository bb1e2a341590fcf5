"""长者模式 and 高对比度: how a reader wants all pages to look, kept in a cookie, without JavaScript."""

from enum import StrEnum

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

COOKIE = "view"
COOKIE_SECONDS = 365 * 24 * 60 * 60  # seconds


class DisplayMode(StrEnum):
    """A way to look; `normal` is what readers without the cookie get."""

    NORMAL = "normal"
    ELDER = "elder"
    CONTRAST = "contrast"


_MODES = frozenset(view.value for view in DisplayMode)


def display_mode(request: HttpRequest) -> DisplayMode:
    """What the reader chose; anything else the cookie may say is the normal view."""
    value = request.COOKIES.get(COOKIE, "")
    return DisplayMode(value) if value in _MODES else DisplayMode.NORMAL


@require_safe
@never_cache
def set_display_mode(request: HttpRequest) -> HttpResponse:
    """`/view/?mode=elder&next=/guide/`: remember the choice and go back. The cookie says nothing about its reader."""
    response = redirect(_back(request))
    mode = request.GET.get("mode", "")
    if mode == DisplayMode.NORMAL:
        response.delete_cookie(COOKIE, samesite="Lax")
    elif mode in _MODES:
        response.set_cookie(
            COOKIE, mode, max_age=COOKIE_SECONDS, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    return response


def _back(request: HttpRequest) -> str:
    """Where the reader was, if that is a page of ours."""
    address = request.GET.get("next", "")
    own = url_has_allowed_host_and_scheme(address, allowed_hosts=None, require_https=request.is_secure())
    return address if address.startswith("/") and own else reverse("home")
