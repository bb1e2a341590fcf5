"""Before a day of the calendar changes: every due date that would move with it, to be confirmed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse

from disclosure.admin.common.pages import admin_page
from disclosure.desk.accounts.access import readable
from disclosure.desk.applications.deadlines import Move, Recomputed
from disclosure.desk.office.calendar_corrections import due_dates_moved_by

CONFIRMED = "_confirmed"
MOST_NUMBERS = 50  # of one line


@dataclass
class DueDateMove:
    """The applications that go from one due date to another; `numbers` of those that the person may see."""

    before: date | None
    after: date | None
    count: int = 0
    numbers: list[str] = field(default_factory=list)

    @property
    def unnamed(self) -> int:
        """Return how many are only counted."""
        return self.count - len(self.numbers)


def by_dates(moves: Iterable[Move], person: Any) -> list[DueDateMove]:
    """Group moves from one date to another, in the order of the dates; at most two queries."""
    may_see = person.has_perm("disclosure.view_application")
    seen = set(readable(person).values_list("pk", flat=True)) if may_see else set()
    lines: dict[tuple[date | None, date | None], DueDateMove] = {}
    for move in moves:
        line = lines.setdefault((move.before, move.after), DueDateMove(move.before, move.after))
        line.count += 1
        if move.authority_id in seen and len(line.numbers) < MOST_NUMBERS:
            line.numbers.append(move.number)
    return sorted(lines.values(), key=lambda line: (line.before or date.min, line.after or date.min))


class MovesMixin(admin.ModelAdmin):
    """Put before ModelAdmin: asks for a confirmation before a correction moves due dates."""

    delete_confirmation_template = "admin/disclosure/daycorrection/delete_confirmation.html"

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show the due dates that would move before the correction is stored."""
        if request.method == "POST" and CONFIRMED not in request.POST:
            lines = by_dates(due_dates_moved_by(self._changes(request, object_id)), request.user)
            if lines:
                return self._preview(request, lines)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Ask as Django does, with the dates that would move."""
        correction = self.get_object(request, object_id) if request.method == "GET" else None
        lines = by_dates(due_dates_moved_by({correction.day: None}), request.user) if correction else []
        return super().delete_view(request, object_id, {"lines": lines, **(extra_context or {})})

    def say_moved(self, request: HttpRequest, recomputed: Recomputed) -> None:
        """Say how many due dates moved."""
        if recomputed.moved:
            messages.info(request, f"{recomputed.moved} 件未办结申请的截止日期已随之变动。")

    def _changes(self, request: HttpRequest, object_id: str | None) -> Mapping[date, bool | None]:
        """Return what the form would change; nothing of a form that Django is about to refuse."""
        stored = self.get_object(request, object_id) if object_id else None
        allowed = self.has_change_permission(request, stored) if stored else self.has_add_permission(request)
        if not allowed or bool(object_id) != bool(stored):
            return {}
        before: dict[date, bool | None] = {stored.day: None} if stored else {}
        form = self.get_form(request, stored, change=bool(stored))(request.POST, instance=stored)
        if not form.is_valid():
            return {}
        return before | {form.cleaned_data["day"]: form.cleaned_data["is_working"]}

    def _preview(self, request: HttpRequest, lines: list[DueDateMove]) -> HttpResponse:
        context = {
            "lines": lines,
            "total": sum(line.count for line in lines),
            "given": [(name, value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"],
            "confirmed": CONFIRMED,
        }
        return admin_page(self, request, "admin/office/moves.html", "将变动的截止日期", context)
