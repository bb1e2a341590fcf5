"""How much a client may use of the server, and for how long."""

from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import close_old_connections
from django.urls import Resolver404, resolve, reverse

from disclosure.documents.kinds import MOST_PROOF_BYTES
from disclosure.portal.apply.papers import MOST_PAPERS

PLAIN = 512 * 1024  # bytes of a form without files
# One file more than the form takes: it says itself which is too many, and keeps what was typed.
APPLICATION = (MOST_PAPERS + 1) * MOST_PROOF_BYTES + PLAIN


@dataclass(frozen=True, slots=True)
class ServerLimits:
    """The settings of the same names."""

    threads: int
    connections: int  # of one process
    head_seconds: int  # for all of a request's head, and between two requests
    body_seconds: int  # within each of which a body must bring as many bytes as `client_rate` says
    body_longest_seconds: int
    answer_seconds: int  # as `body_seconds`, for an answer that is read
    client_rate: int  # bytes a second
    bodies: int  # bytes of all bodies; the public's may take half of it
    answers: int  # bytes of all answers that wait to be read
    address: int  # bytes of the first line
    upload: int  # bytes of the largest body

    @classmethod
    def from_settings(cls) -> "ServerLimits":
        return cls(
            threads=settings.THREADS,
            connections=settings.CONNECTIONS,
            head_seconds=settings.HEAD_SECONDS,
            body_seconds=settings.BODY_SECONDS,
            body_longest_seconds=settings.BODY_LONGEST_SECONDS,
            answer_seconds=settings.ANSWER_SECONDS,
            client_rate=settings.CLIENT_RATE,
            bodies=settings.BODIES_LIMIT,
            answers=settings.BODIES_LIMIT,
            address=settings.LONGEST_ADDRESS,
            upload=settings.UPLOAD_LIMIT,
        )


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many bytes a request may bring."""

    most: int
    is_staff: bool = False


def allowance(path: str, cookies: str) -> Allowance:
    """Signed-in staff may send what the desk accepts, the public what the application form accepts.

    The desk checks permissions later; this only decides how much is read before that.
    """
    try:
        name = resolve(path).url_name
    except Resolver404:
        return Allowance(PLAIN)
    if name == "apply":
        return Allowance(min(APPLICATION, settings.UPLOAD_LIMIT))
    if path.startswith(reverse("admin:index")) and _is_signed_in(cookies):
        return Allowance(settings.UPLOAD_LIMIT, is_staff=True)
    return Allowance(PLAIN)


def _is_signed_in(cookies: str) -> bool:
    try:
        cookie = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return False
    if cookie is None:
        return False
    close_old_connections()  # this is no request of Django's, which would have looked
    return SESSION_KEY in import_module(settings.SESSION_ENGINE).SessionStore(cookie.value)
