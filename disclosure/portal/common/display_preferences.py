"""长者模式 and 高对比度: how a reader wants pages to look, in a cookie, without JavaScript."""

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
    """How pages look; readers without the cookie get `normal`."""

    NORMAL = "normal"
    ELDER = "elder"
    CONTRAST = "contrast"


_MODES = frozenset(view.value for view in DisplayMode)


def display_mode(request: HttpRequest) -> DisplayMode:
    """Return the mode of the reader's cookie; `normal` for any other value."""
    value = request.COOKIES.get(COOKIE, "")
    return DisplayMode(value) if value in _MODES else DisplayMode.NORMAL


@require_safe
@never_cache
def set_display_mode(request: HttpRequest) -> HttpResponse:
    """`/view/?mode=elder&next=/guide/`: store the mode in a cookie, which identifies nobody, and redirect back."""
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
    """Return the page to go back to, the first page unless it is one of ours."""
    address = request.GET.get("next", "")
    own = url_has_allowed_host_and_scheme(address, allowed_hosts=None, require_https=request.is_secure())
    return address if address.startswith("/") and own else reverse("home")
