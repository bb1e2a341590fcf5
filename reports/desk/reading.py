"""Find the report for an authority and year."""

from disclosure.models import Authority
from reports.models import AnnualReport

from .writing import draft


def report_or_draft(authority: Authority, year: int) -> AnnualReport:
    """The year's report, or an unsaved draft from the records where none was begun."""
    report = AnnualReport.objects.filter(authority=authority, year=year).select_related("authority").first()
    return report or draft(authority, year)
