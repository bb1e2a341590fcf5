"""Count records into figures, and list the records behind a figure, from the same conditions."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache, lru_cache, reduce
from itertools import product
from operator import add, or_
from typing import Any

from django.db import connection
from django.db.models import (
    Aggregate,
    BigIntegerField,
    Case,
    Count,
    ExpressionWrapper,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.expressions import Combinable

from .editions.grid import MONEY, CountedFigure, Edition, Figure, Number
from .editions.grid import SumOfFigures as Formula
from .measures import MEASURES, Measure, RecordSource, Rule, Weight, YearPeriod

Group = dict[str, tuple[str, ...]]
Counts = Counter[tuple[str, ...]]  # grouping values, in the measure's order → sum of weights
Column = tuple[Rule | None, Weight | None]
Statement = tuple[str, tuple[Any, ...]]
Place = tuple[int, int | None, tuple[int, ...]]

FEN_IN_WAN_YUAN = 1_000_000
FEN = Decimal("0.000001")  # in 万元


def count(edition: Edition, authorities: Iterable[int], year: int) -> dict[str, Number | None]:
    """Every figure of the edition for these authorities (primary keys) together; one query per counted model."""
    counts = _counts([MEASURES[key] for key in sorted(edition.measures())], tuple(authorities), year)
    counted = {
        figure.key: _value(figure, figure.source, counts)
        for figure in edition.figures
        if isinstance(figure.source, CountedFigure)
    }
    return edition.with_formulas(counted)


def records(edition: Edition, figure_key: str, authorities: Iterable[int], year: int) -> QuerySet[Model]:
    """The records behind a figure, each annotated with `weight`, what it adds to the figure (money: in 分)."""
    period = YearPeriod(year)
    conditions = [
        (measure, measure.condition(period, group)) for measure, group in _sources(edition, edition.by_key[figure_key])
    ]
    model = conditions[0][0].model
    anyhow = reduce(or_, (condition for _, condition in conditions))
    chosen = model._default_manager.filter(anyhow, authority_id__in=list(authorities))
    return chosen.annotate(weight=_weight(conditions, period))


def model_of(figure: Figure, edition: Edition) -> type[Model]:
    measure, _ = next(iter(_sources(edition, figure)))
    return measure.model


def grouping(source: CountedFigure) -> Group:
    values: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in source.group:
        values[name].append(value)
    return {name: tuple(chosen) for name, chosen in values.items()}


# --- Counting ---------------------------------------------------------------


def _counts(measures: Sequence[Measure], authorities: tuple[int, ...], year: int) -> dict[str, Counts]:
    by_source: defaultdict[RecordSource, list[Measure]] = defaultdict(list)
    for measure in measures:
        by_source[measure.source].append(measure)
    counts: dict[str, Counts] = {measure.key: Counter() for measure in measures}
    for group in by_source.values() if authorities else ():
        keys = tuple([measure.key for measure in group])
        places = [(counts[key], *place) for key, place in zip(keys, _places(keys), strict=True)]
        for row in _rows(keys, authorities, year):
            for found, picked, whole, values in places:
                total = (row[picked] or 0) if whole is None else row[whole] - (row[picked] or 0)
                if total:
                    found[tuple([row[value] for value in values])] += int(total)
    return counts


def _columns(measures: Iterable[Measure]) -> tuple[Column, ...]:
    """Aggregates that one query needs for all these measures: each rule's, and the whole where others count."""
    picked = [(measure.rule, measure.weight) for measure in measures]
    whole = [(None, measure.weight) for measure in measures if measure.others]
    return tuple(dict.fromkeys([*picked, *whole]))


def _paths(measures: Iterable[Measure]) -> tuple[str, ...]:
    """Fields to group by for all these measures; the finest first, since it sorts with least work."""
    finest_first = sorted(measures, key=lambda measure: -len(measure.groups))
    return tuple(dict.fromkeys(path for measure in finest_first for path in measure.groups.values()))


@cache
def _places(measures: tuple[str, ...]) -> list[Place]:
    group = [MEASURES[key] for key in measures]
    columns, paths = _columns(group), _paths(group)
    return [
        (
            columns.index((measure.rule, measure.weight)),
            columns.index((None, measure.weight)) if measure.others else None,
            tuple(len(columns) + paths.index(path) for path in measure.groups.values()),
        )
        for measure in group
    ]


