"""Old addresses keep working: of a former site, of renamed columns and of moved items (网站指引)."""

from collections.abc import Callable, Iterator
from itertools import permutations
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.timezone import now

from disclosure.models import Item, OldAddress

from .columns import Columns
from .site import site_of

_MISSING = 404
_FEW = 4  # parameters whose order is tried


class OldAddresses:
    """Before an address is answered by 404, it is looked up among the old ones; the rest pays nothing for that."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """As Django asks."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != _MISSING or request.method not in {"GET", "HEAD"}:
            return response
        address = new_address(request.path, request.META.get("QUERY_STRING", ""))
        return HttpResponsePermanentRedirect(address) if address else response


def new_address(path: str, query: str) -> str:
    """Where an old address leads now; empty for one that is not kept, or that leads to nothing that was ever public."""
    if "\0" in path:  # which no address was kept with, and PostgreSQL does not look for
        return ""
    wanted = list(_spellings(path, query))
    found = OldAddress.objects.filter(path__in=wanted).select_related("authority", "item__authority", "category")
    known = {old.path: old for old in found}
    for old in (known[spelling] for spelling in wanted if spelling in known):
        if address := _target(old):
            return address
    return ""


def _target(old: OldAddress) -> str:
    if old.category:
        return next(column.address for column in Columns(site_of(old.authority)).all if column.category == old.category)
    at = now()
    if old.item and any(
        items.filter(pk=old.item_id).exists() for items in (Item.objects.published(at), Item.objects.withdrawn(at))
    ):
        return site_of(old.item.authority).address("item", index_number=old.item.index_number)
    return ""


def _spellings(path: str, query: str) -> Iterator[str]:
    """An address as it might have been written down, the most exact one first."""
    paths = dict.fromkeys((path, quote(path), path.rstrip("/") or "/", f"{path.rstrip('/')}/"))
    parts = [part for part in query.split("&") if part]
    orders = permutations(parts) if len(parts) <= _FEW else [tuple(parts)]
    for order in orders if parts else ():
        for one in paths:
            yield f"{one}?{'&'.join(order)}"
    yield from paths
