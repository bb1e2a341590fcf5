"""What goes between a caller and the process that reads its file: requests in, answers out, one pickle after the other.

A file may take over the process that reads it, so what comes back is not trusted: it may hold plain values and our own
data classes, and no more bytes than were agreed.
"""

import io
import pickle
from dataclasses import dataclass
from enum import Enum
from typing import Any, BinaryIO

from disclosure.errors import DisclosureError

from .limits import RESULT, Limits

OURS: tuple[str, ...] = ("disclosure.", "reports.")
PLAIN = {
    "builtins": {"set", "frozenset", "bytearray", "complex"},
    "collections": {"OrderedDict", "deque"},
    "datetime": {"date", "datetime", "time", "timedelta"},
    "decimal": {"Decimal"},
}


@dataclass(frozen=True, slots=True)
class JobRequest:
    """`function` is `package.module:name`; `streams` where its items come one by one."""

    function: str
    args: tuple[Any, ...]
    limits: Limits
    streams: bool = False


class AnswerKind(Enum):
    VALUE = "value"  # the result, or the end of a stream
    ITEM = "item"
    REFUSED = "refused"  # a DisclosureError: its class and its text
    FAILED = "failed"  # anything else: where it happened, without what was in it
    NO_MEMORY = "no memory"  # it may go well where there is more


class DistrustedAnswer(Exception):
    """The answer contains what no worker of ours sends."""


class _Reader(io.RawIOBase):
    """Read at most so many bytes from a pipe."""

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe, self.left = pipe, RESULT

    def _take(self, count: int) -> int:
        if count < 0 or count > self.left:
            raise DistrustedAnswer
        self.left -= count
        return count

    def read(self, size: int = -1) -> bytes:
        return self._pipe.read(self._take(size))

    def readline(self, size: int | None = -1) -> bytes:
        line = self._pipe.readline(1024)
        self._take(len(line))
        return line

    def readinto(self, buffer: Any) -> int:
        self._take(len(buffer))
        return self._pipe.readinto(buffer)  # type: ignore[attr-defined]  # every buffered pipe has it


class _Choices:
    """A stand-in for an enum class: answers may create its members but not hold the class itself."""

    __slots__ = ("_kind",)

    def __init__(self, kind: type[Enum]) -> None:
        self._kind = kind

    def __call__(self, value: object) -> Enum:
        return self._kind(value)


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Data classes, choices and errors of ours, and plain values; nothing that does anything.

        Nor anything that an answer could change: it may set attributes of what it holds, classes among them, where
        these do not refuse it. Classes in C do, and those that are restored by a method of their own.
        """
        if name in PLAIN.get(module, ()):
            return super().find_class(module, name)
        found = super().find_class(module, name) if module.startswith(OURS) else None
        if isinstance(found, type) and found.__module__.startswith(OURS):
            if issubclass(found, Enum):
                return _Choices(found)
            is_ours = hasattr(found, "__dataclass_fields__") or issubclass(found, DisclosureError)
            if is_ours and hasattr(found, "__setstate__"):
                return found
        raise DistrustedAnswer


def send(pipe: BinaryIO, message: object) -> None:
    """Write one message; raises OSError where the other end is closed."""
    pickle.dump(message, pipe, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def receive(pipe: BinaryIO) -> tuple[AnswerKind, Any, int]:
    """Read one answer: its kind, what it holds, and the most bytes of memory that the worker ever had.

    Raises EOFError where the worker is gone, Distrusted where it is none of ours.
    """
    try:
        kind, value, taken = _Unpickler(_Reader(pipe)).load()
    except EOFError:
        raise
    except Exception as error:
        raise DistrustedAnswer from error
    if not isinstance(kind, AnswerKind):
        raise DistrustedAnswer
    return kind, value, int(taken)
