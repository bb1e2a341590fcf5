"""Working days of a period, those left out that were spent on asking others."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from disclosure.law.workdays import Calendar


@dataclass(slots=True)
class Wait:
    """A question to others, or a notice of fee. `limit`: the day at whose end it ends without an answer."""

    kind: str
    asked_on: date
    limit: date
    answered_on: date | None = None

    @property
    def until(self) -> date:
        """The last day that it suspends the period."""
        return self.answered_on or self.limit


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
    for first, last in sorted((max(one.asked_on, start), one.until) for one in waits if one.until > start):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    yield from merged
