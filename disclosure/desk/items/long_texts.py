"""Long texts, which the privacy guard reads in a process apart: every page would wait for it otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from typing import Any

from disclosure.isolation import Limits, call
from disclosure.isolation.limits import WALL

LONG = 50_000  # characters, read in under half a second
REMEMBERED = 8  # texts, whose findings may take some megabytes each
# Of a processor, for a million characters; the dearest texts take 8 s (docs/decisions/privacy-guard.md).
SECONDS, SECONDS_A_MILLION = 20.0, 16.0


def find_in_process(function: str, text: str, about: str) -> Sequence[Any]:
    """Return what `function` (`package.module:name`) finds in a long text, from a process with limits.

    Findings are remembered by the text's checksum, since every look at an item asks for them again. `about` is what the
    text is called in sentences. Raises Unreadable where it takes too much, Busy where no process was free.
    """
    return _find_cached(function, _Text(sha256(text.encode("utf-8", "surrogatepass")).digest(), text, about))


@dataclass(frozen=True, slots=True)
class _Text:
    """A text, told from others by its checksum."""

    digest: bytes
    text: str = field(compare=False)
    about: str = field(compare=False)


@lru_cache(maxsize=REMEMBERED)
def _find_cached(function: str, long: _Text) -> Sequence[Any]:
    seconds = SECONDS + SECONDS_A_MILLION * len(long.text) / 2**20
    limits = replace(Limits.of(0), cpu=seconds, wall=seconds * WALL)
    found: Sequence[Any] = call(function, long.text, about=long.about, size=0, limits=limits)
    return found
