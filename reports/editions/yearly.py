"""Totals that can be compared over the years, whatever the format of each year.

Formats name and divide their rows differently (其他处理 is one row until 2020, three since). A yearly total states what
its figures count, and the printed totals that count exactly that are found in the format itself.
"""

from dataclasses import dataclass
from functools import cache

from disclosure.law.applications.outcomes import Outcome, OutcomeGroup

from . import edition
from .grid import CountedFigure, Edition, Figure, Number, SumOfFigures, Values

_CASES = frozenset({"cases_concluded", "cases_open"})


@dataclass(frozen=True, slots=True)
class YearlyTotal:
    """What these measures count, grouped by `field` and limited to its `values`."""

    name: str
    measures: frozenset[str]
    field: str = ""
    values: frozenset[str] = frozenset()


RECEIVED = YearlyTotal("本年新收", frozenset({"applications_received"}))
CARRIED_OUT = YearlyTotal("结转下年度", frozenset({"applications_carried_out"}))
OUTCOMES = tuple(
    YearlyTotal(
        str(group.label),
        frozenset({"applications_concluded"}),
        "outcome",
        frozenset(outcome.value for outcome in Outcome if outcome.group == group),
    )
    for group in OutcomeGroup
)
REVIEWS = YearlyTotal("行政复议", _CASES, "route", frozenset({"review"}))
LAWSUITS = YearlyTotal("行政诉讼", _CASES, "route", frozenset({"direct", "after_review"}))


def value(edition_key: str, total: YearlyTotal, values: Values) -> Number | None:
    """The total in a report of this format; None where a part is blank or the format has none."""
    found = [values.get(key) for key in totals(edition_key, total)]
    given = [key for key in found if key is not None]
    return sum(given) if found and len(given) == len(found) else None


@cache
def totals(edition_key: str, total: YearlyTotal) -> tuple[str, ...]:
    """Keys of the printed totals that make up a yearly total, each a sum of figures that count it alone."""
    found = edition(edition_key)
    return tuple(figure.key for figure in found.figures if _is_total(found, figure, total))


def _is_total(found: Edition, figure: Figure, total: YearlyTotal) -> bool:
    if not isinstance(figure.source, SumOfFigures):
        return False
    sources = [found.by_key[part].source for part in figure.source.parts]
    return all(isinstance(source, CountedFigure) and _counts(source, total) for source in sources)


def _counts(source: CountedFigure, total: YearlyTotal) -> bool:
    chosen = {value for name, value in source.group if name == total.field}
    return source.measure in total.measures and (not total.field or (bool(chosen) and chosen <= total.values))
