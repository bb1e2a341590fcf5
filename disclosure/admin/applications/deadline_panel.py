"""办理期限: when the application is due and why, day by day, in words to be read to the applicant."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils.timezone import localdate

from disclosure.admin.common.panels import Panel
from disclosure.admin.common.time_limits import calendar_of
from disclosure.desk.applications.deadlines import contradictions, progress_of, timeline_of
from disclosure.desk.applications.explanations import sign, summary
from disclosure.law.clock import StripDay, strip
from disclosure.law.clock.strip import Mark
from disclosure.models import Application

KINDS = {
    Mark.COUNTED: "counted",
    Mark.OFF: "off",
    Mark.SUSPENDED: "paused",
    Mark.UNCORRECTED: "paused",
    Mark.VOID: "void",
    Mark.START: "start",
    Mark.AFTER: "void",
}
WEEK = 7


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of the strip as the page shows it. `kind`: its look, which the sign says in a letter as well."""

    day: StripDay
    sign: str
    kind: str


@dataclass(frozen=True, slots=True)
class WeekRow:
    """Monday to Sunday; None before the first day and after the last."""

    title: str
    cells: list[DayCell | None]


def weeks(days: list[StripDay]) -> Iterator[WeekRow]:
    """Yield the strip as rows of a calendar."""
    for (year, number), group in groupby(days, lambda day: day.date.isocalendar()[:2]):
        cells: list[DayCell | None] = [None] * WEEK
        for day in group:
            cells[day.date.weekday()] = DayCell(day, sign(day), KINDS[day.mark])
        yield WeekRow(f"{year}年第{number}周", cells)


class DeadlinePanel(Panel):
    """Shown on the page as it is stored, once the receipt is confirmed."""

    name = "deadline"
    template = "admin/applications/_deadline.html"
    is_shown_with_errors = False

    def build(self, request: HttpRequest, record: Application) -> dict[str, Any] | None:
        """One query for the calendar, and one for the steps unless they were read before."""
        if not record.is_confirmed:
            return None
        calendar, today = calendar_of(request), localdate()
        prefetch_related_objects([record], "steps")
        timeline = timeline_of(record, calendar)
        progress = progress_of(record, timeline)
        return {
            "timeline": timeline,
            "summary": summary(timeline, calendar, today, progress),
            "is_late": progress.is_late(today),
            "weeks": list(weeks(strip(timeline, calendar))),
            "late_entries": [step for step in record.steps.all() if step.is_late_entry],
            "contradictions": contradictions(record, record.steps.all()),
            "today": today,
        }
