"""What an inspector would find on an authority's pages (检查指标), from a handful of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Q, Subquery
from django.utils.timezone import localdate

from disclosure.law.choices.items import ItemState
from disclosure.law.inspection.freshness import OWN_PAGES, State, freshness
from disclosure.law.inspection.rules import Column, Facts, Verdict
from disclosure.law.inspection.rules import inspect as judged
from disclosure.law.publication_deadline import starts_by_state
from disclosure.law.workdays import Calendar
from disclosure.models import Application, Authority, Category, DeadLink, Item


@dataclass(frozen=True, slots=True)
class Inspection:
    """The verdicts on an authority, with the facts behind them."""

    facts: Facts
    verdicts: list[Verdict]


def newest_of(at: datetime) -> Subquery:
    """Annotation for categories: the day of their newest public item; read from an index."""
    published = Item.objects.published(at).filter(category=OuterRef("pk")).order_by("-published_on")
    return Subquery(published.values("published_on")[:1])


def columns(authorities: Iterable[int], at: datetime) -> tuple[list[Column], date | None]:
    """List the columns that hold items themselves, in the tree's order, and the newest day of all.

    One query. Only leaves are judged: a column that others stand in may well hold nothing itself. One that the office
    has not chosen is judged from its first item on.
    """
    rows = list(Category.objects.filter(authority__in=authorities).annotate(newest=newest_of(at)))
    by_key = {row.pk: row for row in rows}
    parents = {row.parent_id for row in rows}
    counted = [row for row in rows if row.is_chosen or row.newest]
    leaves = [row for row in counted if row.pk not in parents and not (row.parent_id is None and row.name in OWN_PAGES)]
    today = localdate(at)
    leaf_columns = [
        Column(
            _path(row, by_key),
            row.kind,
            freshness(row.kind, row.longest_days, row.newest, today),
            row.pk,
            row.is_chosen,
        )
        for row in leaves
    ]
    return leaf_columns, max((row.newest for row in rows if row.newest), default=None)


def _path(row: Category, by_key: dict[int, Category]) -> str:
    names = [row.name]
    while row.parent_id:
        row = by_key[row.parent_id]
        names.append(row.name)
    return "/".join(reversed(names))


def column_findings(columns: Iterable[Column], *states: State) -> list[Column]:
    """Filter columns by state, the most urgent first; by default those that are not fresh."""
    wanted = states or (State.STALE, State.NEAR, State.EMPTY)
    chosen = [column for column in columns if column.freshness.state in wanted]
    order = {State.STALE: 0, State.NEAR: 1, State.EMPTY: 2, State.FRESH: 3}
    return sorted(chosen, key=lambda one: (order[one.freshness.state], one.freshness.last_day or date.max))


def to_evaluate(today: date) -> Q:
    """条例 art. 18: withheld items whose yearly evaluation is due or was never scheduled."""
    return Q(state=ItemState.WITHHELD) & (Q(evaluate_on__lte=today) | Q(evaluate_on=None))


def facts(authority: Authority, at: datetime, calendar: Calendar, *, report_published: bool | None = None) -> Facts:
    """Collect what an inspector would find; four queries. `report_published`: of last year, None: not checked."""
    today = localdate(at)
    overdue = starts_by_state(today, calendar)["overdue"]
    leaf_columns, newest = columns([authority.pk], at)

    return Facts(
        today=today,
        newest=newest,
        columns=tuple(leaf_columns),
        dead_links=DeadLink.objects.filter(item__authority=authority).count(),
        overdue_applications=Application.objects.overdue(today).filter(authority=authority).count(),
        overdue_items=Item.objects.to_publish(overdue).filter(authority=authority).count(),
        report_published=report_published,
        columns_chosen=any(column.is_chosen for column in leaf_columns),
    )


def inspect(
    authority: Authority, at: datetime, calendar: Calendar, *, report_published: bool | None = None
) -> Inspection:
    """Judge an authority by each rule of `disclosure.law.inspection.rules`, as of a moment."""
    inspected = facts(authority, at, calendar, report_published=report_published)
    return Inspection(inspected, judged(inspected))
