"""Working days of a period, those left out that were spent on asking others."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from disclosure.law.workdays import Calendar


@dataclass(slots=True)
class Wait:
    """A question to others, or a notice of fee. `limit`: the day with whose end silence ends it."""

    kind: str
    asked_on: date
    limit: date
    answered_on: date | None = None

    @property
    def until(self) -> date:
        """The last day that it takes out of the period."""
        return self.answered_on or self.limit


@dataclass(frozen=True, slots=True)
class Period:
    """So many working days after `start`, the day of the event, which never counts (条例 art. 33)."""

    start: date
    length: int

    def due_on(self, calendar: Calendar, waits: Iterable[Wait] = ()) -> date:
        """The day on which its last working day falls; waiting days are left out, each once."""
        cursor, left = self.start, self.length
        for first, last in spans(waits, self.start):
            before = calendar.between(cursor, first)
            if before >= left:
                break
            cursor, left = last, left - before
        return calendar.add(cursor, left)

    def used(self, on: date, calendar: Calendar, waits: Iterable[Wait] = ()) -> int:
        """Its working days that have passed at the end of `on`; none before it began."""
        if on <= self.start:
            return 0
        out = sum(calendar.between(first, min(last, on)) for first, last in spans(waits, self.start) if first < on)
        return calendar.between(self.start, on) - out


def spans(waits: Iterable[Wait], start: date) -> Iterator[tuple[date, date]]:
    """What the waits leave out after `start`, merged and in order: the days after the first to the last of each."""
    merged: list[tuple[date, date]] = []
    for first, last in sorted((max(one.asked_on, start), one.until) for one in waits if one.until > start):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    yield from merged
