"""Records → figures, and the records behind a figure: the same conditions, so that the two cannot differ."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

from django.db.models import BigIntegerField, Case, CharField, Count, Expression, F, Model, Q, QuerySet, Sum, Value, When

from .editions.grid import MONEY, Counted, Edition, Figure, Number
from .editions.grid import Sum as Formula
from .measures import MEASURES, Measure, Period

Group = dict[str, tuple[str, ...]]
Counts = dict[tuple[str, ...], int]  # grouping values, in the measure's order → sum of weights

FEN_IN_WAN_YUAN = 1_000_000
FOUR_PLACES = Decimal("0.0001")


def count(edition: Edition, authorities: Iterable[int], year: int) -> dict[str, Number | None]:
    """Every figure of the edition for these authorities (primary keys) together; one query for each model counted."""
    counts = _counts([MEASURES[key] for key in sorted(edition.measures())], list(authorities), Period(year))
    counted = {
        figure.key: _value(figure, figure.source, counts)
        for figure in edition.figures
        if isinstance(figure.source, Counted)
    }
    return edition.with_formulas(counted)


def records(edition: Edition, figure_key: str, authorities: Iterable[int], year: int) -> QuerySet[Model]:
    """The records behind a figure, each annotated with `weight`, what it adds to the figure (money: in 分)."""
    period = Period(year)
    conditions = [
        (measure, measure.condition(period, group)) for measure, group in _sources(edition, edition.by_key[figure_key])
    ]
    model = conditions[0][0].model
    anyhow = Q()
    for _, condition in conditions:
        anyhow |= condition
    chosen = model._default_manager.filter(anyhow, authority_id__in=list(authorities))  # noqa: SLF001 documented API
    return chosen.annotate(weight=_weight(conditions, period))


def model_of(figure: Figure, edition: Edition) -> type[Model]:
    """The model whose records a figure counts."""
    measure, _ = next(iter(_sources(edition, figure)))
    return measure.model


def grouping(source: Counted) -> Group:
    """The grouping values of a figure by field; a field named several times takes any of its values."""
    values: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in source.group:
        values[name].append(value)
    return {name: tuple(chosen) for name, chosen in values.items()}


def _counts(measures: Sequence[Measure], authorities: Sequence[int], period: Period) -> dict[str, Counts]:
    by_model: defaultdict[type[Model], list[Measure]] = defaultdict(list)
    for measure in measures:
        by_model[measure.model].append(measure)
    counts: dict[str, Counts] = {measure.key: {} for measure in measures}
    for group in by_model.values():
        width = max(len(measure.groups) for measure in group)
        first, *others = (_query(measure, width, authorities, period) for measure in group)
        for key, total, *values in first.union(*others, all=True):
            if total:
                counts[key][tuple(values[: len(MEASURES[key].groups)])] = total
    return counts


def _query(measure: Measure, width: int, authorities: Sequence[int], period: Period) -> QuerySet[Model, tuple[object]]:
    """One grouped query of rows (measure, total, grouping values …), padded to `width` so that a union can hold it."""
    chosen = measure.model._default_manager.filter(measure.rule(period), authority_id__in=authorities)  # noqa: SLF001
    paths: list[Expression | F] = [F(path) for path in measure.groups.values()]
    padding: list[Expression | F] = [Value("", output_field=CharField())] * (width - len(paths))
    names = {f"group_{number}": path for number, path in enumerate(paths + padding)}
    total = Sum(measure.weight(period), output_field=BigIntegerField()) if measure.weight else Count("*")
    return (
        chosen.order_by()
        .annotate(measure=Value(measure.key, output_field=CharField()), **names)
        .values("measure", *names)
        .annotate(total=total)
        .values_list("measure", "total", *names)
    )


def _value(figure: Figure, source: Counted, counts: dict[str, Counts]) -> Number:
    """The figure from the grouped counts."""
    measure, group = MEASURES[source.measure], grouping(source)
    found = counts[measure.key]
    if group.keys() == measure.groups.keys():
        total = sum(found.get(values, 0) for values in product(*(group[name] for name in measure.groups)))
    else:
        total = sum(n for values, n in found.items() if _fits(dict(zip(measure.groups, values, strict=True)), group))
    if figure.unit == MONEY:
        return (Decimal(total) / FEN_IN_WAN_YUAN).quantize(FOUR_PLACES, ROUND_HALF_UP)
    return total


def _fits(values: dict[str, str], group: Group) -> bool:
    return all(values[name] in chosen for name, chosen in group.items())


def _sources(edition: Edition, figure: Figure) -> Iterator[tuple[Measure, Group]]:
    """The measures a figure comes from, with the grouping values; a sum's parts are gathered by measure."""
    by_measure: defaultdict[str, list[Group]] = defaultdict(list)
    for source in _counted(edition, figure):
        by_measure[source.measure].append(grouping(source))
    for key, groups in by_measure.items():
        for group in _gathered(groups):
            yield MEASURES[key], group


def _gathered(groups: list[Group]) -> list[Group]:
    """`groups` as one where together they are every combination of their values, else as they are."""
    names = groups[0].keys()
    merged = {name: tuple(dict.fromkeys(value for group in groups for value in group.get(name, ()))) for name in names}
    single = {values for group in groups for values in product(*(group.get(name, ()) for name in names))}
    whole = all(group.keys() == names for group in groups) and single == set(product(*merged.values()))
    return [merged] if whole else groups


def _counted(edition: Edition, figure: Figure) -> Iterator[Counted]:
    if isinstance(figure.source, Formula):
        for part in figure.source.parts:
            yield from _counted(edition, edition.by_key[part])
    else:
        yield figure.source


def _weight(conditions: Sequence[tuple[Measure, Q]], period: Period) -> Expression:
    if len(conditions) == 1:
        return conditions[0][0].weighing(period)
    return Case(
        *(When(condition, then=measure.weighing(period)) for measure, condition in conditions),
        default=Value(0),
        output_field=BigIntegerField(),
    )
