"""Runs of digits, however grouped, and the windows of neighbouring groups that could be one number.

Most texts full of digits hold no personal number, so a window is first judged by its digits alone; context is read only
for the few that could be one. Each group begins as many windows as there are lengths to try.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from .findings import Span

CHINESE = "零〇○一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖"
_ARABIC = str.maketrans(CHINESE, "00012345678912123456789")
_DIGIT = f"[0-9{CHINESE}]"
# Three separators at most between two figures, each read once: what follows has to be a figure.
_RUN = re.compile(rf"{_DIGIT}(?:[ \t\n\-·._~()]{{0,3}}{_DIGIT})+")
_GROUP = re.compile(rf"[0-9]+|[{CHINESE}]+")
LEAST = 11


class DigitRun:
    """Groups of digits with only separators between them, and their digits in one piece."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.places = [match.span() for match in _GROUP.finditer(text, start, end)]
        self.digits = "".join(text[begin:stop] for begin, stop in self.places).translate(_ARABIC)
        self.offsets = list(accumulate((stop - begin for begin, stop in self.places), initial=0))
        self.group_at = {offset: group for group, offset in enumerate(self.offsets)}


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring groups of a run, from `first` to before `after`, of those within `bounds`."""

    run: DigitRun
    first: int
    after: int
    bounds: tuple[int, int]
    digits: str

    @property
    def start(self) -> int:
        return self.run.places[self.first][0]

    @property
    def end(self) -> int:
        return self.run.places[self.after - 1][1]

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(stop - begin for begin, stop in self.run.places[self.first : self.after])

    @property
    def between(self) -> str:
        pieces = self.run.places[self.first : self.after]
        return "".join(self.run.text[one[1] : other[0]] for one, other in pairwise(pieces))

    @property
    def is_joined(self) -> bool:
        return self.bounds != (self.first, self.after)


@dataclass(frozen=True, slots=True)
class NumberPattern:
    """A kind of number: lengths in rising order, a test of its digits and a test of its context.

    `hope` is asked first, once a group instead of once a length: how the digits of every such number begin.
    """

    hope: re.Pattern[str]
    lengths: tuple[int, ...]
    is_possible: Callable[[str], bool]
    rule: Callable[[str, Window], Span | None]


def runs(text: str) -> Iterator[DigitRun]:
    for match in _RUN.finditer(text):
        if match.end() - match.start() >= LEAST:
            yield DigitRun(text, *match.span())


def matches(run: DigitRun, begin: int, end: int, sought: NumberPattern) -> Iterator[tuple[Window, Span]]:
    """From left to right in the groups `begin` to before `end`, each group in at most one window."""
    first = begin
    while first < end:
        for window in _windows(run, first, (begin, end), sought):
            if span := sought.rule(run.text, window):
                yield window, span
                first, begin = window.after - 1, window.after
                break
        first += 1


def _windows(run: DigitRun, first: int, bounds: tuple[int, int], sought: NumberPattern) -> Iterator[Window]:
    offset = run.offsets[first]
    for length in sought.lengths if sought.hope.match(run.digits, offset) else ():
        after = run.group_at.get(offset + length, bounds[1] + 1)
        if after <= bounds[1] and sought.is_possible(digits := run.digits[offset : offset + length]):
            yield Window(run, first, after, bounds, digits)
