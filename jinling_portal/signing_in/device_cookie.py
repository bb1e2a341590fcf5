"""The cookie that recognises a browser a person has signed in with (`desk.accounts.known_devices`).

Each person has a cookie of their own, so that several may use one browser. It signs nobody in.
"""

from collections.abc import Callable
from http import HTTPStatus

from allauth.account.signals import password_changed, user_logged_in
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.timezone import now

from disclosure.desk.accounts import known_devices
from disclosure.desk.accounts.lockouts import find_person
from disclosure.models import KnownDevice, User

from .places import browser

PREFIX = "known_"
REMEMBERED = "_remembered_person"  # of a request


def cookie_name(person: User) -> str:
    """A name that does not reveal whose cookie it is."""
    return PREFIX + salted_hmac("signing_in.known", str(person.pk), algorithm="sha256").hexdigest()[:16]


def _signer(person: User) -> Signer:
    return Signer(salt=f"signing_in.known:{person.pk}")


def _device_token(request: HttpRequest, person: User) -> str:
    try:
        return _signer(person).unsign(request.COOKIES.get(cookie_name(person), ""))
    except BadSignature:
        return ""


def device_of(request: HttpRequest, person: User) -> KnownDevice | None:
    token = _device_token(request, person)
    return known_devices.known_device(person, token, now()) if token else None


def device_for(request: HttpRequest, name: str) -> KnownDevice | None:
    """As `device_of`, by user name; no query where the browser has no such cookie."""
    if not any(key.startswith(PREFIX) for key in request.COOKIES):
        return None
    person = find_person(name)
    return device_of(request, person) if person else None


def remember(request: HttpRequest, user: User, **_: object) -> None:
    """On a completed sign-in: the response will set the cookie."""
    setattr(request, REMEMBERED, user)


user_logged_in.connect(remember, dispatch_uid="known device")
password_changed.connect(remember, dispatch_uid="known device")  # which forgot them all


class KnownDevices:
    """Sets the cookie with the response to a sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """After everything the sign-in saves is saved."""
        response = self.get_response(request)
        person = getattr(request, REMEMBERED, None)
        if isinstance(person, User) and response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
            _set_cookie(request, response, person)
        return response


def _set_cookie(request: HttpRequest, response: HttpResponse, person: User) -> None:
    token = known_devices.remember(
        person,
        token=_device_token(request, person),
        session=request.session.session_key or "",
        browser=browser(request.headers.get("User-Agent", "")),
        now=now(),
    )
    response.set_cookie(
        cookie_name(person),
        _signer(person).sign(token),
        max_age=known_devices.KEPT,
        path=reverse("admin:index"),
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Strict",
    )
