"""What waits for a person in the annual reports: drafts with findings, and last year's report due in January."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from disclosure.desk.accounts.access import narrowed_to_act
from disclosure.models import Authority
from reports.checks import FindingLevel, check
from reports.models import AnnualReport, FigureOrigin, ReportState

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


def unfinished_report(authority: Authority, user: Any) -> UnfinishedReport | None:
    """The earliest unfinished report of an authority that the person may act on, checked now; None without one.

    Counts the records of a whole year, so it looks at one report only.
    """
    unfinished = AnnualReport.objects.filter(authority=authority, origin=FigureOrigin.COUNTED).exclude(
        state=ReportState.PUBLISHED
    )
    report = narrowed_to_act(unfinished, user).select_related("authority").order_by("year").first()
    if report is None:
        return None
    found = Counter(finding.level for finding in check(subject(report, current_figures(report))))
    return UnfinishedReport(report, found[FindingLevel.ERROR], found[FindingLevel.WARNING])
