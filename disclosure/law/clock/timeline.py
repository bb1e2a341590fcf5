"""From steps and a calendar to the timeline: what each step did to the period, and what is due now."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from disclosure.law.choices.applications import CLOSING, StepKind
from disclosure.law.workdays import Calendar

from . import words
from .period import Period, Wait
from .reasons import (
    LONGEST_EXTENSION,
    NO_REASONS_ASKED,
    NOT_ASKED,
    Reason,
    against_correction,
    against_extension,
    is_delay,
    is_past,
    late_correction,
)
from .steps import ANSWERS, Step, in_order

K = StepKind

REPLY = 20  # working days to reply (条例 art. 33)
# Working days after which silence ends a wait (条例 art. 32, 34; 收费办法).
SILENCE = {K.THIRD_PARTY_ASKED: 15, K.AGENCY_ASKED: 15, K.FEE_NOTICED: 20}


class Standing(Enum):
    """How far an application is, by its steps."""

    NOT_RECEIVED = "还没有收到的记录"
    RUNNING = "办理中"
    UNCORRECTED = "等待申请人补正"
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

    Whether it is overdue, or ended late, says `disclosure.law.applications.progress`, which knows the record as well.
    """

    events: tuple[Event, ...]
    due_on: date | None
    provisional: bool
    standing: Standing
    received_on: date | None
    closed_on: date | None
    period: Period | None
    waits: tuple[Wait, ...]
    corrections: tuple[tuple[date, date | None], ...]
    reopenings: tuple[tuple[date, date], ...] = ()  # closed on, taken up again on
    # Of this handling, so since it was last taken up; the extension of the period that runs.
    was_asked: bool = False
    is_extended: bool = False
    is_delayed: bool = False
    reasons: tuple[date | None, ...] = ()  # when they were given, of each time that they were asked for

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


def timeline(steps: Iterable[Step], calendar: Calendar) -> Timeline:
    """The timeline of these steps, in whatever order they are given; never raises on an order that the law forbids.

    A step that is out of order gets a finding, and where it is an act that the law does not give this effect (a
    second request for correction, an extension told too late, an answer without a question) the due date stays.
    """
    clock = Clock(calendar)
    for step in in_order(steps):
        clock.take(step)
    return clock.timeline()


Effect = tuple[str, str]  # rule, and why it is out of order


def _without_effect(reason: Reason) -> Effect:
    return words.NOT_COUNTED, reason.finding


