"""The state of a clock that replays steps, and what follows from it at any moment."""

from datetime import date

from disclosure.law.choices.applications import StepKind
from disclosure.law.workdays import Calendar

from . import words
from .period import Correction, Period, ReasonsRequest, Wait
from .reasons import is_past
from .steps import Step
from .timeline import Event, Standing, Timeline

K = StepKind
REPLY = 20  # working days to reply (条例 art. 33)


class ClockState:
    """What the steps taken so far have led to. Every answer rests on them alone, never on what comes later."""

    def __init__(self, calendar: Calendar) -> None:
        """Nothing received."""
        self.calendar = calendar
        self.events: list[Event] = []
        self.received_on: date | None = None
        self.closed_on: date | None = None
        self.closed_by = ""
        self.sent_on: date | None = None
        self.is_abandoned = False  # by the applicant, who is owed no reply then
        self.period: Period | None = None
        self.due_on: date | None = None
        self.used = 0  # when the period last stopped
        self.waits: list[Wait] = []
        self.starts: list[tuple[date, str]] = []  # of periods: the day, and the step that began one
        self.corrections: list[Correction] = []
        self.reopenings: list[tuple[date, date]] = []
        self.was_asked = False  # for a correction, in this handling
        self.is_extended = self.is_delayed = False
        self.requests: list[ReasonsRequest] = []  # for reasons, in this handling

    @property
    def begun_on(self) -> date | None:
        """As `Timeline.begun_on`."""
        return self.reopenings[-1][1] if self.reopenings else self.received_on

    @property
    def reasons(self) -> tuple[date | None, ...]:
        """As `Timeline.reasons`."""
        return tuple(request.given_on for request in self.requests)

    @property
    def is_uncorrected(self) -> bool:
        """Whether a correction was asked for and has not come."""
        return bool(self.corrections) and self.corrections[-1].corrected_on is None

    @property
    def is_unpaid(self) -> bool:
        """Whether a notice of fee is out that nobody has paid."""
        return any(one.kind == K.FEE_NOTICED and one.counts and not one.is_answered for one in self.waits)

    def timeline(self) -> Timeline:
        """As it stands now."""
        years = range(self.period.start.year, self.due_on.year + 1) if self.period and self.due_on else ()
        unserved = self._unserved()
        return Timeline(
            events=tuple(self.events),
            due_on=self.due_on,
            provisional=bool(unserved) or any(map(self.calendar.is_provisional, years)),
            standing=self._standing(),
            received_on=self.received_on,
            closed_on=self.closed_on,
            sent_on=self.sent_on,
            period=self.period,
            waits=tuple(self.waits),
            corrections=tuple(self.corrections),
            reopenings=tuple(self.reopenings),
            was_asked=self.was_asked,
            is_extended=self.is_extended,
            is_delayed=self.is_delayed,
            requests=tuple(self.requests),
            starts=tuple(self.starts),
            unserved=unserved,
        )

    def _unserved(self) -> tuple[Wait, ...]:
        if self.period is None or self.due_on is None:
            return ()
        since = self.period.start
        return tuple(one for one in self.waits if one.is_provisional and one.pauses and one.limit > since)

    def _standing(self) -> Standing:
        if self.closed_by == K.WITHDRAWN:
            return Standing.WITHDRAWN
        if self.closed_by:
            return Standing.CLOSED if self.sent_on or self.is_abandoned else Standing.DECIDED
        if self.received_on is None:
            return Standing.NOT_RECEIVED
        if self.is_uncorrected:
            return Standing.UNCORRECTED
        return Standing.UNPAID if self.is_unpaid else Standing.RUNNING

    @property
    def _ended_on(self) -> date | None:
        """The day with which nothing is counted any more: a reply that was decided and not sent runs on."""
        return self.closed_on if self.closed_by == K.WITHDRAWN or self.is_abandoned else self.sent_on

    def _measured(self, on: date) -> tuple[int, int | None]:
        on = min(on, self._ended_on or on)
        if self.period is None or self.due_on is None:
            return self.used, None
        over = self.calendar.between(self.due_on, on) if on > self.due_on else 0
        used = over + self.period.used(min(on, self.due_on), self.calendar, self.waits)
        return used, self.period.length - used

    def _begin(self, start: date, length: int) -> None:
        self.period = Period(start, length)
        self.due_on = self.period.due_on(self.calendar, self.waits)

    def _begin_with(self, step: Step, length: int) -> None:
        """Start a period on the day of a step, which never counts."""
        self._begin(step.on, length)
        self.starts.append((step.on, step.kind))

    def _begin_anew(self, step: Step) -> None:
        """Start a whole new period, which may be extended as the first; not while the applicant has to do something."""
        self.is_extended = False
        if not (self.is_uncorrected or self.is_unpaid):
            self._begin_with(step, REPLY)

    def _stop(self, on: date) -> None:
        """From now on nothing is due from the office."""
        self.used, _ = self._measured(on)
        self.period = self.due_on = None

    def _count_again(self, longer: int = 0) -> None:
        """With other waits, or so many working days longer; nothing where no period runs."""
        if self.period is not None:
            self._begin(self.period.start, self.period.length + longer)

    def _is_over(self, on: date) -> bool:
        return is_past(self.due_on, on)

    def _overdue(self, on: date) -> str:
        return f"{words.day(self.due_on)}已经到期" if self.due_on and on > self.due_on else ""
