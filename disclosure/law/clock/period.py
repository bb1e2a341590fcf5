"""Working days of a period, those left out that were spent on asking others, and the periods that others have."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from disclosure.law.choices.applications import StepKind
from disclosure.law.workdays import Calendar


@dataclass(slots=True)
class Wait:
    """A question to others, or a notice of fee.

    `limit`: the day with whose end silence ends it, counted from the delivery, or from the sending as long as no
    delivery is recorded. `settled_on`: nobody waits for it any more, since an answer came too late, or all began anew.
    `counts`: whether it did anything to the period; one that came too late did not.
    """

    kind: str
    asked_on: date
    limit: date
    answered_on: date | None = None
    delivered_on: date | None = None
    settled_on: date | None = None
    counts: bool = True

    @property
    def until(self) -> date:
        """The last day that it suspends the period."""
        return self.answered_on or self.limit

    @property
    def is_answered(self) -> bool:
        """Whether nobody waits for an answer any more."""
        return self.answered_on is not None or self.settled_on is not None

    @property
    def may_be_delivered(self) -> bool:
        """Whether its letter is still on its way, as far as the record tells."""
        return self.delivered_on is None and not self.is_answered

    @property
    def pauses(self) -> bool:
        """Whether its days are left out of the period; a notice of fee ends the period and a payment begins one."""
        return self.counts and self.kind != StepKind.FEE_NOTICED

    @property
    def is_provisional(self) -> bool:
        """Whether silence ended it, or will end it, on a day that nobody can prove: no delivery is recorded."""
        return self.answered_on is None and self.delivered_on is None


@dataclass(slots=True)
class Correction:
    """A request for correction (条例 art. 30). `days`: the reasonable period given, in working days, if recorded."""

    asked_on: date
    days: int | None = None
    delivered_on: date | None = None
    corrected_on: date | None = None

    def limit(self, calendar: Calendar) -> date | None:
        """The last day of the period given, which its delivery starts; None where one of the two is not recorded."""
        return _end_of_period(self.delivered_on, self.days, calendar)


@dataclass(slots=True)
class ReasonsRequest:
    """A request for reasons (条例 art. 35). `days`: the reasonable period given, in working days, if recorded."""

    asked_on: date
    days: int | None = None
    delivered_on: date | None = None
    given_on: date | None = None

    def limit(self, calendar: Calendar) -> date | None:
        """The last day of the period given, which its delivery starts; None where one of the two is not recorded."""
        return _end_of_period(self.delivered_on, self.days, calendar)


def _end_of_period(delivered_on: date | None, days: int | None, calendar: Calendar) -> date | None:
    if delivered_on is None or not days or days < 1:
        return None
    return calendar.add(delivered_on, days)


@dataclass(frozen=True, slots=True)
class Period:
    """`length` working days after `start`, the day of the event, which never counts (条例 art. 33)."""

    start: date
    length: int

    def due_on(self, calendar: Calendar, waits: Iterable[Wait] = ()) -> date:
        """Its last working day; days of waiting are left out, each once."""
        cursor, left = self.start, self.length
        for first, last in spans(waits, self.start):
            before = calendar.between(cursor, first)
            if before >= left:
                break
            cursor, left = last, left - before
        return calendar.add(cursor, left)

    def used(self, on: date, calendar: Calendar, waits: Iterable[Wait] = ()) -> int:
        """Count its working days up to and including `on`."""
        if on <= self.start:
            return 0
        out = sum(calendar.between(first, min(last, on)) for first, last in spans(waits, self.start) if first < on)
        return calendar.between(self.start, on) - out


def spans(waits: Iterable[Wait], start: date) -> Iterator[tuple[date, date]]:
    """Yield the spans that waits suspend after `start`, merged and in order; a span's first day is not in it."""
    merged: list[tuple[date, date]] = []
    pauses = [one for one in waits if one.pauses and one.until > start]
    for first, last in sorted((max(one.asked_on, start), one.until) for one in pauses):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    yield from merged
