"""Finding the report that is meant."""

from disclosure.models import Authority
from reports.models import AnnualReport

from .writing import draft


def report_or_draft(authority: Authority, year: int) -> AnnualReport:
    """The report of that year; where none was begun a draft from the records, which is not stored."""
    report = AnnualReport.objects.filter(authority=authority, year=year).select_related("authority").first()
    return report or draft(authority, year)
