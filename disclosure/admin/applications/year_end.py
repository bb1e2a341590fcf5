"""年终核对: what applications still gap for a year's report; and which applications published items made needless."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.timezone import localdate

from disclosure.admin.common.pages import AdminViews
from disclosure.admin.common.time_limits import calendar_of
from disclosure.desk.accounts.access import narrowed
from disclosure.desk.applications.completeness import (
    MOST,
    ReportYear,
    by_gap,
    missing,
    number_missing,
    year_to_prepare,
)
from disclosure.desk.applications.online import deflections
from disclosure.models import Application, Needless

YEAR_END_URL = "disclosure_application_yearend"
FIRST_YEAR, YEARS = 2019, 4  # of the statutory format; years that are offered


class YearEndViews(AdminViews):
    """Linked to from the list of applications."""

    def get_urls(self) -> list[URLPattern]:
        return [self.path("yearend/", self.year_end_view, YEAR_END_URL)]

    def year_end_view(self, request: HttpRequest) -> HttpResponse:
        """List the applications of a year by what they lack, and the items that made applications needless."""
        if not self.model_admin.has_view_permission(request):
            raise PermissionDenied
        today = localdate()
        year = _year(request.GET.get("year", ""), today.year, year_to_prepare(today) or today.year)
        report_year = ReportYear.of(year, today, calendar_of(request))
        applications = narrowed(Application.objects.all(), request.user)
        rows = missing(applications, report_year)
        context = {
            "year": year,
            "years": range(today.year, max(today.year - YEARS, FIRST_YEAR - 1), -1),
            "gaps": by_gap(rows),
            "number": len(rows) if len(rows) < MOST else number_missing(applications, report_year),
            "listed": len(rows),
            "spared": deflections.by_item(narrowed(Needless.objects.all(), request.user), year),
            "may_open_items": request.user.has_perm("disclosure.view_item"),
        }
        return self.page(request, "admin/applications/year_end.html", f"{year}年年终核对", context)


def deflected_this_year(request: HttpRequest) -> dict[str, int]:
    """Return how many people were spared an application this year, for the list; one query."""
    year = localdate().year
    return {"spared": deflections.of_year(narrowed(Needless.objects.all(), request.user), year), "year": year}


def _year(given: str, latest: int, default: int) -> int:
    is_year = given.isascii() and given.isdigit() and FIRST_YEAR <= int(given[:5]) <= latest
    return int(given) if is_year else default
