"""Who acts, from where and through what: set by the outermost layer, read when an action is logged."""

import ipaddress
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from disclosure.models import ActChannel, User


def nobody() -> User | None:
    return None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where actions come from. `user` is evaluated only when an action is logged, so other pages pay nothing for it."""

    channel: str = ActChannel.PROGRAM
    source: str = ""
    address: str = ""
    user: Callable[[], User | None] = nobody
    name: str = ""
    """Who, where there is no user: the machine's account behind a command."""


_current: ContextVar[Origin] = ContextVar("origin", default=Origin())  # noqa: B039 it is frozen


def current() -> Origin:
    return _current.get()


@contextmanager
def acting(**known: Any) -> Iterator[Origin]:
    """Set the origin within the context; what is not given is inherited from outside."""
    origin = replace(_current.get(), **known)
    token = _current.set(origin)
    try:
        yield origin
    finally:
        _current.reset(token)


# --- Addresses --------------------------------------------------------------

LONGEST_ADDRESS = 64
NETWORK_V6 = 64  # bits: whoever has one IPv6 address has its whole network
ADDRESS_V4 = ipaddress.ip_network("64:ff9b::/96")  # an IPv4 address is in the last 32 bits


def client_address(request: HttpRequest) -> str:
    """The client's address: behind TRUSTED_PROXIES proxies of ours, the one the first of them saw."""
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT  # used for audit entries and for locks alike
    if trusted and len(seen) >= trusted:
        return seen[-trusted][:LONGEST_ADDRESS]
    return request.META.get("REMOTE_ADDR", "")[:LONGEST_ADDRESS]


def network_of(address: str) -> str:
    """The key under which attempts from this address are counted: an IPv4 address, or a whole IPv6 network.

    An IPv4 address in IPv6 form (`::ffff:192.0.2.1`, or by translation) counts as IPv4; otherwise all of them would
    count as one. A port, brackets and an interface name are stripped.
    """
    try:
        parsed = ipaddress.ip_address(_bare(address))
    except ValueError:
        return address.strip()
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if old := _older(parsed):
        return str(old)
    return str(ipaddress.ip_network((int(parsed), NETWORK_V6), strict=False).network_address)


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
