"""Why a correction or an extension has no effect (条例 art. 30, 33): one rule for what is to be done and what was done.

The clock asks of a step that is stored, and writes the reason as a finding; an act asks before it is done, and is
refused with the same reason.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from disclosure.law.workdays import Calendar

from . import words
from .period import Period

ASK_WITHIN = 7  # working days from receipt to ask for a correction (条例 art. 30)
LONGEST_EXTENSION = 20  # working days (条例 art. 33)


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence without its end, and the article that it rests on, if the law says it in so many words."""

    text: str
    article: str = ""

    @property
    def refusal(self) -> str:
        """Of an act that is not done for it, or of a step that is late but counts."""
        return f"{self.text}{self._basis}。"

    @property
    def finding(self) -> str:
        """Of a step that was done all the same, and moves no date."""
        return f"{self.text}，不影响期限{self._basis}。"

    @property
    def _basis(self) -> str:
        return f"（{self.article}）" if self.article else ""


ART_30, ART_33 = "条例第三十条", "条例第三十三条"
ASKED_BEFORE = Reason("补正只能告知一次", ART_30)
NOT_ASKED = Reason("没有等待申请人补正")
NO_PERIOD = Reason("正在等待申请人补正或者缴费，没有可以延长的期限")
EXTENDED_BEFORE = Reason("只能延长一次", ART_33)
NO_REASONS_ASKED = Reason("没有等待申请人说明理由")


class Running(Protocol):
    """What the rules ask of a clock, while it runs (`Clock`) or at a certain point (`Timeline`)."""

    @property
    def due_on(self) -> date | None:
        """The last day to reply; None while nothing is due."""

    @property
    def begun_on(self) -> date | None:
        """The receipt, or when it was last reopened."""

    @property
    def period(self) -> Period | None:
        """None while the applicant is to correct the application."""

    @property
    def was_asked(self) -> bool:
        """For a correction, in this handling."""

    @property
    def is_extended(self) -> bool:
        """The period that runs."""

    @property
    def is_delayed(self) -> bool:
        """Beyond an extension, for reasons that were reasonable (条例 art. 35)."""

    @property
    def reasons(self) -> Collection[date | None]:
        """When reasons were given, of each time that they were asked for."""


def is_past(due_on: date | None, on: date) -> bool:
    """Whether a limit is over on that day; its last day still belongs to it, and a day off after it does not."""
    return due_on is not None and on > due_on


def against_correction(clock: Running, on: date) -> Reason | None:
    """条例 art. 30: why asking for a correction on that day has no effect."""
    if clock.was_asked:
        return ASKED_BEFORE
    if clock.due_on and is_past(clock.due_on, on):
        return Reason(f"{words.day(clock.due_on)}已经到期，到期以后告知的补正无效", ART_30)
    return None


def ask_until(clock: Running, calendar: Calendar) -> date | None:
    """条例 art. 30: the last day to ask for a correction; None before the receipt."""
    return calendar.add(clock.begun_on, ASK_WITHIN) if clock.begun_on else None


def late_correction(clock: Running, on: date, calendar: Calendar) -> Reason | None:
    """条例 art. 30: that a correction is asked for after its 7 working days. Where it was, it stops the clock."""
    until = ask_until(clock, calendar)
    if until is None or not is_past(until, on):
        return None
    return Reason(f"补正应在收到后 {ASK_WITHIN} 个工作日内（{until} 以前）告知", ART_30)


def against_extension(clock: Running, on: date, days: int | None = None) -> Reason | None:
    """条例 art. 33, 35: why telling of an extension on that day has no effect; `days` None: whatever its length."""
    if clock.period is None:
        return NO_PERIOD
    if clock.due_on and is_past(clock.due_on, on):
        return Reason(f"{words.day(clock.due_on)}已经到期，到期以后告知的延长无效", ART_33)
    if clock.is_extended and not is_delay(clock, days):
        return EXTENDED_BEFORE
    return None


def is_delay(clock: Running, days: int | None = None) -> bool:
    """条例 art. 35: whether it is a reasonable delay, which may follow an extension once and knows no longest."""
    is_reasoned = any(clock.reasons) and not clock.is_delayed
    return is_reasoned and (clock.is_extended or (days or 0) > LONGEST_EXTENSION)
