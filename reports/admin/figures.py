"""From a figure to the records behind it: the value of `?figure=REPORT:KEY` on the lists of records."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from disclosure.admin.common.links import FIGURE_PARAMETER
from disclosure.desk.accounts.access import narrowed
from reports.counting import model_of, records
from reports.editions.grid import Figure
from reports.models import AnnualReport


def records_url(report: AnnualReport, figure: Figure) -> str:
    """Return the address of the list of the records behind a figure."""
    options = model_of(figure, report.edition)._meta
    address = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
    return f"{address}?{FIGURE_PARAMETER}={report.pk}:{figure.key}"


def records_behind(request: HttpRequest, listed: QuerySet) -> tuple[QuerySet, str, str] | None:
    """Narrow a list to the records that a figure counts; None where the address names no figure of this list."""
    pk, _, key = request.GET.get(FIGURE_PARAMETER, "").partition(":")
    reports = narrowed(AnnualReport.objects.select_related("authority"), request.user)
    report = reports.filter(pk=pk).first() if pk.isdigit() else None
    if report is None or key not in report.edition.by_key or not _may_see(request, report):
        return None
    figure = report.edition.by_key[key]
    if model_of(figure, report.edition) is not listed.model:
        return None
    behind = records(report.edition, key, [report.authority_id], report.year)
    what = f"计入{report.year}年年度报告表{figure.table}「{figure.label}」"
    back = reverse("admin:reports_annualreport_change", args=[report.pk]) + f"#cell-{key}"
    return listed.filter(pk__in=behind.values("pk")), what, back


def _may_see(request: HttpRequest, report: AnnualReport) -> bool:
    return admin.site.get_model_admin(AnnualReport).has_view_permission(request, report)
