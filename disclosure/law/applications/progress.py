"""Whether an application is open, wants its outcome written down, is overdue or ended late: the one definition.

`disclosure.models.ApplicationQuerySet` says the same to the database; a test holds both to each other.
"""

from dataclasses import dataclass
from datetime import date
from typing import Self

from disclosure.law.clock import Standing, Timeline
from disclosure.law.clock.reasons import is_past


@dataclass(frozen=True, slots=True)
class Progress:
    """What decides it. `is_concluded`: by its record, which has an outcome; `closed_on`: by its steps or its record.

    `due_on`: the last day to reply, of what has ended the one that applied; None where no reply was due. Steps that the
    clock does not count (before the receipt, or up to the day of the last 重新办理) end nothing.
    """

    is_concluded: bool
    closed_on: date | None
    due_on: date | None
    is_withdrawn: bool = False

    @classmethod
    def of(cls, timeline: Timeline, *, is_concluded: bool) -> Self:
        """From its clock and what its record says."""
        is_withdrawn = timeline.standing == Standing.WITHDRAWN
        return cls(is_concluded, timeline.closed_on, timeline.due_on, is_withdrawn)

    @property
    def is_open(self) -> bool:
        """Neither the record nor the steps have ended it."""
        return not self.is_concluded and self.closed_on is None

    @property
    def is_unrecorded(self) -> bool:
        """Its steps say that it has ended (办结, 撤回), and nobody has entered the outcome."""
        return not self.is_concluded and self.closed_on is not None

    def is_overdue(self, today: date) -> bool:
        """条例 art. 33: open after its last day. What has ended is never overdue: see `was_late`."""
        return self.is_open and is_past(self.due_on, today)

    def is_due_within(self, first: date, last: date) -> bool:
        """Open, and its last day lies from `first` to `last`, both included."""
        return self.is_open and self.due_on is not None and first <= self.due_on <= last

    @property
    def was_late(self) -> bool:
        """It ended after its last day; what was withdrawn did not have to be replied to."""
        return self.closed_on is not None and not self.is_withdrawn and is_past(self.due_on, self.closed_on)

    def is_late(self, today: date) -> bool:
        """Overdue, or ended late: what the page of an application marks."""
        return self.is_overdue(today) or self.was_late
