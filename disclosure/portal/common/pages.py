"""Decorators of public views: read only, of one authority, no cookie set, cacheable, 304 where nothing changed."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from . import page_cache
from .display_preferences import display_mode
from .site import Site, site_at

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Serve `view(request, site, …)` publicly, also below `/org/CODE/`; the own authority at the root alone.

    Caches must revalidate an answer each time, so a correction shows at once, and an unchanged page costs a 304.
    """

    @require_safe
    @cache_control(public=True, max_age=0, must_revalidate=True)
    @wraps(view)
    def answered(request: HttpRequest, code: str = "", **arguments: Any) -> HttpResponse:
        site = site_at(code, display_mode(request))
        request.portal_site = site  # type: ignore[attr-defined]  # for the frame of an error page
        if code != site.code:
            return redirect(_address_without_code(request, site))
        return view(request, site, **arguments)

    return answered


def page(view: View) -> View:
    """Serve a public page: compressed, with an ETag of its content, cached by `page_cache`.

    It may depend on the database, the day, what is scheduled, and the reader's `display_mode`; on nothing else. It
    reads the cookie of `display_mode`, which most readers do not have, and sets none.
    """
    made = vary_on_headers("Accept-Encoding", "Cookie")(gzip_page(public(_add_etag(view))))

    @wraps(view)
    def answered(request: HttpRequest, **arguments: Any) -> HttpResponse:
        return page_cache.cached_page(request, lambda: made(request, **arguments))

    return answered


def personal(view: View) -> View:
    """Serve a page with a form to one reader: never cached, and what is sent is kept out of error reports.

    Nobody is signed in and no cookie is set, so there is none that another site could abuse: instead of Django's CSRF
    token the form carries a sealed ticket (`apply.ticket`), and `is_same_origin` checks the sender.
    """

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @never_cache
    @vary_on_headers("Cookie")
    @sensitive_post_parameters()
    @wraps(view)
    def answered(request: HttpRequest, code: str = "", **arguments: Any) -> HttpResponse:
        site = site_at(code, display_mode(request))
        request.portal_site = site  # type: ignore[attr-defined]  # for the frame of an error page
        if code != site.code:
            return redirect(_address_without_code(request, site))
        return view(request, site, **arguments)

    return answered


def is_same_origin(request: HttpRequest) -> bool:
    """Whether a form was sent from a page of this site, as far as the browser says."""
    said = request.headers.get("Origin") or request.headers.get("Referer")
    try:
        return said is None or urlsplit(said).netloc == request.get_host()
    except ValueError:  # no address at all
        return False


def data(view: View) -> View:
    """Serve data to programs: compressed, the same for every reader, readable from other sites (CORS).

    Any site may read it, since nobody is signed in here: nothing depends on a cookie, and nothing is written.
    """

    @wraps(view)
    def opened(request: HttpRequest, *positional: Any, **arguments: Any) -> HttpResponse:
        response = view(request, *positional, **arguments)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return vary_on_headers("Accept-Encoding")(gzip_page(public(opened)))


def with_etag(view: View) -> View:
    """Add an ETag of the content; 304 to a reader who has it."""
    marked = _add_etag(view)

    @wraps(view)
    def answered(request: HttpRequest, site: Site, **arguments: Any) -> HttpResponse:
        response = marked(request, site, **arguments)
        etag = response.headers.get("ETag")
        return conditional_response(request, etag, lambda: response) if etag else response

    return answered


def _add_etag(view: View) -> View:
    @wraps(view)
    def answered(request: HttpRequest, site: Site, **arguments: Any) -> HttpResponse:
        response = view(request, site, **arguments)
        if response.status_code == HttpResponse.status_code:
            response.headers["ETag"] = f'"{blake2b(response.content, digest_size=12).hexdigest()}"'
        return response

    return answered


def conditional_response(
    request: HttpRequest, etag: str, render: Callable[[], HttpResponse], modified: datetime | None = None
) -> HttpResponse:
    """Return 304 to a reader who has it, else what `render` returns; both with ETag and Last-Modified."""
    seconds = int(modified.timestamp()) if modified else None
    response = get_conditional_response(request, etag=etag, last_modified=seconds) or render()
    response.headers.setdefault("ETag", etag)
    if seconds is not None:
        response.headers.setdefault("Last-Modified", http_date(seconds))
    return response


def _address_without_code(request: HttpRequest, site: Site) -> str:
    match: Any = request.resolver_match
    arguments = {name: value for name, value in match.captured_kwargs.items() if name != "code"}
    query = request.META.get("QUERY_STRING", "")
    return site.address(match.url_name, **arguments) + (f"?{query}" if query else "")
