"""For whom tasks are looked up, on which day, and the days that their limits come to on the calendar."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from disclosure.law.applications.reply_times import NEAR, NEAREST
from disclosure.law.choices.applications import StepKind
from disclosure.law.clock import SILENCE
from disclosure.law.publication_deadline import SOON, StartRange, starts_by_state
from disclosure.law.workdays import Calendar

PARTY, PAYER = SILENCE[StepKind.THIRD_PARTY_ASKED], SILENCE[StepKind.FEE_NOTICED]
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TaskContext:
    """The person, the day, and every limit as a day, so that a database can compare it."""

    user: Any
    today: date
    starts: dict[str, StartRange]
    """The days of formation of items that are `overdue` or due `soon` (条例 art. 26)."""
    soon: date
    """The last day that is soon: `SOON` working days from today."""
    nearest: date
    """The last day of those that are nearest: `NEAREST` working days from today."""
    near: date
    """The last day that is near: `NEAR` working days from today."""
    silent: date
    """Who was asked on this day or before has had all of their 15 working days (条例 art. 32, 34)."""
    unpaid: date
    """Who was told of a fee on this day or before has had all of their 20 working days (收费办法)."""

    @classmethod
    def of(cls, user: Any, today: date, calendar: Calendar) -> "TaskContext":
        """Work the days out, once for all tasks."""
        over = (calendar.latest_start(today - DAY, days) for days in (PARTY, PAYER))
        ends = (calendar.add(today, days) for days in (SOON, NEAREST, NEAR))
        return cls(user, today, starts_by_state(today, calendar), *ends, *over)
