"""年终核对: what applications still lack for a year's report; and which applications published items made needless."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.timezone import localdate

from disclosure.admin.common.time_limits import calendar_of
from disclosure.desk.accounts.access import narrowed
from disclosure.desk.applications import deflections
from disclosure.desk.applications.completeness import (
    MOST,
    Asking,
    by_lack,
    missing,
    number_missing,
    year_to_prepare,
)
from disclosure.models import Application, Needless

YEAREND = "disclosure_application_yearend"
FIRST_YEAR, YEARS = 2019, 4  # of the statutory format; years that are offered


class YearEndMixin(admin.ModelAdmin):
    """Put before the screen of applications: the list of the year's end, with its address, and the way there."""

    change_list_template = "admin/disclosure/application/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        screen = path("yearend/", self.admin_site.admin_view(self.yearend_view), name=YEAREND)
        return [screen, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """With how many were spared an application this year; one query."""
        year = localdate().year
        spared = deflections.of_year(narrowed(Needless.objects.all(), request.user), year)
        return super().changelist_view(request, {"spared": spared, "year": year, **(extra_context or {})})

    def yearend_view(self, request: HttpRequest) -> HttpResponse:
        """By what is missing, each with its applications; and the items that made applications needless."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        today = localdate()
        year = _year(request.GET.get("year", ""), today.year, year_to_prepare(today) or today.year)
        asking = Asking.of(year, today, calendar_of(request))
        applications = narrowed(Application.objects.all(), request.user)
        rows = missing(applications, asking)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{year}年年终核对",
            "year": year,
            "years": range(today.year, max(today.year - YEARS, FIRST_YEAR - 1), -1),
            "lacks": by_lack(rows),
            "number": len(rows) if len(rows) < MOST else number_missing(applications, asking),
            "listed": len(rows),
            "spared": deflections.by_item(narrowed(Needless.objects.all(), request.user), year),
            "may_open_items": request.user.has_perm("disclosure.view_item"),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/disclosure/application/yearend.html", context)


def _year(given: str, latest: int, usual: int) -> int:
    is_year = given.isascii() and given.isdigit() and FIRST_YEAR <= int(given[:5]) <= latest
    return int(given) if is_year else usual
