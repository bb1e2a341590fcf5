"""The clock of an application as it stands: what each step did to the period, and what is due now."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from .period import Correction, Period, ReasonsRequest, Wait


class Standing(Enum):
    """How far an application is, by its steps."""

    NOT_RECEIVED = "还没有收到的记录"
    RUNNING = "办理中"
    UNCORRECTED = "等待申请人补正"
    UNPAID = "等待申请人缴费"
    DECIDED = "已作出答复，尚未发出"
    CLOSED = "已办结"
    WITHDRAWN = "已撤回"


@dataclass(frozen=True, slots=True)
class Event:
    """A step with what it did.

    `days_used`, `days_left`: working days of the period at the end of that day; negative left, so many over.
    `days_left` and `due_on` are None while nothing is due from the office. `finding` is empty for a lawful step.
    """

    on: date
    step: str
    rule: str
    days_used: int
    days_left: int | None
    due_on: date | None
    finding: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The clock of an application. `due_on` of what is concluded or withdrawn is the date that applied.

    `closed_on` is the day of the decision, which the annual report counts by; `sent_on` the day on which the reply went
    out, by which it is judged whether it came in time. `provisional`: the due date rests on a year without its holiday
    arrangement, or on a letter whose delivery is not recorded (`unserved`). Whether it is overdue, or ended late, says
    `disclosure.law.applications.progress`, which knows the record as well.
    """

    events: tuple[Event, ...]
    due_on: date | None
    provisional: bool
    standing: Standing
    received_on: date | None
    closed_on: date | None
    sent_on: date | None
    period: Period | None
    waits: tuple[Wait, ...]
    corrections: tuple[Correction, ...]
    reopenings: tuple[tuple[date, date], ...] = ()  # closed on, taken up again on
    # Of this handling, so since it was last taken up; the extension of the period that runs.
    was_asked: bool = False
    is_extended: bool = False
    is_delayed: bool = False
    requests: tuple[ReasonsRequest, ...] = ()  # for reasons (条例 art. 35)
    starts: tuple[tuple[date, str], ...] = ()  # of periods: the day, and the kind of step that began one
    unserved: tuple[Wait, ...] = ()  # those that the due date rests on and whose delivery is not recorded

    @property
    def reasons(self) -> tuple[date | None, ...]:
        """When reasons were given, of each time that they were asked for."""
        return tuple(request.given_on for request in self.requests)

    @property
    def findings(self) -> list[str]:
        """What is out of order, a sentence each."""
        return [event.finding for event in self.events if event.finding]

    @property
    def reopened_on(self) -> date | None:
        """When it was last reopened after a conclusion; what was not concluded has no new period."""
        return self.reopenings[-1][1] if self.reopenings else None

    @property
    def begun_on(self) -> date | None:
        """The receipt, or when it was last reopened: the day before the first that counts."""
        return self.reopened_on or self.received_on

    @property
    def settled_on(self) -> date | None:
        """The day from which nothing is owed any more: the reply went out, or the applicant withdrew or gave up."""
        if self.standing in (Standing.CLOSED, Standing.WITHDRAWN):
            return self.sent_on or self.closed_on
        return None
