"""Who acts, from where and through what: known to the outermost layer, read where an act is written down."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

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
