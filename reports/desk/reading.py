"""Find the report for an authority and year."""

from disclosure.models import Authority
from reports.editions.grid import CountedFigure
from reports.models import AnnualReport

from .figures import Figures
from .writing import draft

# What happened in a year; the other measures count what lasts from years before.
_OF_THE_YEAR = frozenset(
    {"applications_received", "applications_concluded", "cases_concluded", "decisions_made", "fees_received"}
    | {"procurements_made", "items_made", "items_published", "items_repealed", "matters_change"}
)


def report_or_draft(authority: Authority, year: int) -> AnnualReport:
    """The year's report, or an unsaved draft from the records where none was begun."""
    report = AnnualReport.objects.filter(authority=authority, year=year).select_related("authority").first()
    return report or draft(authority, year)


def has_records(figures: Figures) -> bool:
    """Whether anything was recorded of the year itself."""
    return any(
        state.value
        for state in figures.states.values()
        if isinstance(state.figure.source, CountedFigure) and state.figure.source.measure in _OF_THE_YEAR
    )
