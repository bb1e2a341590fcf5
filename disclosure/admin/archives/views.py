"""归档: packing a year's applications or a single one, with progress, and handing the package over."""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, reverse
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate, now
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST, require_safe

from disclosure.admin.common.pages import AdminViews, attachment_header
from disclosure.admin.common.personal import may_see
from disclosure.desk.accounts.access import writable
from disclosure.desk.archives.jobs import Job, advance, begin, fetched, find
from disclosure.desk.archives.marks import last_marks
from disclosure.desk.archives.packing import finished, require_finished
from disclosure.errors import DisclosureError, Refused
from disclosure.models import Application, ArchivedFile, ArchivePackage, Authority, User

YEAR_URL, BEGIN_URL, ONE_URL = (f"disclosure_application_archive{ending}" for ending in ("", "_begin", "_one"))
JOB_URL, GO_ON_URL, FILE_URL = (f"disclosure_application_archive_{ending}" for ending in ("job", "go_on", "file"))
MOST_LISTED = 300
YEARS = 6


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A finished application as the page of a year lists it."""

    application: Application
    mark: ArchivedFile | None


class ArchiveViews(AdminViews):
    """For whoever sees applicants and acts for the authority: a package holds personal data."""

    def get_urls(self) -> list[URLPattern]:
        return [
            self.path("archive/", self.year_view, YEAR_URL),
            self.path("archive/begin/", self.begin_view, BEGIN_URL),
            self.path("<int:pk>/archive/", self.one_view, ONE_URL),
            self.path("archive/job/<str:job>/", self.job_view, JOB_URL),
            self.path("archive/job/<str:job>/go-on/", self.go_on_view, GO_ON_URL),
            self.path("archive/job/<str:job>/file/", self.file_view, FILE_URL),
        ]

    @method_decorator(require_safe)
    def year_view(self, request: HttpRequest) -> HttpResponse:
        """List what was concluded and answered in a year, with its marks; a constant number of queries."""
        _require_right(request)
        this_year = localdate().year
        year = _number(request.GET.get("year", ""), this_year)
        authority, choices = _authority(request, request.GET.get("authority", ""))
        applications = (
            finished(authority, year).defer(*Application.PERSONAL) if authority else Application.objects.none()
        )
        listed = list(applications.defer(*Application.PERSONAL)[:MOST_LISTED])
        marks = last_marks(one.pk for one in listed)
        context = {
            "year": year,
            "years": range(this_year, this_year - YEARS, -1),
            "authority": authority,
            "authorities": choices,
            "files": [ListedFile(one, marks.get(one.pk)) for one in listed],
            "number": len(listed) if len(listed) < MOST_LISTED else applications.count(),
        }
        return self.page(request, "admin/archives/year.html", f"{year}年归档", context)

    @method_decorator([require_POST, csrf_protect])
    def begin_view(self, request: HttpRequest) -> HttpResponse:
        """Begin to pack a year."""
        _require_right(request)
        year = _number(request.POST.get("year", ""), localdate().year)
        authority, _ = _authority(request, request.POST.get("authority", ""))
        if authority is None:
            raise Http404
        keys = list(finished(authority, year).values_list("pk", flat=True))
        return self._begun(request, authority, keys, year, reverse(f"admin:{YEAR_URL}") + f"?year={year}")

    @method_decorator([require_POST, csrf_protect])
    def one_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin to pack one application."""
        application: Application = self.record(request, pk)
        _require_right(request)
        back = self.to_change_page(pk, "#archive")
        try:
            require_finished(application)
        except Refused as error:
            messages.error(request, str(error))
            return back
        return self._begun(request, application.authority, [pk], None, back.url)

    def _begun(
        self, request: HttpRequest, authority: Authority, keys: list[int], year: int | None, back: str
    ) -> HttpResponse:
        try:
            job = begin(authority=authority, keys=keys, year=year, by=_user(request), at=now())
            job = advance(job.token, by=_user(request))
        except Refused as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(back)
        return HttpResponseRedirect(reverse(f"admin:{JOB_URL}", args=(job.token,)))

    @method_decorator(require_safe)
    def job_view(self, request: HttpRequest, job: str) -> HttpResponse:
        """Show how far it is, or the finished package."""
        found = _job(request, job)
        package = ArchivePackage.objects.filter(token=found.package).first() if found.package else None
        context: dict[str, Any] = {"job": found, "package": package, "year_url": reverse(f"admin:{YEAR_URL}")}
        return self.page(request, "admin/archives/job.html", "打包归档", context)

    @method_decorator([require_POST, csrf_protect])
    def go_on_view(self, request: HttpRequest, job: str) -> HttpResponse:
        """Pack some more."""
        _job(request, job)
        try:
            advance(job, by=_user(request))
        except DisclosureError as error:
            messages.error(request, str(error))
        return HttpResponseRedirect(reverse(f"admin:{JOB_URL}", args=(job,)))

    @method_decorator(require_safe)
    def file_view(self, request: HttpRequest, job: str) -> HttpResponseBase:
        """Hand the package over; that is recorded before a byte of it goes out."""
        finished_job = _job(request, job)
        if not finished_job.package or not finished_job.path.exists():
            raise Http404
        package = fetched(finished_job, by=_user(request))
        name = f"归档包-{package.year or '单件'}-{package.token[:8]}.zip"
        headers = {"Content-Disposition": attachment_header(name), "Cache-Control": "no-store"}
        return FileResponse(finished_job.path.open("rb"), content_type="application/zip", headers=headers)


def _require_right(request: HttpRequest) -> None:
    if not may_see(request):
        raise PermissionDenied


def _job(request: HttpRequest, token: str) -> Job:
    _require_right(request)
    try:
        return find(token, by=_user(request))
    except Refused as error:
        raise Http404(str(error)) from error


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)


def _number(given: str, default: int) -> int:
    is_year = given.isascii() and given.isdigit() and len(given) == len("2026")
    return (int(given) if is_year else 0) or default


def _authority(request: HttpRequest, given: str) -> tuple[Authority | None, list[Authority]]:
    """The authority asked for, or one's own, of those that one may act for; and these."""
    choices = list(writable(request.user).order_by("code"))
    own = getattr(request.user, "authority_id", None)
    asked = [one for one in choices if one.code == given or str(one.pk) == given]
    default = [one for one in choices if one.pk == own] or [one for one in choices if one.is_own] or choices
    return next(iter(asked or default), None), choices