class Clock:
    """Replays steps. Its state depends on the steps taken, never on later ones."""

    def __init__(self, calendar: Calendar) -> None:
        """Start before any step."""
        self.calendar = calendar
        self.events: list[Event] = []
        self.received_on: date | None = None
        self.closed_on: date | None = None
        self.closed_by = ""
        self.period: Period | None = None
        self.due_on: date | None = None
        self.used = 0  # when the period last stopped
        self.waits: list[Wait] = []
        self.corrections: list[tuple[date, date | None]] = []
        self.reopenings: list[tuple[date, date]] = []
        self.was_asked = False  # for a correction, in this handling
        self.is_extended = self.is_delayed = False
        self.reasons: list[date | None] = []

    @property
    def begun_on(self) -> date | None:
        """As `Timeline.begun_on`."""
        return self.reopenings[-1][1] if self.reopenings else self.received_on

    @property
    def is_uncorrected(self) -> bool:
        """Whether a correction was asked for and has not arrived."""
        return bool(self.corrections) and self.corrections[-1][1] is None

    def take(self, step: Step) -> None:
        """Count one step more, not earlier than those before."""
        rule, why = self._misplaced(step) or HANDLERS[step.kind](self, step)
        finding = words.finding(step.kind, step.on, why) if why else ""
        used, left = self._measured(step.on)
        self.events.append(Event(step.on, words.LABELS[step.kind], rule, used, left, self.due_on, finding))

    def timeline(self) -> Timeline:
        """Make the timeline of the steps taken."""
        years = range(self.period.start.year, self.due_on.year + 1) if self.period and self.due_on else ()
        return Timeline(
            events=tuple(self.events),
            due_on=self.due_on,
            provisional=any(map(self.calendar.is_provisional, years)),
            standing=self._standing(),
            received_on=self.received_on,
            closed_on=self.closed_on,
            period=self.period,
            waits=tuple(self.waits),
            corrections=tuple(self.corrections),
            reopenings=tuple(self.reopenings),
            was_asked=self.was_asked,
            is_extended=self.is_extended,
            is_delayed=self.is_delayed,
            reasons=tuple(self.reasons),
        )

    def _standing(self) -> Standing:
        if self.closed_by:
            return Standing.WITHDRAWN if self.closed_by == K.WITHDRAWN else Standing.CLOSED
        if self.received_on is None:
            return Standing.NOT_RECEIVED
        return Standing.UNCORRECTED if self.is_uncorrected else Standing.RUNNING

    def _measured(self, on: date) -> tuple[int, int | None]:
        on = min(on, self.closed_on or on)
        if self.period is None or self.due_on is None:
            return self.used, None
        over = self.calendar.between(self.due_on, on) if on > self.due_on else 0
        used = over + self.period.used(min(on, self.due_on), self.calendar, self.waits)
        return used, self.period.length - used

    def _misplaced(self, step: Step) -> Effect | None:
        """Find a step before the receipt or after the end, which has no effect."""
        if step.kind == K.REOPENED:
            return None
        if self.closed_by and not (self.closed_by == K.WITHDRAWN and step.kind == K.CONCLUDED):
            return words.NOT_COUNTED, f"在{words.LABELS[self.closed_by]}之后，不影响期限。"
        if self.received_on is None and step.kind != K.RECEIVED:
            return words.NOT_COUNTED, "在收到申请之前，或没有收到的记录，不影响期限。"
        return None

    def _begin(self, start: date, length: int) -> None:
        self.period = Period(start, length)
        self.due_on = self.period.due_on(self.calendar, self.waits)

    def _count_again(self, longer: int = 0) -> None:
        """Recompute the due date with the present waits, or `longer` by working days; no effect without a period."""
        if self.period is not None:
            self._begin(self.period.start, self.period.length + longer)

    def _is_over(self, on: date) -> bool:
        return is_past(self.due_on, on)

    def _overdue(self, on: date) -> str:
        return f"{words.day(self.due_on)}已经到期" if self.due_on and on > self.due_on else ""

    # --- The steps ------------------------------------------------------------

    def received(self, step: Step) -> Effect:
        """条例 art. 31, 33: the period begins."""
        if self.received_on is not None:
            return words.NOT_COUNTED, f"已有{words.day(self.received_on)}收到的记录，重复的不计。"
        self.received_on = step.on
        self._begin(step.on, REPLY)
        off = "收到的当天是休息日，照样有效。" if not self.calendar.is_working(step.on) else ""
        return words.RULES[K.RECEIVED].format(days=REPLY) + off, ""

    def correction_asked(self, step: Step) -> Effect:
        """条例 art. 30: once, within 7 working days; from then on nothing is due until the correction comes."""
        if reason := against_correction(self, step.on):
            return _without_effect(reason)
        late = late_correction(self, step.on, self.calendar)
        self.used, _ = self._measured(step.on)
        self.was_asked = True
        self.corrections.append((step.on, None))
        self.period = self.due_on = None
        return words.RULES[K.CORRECTION_ASKED], late.refusal if late else ""

    def corrected(self, step: Step) -> Effect:
        """条例 art. 30: a whole new period begins, which may be extended as the first."""
        if not self.is_uncorrected:
            return _without_effect(NOT_ASKED)
        self.corrections[-1] = (self.corrections[-1][0], step.on)
        self.is_extended = False
        self._begin(step.on, REPLY)
        return words.RULES[K.CORRECTED].format(days=REPLY), ""

    def asked(self, step: Step) -> Effect:
        """条例 art. 32 to 34, 收费办法: the period stands still until the answer, or until silence is one."""
        kind = K(step.kind)
        self.waits.append(Wait(step.kind, step.on, self.calendar.add(step.on, SILENCE[kind])))
        rule = words.RULES[kind].format(limit=words.day(self.waits[-1].limit))
        if self._is_over(step.on):
            return rule, f"{self._overdue(step.on)}，不再影响期限。"
        if self.period is None:
            return rule, "应在答复期限内告知，这时正在等待补正。" if kind == K.FEE_NOTICED else ""
        self._count_again()
        return rule, ""

    def answered(self, step: Step) -> Effect:
        """Answer the first open question of its kind; a payment settles every notice."""
        unanswered = [one for one in self.waits if one.kind == ANSWERS[K(step.kind)] and one.answered_on is None]
        is_paid = step.kind == K.FEE_PAID
        running = [one for one in unanswered if one.limit >= step.on]
        for one in running if is_paid else running[:1]:
            one.answered_on = step.on
        if running:
            if not self._is_over(step.on):
                self._count_again()
            waits_still = any(one.until > step.on for one in self.waits)
            return words.ANSWERED[K(step.kind)] if not waits_still else words.STILL_WAITING, ""
        if not unanswered:
            return words.NOT_COUNTED, "没有与它对应的、尚未答复的询问或通知，不影响期限。"
        limit = words.day(unanswered[0].limit)
        if is_paid:
            return words.NOT_COUNTED, f"缴费期限 {limit} 已过，申请视为放弃，不影响期限。"
        return words.ANSWERED_LATE.format(limit=limit), ""

    def extended(self, step: Step) -> Effect:
        """条例 art. 33: once, 20 working days at most, told before the period ends; art. 35: a reasonable delay."""
        days = LONGEST_EXTENSION if step.days is None else step.days
        if reason := against_extension(self, step.on, days):
            return _without_effect(reason)
        if days < 1:
            return words.NOT_COUNTED, "延长的天数不是正数，不影响期限。"
        if is_delay(self, days):
            self.is_delayed = True
            self._count_again(days)
            return words.DELAYED.format(days=days), ""
        self.is_extended = True
        counted = min(days, LONGEST_EXTENSION)
        self._count_again(counted)
        over = f"延长 {days} 个工作日超过最长的 {LONGEST_EXTENSION} 个工作日，只计 {counted} 个（条例第三十三条）。"
        return words.RULES[K.EXTENDED].format(days=counted), over if days > counted else ""

    def reasons_asked(self, step: Step) -> Effect:
        """条例 art. 35: the law does not stop the period for it."""
        self.reasons.append(None)
        return words.RULES[K.REASONS_ASKED], ""

    def reasons_given(self, step: Step) -> Effect:
        """条例 art. 35: from now on a reasonable delay may be told."""
        if None not in self.reasons:
            return _without_effect(NO_REASONS_ASKED)
        self.reasons[self.reasons.index(None)] = step.on
        return words.RULES[K.REASONS_GIVEN], ""

    def closed(self, step: Step) -> Effect:
        """End the period by a reply or a withdrawal; the due date stays the one that applied."""
        is_withdrawn, was_uncorrected = self.closed_by == K.WITHDRAWN, self.is_uncorrected
        self.closed_by = step.kind
        if is_withdrawn:
            return words.CLOSED_AFTER_WITHDRAWAL, ""
        self.closed_on = step.on
        if was_uncorrected and step.kind == K.CONCLUDED:
            return words.CLOSED_UNCORRECTED, ""
        if step.kind == K.WITHDRAWN or not self._is_over(step.on):
            return words.RULES[K(step.kind)], ""
        over = self.calendar.between(self.due_on or step.on, step.on)
        how_late = f"逾期 {over} 个工作日" if over else "逾期"
        return words.RULES[K.CONCLUDED], f"{self._overdue(step.on)}，{how_late}办结（条例第三十三条）。"

    def reopened(self, step: Step) -> Effect:
        """复议法 art. 64, 诉讼法 art. 70: ordered to reply anew; a period of its own if one was set."""
        if not self.closed_by or self.received_on is None:
            return words.NOT_COUNTED, "还没有办结，不需要重新办理，不影响期限。"
        days = REPLY if step.days is None else step.days
        if days < 1:
            return words.NOT_COUNTED, "重新办理的天数不是正数，不影响期限。"
        self.reopenings.append((self.closed_on or step.on, step.on))
        if self.is_uncorrected:
            self.corrections[-1] = (self.corrections[-1][0], step.on)
        for one in self.waits:  # what was asked before is asked anew if it has to be
            one.limit = min(one.limit, step.on)
        self.closed_on, self.closed_by, self.reasons = None, "", []
        self.was_asked = self.is_extended = self.is_delayed = False
        self._begin(step.on, days)
        return words.RULES[K.REOPENED].format(days=days), ""


HANDLERS: dict[str, Callable[[Clock, Step], Effect]] = {
    K.RECEIVED: Clock.received,
    K.CORRECTION_ASKED: Clock.correction_asked,
    K.CORRECTED: Clock.corrected,
    K.EXTENDED: Clock.extended,
    K.REASONS_ASKED: Clock.reasons_asked,
    K.REASONS_GIVEN: Clock.reasons_given,
    **dict.fromkeys((str(kind) for kind in SILENCE), Clock.asked),
    **dict.fromkeys((str(kind) for kind in ANSWERS), Clock.answered),
    **dict.fromkeys((str(kind) for kind in CLOSING), Clock.closed),
    K.REOPENED: Clock.reopened,
}
