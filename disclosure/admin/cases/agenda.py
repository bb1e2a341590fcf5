"""开庭和答复日程: what is coming in reviews and lawsuits, by week, and as a file for calendar programs."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from disclosure.admin.common.pages import AdminViews, attachment_header
from disclosure.admin.common.time_limits import calendar_of
from disclosure.desk.cases.agenda import Entry, agenda, weeks
from disclosure.models import User
from disclosure.rendering.icalendar import CONTENT_TYPE, CalendarEvent, icalendar

TITLE = "开庭和答复日程"
AGENDA_URL, FILE_URL = "disclosure_case_calendar", "disclosure_case_calendar_file"


class AgendaViews(AdminViews):
    """For those who see the list of cases."""

    def get_urls(self) -> list[URLPattern]:
        return [
            self.path("calendar/", self.agenda_view, AGENDA_URL),
            self.path("calendar.ics", self.file_view, FILE_URL),
        ]

    @method_decorator(require_safe)
    def agenda_view(self, request: HttpRequest) -> HttpResponse:
        """List by week, what is late first."""
        entries = self._entries(request)
        context = {
            "today": localdate(),
            "late": [entry for entry in entries if entry.is_late],
            "weeks": weeks([entry for entry in entries if not entry.is_late]),
        }
        return self.page(request, "admin/cases/agenda.html", TITLE, context)

    @method_decorator(require_safe)
    def file_view(self, request: HttpRequest) -> HttpResponse:
        """Send the same as a file: numbers of cases, hours and places, nothing of the parties."""
        events = [_event(entry) for entry in self._entries(request)]
        file = icalendar(events, name=TITLE, host=request.get_host().partition(":")[0], made_at=now())
        disposition = attachment_header(f"{TITLE}-{localdate()}.ics")
        headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
        return HttpResponse(file, content_type=CONTENT_TYPE, headers=headers)

    def _entries(self, request: HttpRequest) -> list[Entry]:
        if not self.model_admin.has_view_or_change_permission(request):
            raise PermissionDenied
        return agenda(cast("User", request.user), localdate(), calendar_of(request))


def _event(entry: Entry) -> CalendarEvent:
    return CalendarEvent(entry.key, entry.at or entry.on, f"{entry.what}：{entry.case.number}", entry.place)
