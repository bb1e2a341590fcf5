"""The working-day calendar that everything on the desk counts by, and what the office corrects in it."""

from datetime import date
from typing import Any

from django.db import transaction

from disclosure.errors import Refused
from disclosure.law.disclosure import TimeLeft, time_left
from disclosure.law.kinds import ItemState, Method
from disclosure.law.workdays import Calendar
from disclosure.models import DayCorrection, Item

from .access import is_bound
from .acts import delete_recorded, save_recorded
from .records import require_valid

ASKED_FROM = (11, 1)  # the State Council makes next year's arrangement public about then


def calendar() -> Calendar:
    """The calendar with the office's corrections; one query."""
    return Calendar(dict(DayCorrection.objects.values_list("day", "is_working")))


def left_for(item: Item, today: date, known: Calendar) -> TimeLeft | None:
    """The state of an item's limit (条例 art. 26); None where it has none: new, or not to be disclosed to everybody."""
    if not item.formed_on or item.method != Method.PROACTIVE or item.state == ItemState.WITHHELD:
        return None
    return time_left(item.formed_on, item.published_on, today, known)


def missing_year(today: date, known: Calendar) -> int | None:
    """The year whose holiday arrangement has to be entered now: this one, or from 1 November on the next; else None."""
    years = (today.year, today.year + 1) if (today.month, today.day) >= ASKED_FROM else (today.year,)
    return next((year for year in years if known.is_provisional(year)), None)


def may_correct(person: Any) -> bool:
    """Whether a person may change the calendar of all: one of the whole installation or of the site's own authority."""
    return not is_bound(person) or bool(person.is_authenticated and person.authority.is_own)


@transaction.atomic
def correct_day(correction: DayCorrection, *, by: Any) -> DayCorrection:
    """Keep a correction, new or changed, with its act; raises Refused."""
    _permit("change" if correction.pk else "add", by)
    require_valid(correction)
    save_recorded(correction, by=by)
    return correction


@transaction.atomic
def take_back_correction(correction: DayCorrection, *, by: Any) -> None:
    """The day is again as the arrangement has it; raises Refused."""
    _permit("delete", by)
    delete_recorded(correction, by=by)


def _permit(act: str, by: Any) -> None:
    if not (by.has_perm(f"disclosure.{act}_daycorrection") and may_correct(by)):
        raise Refused("工作日历由本站机关统一维护，您没有调整的权限，请与本站机关的管理员联系。")
