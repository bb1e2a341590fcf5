"""How long an office may take to disclose what it must (条例 art. 26)."""

from dataclasses import dataclass
from datetime import date

from .workdays import Calendar

LIMIT = 20  # working days from the day the information is formed or changed (条例 art. 26)
SOON = 5  # working days left, from which on the desk warns


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """Where something stands in its limit. `days`: working days left, or over it where negative.

    Once done, the days left or over on the day it was done. Over the limit on a day off nothing is lost yet: `is_late`
    with 0 days. `provisional`: the due date rests on a year without its holiday arrangement.
    """

    due_on: date
    days: int
    is_done: bool
    is_late: bool
    provisional: bool

    @property
    def is_soon(self) -> bool:
        """Not done, not late, at most `SOON` working days left."""
        return not self.is_done and not self.is_late and self.days <= SOON

    @property
    def words(self) -> str:
        """「还剩 5 个工作日」, 「逾期 2 个工作日公开」."""
        over = f"逾期 {-self.days} 个工作日" if self.days else "逾期"
        if self.is_done:
            return f"{over}公开" if self.is_late else "按时公开"
        if self.is_late:
            return over if self.days else "已逾期"
        return f"还剩 {self.days} 个工作日" if self.days else "今天到期"


def time_left(formed_on: date, published_on: date | None, today: date, calendar: Calendar) -> TimeLeft:
    """The state of the limit of 条例 art. 26: 20 working days after 成文日期, the day itself not counted.

    What is published for a day to come is not done yet.
    """
    return time_left_of_limit(formed_on, published_on, today, calendar, LIMIT)


def time_left_of_limit(start: date, done_on: date | None, today: date, calendar: Calendar, limit: int) -> TimeLeft:
    """As `time_left`, for a limit of so many working days after `start`."""
    return time_left_until(calendar.add(start, limit), today, calendar, done_on)


def time_left_until(due_on: date, today: date, calendar: Calendar, done_on: date | None = None) -> TimeLeft:
    """As `time_left`, for a due date that is known."""
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
    """A range of starting days, both ends included; None is open."""

    first: date | None
    last: date | None


def starts_by_state(today: date, calendar: Calendar, limit: int = LIMIT) -> dict[str, StartRange]:
    """The starting days of what is open and `overdue`, due `soon`, or `later`: what the words say, as date ranges."""
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