def _rows(measures: tuple[str, ...], authorities: tuple[int, ...], year: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(*_statement(connection.vendor, measures, authorities, year))
        return cursor.fetchall()


@lru_cache(maxsize=128)
def _statement(_vendor: str, measures: tuple[str, ...], authorities: tuple[int, ...], year: int) -> Statement:
    """The query's SQL, cached: Django needs longer to build it than the database to run it."""
    group, period = [MEASURES[key] for key in measures], YearPeriod(year)
    first, *others = (_pass(group, part, authorities, period) for part in group[0].source.parts(period))
    return first.union(*others, all=True).query.sql_with_params()


def _pass(measures: Sequence[Measure], part: Q, authorities: Sequence[int], period: YearPeriod) -> QuerySet[Model, Any]:
    model, paths = measures[0].model, _paths(measures)
    chosen = model._default_manager.filter(part, authority_id__in=authorities)
    columns = {f"column_{n}": _column(*column, period) for n, column in enumerate(_columns(measures))}
    groups = {f"group_{n}": _group_field(model, path) for n, path in enumerate(paths)}
    return (
        chosen.order_by()
        .values(*(path.partition("__")[0] for path in paths), ungrouped=Value(0))
        .annotate(**columns)
        .annotate(**groups)
        .values_list(*columns, *groups)
    )


def _column(rule: Rule | None, weight: Weight | None, period: YearPeriod) -> Aggregate:
    picked = rule(period) if rule else None
    if weight:
        return Sum(weight(period), filter=picked, output_field=BigIntegerField())
    return Count(Value(1), filter=picked) if picked else Count("*")


def _group_field(model: type[Model], path: str) -> Combinable:
    """The field of a path. Across a relation, group by its key and look each value up once."""
    relation, _, name = path.partition("__")
    if not name:
        return F(path)
    related: Any = model._meta.get_field(relation).related_model
    return Subquery(related.objects.filter(pk=OuterRef(relation)).order_by().values(name))


def _value(figure: Figure, source: CountedFigure, counts: dict[str, Counts]) -> Number:
    found, chosen = counts[source.measure], _combinations(source)
    if chosen is None:
        measure, group = MEASURES[source.measure], grouping(source)
        total = sum(n for values, n in found.items() if _fits(dict(zip(measure.groups, values, strict=True)), group))
    else:
        total = sum([found[values] for values in chosen])
    if figure.unit == MONEY:
        return (Decimal(total) / FEN_IN_WAN_YUAN).quantize(FEN)
    return total


@cache
def _combinations(source: CountedFigure) -> tuple[tuple[str, ...], ...] | None:
    """The grouping values that a figure adds up, in the measure's order; None where one is left open."""
    names, group = MEASURES[source.measure].groups, grouping(source)
    return tuple(product(*(group[name] for name in names))) if group.keys() == names.keys() else None


def _fits(values: dict[str, str], group: Group) -> bool:
    return all(values[name] in chosen for name, chosen in group.items())


def _sources(edition: Edition, figure: Figure) -> Iterator[tuple[Measure, Group]]:
    by_measure: defaultdict[str, list[Group]] = defaultdict(list)
    for source in _counted_parts(edition, figure):
        by_measure[source.measure].append(grouping(source))
    for key, groups in by_measure.items():
        for group in _merge_groups(groups):
            yield MEASURES[key], group


def _merge_groups(groups: list[Group]) -> list[Group]:
    names = groups[0].keys()
    merged = {name: tuple(dict.fromkeys(value for group in groups for value in group.get(name, ()))) for name in names}
    single = {values for group in groups for values in product(*(group.get(name, ()) for name in names))}
    whole = all(group.keys() == names for group in groups) and single == set(product(*merged.values()))
    return [merged] if whole else groups


def _counted_parts(edition: Edition, figure: Figure) -> Iterator[CountedFigure]:
    if isinstance(figure.source, Formula):
        for part in figure.source.parts:
            yield from _counted_parts(edition, edition.by_key[part])
    else:
        yield figure.source


def _weight(conditions: Sequence[tuple[Measure, Q]], period: YearPeriod) -> Combinable:
    """What a record adds to the figure: once for each condition it meets."""
    if len(conditions) == 1:
        return conditions[0][0].weight_expression(period)
    nothing = Value(0, output_field=BigIntegerField())
    weights = [
        Case(When(condition, then=measure.weight_expression(period)), default=nothing)
        for measure, condition in conditions
    ]
    return ExpressionWrapper(reduce(add, weights), output_field=BigIntegerField())
