"""信息公开统计: published items by time and column, validity, and how applications were answered."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now

from disclosure.law.choices.items import Validity
from disclosure.models import Item
from disclosure.portal.common.columns import ColumnNode, ColumnTree, MonthCount, YearCounts
from disclosure.portal.common.months import MONTHS_A_YEAR, month_number, months_in, months_until
from disclosure.portal.common.pages import page
from disclosure.portal.common.site import Link, Site
from disclosure.rendering.charts import Chart
from disclosure.search.facets import validity_on

from .charts import in_time_sentence, median_sentence, monthly_chart, reply_charts, yearly_chart
from .replies import replies_by_year

NAME = "信息公开统计"
MONTHS = 24  # shown where no year is asked for
_VALIDITIES = (Validity.IN_FORCE, Validity.AMENDED, Validity.LAPSED, Validity.REPEALED)


@page
def statistics(request: HttpRequest, site: Site) -> HttpResponse:
    """Show all numbers, or with `?year=2025` the items of that year; six queries."""
    at = now()
    today = localdate(at)
    columns = ColumnTree(site)
    published = columns.month_counts(at)
    years = YearCounts.from_months(published)
    asked = request.GET.get("year", "").strip()
    year = next((one for one in years.counts if str(one) == asked), None)
    columns.add_counts(one for one in published if year is None or one.month // MONTHS_A_YEAR == year)
    by_month = _by_month(published, year, today)
    context = {
        "site": site,
        "crumbs": [Link(NAME)],
        "name": NAME,
        "today": today,
        "total": sum(years.counts.values()),
        "this_year": years.counts.get(today.year, 0),
        "year": year,
        "unknown": asked[:20] if asked and year is None else "",
        "choices": _choices(years, year),
        "by_month": by_month,
        "most": _most(by_month),
        "by_year": yearly_chart(years.counts, today) if years.counts else None,
        "span": f"{year}年公开的" if year else "现有的全部信息",
        "sections": _bar_rows([one for one in columns.first_level if one.count and one not in columns.catalogue], year),
        "columns": _bar_rows(columns.catalogue, year),  # empty ones too: the rule asks for each
        "validities": _validities(site, at, sum(years.counts.values())),
        **_replies(site, today),
    }
    return render(request, "portal/statistics/page.html", context)


def _choices(years: YearCounts, year: int | None) -> list[Link]:
    """Link the periods that can be shown; the present one has no address."""
    latest = Link(f"近{MONTHS}个月", "?" if year else "")
    return [latest, *(Link(f"{one}年", "" if one == year else f"?year={one}") for one in years.counts)]


def _by_month(published: Sequence[MonthCount], year: int | None, today: date) -> Chart:
    months = months_in(year) if year else months_until(today, MONTHS)
    if year == today.year:
        months = [month for month in months if month <= month_number(today)]
    counts: Counter[int] = Counter()
    for one in published:
        counts[one.month] += one.count
    return monthly_chart(months, counts, f"{year}年" if year else f"近{MONTHS}个月")


def _most(by_month: Chart) -> str:
    """Name the month with most items, or all months that have as many; empty without items."""
    if by_month.peak is None:
        return ""
    months, count = by_month.peak
    if len(months) == 1:
        return f"最多的一个月是{months[0]}，{count} 条。"
    return f"最多的是{'、'.join(months)}，每月 {count} 条。"


@dataclass(frozen=True, slots=True)
class BarRow:
    """A row of a table with bars; `share` in percent of the largest."""

    name: str
    address: str
    count: int
    share: float


def _bar_rows(found: Sequence[ColumnNode], year: int | None) -> list[BarRow]:
    most = max((column.count for column in found), default=0) or 1
    query = f"?year={year}" if year else ""
    return [
        BarRow(one.name, one.address + (query if one.count else ""), one.count, round(100 * one.count / most, 1))
        for one in found
    ]


def _validities(site: Site, at: datetime, total: int) -> list[BarRow]:
    """How many are in force, amended, lapsed and repealed today.

    One query, which finds the few that are not simply in force by the index `item_not_in_force`; the rest is.
    """
    day = localdate(at)
    others = Item.objects.published(at).filter(authority=site.authority).exclude(validity=Validity.IN_FORCE).order_by()
    counts: Counter[str] = Counter(dict(others.values_list(validity_on(day)).annotate(Count("pk"))))
    counts[Validity.IN_FORCE] = total - sum(counts[one] for one in _VALIDITIES if one != Validity.IN_FORCE)
    most = max(counts.values()) or 1
    return [BarRow(str(one.label), "", counts[one], round(100 * counts[one] / most, 1)) for one in _VALIDITIES]


def _replies(site: Site, today: date) -> Mapping[str, Any]:
    years = replies_by_year(site.authority, today)
    return {
        "replies": reply_charts(years) if years else None,
        "times_say": median_sentence(years),
        "in_time_says": in_time_sentence(years),
    }
