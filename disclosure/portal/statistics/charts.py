"""Charts of 信息公开统计 from numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from disclosure.law.applications.reply_times import FEWEST, LIMIT, ReplyTimes
from disclosure.portal.common.months import MONTHS_A_YEAR, month_name
from disclosure.rendering.charts import Chart, LimitLine, Series, number

from .replies import RepliesInYear

_ERA = 3  # months that the name of a year needs below the columns
FEW = f"不足{FEWEST}件，不计算"


def monthly_chart(months: Sequence[int], counts: Mapping[int, int], span: str) -> Chart:
    """Draw the items of each month; `span` names the whole period."""
    begins = [place for place, month in enumerate(months) if place == 0 or month % MONTHS_A_YEAR == 0]
    lasts = [after - place for place, after in zip(begins, [*begins[1:], len(months)], strict=True)]
    return Chart(
        "months",
        f"{span}每月公开的信息（条）",
        "月份",
        [month_name(month) for month in months],
        (Series("first", "公开", [counts.get(month, 0) for month in months]),),
        short=[f"{month % MONTHS_A_YEAR + 1}月" for month in months],
        eras=[
            (place, f"{months[place] // MONTHS_A_YEAR}年")
            for place, last in zip(begins, lasts, strict=True)
            if last >= _ERA and len(begins) > 1
        ],
    )


def yearly_chart(counts: Mapping[int, int], today: date) -> Chart:
    """Draw the items of each year, without a gap up to the present one."""
    years = range(min(counts), max(today.year, *counts) + 1)
    return chart_by_year("years", "每年公开的信息（条）", years, {"公开": [counts.get(year, 0) for year in years]})


@dataclass(frozen=True, slots=True)
class ReplyCharts:
    """Charts of the applications received and concluded, of the time taken, and of the share in time."""

    numbers: Chart
    times: Chart
    times_table: Chart
    in_time: Chart


def reply_charts(found: dict[int, RepliesInYear]) -> ReplyCharts:
    years, times = list(found), [one.times for one in found.values()]
    numbers = {
        "收到申请": [one.received for one in found.values()],
        "办结申请": [one.concluded for one in found.values()],
    }
    in_time = {f"{LIMIT}个工作日内": [one.in_time if one else None for one in times]}
    return ReplyCharts(
        chart_by_year("applications", "收到和办结的申请（件）", years, numbers),
        *times_charts(years, times),
        chart_by_year("in-time", f"{LIMIT}个工作日内办结的比例（%）", years, in_time, ceiling=100, blank=FEW),
    )


def times_charts(years: Sequence[int], times: Sequence[ReplyTimes | None]) -> tuple[Chart, Chart]:
    """Return the chart in working days and its table, which has calendar days too."""
    working = {"工作日": [one.working_days if one else None for one in times]}
    days = {"日历天数": [one.days if one else None for one in times]}
    limit = LimitLine(LIMIT, f"一般期限 {LIMIT} 个工作日")
    drawn = chart_by_year("times", "从收到到办结所用工作日（中位数）", years, working, limit=limit, blank=FEW)
    table = chart_by_year("times-table", "从收到到办结所用时间（中位数）", years, working | days, blank=FEW)
    return drawn, table


def median_sentence(found: dict[int, RepliesInYear]) -> str:
    """Say in a sentence how long the newest year with enough replies took; empty without one."""
    return next(
        (
            f"{year}年办结的申请，一半在 {number(one.times.working_days)} 个工作日内办结。"
            for year, one in reversed(found.items())
            if one.times
        ),
        "",
    )


def in_time_sentence(found: dict[int, RepliesInYear]) -> str:
    """Say the same of the share in time."""
    return next(
        (
            f"{year}年办结的申请，{one.times.in_time}% 在 {LIMIT} 个工作日内办结。"
            for year, one in reversed(found.items())
            if one.times
        ),
        "",
    )


def chart_by_year(
    key: str,
    title: str,
    years: Sequence[int],
    series: Mapping[str, Sequence[float | None]],
    *,
    limit: LimitLine | None = None,
    ceiling: float = 0,
    marked: int | None = None,
    blank: str = "—",
) -> Chart:
    """Chart series by year; the axis shows 2026, the table 2026年."""
    return Chart(
        key,
        title,
        "年份",
        [f"{year}年" for year in years],
        tuple(Series(f"s{place}", name, values) for place, (name, values) in enumerate(series.items())),
        short=[str(year) for year in years],
        limit=limit,
        ceiling=ceiling,
        marked=f"{marked}年" if marked else "",
        blank=blank,
    )
