"""The report of 2020 with the town's own texts, published; and a draft of the current year."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings

from disclosure.models import Authority
from reports.desk.answering import answered, justify
from reports.desk.figures import current_figures
from reports.desk.publishing import publish, submit
from reports.desk.subjects import subject
from reports.desk.writing import SaveRequest, begin_report, save
from reports.models import AnnualReport

from .files import texts

SIGNED_ON = date(2021, 1, 20)


def load_reports(authority: Authority, today: date) -> None:
    if not AnnualReport.objects.filter(authority=authority, year=2020).exists():
        report = _create_report(authority, 2020, "report_2020.html", SIGNED_ON)
        _justify_warnings(report)
        submit(report=report, by=None)
        publish(report=report, by=None, at=_noon(SIGNED_ON))
    if not AnnualReport.objects.filter(authority=authority, year=today.year).exists():
        _create_report(authority, today.year, "texts_current.html", None)


def _justify_warnings(report: AnnualReport) -> None:
    """The town's own text names the year before in its first paragraph; the demo shows it as it was published."""
    for one in answered(report, subject(report, current_figures(report))):
        if one.can_be_justified:
            fingerprint, at = one.finding.fingerprint, _noon(SIGNED_ON)
            justify(report=report, fingerprint=fingerprint, reason="原报告即如此，照录原文。", by=None, at=at)


def _create_report(authority: Authority, year: int, name: str, signed_on: date | None) -> AnnualReport:
    report = begin_report(authority=authority, year=year, by=None)
    draft = SaveRequest(texts=texts(name, year), signed_on=signed_on)
    at = _noon(signed_on or date(year, 1, 1))
    return save(report=report, version=report.version, draft=draft, by=None, at=at).report


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=ZoneInfo(settings.TIME_ZONE))
