"""Charts over the years: what the published reports say, and how long replies took."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from disclosure.portal.common.site import Site
from disclosure.portal.statistics.charts import chart_by_year, times_charts
from disclosure.portal.statistics.replies import replies_by_year
from disclosure.rendering.charts import Chart
from reports.desk.figures import frozen_figures
from reports.editions.grid import Values
from reports.editions.yearly import CARRIED_OUT, LAWSUITS, OUTCOMES, RECEIVED, REVIEWS, YearlyTotal, value

from .published import PublishedReport, published_reports

FEWEST = 2  # years that can be compared
BESIDE = 8  # years on the page of one: as many as bear their numbers on a phone
_CHARTS = (
    ("applications", "信息公开申请（件）", (RECEIVED, CARRIED_OUT)),
    ("outcomes", "办理结果（件）", OUTCOMES),
    ("cases", "复议诉讼案件（件）", (REVIEWS, LAWSUITS)),
)


@dataclass(frozen=True, slots=True)
class Trends:
    """Charts by year; `times` (a drawing and its table) only where records exist for one of the years."""

    first: int
    last: int
    charts: tuple[Chart, ...]
    times: tuple[Chart, Chart] | None = None


def all_years(site: Site, reports: Sequence[PublishedReport], today: date) -> Trends | None:
    """Charts of all published years; None where there are too few. At most two queries."""
    if len(reports) < FEWEST:
        return None
    years = range(reports[-1].report.year, reports[0].report.year + 1)
    replies = replies_by_year(site.authority, today)
    times = [replies[year].times if year in replies else None for year in years]
    shown = times_charts(years, times) if any(times) else None
    return Trends(years[0], years[-1], _charts(reports, years), shown)


def neighbouring_years(site: Site, published: PublishedReport) -> Trends | None:
    """Charts of a report's year, highlighted, and those around it; None where there is no other. One query."""
    reports = published_reports(site.authority, figures=True)
    if len(reports) < FEWEST:
        return None
    year, oldest, newest = published.report.year, reports[-1].report.year, reports[0].report.year
    first = max(oldest, min(year, newest - BESIDE + 1))
    last = min(newest, first + BESIDE - 1)
    return Trends(first, last, _charts(reports, range(first, last + 1), marked=year))


def _charts(reports: Sequence[PublishedReport], years: Sequence[int], marked: int | None = None) -> tuple[Chart, ...]:
    """From the frozen figures in force; a year without a report has none."""
    frozen = {one.report.year: (one, frozen_figures(one.report.edition, one.current).values) for one in reports}

    def along(total: YearlyTotal) -> list[float | None]:
        return [_value(*frozen[year], total) if year in frozen else None for year in years]

    return tuple(
        chart_by_year(key, title, years, {total.name: along(total) for total in lines}, marked=marked)
        for key, title, lines in _CHARTS
    )


def _value(published: PublishedReport, values: Values, total: YearlyTotal) -> float | None:
    found = value(published.report.edition_key, total, values)
    return None if found is None else int(found)
