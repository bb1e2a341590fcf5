"""The admin of annual reports."""

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.html import format_html

from disclosure.admin.common.owned import OwnedAdmin
from disclosure.admin.common.pages import admin_page, admin_path, attachment_header
from disclosure.desk.accounts.access import is_bound, writable
from disclosure.errors import Refused
from disclosure.models import User
from reports.desk.figures import current_figures
from reports.desk.subjects import document, published_document
from reports.desk.writing import begin_report
from reports.models import AnnualReport, ReportSource
from reports.rendering import FORMATS
from reports.rendering.document import ReportDocument

from .forms import BeginForm
from .importing import ImportViews
from .report_page import ReportPage


@admin.register(AnnualReport)
class AnnualReportAdmin(OwnedAdmin):
    """A list of reports; adding begins one, changing opens its page."""

    list_display = ("year", "authority", "state_mark", "origin", "signed_on", "changed_at", "changed_by")
    list_display_links = ("year", "authority")
    list_filter = ("authority", "state", "origin", "year")
    list_select_related = ("authority", "changed_by")
    search_fields = ("authority__name", "authority__report_name", "year")
    search_help_text = "机关名称、年份"
    show_full_result_count = False
    actions = None

    @admin.display(description="状态", ordering="state")
    def state_mark(self, report: AnnualReport) -> str:
        return format_html('<span class="mark mark-{}">{}</span>', report.state, report.get_state_display())

    def get_urls(self) -> list[URLPattern]:
        revision = "<int:pk>/revisions/<int:number>/<str:extension>"
        return [
            admin_path(self, "<int:pk>/file/<str:extension>", self.file_view, "reports_annualreport_file"),
            admin_path(self, "<int:pk>/source", self.source_view, "reports_annualreport_source"),
            *ImportViews(self).get_urls(),
            admin_path(self, revision, self.revision_view, "reports_annualreport_revision"),
            *super().get_urls(),
        ]

    def has_delete_permission(self, request: HttpRequest, obj: AnnualReport | None = None) -> bool:
        """A report that was ever published is not deleted."""
        return super().has_delete_permission(request, obj) and not (obj and obj.revisions.exists())

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Begin the report of an authority and a year, with last year's texts."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = BeginForm(request.POST or None, initial=self._initial(request), authorities=writable(request.user))
        if request.method == "POST" and form.is_valid():
            response = self._begin(request, form)
            if response:
                return response
        template, media = "admin/reports/annualreport/begin.html", self.media + form.media
        return admin_page(self, request, template, "编制年度报告", {"form": form}, media=media)

    def _initial(self, request: HttpRequest) -> dict[str, Any]:
        """Return the site's authority or the person's, and last year, or this year once last year's report is there."""
        mine = writable(request.user).order_by("-is_own", "code")
        own = mine.first() if is_bound(request.user) else mine.filter(is_own=True).first()
        year = timezone.localdate().year - 1
        done = AnnualReport.objects.filter(authority=own, year=year).exists() if own else False
        return {"authority": own, "year": year + 1 if done else year}

    def _begin(self, request: HttpRequest, form: Form) -> HttpResponse | None:
        try:
            report = begin_report(by=cast(User, request.user), **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
            return None
        messages.success(request, f"已建立《{report.title}》，数据由记录自动统计。")
        return HttpResponseRedirect(reverse("admin:reports_annualreport_change", args=[report.pk]))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        report = self.get_object(request, object_id)
        if report is None:
            message = "没有这份年度报告，它可能已被删除。"
            raise Http404(message)
        if not self.has_view_permission(request, report):
            raise PermissionDenied
        return ReportPage(self, request, report).response()

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """List every change of the report, newest first; kept by the desk, not by Django's log."""
        report = self.get_object(request, object_id)
        if report is None or not self.has_view_permission(request, report):
            raise PermissionDenied
        return ReportPage(self, request, report).history()

    def file_view(self, request: HttpRequest, pk: int, extension: str) -> HttpResponse:
        """Send the report as it stands as a file."""
        report = self._report(request, pk)
        return _file(document(report, current_figures(report)), extension)

    def revision_view(self, request: HttpRequest, pk: int, number: int, extension: str) -> HttpResponse:
        """Send a published revision as a file."""
        report = self._report(request, pk)
        revision = report.revisions.filter(number=number).first()
        if revision is None:
            message = "没有这个版次。"
            raise Http404(message)
        return _file(published_document(report, revision), extension)

    def source_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send the file that a historical report was read from."""
        source = ReportSource.objects.filter(report=self._report(request, pk)).first()
        if source is None:
            message = "这份年度报告没有原件。"
            raise Http404(message)
        headers = {"Content-Disposition": attachment_header(source.name)}
        with source.file.open("rb") as file:
            return HttpResponse(file.read(), content_type="application/octet-stream", headers=headers)

    def get_queryset(self, request: HttpRequest) -> QuerySet[AnnualReport]:
        return super().get_queryset(request).select_related("authority")

    def _report(self, request: HttpRequest, pk: int) -> AnnualReport:
        report = self.get_object(request, str(pk))
        if report is None:
            message = "没有这份年度报告。"
            raise Http404(message)
        if not self.has_view_permission(request, report):
            raise PermissionDenied
        return report


def _file(printed: ReportDocument, extension: str) -> HttpResponse:
    """Send the document as a download under its title. Raises Http404 for an unknown format."""
    if extension not in FORMATS:
        message = "没有这种文件格式。"
        raise Http404(message)
    chosen = FORMATS[extension]
    headers = {"Content-Disposition": attachment_header(f"{printed.title}.{extension}")}
    return HttpResponse(chosen.render(printed), content_type=chosen.media_type, headers=headers)
