"""Above an application's form: when it is due and why, day by day, in words to be read to an applicant."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import admin
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate

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
class Cell:
    """A day of the strip as the page shows it. `kind`: its look, which the sign says in a letter as well."""

    day: StripDay
    sign: str
    kind: str


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Sunday; None before the first day and after the last."""

    title: str
    cells: list[Cell | None]


def weeks(days: list[StripDay]) -> Iterator[Week]:
    """The strip as rows of a calendar."""
    for (year, number), group in groupby(days, lambda one: one.date.isocalendar()[:2]):
        cells: list[Cell | None] = [None] * WEEK
        found = list(group)
        for one in found:
            cells[one.date.weekday()] = Cell(one, sign(one), KINDS[one.mark])
        yield Week(f"{year}年第{number}周", cells)


class ClockPanelMixin(admin.ModelAdmin):
    """Put before ModelAdmin: the panel of the clock on the page of an application."""

    change_form_template = "admin/disclosure/application/change_form.html"

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The form with its panel; one query more, and one for the calendar."""
        application = self.get_object(request, object_id) if object_id and request.method == "GET" else None
        context = {"clock": self.clock(request, application)} if application else {}
        return super().changeform_view(request, object_id, form_url, {**context, **(extra_context or {})})

    @staticmethod
    def clock(request: HttpRequest, application: Application) -> dict[str, Any]:
        """For the template."""
        known, today = calendar_of(request), localdate()
        prefetch_related_objects([application], "steps")
        line = timeline_of(application, known)
        progress = progress_of(application, line)
        return {
            "line": line,
            "summary": summary(line, known, today, progress),
            "is_late": progress.is_late(today),
            "weeks": list(weeks(strip(line, known))),
            "contradictions": contradictions(application, application.steps.all()),
            "today": today,
        }
