"""The cookie by which a browser is known in which a person has signed in before (`desk.accounts.known_devices`).

Each person's has a name of its own, so that several may use one browser. It signs nobody in.
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
from disclosure.desk.accounts.lockouts import person_named
from disclosure.models import KnownDevice, User

from .places import browser

PREFIX = "known_"
REMEMBERED = "_remembered_person"  # of a request


def cookie_name(person: User) -> str:
    """A name that tells nobody whose it is."""
    return PREFIX + salted_hmac("signing_in.known", str(person.pk), algorithm="sha256").hexdigest()[:16]


def _signer(person: User) -> Signer:
    return Signer(salt=f"signing_in.known:{person.pk}")


def _token(request: HttpRequest, person: User) -> str:
    try:
        return _signer(person).unsign(request.COOKIES.get(cookie_name(person), ""))
    except BadSignature:
        return ""


def device_of(request: HttpRequest, person: User) -> KnownDevice | None:
    """The device that the request comes from, if the person has signed in by it before."""
    token = _token(request, person)
    return known_devices.known_device(person, token, now()) if token else None


def device_for(request: HttpRequest, name: str) -> KnownDevice | None:
    """As `device_of`, of whoever has this name; nobody is looked up for a browser that knows nobody."""
    if not any(key.startswith(PREFIX) for key in request.COOKIES):
        return None
    person = person_named(name)
    return device_of(request, person) if person else None


def remember(request: HttpRequest, user: User, **_: object) -> None:
    """Somebody is in, by whatever steps they have: the answer makes the browser known."""
    setattr(request, REMEMBERED, user)


user_logged_in.connect(remember, dispatch_uid="known device")
password_changed.connect(remember, dispatch_uid="known device")  # which forgot them all


class KnownDevices:
    """Sets the cookie with the answer to a sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """As Django asks."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Once all that signing in stores is stored."""
        response = self.get_response(request)
        person = getattr(request, REMEMBERED, None)
        if isinstance(person, User) and response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
            _set_cookie(request, response, person)
        return response


def _set_cookie(request: HttpRequest, response: HttpResponse, person: User) -> None:
    token = known_devices.remember(
        person,
        token=_token(request, person),
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
