"""What the office has before it in reviews and lawsuits: hearings, and answers that are to be handed in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from django.utils.timezone import localdate, localtime, make_aware

from disclosure.desk.accounts.access import narrowed
from disclosure.law.cases import time_left
from disclosure.law.workdays import Calendar
from disclosure.models import Case, Hearing

from .actions import period_of

HEARING, ANSWER = "开庭", "提交答复（答辩）"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the calendar. `at`: the hour of a hearing, None of an answer, which is due on the whole day."""

    key: str
    """Identifies it for calendar programs."""

    what: str
    on: date
    case: Case
    at: datetime | None = None
    place: str = ""
    left: str = ""
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Sunday, with its entries."""

    first: date
    entries: list[Entry]

    @property
    def last(self) -> date:
        return self.first + timedelta(days=6)


def agenda(user: Any, today: date, calendar: Calendar) -> list[Entry]:
    """List the hearings from today on and the answers still due that this person may see, in order; two queries."""
    entries = [*_hearings(user, today), *_answers(user, today, calendar)]
    return sorted(entries, key=lambda one: (one.on, one.at.isoformat() if one.at else "", one.key))


def _hearings(user: Any, today: date) -> Iterator[Entry]:
    start = make_aware(datetime.combine(today, time.min))
    unread = [f"case__{name}" for name in Case.PERSONAL]
    for one in narrowed(Hearing.objects.filter(at__gte=start), user).select_related("case").defer(*unread):
        yield Entry(f"hearing-{one.pk}", HEARING, localdate(one.at), one.case, localtime(one.at), one.place)


def _answers(user: Any, today: date, calendar: Calendar) -> Iterator[Entry]:
    due = Case.objects.owing_answer()
    for case in narrowed(due, user).defer(*Case.PERSONAL):
        if (day := case.answer_due_on) and (period := period_of(case)):
            left = time_left(day, today, period, calendar)
            yield Entry(f"answer-{case.pk}", ANSWER, day, case, left=left, is_late=case.is_answer_overdue(today))


def weeks(entries: list[Entry]) -> list[Week]:
    """Group sorted entries by week; empty weeks are left out."""
    grouped = groupby(entries, lambda one: one.on - timedelta(days=one.on.weekday()))
    return [Week(first, list(group)) for first, group in grouped]
