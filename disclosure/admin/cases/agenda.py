"""开庭和答复日程: what is coming in reviews and lawsuits, by week, and as a file for calendar programs."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from disclosure.admin.common.time_limits import calendar_of
from disclosure.desk.cases.agenda import Entry, agenda, weeks
from disclosure.rendering.icalendar import CONTENT_TYPE, Event, icalendar

TITLE = "开庭和答复日程"
CALENDAR, FILE = "disclosure_case_calendar", "disclosure_case_calendar_file"


class CaseCalendarMixin(admin.ModelAdmin):
    """Put before the screen of cases: the calendar and its file, for those who see the list."""

    def get_urls(self) -> list[URLPattern]:
        return [
            path("calendar/", self.admin_site.admin_view(self.calendar_view), name=CALENDAR),
            path("calendar.ics", self.admin_site.admin_view(self.calendar_file), name=FILE),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def calendar_view(self, request: HttpRequest) -> HttpResponse:
        """By week, what is late first."""
        found, today = self._agenda(request), localdate()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": TITLE,
            "today": today,
            "late": [one for one in found if one.is_late],
            "weeks": weeks([one for one in found if not one.is_late]),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/disclosure/case/calendar.html", context)

    @method_decorator(require_safe)
    def calendar_file(self, request: HttpRequest) -> HttpResponse:
        """The same as a file: numbers of cases, hours and places, nothing of the parties."""
        events = [_event(one) for one in self._agenda(request)]
        file = icalendar(events, name=TITLE, host=request.get_host().partition(":")[0], made_at=now())
        named = content_disposition_header(as_attachment=True, filename=f"{TITLE}-{localdate()}.ics")
        headers = {"Content-Disposition": named or "attachment", "Cache-Control": "no-store"}
        return HttpResponse(file, content_type=CONTENT_TYPE, headers=headers)

    def _agenda(self, request: HttpRequest) -> list[Entry]:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        user: Any = request.user
        return agenda(user, localdate(), calendar_of(request))


def _event(one: Entry) -> Event:
    return Event(one.key, one.at or one.on, f"{one.what}：{one.case.number}", one.place)
