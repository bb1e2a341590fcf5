"""Who acts, from where and through what: known to the outermost layer, read where an act is written down."""

import ipaddress
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from disclosure.models import Channel, User


def nobody() -> User | None:
    """The program itself."""
    return None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where acts come from. `user` is asked only when an act is written, so that a page without acts costs nothing."""

    channel: str = Channel.PROGRAM
    source: str = ""
    address: str = ""
    user: Callable[[], User | None] = nobody
    name: str = ""
    """Who, where there is no user: the machine's account behind a command."""


_current: ContextVar[Origin] = ContextVar("origin", default=Origin())  # noqa: B039 it is frozen


def current() -> Origin:
    """Where the acts of this moment come from."""
    return _current.get()


@contextmanager
def acting(**known: Any) -> Iterator[Origin]:
    """Within it acts come from here; what is not given stays as it is around it."""
    origin = replace(_current.get(), **known)
    token = _current.set(origin)
    try:
        yield origin
    finally:
        _current.reset(token)


# --- Addresses --------------------------------------------------------------

LONGEST_ADDRESS = 64
NETWORK_V6 = 64  # bits: whoever has one address of the newer kind has all of its network
ADDRESS_V4 = ipaddress.ip_network("64:ff9b::/96")  # an older address stands in its last 32 bits


def client_address(request: HttpRequest) -> str:
    """The address of who asks: behind TRUSTED_PROXIES proxies of ours, what the first of these saw."""
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT  # one count for acts and for locks
    if trusted and len(seen) >= trusted:
        return seen[-trusted][:LONGEST_ADDRESS]
    return request.META.get("REMOTE_ADDR", "")[:LONGEST_ADDRESS]


def network_of(address: str) -> str:
    """What attempts from this address are counted under: the address, or the whole network of one of the newer kind.

    One of the older kind in the guise of the newer (`::ffff:192.0.2.1`, or by translation) is what it stands for, else
    all of them would count as one. A port, brackets and the name of an interface are left away.
    """
    try:
        found = ipaddress.ip_address(_bare(address))
    except ValueError:
        return address.strip()
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if old := _older(found):
        return str(old)
    return str(ipaddress.ip_network((int(found), NETWORK_V6), strict=False).network_address)


def _bare(address: str) -> str:
    text = address.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    return text.partition("%")[0]


def _older(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in ADDRESS_V4:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
