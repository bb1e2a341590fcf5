"""A timeline day by day: which days count, which do not, and why, for whoever explains it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from disclosure.law.choices.applications import StepKind
from disclosure.law.workdays import WEEKDAYS, Calendar

from . import words
from .timeline import Timeline

LONGEST = 400  # days shown; whatever somebody typed
FIRST: dict[str, str] = {StepKind.REOPENED: "决定重新办理", StepKind.FEE_PAID: "缴费"}


class Mark(Enum):
    """How a day counts. The value is its sign."""

    COUNTED = "计"
    OFF = "休"
    SUSPENDED = "停"
    UNCORRECTED = "补"
    VOID = "废"
    START = "起"
    AFTER = "后"


@dataclass(frozen=True, slots=True)
class StripDay:
    """A day. `number`: its place among the working days of its period, if it counts."""

    date: date
    mark: Mark
    number: int | None
    is_makeup: bool
    is_due: bool
    is_provisional: bool
    steps: tuple[str, ...]
    why: str

    @property
    def weekday(self) -> str:
        """一 to 日."""
        return WEEKDAYS[self.date.weekday()]

    @property
    def words(self) -> str:
        """「2026年3月4日（星期三）：第2个工作日。办了：补正告知」."""
        done = f"。当天：{'、'.join(self.steps)}" if self.steps else ""
        unknown = "（当年放假安排尚未公布，暂定）" if self.is_provisional else ""
        return f"{words.day(self.date)}（星期{self.weekday}）：{self.why}{unknown}{done}"


def strip(timeline: Timeline, calendar: Calendar) -> list[StripDay]:
    """List every day from the first step to the due date or the last step, whichever is later."""
    if not timeline.events:
        return []
    steps: dict[date, list[str]] = defaultdict(list)
    for event in timeline.events:
        steps[event.on].append(event.step)
    last = max(timeline.due_on or timeline.events[-1].on, timeline.events[-1].on)
    first = timeline.events[0].on
    shown = min((last - first).days + 1, LONGEST)
    judge = _Judge(timeline, calendar)
    return [judge.day(day, tuple(steps.get(day, ()))) for day in (first + timedelta(n) for n in range(shown))]


class _Judge:
    """Judges days, which must come in order."""

    def __init__(self, timeline: Timeline, calendar: Calendar) -> None:
        self.timeline, self.calendar = timeline, calendar
        self.number = 0
        self.starts = dict(timeline.starts)
        self.unpaid = [one for one in timeline.waits if one.kind == StepKind.FEE_NOTICED and one.counts]

    def day(self, day: date, steps: tuple[str, ...]) -> StripDay:
        mark, why = self._judged(day)
        return StripDay(
            date=day,
            mark=mark,
            number=self.number if mark in (Mark.COUNTED, Mark.VOID) else None,
            is_makeup=day.weekday() > 4 and self.calendar.is_working(day),  # noqa: PLR2004 Friday
            is_due=day == self.timeline.due_on,
            is_provisional=self.calendar.is_provisional(day),
            steps=steps,
            why=why,
        )

    def _judged(self, day: date) -> tuple[Mark, str]:
        off = "" if self.calendar.is_working(day) else self.calendar.reason(day)
        if day in self.starts:
            self.number = 0
            return Mark.START, f"{f'{off}；' if off else ''}{self._first(day)}的当天不算，从下一个工作日起算"
        if self.timeline.received_on is None or day < self.timeline.received_on:
            return Mark.AFTER, "收到申请之前"
        if any(closed < day < again for closed, again in self.timeline.reopenings):
            return Mark.AFTER, "已办结，重新办理以前"
        if self._is_uncorrected(day):
            return Mark.UNCORRECTED, "等待申请人补正，不计算"
        if not off and self._is_unpaid(day):
            return Mark.SUSPENDED, f"{words.WAITING[StepKind.FEE_NOTICED]}，不计算"
        return (Mark.OFF, f"{off}，不计算") if off else self._working(day)

    def _working(self, day: date) -> tuple[Mark, str]:
        if self.timeline.due_on and day > self.timeline.due_on:
            return Mark.AFTER, "已过截止日期"
        if wait := next((one for one in self.timeline.waits if one.pauses and one.asked_on < day <= one.until), None):
            return Mark.SUSPENDED, f"{words.WAITING[wait.kind]}，不计算"
        return self._counted(day)

    def _counted(self, day: date) -> tuple[Mark, str]:
        self.number += 1
        makeup = "调休上班，" if self.calendar.reason(day) else ""
        if any(day <= one.asked_on for one in self.timeline.corrections):
            after = "补正告知以前用去的日子，补正后重新计算"
            return Mark.VOID, f"{makeup}第 {self.number} 个工作日（{after}）"
        if any(day <= one.asked_on for one in self.unpaid):
            after = "收费通知以前用去的日子，缴费后重新计算"
            return Mark.VOID, f"{makeup}第 {self.number} 个工作日（{after}）"
        if any(day < again for _, again in self.timeline.reopenings):
            return Mark.VOID, f"{makeup}第 {self.number} 个工作日（重新办理以前的日子）"
        last = "，截止日期" if day == self.timeline.due_on else ""
        return Mark.COUNTED, f"{makeup}第 {self.number} 个工作日{last}"

    def _first(self, day: date) -> str:
        return FIRST.get(self.starts[day], "收到")

    def _is_uncorrected(self, day: date) -> bool:
        return any(
            one.asked_on < day and (one.corrected_on is None or day < one.corrected_on)
            for one in self.timeline.corrections
        )

    def _is_unpaid(self, day: date) -> bool:
        ends = (again for _, again in self.timeline.reopenings)
        end = next((again for again in ends if again >= day), date.max)
        return any(one.asked_on < day < min(one.answered_on or date.max, end) for one in self.unpaid)
