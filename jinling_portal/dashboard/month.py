"""本月数据: published, received and concluded, by day and by month."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from disclosure.law.choices.items import ItemState
from disclosure.law.months import months_later
from disclosure.models import Application, Authority, Item
from disclosure.rendering.charts import Chart, Series

MONTHS = 12


def charts(authority: Authority, today: date, user: Any) -> list[Chart]:
    """Charts of what the person may see; one query for items, one for applications."""
    months = [months_later(today.replace(day=1), -back) for back in reversed(range(MONTHS))]
    return [
        *(_publication_charts(authority, today, months) if user.has_perm("disclosure.view_item") else ()),
        *(_application_charts(authority, today, months) if user.has_perm("disclosure.view_application") else ()),
    ]


def _publication_charts(authority: Authority, today: date, months: list[date]) -> Iterator[Chart]:
    published = Item.objects.filter(
        authority=authority, state=ItemState.PUBLISHED, published_on__range=(months[0], today)
    )
    by_day = dict(published.order_by().values_list("published_on").annotate(Count("pk")))
    days = [today.replace(day=day) for day in range(1, monthrange(today.year, today.month)[1] + 1)]
    yield Chart(
        "days",
        f"{today.month}月每日发布（条）",
        "日期",
        [f"{day.day}日" for day in days],
        (Series("first", "发布", [by_day.get(day, 0) for day in days]),),
    )
    by_month: Counter[date] = Counter()
    for day, number in by_day.items():
        by_month[day.replace(day=1)] += number
    yield _monthly_chart("months", "近 12 个月发布（条）", months, {"发布": by_month})


def _application_charts(authority: Authority, today: date, months: list[date]) -> Iterator[Chart]:
    span = (months[0], today)
    counts = Application.objects.filter(
        Q(received_on__range=span) | Q(concluded_on__range=span), authority=authority
    ).order_by()
    received: Counter[date] = Counter()
    concluded: Counter[date] = Counter()
    by_months = counts.values_list(TruncMonth("received_on"), TruncMonth("concluded_on")).annotate(Count("pk"))
    for came, went, number in by_months:
        received[came] += number
        concluded[went] += number
    yield _monthly_chart("applications", "近 12 个月申请（件）", months, {"收到": received, "办结": concluded})


def _monthly_chart(key: str, title: str, months: list[date], numbers: Mapping[str, Mapping[date, int]]) -> Chart:
    series = tuple(
        Series(colour, name, [found.get(month, 0) for month in months])
        for colour, (name, found) in zip(("first", "second"), numbers.items(), strict=False)
    )
    return Chart(key, title, "月份", [f"{month.month}月" for month in months], series)
