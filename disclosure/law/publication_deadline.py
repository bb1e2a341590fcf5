"""The time limit for proactive disclosure (条例 art. 26)."""

from dataclasses import dataclass
from datetime import date

from .workdays import Calendar

LIMIT = 20  # working days from the day the information is formed or changed (条例 art. 26)
SOON = 5  # working days left, from which on the desk warns


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """The state of a time limit. `days`: working days left, negative when overdue.

    Once done, counted on the day it was done. Past the due date on a day off, `is_late` holds with 0 days.
    `provisional`: the due date lies in a year whose holiday arrangement is not known yet.
    """

    due_on: date
    days: int
    is_done: bool
    is_late: bool
    provisional: bool

    @property
    def is_soon(self) -> bool:
        return not self.is_done and not self.is_late and self.days <= SOON

    @property
    def words(self) -> str:
        over = f"逾期 {-self.days} 个工作日" if self.days else "逾期"
        if self.is_done:
            return f"{over}公开" if self.is_late else "按时公开"
        if self.is_late:
            return over if self.days else "已逾期"
        return f"还剩 {self.days} 个工作日" if self.days else "今天到期"


def time_left(formed_on: date, published_on: date | None, today: date, calendar: Calendar) -> TimeLeft:
    """The limit of 条例 art. 26: 20 working days after 成文日期, that day not counted.

    A publication scheduled for later does not count as done.
    """
    return time_left_of_limit(formed_on, published_on, today, calendar, LIMIT)


def time_left_of_limit(start: date, done_on: date | None, today: date, calendar: Calendar, limit: int) -> TimeLeft:
    return time_left_until(calendar.add(start, limit), today, calendar, done_on)


def time_left_until(due_on: date, today: date, calendar: Calendar, done_on: date | None = None) -> TimeLeft:
    done = done_on if done_on and done_on <= today else None
    measured = done or today
    return TimeLeft(
        due_on=due_on,
        days=calendar.between(measured, due_on),
        is_done=done is not None,
        is_late=measured > due_on,
        provisional=calendar.is_provisional(due_on),
    )


@dataclass(frozen=True, slots=True)
class StartRange:
    """A range of starting days, both ends included; None means open."""

    first: date | None
    last: date | None


def starts_by_state(today: date, calendar: Calendar, limit: int = LIMIT) -> dict[str, StartRange]:
    """Starting days of what is `overdue`, due `soon` or due `later`, as date ranges for queries."""
    overdue = calendar.latest_start(_before(today), limit)
    soon = calendar.latest_start(calendar.add(today, SOON), limit)
    return {
        "overdue": StartRange(None, overdue),
        "soon": StartRange(_after(overdue), soon),
        "later": StartRange(_after(soon), None),
    }


def _before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def _after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
