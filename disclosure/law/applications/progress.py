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

    `due_on`: the last day to reply, of what has ended the one that applied; None where no reply was due. `settled_on`:
    the day on which the reply was sent, which alone decides whether it was in time, or on which the applicant withdrew
    or gave up. Steps that the clock does not count (before the receipt, or up to the day of the last 重新办理) end
    nothing.
    """

    is_concluded: bool
    closed_on: date | None
    due_on: date | None
    settled_on: date | None = None
    is_withdrawn: bool = False

    @classmethod
    def of(cls, timeline: Timeline, *, is_concluded: bool) -> Self:
        """From its clock and what its record says."""
        is_withdrawn = timeline.standing == Standing.WITHDRAWN
        return cls(is_concluded, timeline.closed_on, timeline.due_on, timeline.settled_on, is_withdrawn)

    @property
    def is_open(self) -> bool:
        """Neither the record nor the steps have ended it."""
        return not self.is_concluded and self.closed_on is None

    @property
    def is_unsent(self) -> bool:
        """Decided, and the reply has not gone out: to the applicant nothing has happened yet."""
        return self.is_concluded and self.settled_on is None

    @property
    def is_unrecorded(self) -> bool:
        """Its steps say that it has ended (办结, 撤回), and nobody has entered the outcome."""
        return not self.is_concluded and self.closed_on is not None

    @property
    def is_owed(self) -> bool:
        """The applicant waits for a reply, decided or not."""
        return self.is_open or self.is_unsent

    def is_overdue(self, today: date) -> bool:
        """条例 art. 33: a reply is owed after its last day. Of what has been sent, see `was_late`."""
        return self.is_owed and is_past(self.due_on, today)

    def is_due_within(self, first: date, last: date) -> bool:
        """A reply is owed, and its last day lies from `first` to `last`, both included."""
        return self.is_owed and self.due_on is not None and first <= self.due_on <= last

    @property
    def was_late(self) -> bool:
        """The reply went out after its last day; what was withdrawn did not have to be replied to.

        Of what wants its outcome written down, the day of its step is all that is known.
        """
        ended_on = self.settled_on or (self.closed_on if self.is_unrecorded else None)
        return ended_on is not None and not self.is_withdrawn and is_past(self.due_on, ended_on)

    def is_late(self, today: date) -> bool:
        """Overdue, or sent late: what the page of an application marks."""
        return self.is_overdue(today) or self.was_late
