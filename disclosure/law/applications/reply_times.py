"""How long replies took, in figures: of an authority's applications together, never of one."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from disclosure.law.workdays import Calendar

LIMIT = 20  # working days in which an application is to be answered (条例 art. 33)
NEAREST, NEAR = 3, 7  # working days left, from which on the desk warns, urgently and first
# The numbers of applications stand in every annual report, but how long one took, or whether it was in time, is of
# that one: where few were concluded a median would tell it of a person's own application, and would mean nothing.
FEWEST = 5


class Span(NamedTuple):
    """`number` applications received on one day and concluded on another."""

    received_on: date
    concluded_on: date
    number: int = 1


@dataclass(frozen=True, slots=True)
class ReplyTimes:
    """Medians from 收到 to 办结, in working days and in days; `in_time`: percent concluded within `LIMIT`.

    The share is rounded down: 100 means all. Days by which the limit stood still (补正, 征求第三方意见, 延长) count:
    it is how long people waited, not whether the office kept its time, which the clock of each application tells.
    """

    working_days: float
    days: float
    in_time: int


def reply_times(spans: Iterable[Span], calendar: Calendar) -> ReplyTimes | None:
    """Of concluded applications; None of fewer than `FEWEST`."""
    spans = list(spans)
    total = sum(span.number for span in spans)
    if total < FEWEST:
        return None
    passed = _passed(calendar, min(span.received_on for span in spans))
    working = [(passed(span.concluded_on) - passed(span.received_on), span.number) for span in spans]
    days = [((span.concluded_on - span.received_on).days, span.number) for span in spans]
    in_time = sum(number for taken, number in working if taken <= LIMIT)
    return ReplyTimes(median(working), median(days), 100 * in_time // total)


def _passed(calendar: Calendar, since: date) -> Callable[[date], int]:
    """Working days after `since` up to a day; kept by day, since many applications share few days."""
    return cache(lambda day: calendar.between(since, day))


def median(weighted: Iterable[tuple[int, int]]) -> float:
    """The middle of values that occur so many times each, or the mean of the two in the middle; of at least one."""
    ordered = sorted(weighted)
    reached = list(accumulate(number for _, number in ordered))
    low, high = ((reached[-1] + 1) // 2, reached[-1] // 2 + 1)  # the places in the middle, counted from 1
    return (ordered[bisect_left(reached, low)][0] + ordered[bisect_left(reached, high)][0]) / 2
