"""Serve public pages from a cache for as long as nothing that they show can have changed.

A page depends on its request, on the content of the database, on the day, and on what is scheduled. So each stored page
belongs to a `Generation`: one content version (`models.content_version`), one day, and no scheduled moment inside it.
Before each answer one query of one row reads the version; pages of another generation are never served.

The version is read before the page is made: a change in between makes the page newer than its version, never older.
Inside a transaction nothing is stored, since what is read there may be rolled back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import re_accepts_gzip
from django.utils.cache import get_conditional_response
from django.utils.crypto import salted_hmac
from django.utils.http import http_date
from django.utils.timezone import localdate, now

from disclosure.models import Item, content_version

from . import page_store
from .display_preferences import display_mode

SECOND = timedelta(seconds=1)
SAFE_METHODS = {"GET", "HEAD"}
# The request attributes that make a page's address, read before anybody has looked whether that is an address of ours.
# What a web server before this one adds counts where it is believed; else anybody could have a page stored again and
# again by making it up.
ADDRESS = ("HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING")
FORWARDED = {"USE_X_FORWARDED_HOST": "HTTP_X_FORWARDED_HOST", "USE_X_FORWARDED_PORT": "HTTP_X_FORWARDED_PORT"}


@dataclass(frozen=True, slots=True)
class Generation:
    """A period in which no public content changes. `since`: when this process first met it. `until`: None is open."""

    version: str
    day: date
    since: datetime
    until: datetime | None

    @property
    def name(self) -> str:
        """The same in all processes: a version is random, and between two versions the schedule stays as it is."""
        return f"{self.version}:{self.day}:{self.until.isoformat() if self.until else ''}"

    def includes(self, version: str, at: datetime) -> bool:
        is_before_end = self.until is None or at < self.until
        return self.version == version and self.since <= at and is_before_end and self.day == localdate(at)

    def last_modified(self, at: datetime) -> int | None:
        """Return `since` in whole seconds for Last-Modified; None within its first second.

        Another generation may still begin within the same second, and a date would not tell them apart.
        """
        return int(self.since.timestamp()) if at - self.since >= SECOND else None


_generation: Generation | None = None


class PageCache:
    """Middleware that answers with a stored page before sessions, users and views are looked at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        generation = _generation
        if generation and request.method in SAFE_METHODS:
            page = page_store.load(_key(request, generation))
            at = now()
            if page and current_generation(at) is generation:
                return _conditional(request, page, generation.last_modified(at))
        return self.get_response(request)


def cached_page(request: HttpRequest, make: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer with the stored page, or with what `make` returns, stored if it is a page; 304 to a reader who has it."""
    at = now()
    generation = current_generation(at) if request.method in SAFE_METHODS else None
    stored = page_store.load(_key(request, generation)) if generation else None
    page = stored or make()
    if page.status_code != HttpResponse.status_code:
        return page
    if generation and not stored:
        page_store.save(_key(request, generation), page)
    return _conditional(request, page, generation.last_modified(at) if generation else None)


def current_generation(at: datetime) -> Generation | None:
    """Return the generation of this moment, by one query; None where pages must not be stored."""
    global _generation  # noqa: PLW0603 one a process
    if connection.in_atomic_block or settings.DEBUG:
        return None
    version = content_version.read(connection)
    if version is None:
        return None
    generation = _generation
    if generation is None or not generation.includes(version, at):
        scheduled = Item.with_amendments.filter(publish_at__gt=at).aggregate(next=Min("publish_at"))
        _generation = generation = Generation(version, localdate(at), at, scheduled["next"])
        page_store.clear_memory()
    return generation


def _key(request: HttpRequest, generation: Generation) -> str:
    """Make a digest, of fixed length, of the generation and every request attribute that affects the page."""
    is_gzip = re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", "")) is not None
    believed = (header for setting, header in FORWARDED.items() if getattr(settings, setting))
    address = (request.META.get(name) for name in (*ADDRESS, *believed))
    parts = (generation.name, is_gzip, display_mode(request).value, request.scheme, *address)
    return salted_hmac("disclosure.portal.page_cache", repr(parts), algorithm="sha256").hexdigest()


def _conditional(request: HttpRequest, page: HttpResponse, modified: int | None) -> HttpResponse:
    """Return 304 to a reader who has this page, else the page."""
    response = get_conditional_response(request, page.headers["ETag"], modified, page) or page
    if response is page:
        response.headers["Content-Length"] = str(len(page.content))
    if modified is not None:
        response.headers["Last-Modified"] = http_date(modified)
    return response
