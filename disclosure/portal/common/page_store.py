"""Save and load whole pages in Django's cache `pages`, whatever backend the settings give it.

A page is stored as bytes under a signature over its key, so nobody who can write to a cache server can change what
readers see. A cache that fails costs no reader a page: it is left alone for a while, and pages are made as if there
were none.
"""

import json
import logging
from collections.abc import Callable
from time import monotonic
from typing import TypeVar

from django.core.cache import BaseCache, caches
from django.http import HttpResponse
from django.http.response import ResponseHeaders
from django.utils.crypto import constant_time_compare, salted_hmac

from .memory_cache import MemoryCache

ALIAS = "pages"
LARGEST = 2**20  # bytes of a stored page; cache servers refuse more, and no reader shall fill the whole cache
PAUSE = 10.0  # seconds that a cache which failed is left alone, so that readers do not wait for it one by one
SALT = "disclosure.portal.page_store"
SIGNATURE = 32  # bytes of a signature

Answer = TypeVar("Answer")

logger = logging.getLogger(__name__)
_paused_until = 0.0


def load(key: str) -> HttpResponse | None:
    """Return a new response with the page stored under this key, or None."""
    data = _ask(lambda cache: cache.get(key))
    if not isinstance(data, bytes):
        return None
    signature, page = data[:SIGNATURE], data[SIGNATURE:]
    if not constant_time_compare(signature, _sign(key, page)):
        return None
    headers, _, content = page.partition(b"\n")
    response = HttpResponse(content)
    response.headers = ResponseHeaders(dict(json.loads(headers)))
    return response


def save(key: str, page: HttpResponse) -> None:
    """Store content and headers of a page; one that is too large is not stored."""
    headers = json.dumps(list(page.headers.items())).encode()  # ASCII, without a line break
    data = headers + b"\n" + page.content
    if len(data) <= LARGEST:
        _ask(lambda cache: cache.set(key, _sign(key, data) + data))


def clear_memory() -> None:
    """Free the pages of this process's own memory; in a shared cache they may be other processes' new ones."""
    cache = caches[ALIAS]
    if isinstance(cache, MemoryCache):
        cache.clear()


def _ask(question: Callable[[BaseCache], Answer]) -> Answer | None:
    global _paused_until  # noqa: PLW0603 one a process
    if monotonic() < _paused_until:
        return None
    try:
        return question(caches[ALIAS])
    except Exception as error:  # noqa: BLE001 each cache server's client has exceptions of its own
        _paused_until = monotonic() + PAUSE
        logger.warning("the page cache failed and is left alone for %d seconds: %s", PAUSE, type(error).__name__)
        return None


def _sign(key: str, data: bytes) -> bytes:
    """Sign with SECRET_KEY, so that a page is valid under its own key alone."""
    return salted_hmac(SALT, key.encode() + data, algorithm="sha256").digest()
