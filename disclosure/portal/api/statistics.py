"""信息公开统计 for programs: the numbers of the page of that name."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest
from django.utils.timezone import localdate, now
from ninja import Router

from disclosure.portal.common.columns import ColumnTree
from disclosure.portal.common.months import MONTHS_A_YEAR
from disclosure.portal.statistics.replies import RepliesInYear, replies_by_year

from .endpoint import endpoint, site_of_request
from .schemas import ColumnName, MonthAnswer, RepliesAnswer, StatisticsAnswer

router = Router(tags=["信息公开统计"])


@endpoint(
    router,
    "statistics/",
    StatisticsAnswer,
    name="statistics",
    title="信息公开统计",
    says="各月各栏目公开的信息条数，各年依申请公开的件数和办结时间。",
    sample="",
)
def statistics(request: HttpRequest) -> StatisticsAnswer:
    """Count published items by month and column, and replies by year; five queries."""
    site, at = site_of_request(request), now()
    years = replies_by_year(site.authority, localdate(at))
    return StatisticsAnswer(
        months=list(_months(ColumnTree(site), at)), replies=[_replies(year, told) for year, told in years.items()]
    )


def _months(columns: ColumnTree, at: datetime) -> Iterator[MonthAnswer]:
    names = {one.category.pk: ColumnName(code=one.category.code, name=one.name) for one in columns.all}
    places = {key: place for place, key in enumerate(names)}
    for one in sorted(columns.month_counts(at), key=lambda one: (-one.month, places[one.column])):
        month = f"{one.month // MONTHS_A_YEAR:04}-{one.month % MONTHS_A_YEAR + 1:02}"
        yield MonthAnswer(month=month, column=names[one.column], count=one.count)


def _replies(year: int, told: RepliesInYear) -> RepliesAnswer:
    times = told.times
    return RepliesAnswer(
        year=year,
        received=told.received,
        concluded=told.concluded,
        median_working_days=times.working_days if times else None,
        median_days=times.days if times else None,
        in_time=times.in_time if times else None,
    )
