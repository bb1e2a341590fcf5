"""Redirect old addresses: of a former site, of renamed columns and of moved items (网站指引)."""

from collections.abc import Callable, Iterator
from itertools import permutations
from typing import Any
from urllib.parse import quote, unquote

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.timezone import now

from disclosure.models import Item, OldAddress

from .columns import ColumnTree
from .site import site_of

_MISSING = 404
_FEW = 4  # parameters whose order is tried
# Pages of a column or an item move with it: name of the address → the page whose old address is stored.
_PARENT_PAGES = {
    "column": "column",
    "feed": "column",
    "item": "item",
    "item-file": "item",
    "item-version": "item",
    "item-version-file": "item",
}
_NAME_FIELDS = {"column": ("column", "category", "code"), "item": ("index_number", "item", "index_number")}


class OldAddressRedirects:
    """Redirect old addresses before 404 is answered; other requests cost nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != _MISSING or request.method not in {"GET", "HEAD"}:
            return response
        query = request.META.get("QUERY_STRING", "")
        address = _renamed_page_address(request.resolver_match, query) or new_address(request.path, query)
        return HttpResponsePermanentRedirect(address) if address else response


def new_address(path: str, query: str) -> str:
    """Return where an old address leads; empty for an unknown one and for what was never public."""
    if "\0" in path:  # which no address was kept with, and PostgreSQL does not look for
        return ""
    wanted = list(_spellings(path, query))
    known = _old_addresses(wanted)
    for old in (known[spelling] for spelling in wanted if spelling in known):
        if address := _current_address(old):
            return address
    return ""


def _renamed_page_address(match: Any, query: str) -> str:
    """Return the same page of a renamed column or item: its list, version, download or feed."""
    page = _PARENT_PAGES.get(match.url_name) if match else None
    if page is None:
        return ""
    argument, target, field = _NAME_FIELDS[page]
    arguments = dict(match.kwargs)
    path = unquote(reverse(page, kwargs={key: arguments[key] for key in ("code", argument) if key in arguments}))
    old = _old_addresses([path]).get(path)
    address = _current_address(old) if old else ""
    if old and address and match.url_name != page:
        renamed = {argument: getattr(getattr(old, target), field, "")}
        arguments.pop("code", None)
        address = site_of(old.authority).address(match.url_name, **arguments | renamed) if renamed[argument] else ""
    return f"{address}?{query}" if address and query else address


def _old_addresses(paths: list[str]) -> dict[str, OldAddress]:
    found = OldAddress.objects.filter(path__in=paths).select_related("authority", "item__authority", "category")
    return {old.path: old for old in found}


def _current_address(old: OldAddress) -> str:
    if old.category:
        return next(
            column.address for column in ColumnTree(site_of(old.authority)).all if column.category == old.category
        )
    at = now()
    if old.item and any(
        items.filter(pk=old.item_id).exists() for items in (Item.objects.published(at), Item.objects.withdrawn(at))
    ):
        return site_of(old.item.authority).address("item", index_number=old.item.index_number)
    return ""


def _spellings(path: str, query: str) -> Iterator[str]:
    """Yield the ways in which the address may have been stored, the exact one first."""
    paths = dict.fromkeys((path, quote(path), path.rstrip("/") or "/", f"{path.rstrip('/')}/"))
    parts = [part for part in query.split("&") if part]
    orders = permutations(parts) if len(parts) <= _FEW else [tuple(parts)]
    for order in orders if parts else ():
        for one in paths:
            yield f"{one}?{'&'.join(order)}"
    yield from paths
