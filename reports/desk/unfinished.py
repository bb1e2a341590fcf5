"""What waits for a person in the annual reports: drafts with findings, and last year's report due in January."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from disclosure.desk.accounts.access import narrowed_to_act
from disclosure.models import Authority
from reports.checks import FindingLevel
from reports.models import AnnualReport, FigureOrigin, ReportState

from .answering import SET_BY_HAND, answered
from .figures import current_figures
from .subjects import subject


@dataclass(frozen=True, slots=True)
class UnfinishedReport:
    """A report that is not published yet, with the number of its findings by level."""

    report: AnnualReport
    errors: int
    warnings: int


def is_published(authority: Authority, year: int) -> bool:
    """Whether the year's report is out (条例 art. 50), here or, as a historical report, elsewhere."""
    out = Q(revisions__isnull=False) | Q(origin=FigureOrigin.HISTORICAL)
    return AnnualReport.objects.filter(out, authority=authority, year=year).exists()


MOST = 5  # reports of a year that are counted and checked for the first screen


def unfinished_reports(authority: Authority, user: Any) -> list[UnfinishedReport]:
    """The unfinished reports of an authority that the person may act on, the earliest first, checked now.

    Each counts the records of a whole year; an office has one or two in work, and the screen shows at most `MOST`.
    """
    unfinished = AnnualReport.objects.filter(authority=authority, origin=FigureOrigin.COUNTED).exclude(
        state=ReportState.PUBLISHED
    )
    reports = narrowed_to_act(unfinished, user).select_related("authority").order_by("year")[:MOST]
    return [_checked(report) for report in reports]


def _checked(report: AnnualReport) -> UnfinishedReport:
    findings = answered(report, subject(report, current_figures(report)))
    levels = Counter(one.finding.level for one in findings if not one.is_settled or one.finding.check == SET_BY_HAND)
    return UnfinishedReport(report, levels[FindingLevel.ERROR], levels[FindingLevel.WARNING])
