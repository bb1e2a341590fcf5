"""文号登记簿: every number of a year with its letter, and why a number has none or no longer holds."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.timezone import localdate

from disclosure.admin.common.pages import AdminViews
from disclosure.admin.common.personal import may_see
from disclosure.desk.accounts.access import narrowed
from disclosure.desk.letters.numbering import registers
from disclosure.models import Letter

REGISTER_URL = "disclosure_application_letter_register"
FIRST_YEAR, YEARS = 2019, 5


class LetterRegisterViews(AdminViews):
    """Linked to from the list of applications, and from the letters of each."""

    def get_urls(self) -> list[URLPattern]:
        return [self.path("letters/", self.register_view, REGISTER_URL)]

    def register_view(self, request: HttpRequest) -> HttpResponse:
        """List the numbers of a year; a constant number of queries."""
        if not self.model_admin.has_view_permission(request):
            raise PermissionDenied
        today = localdate()
        given = request.GET.get("year", "")
        years = range(FIRST_YEAR, today.year + 1)
        year = next((one for one in years if str(one) == given), today.year)
        context = {
            "year": year,
            "years": range(today.year, max(today.year - YEARS, FIRST_YEAR - 1), -1),
            "registers": registers(narrowed(Letter.objects.all(), request.user), year),
            "may_open": may_see(request),
        }
        return self.page(request, "admin/letters/register.html", f"{year}年文号登记簿", context)
