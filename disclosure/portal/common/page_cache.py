"""Pages kept in memory, each for as long as nothing that it shows can have changed: never one that is out of date.

What a page shows hangs on its address, on the way to look, on the database, on the day, and on the moments for which
something is scheduled. A page is kept for one content version (`models.content_version`), one day, and until the
next such moment; all three are looked at before every answer, by one query of one row.

The word is read before the page is made: a change in between makes the page newer than its word, never older.
Inside a transaction nothing is kept, since what is read there may never come to be.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain
from sys import getsizeof
from threading import Lock

from django.conf import settings
from django.db import connection
from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.http.response import ResponseHeaders
from django.middleware.gzip import re_accepts_gzip
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.timezone import localdate, now

from disclosure.models import Item, content_version

from .display_preferences import chosen

MOST = 32 * 2**20  # bytes of all that is kept, of one process
RECORD = 3000  # bytes of a page's objects themselves, besides what they hold
SECOND = timedelta(seconds=1)
READING = {"GET", "HEAD"}
# What a page's own address is made of, before anybody has looked whether that is an address of ours: a page is kept
# only after that. What a web server before this one adds counts where it is believed; else anybody could have a page
# kept again and again by making it up.
ADDRESS = ("HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING")
FORWARDED = {"USE_X_FORWARDED_HOST": "HTTP_X_FORWARDED_HOST", "USE_X_FORWARDED_PORT": "HTTP_X_FORWARDED_PORT"}

Key = tuple[object, ...]


@dataclass(slots=True)
class Generation:
    """The pages of a while in which nothing changes. `since`: when this process first met it."""

    word: str
    day: date
    since: datetime
    until: datetime | None
    pages: dict[Key, HttpResponse] = field(default_factory=dict)
    size: int = 0
    _lock: Lock = field(default_factory=Lock)

    def holds(self, word: str, at: datetime) -> bool:
        """Whether it is still that while."""
        is_before = self.until is None or at < self.until
        return self.word == word and self.since <= at and is_before and self.day == localdate(at)

    def keep(self, key: Key, response: HttpResponse) -> None:
        """The oldest go where room is short."""
        with self._lock:
            if key not in self.pages:
                self.pages[key] = response
                self.size += weight(key, response)
            while self.size > MOST:
                oldest = next(iter(self.pages))
                self.size -= weight(oldest, self.pages.pop(oldest))

    def modified(self, at: datetime) -> int | None:
        """Its beginning, in whole seconds, for those who ask by date alone; None in its first second.

        Then another while may still begin in that same second, and a date would not tell them apart.
        """
        return int(self.since.timestamp()) if at - self.since >= SECOND else None


_generation: Generation | None = None


class KeptPages:
    """Answers with what is kept before anybody else looks at the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """As Django asks."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        generation = _generation
        page = generation.pages.get(_key(request)) if generation and request.method in READING else None
        if generation and page:
            at = now()
            if current(at) is generation:
                return _conditional(request, page, generation.modified(at))
        return self.get_response(request)


def answer(request: HttpRequest, make: Callable[[], HttpResponse]) -> HttpResponse:
    """What `make` gives, which is kept for the next reader if it is a page; 304 to a reader who has it."""
    at = now()
    generation = current(at) if request.method in READING else None
    page = make()
    if page.status_code != HttpResponse.status_code:
        return page
    if generation:
        generation.keep(_key(request), page)
    return _conditional(request, page, generation.modified(at) if generation else None)


def current(at: datetime) -> Generation | None:
    """The while that it is at this moment; None where pages must not be kept."""
    global _generation  # noqa: PLW0603 one a process
    if connection.in_atomic_block or settings.DEBUG:
        return None
    word = content_version.read(connection)
    if word is None:
        return None
    generation = _generation
    if generation is None or not generation.holds(word, at):
        scheduled = Item.with_amendments.filter(publish_at__gt=at).aggregate(next=Min("publish_at"))
        _generation = generation = Generation(word, localdate(at), at, scheduled["next"])
    return generation


def _key(request: HttpRequest) -> Key:
    """All of a request that a page may hang on."""
    is_gzip = re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", "")) is not None
    believed = (header for setting, header in FORWARDED.items() if getattr(settings, setting))
    return (is_gzip, chosen(request), request.scheme, *map(request.META.get, (*ADDRESS, *believed)))


def weight(key: Key, page: HttpResponse) -> int:
    """Bytes of memory that a kept page takes: what it shows, what it is kept by, and what goes before it."""
    texts = (*key, *chain.from_iterable(page.headers.items()))
    return RECORD + len(page.content) + sum(map(getsizeof, texts))


def _conditional(request: HttpRequest, page: HttpResponse, modified: int | None) -> HttpResponse:
    """304, or a copy of the page, which may be changed on its way out."""
    response = get_conditional_response(request, page.headers["ETag"], modified, page)
    if response is None or response is page:
        response = HttpResponse(page.content)
        response.headers = ResponseHeaders(page.headers)
        response.headers["Content-Length"] = str(len(page.content))
    if modified is not None:
        response.headers["Last-Modified"] = http_date(modified)
    return response
