"""The working-day calendar of the desk; `office/calendar_corrections.py` changes it."""

from datetime import date
from typing import Any

from disclosure.desk.accounts.access import is_bound
from disclosure.law.choices.items import ItemState, Method
from disclosure.law.publication_deadline import TimeLeft, time_left
from disclosure.law.workdays import Calendar
from disclosure.models import DayCorrection, Item

ASKED_FROM = (11, 1)  # the State Council makes next year's arrangement public about then


def load_calendar() -> Calendar:
    """The calendar with the office's corrections; one query."""
    return Calendar(dict(DayCorrection.objects.values_list("day", "is_working")))


def left_for(item: Item, today: date, calendar: Calendar) -> TimeLeft | None:
    """The time left of an item's limit (条例 art. 26); None where it has none.

    It has none while it is new, where it is not to be disclosed to everybody, and as an amendment of what is public.
    """
    if not item.formed_on or item.amends_id or item.method != Method.PROACTIVE or item.state == ItemState.WITHHELD:
        return None
    return time_left(item.formed_on, item.published_on, today, calendar)


def missing_year(today: date, calendar: Calendar) -> int | None:
    """The year whose holiday arrangement is missing: this one, or from 1 November the next; else None."""
    years = (today.year, today.year + 1) if (today.month, today.day) >= ASKED_FROM else (today.year,)
    return next((year for year in years if calendar.is_provisional(year)), None)


def may_correct(person: Any) -> bool:
    """Whether a person may change the shared calendar: of the whole installation or the site's own authority."""
    return not is_bound(person) or bool(person.is_authenticated and person.authority.is_own)
