"""Corrections of the working-day calendar, and the due dates that move with them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from disclosure.desk.applications.deadlines import Move, Recomputed, moves, open_applications, recompute
from disclosure.desk.audit.log import delete_recorded, save_recorded
from disclosure.desk.cases.actions import recompute_answers
from disclosure.desk.common.calendar import may_correct
from disclosure.desk.common.records import require_valid
from disclosure.errors import Refused
from disclosure.law.workdays import Calendar
from disclosure.models import DayCorrection


@transaction.atomic
def correct_day(correction: DayCorrection, *, by: Any) -> Recomputed:
    """Save a correction and recompute all open applications; logged; raises Refused."""
    _require_right("change" if correction.pk else "add", by)
    require_valid(correction)
    save_recorded(correction, by=by)
    recompute_answers()
    return recompute(open_applications())


@transaction.atomic
def delete_correction(correction: DayCorrection, *, by: Any) -> Recomputed:
    """Return a day to the official arrangement and recompute all open applications; raises Refused."""
    _require_right("delete", by)
    delete_recorded(correction, by=by)
    recompute_answers()
    return recompute(open_applications())


@transaction.atomic
def enter_arrangement(days: Mapping[date, bool], *, document: str, by: Any) -> Recomputed:
    """Save a whole holiday arrangement, each day logged, and recompute all open applications once.

    Earlier corrections of these days are replaced. Raises Refused.
    """
    _require_right("add", by)
    _require_right("change", by)
    kept = {known.day: known for known in DayCorrection.objects.select_for_update().filter(day__in=days)}
    for day, works in sorted(days.items()):
        correction = kept.get(day) or DayCorrection(day=day)
        correction.is_working, correction.document = works, document
        require_valid(correction)
        save_recorded(correction, by=by)
    recompute_answers()
    return recompute(open_applications())


def due_dates_moved_by(changes: Mapping[date, bool | None]) -> list[Move]:
    """Due dates of open applications that these corrections would move; None deletes the day's correction."""
    kept = dict(DayCorrection.objects.values_list("day", "is_working")) | dict(changes)
    return moves(Calendar({day: works for day, works in kept.items() if works is not None}))


def _require_right(act: str, by: Any) -> None:
    if not (by.has_perm(f"disclosure.{act}_daycorrection") and may_correct(by)):
        raise Refused("工作日历由本站机关统一维护，您没有调整的权限，请与本站机关的管理员联系。")
