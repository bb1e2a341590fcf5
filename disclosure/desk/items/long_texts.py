"""Run the privacy guard over long texts in a process of its own, so that other pages need not wait."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from typing import Any

from disclosure.isolation import Limits, call
from disclosure.isolation.limits import WALL

LONG = 50_000  # characters, read in under half a second
REMEMBERED = 16  # texts, whose findings may take some megabytes each
# Processor seconds for a million characters; the slowest texts take 8 s (docs/decisions/privacy-guard.md).
SECONDS, SECONDS_A_MILLION = 20.0, 16.0


def find_in_process(function: str, text: str, about: str) -> Sequence[Any]:
    """Call `function` (`package.module:name`) on a long text in a process with limits; returns its findings.

    Findings are cached by the text's checksum, since every view of an item asks for them again. `about` names the
    text in sentences. Raises Unreadable where it takes too much, Busy where no process was free.
    """
    return _find_cached(function, _Text(sha256(text.encode("utf-8", "surrogatepass")).digest(), text, about))


@dataclass(frozen=True, slots=True)
class _Text:
    """A text, hashed and compared by its checksum."""

    digest: bytes
    text: str = field(compare=False)
    about: str = field(compare=False)


@lru_cache(maxsize=REMEMBERED)
def _find_cached(function: str, long: _Text) -> Sequence[Any]:
    seconds = SECONDS + SECONDS_A_MILLION * len(long.text) / 2**20
    limits = replace(Limits.of(0), cpu=seconds, wall=seconds * WALL)
    findings: Sequence[Any] = call(function, long.text, about=long.about, size=0, limits=limits)
    return findings
