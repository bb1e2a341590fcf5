"""What can be counted: each measure is a model, a rule by date, a grouping and a weight, written once.

The rules are those of the table 「What each figure counts」 of the statutory report: dates alone decide, so a report for
a past year comes out the same whenever it is made. Boundary days: "in Y" is 1 January to 31 December, both included;
"open at the end of Y" includes what arrived on 31 December and leaves out what was concluded on it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Case, Expression, F, Model, Q, Value, When
from django.db.models.functions import Cast, Round

from disclosure import models as records
from disclosure.law.kinds import Nature


@dataclass(frozen=True, slots=True)
class Period:
    """A report year by its first and last day."""

    year: int

    @property
    def start(self) -> date:
        """1 January."""
        return date(self.year, 1, 1)

    @property
    def end(self) -> date:
        """31 December."""
        return date(self.year, 12, 31)

    @property
    def before(self) -> "Period":
        """The year before."""
        return Period(self.year - 1)


Rule = Callable[[Period], Q]
Weight = Callable[[Period], Expression]


@dataclass(frozen=True, slots=True)
class Measure:
    """Counts the records of `model` that `rule` picks, by `groups` (name in editions → path of the field).

    A figure is the sum of `weight` over its records; without one, each record weighs 1.
    """

    key: str
    model: type[Model]
    rule: Rule
    groups: Mapping[str, str] = field(default_factory=dict)
    weight: Weight | None = None

    def condition(self, period: Period, group: Mapping[str, tuple[str, ...]]) -> Q:
        """The records of one figure: the rule, and the grouping fields among these values."""
        paths = {f"{self.groups[name]}__in": list(values) for name, values in group.items()}
        return self.rule(period) & Q(**paths)

    def weighing(self, period: Period) -> Expression:
        """What each of its records adds to a figure."""
        return self.weight(period) if self.weight else Value(1, output_field=BigIntegerField())


def _in_year(name: str) -> Rule:
    return lambda period: Q(**{f"{name}__range": (period.start, period.end)})


def _open_at_end(begun: str, ended: str) -> Rule:
    """Begun by 31 December and not ended by it."""

    def rule(period: Period) -> Q:
        still_open = Q(**{f"{ended}__isnull": True}) | Q(**{f"{ended}__gt": period.end})
        return Q(**{f"{begun}__lte": period.end}) & still_open

    return rule


def _before(rule: Rule) -> Rule:
    """The same rule for the year before."""
    return lambda period: rule(period.before)


def _either(first: Rule, second: Rule) -> Rule:
    return lambda period: first(period) | second(period)


def _document(rule: Rule) -> Rule:
    """Of items only regulations and normative documents, which are few: the index finds them without the others."""
    return lambda period: Q(nature__in=Nature.values) & rule(period)


def _quantity(_: Period) -> Expression:
    return F("quantity")


def _fen(_: Period) -> Expression:
    """The amount in 分, a whole number: sums are exact on both databases (SQLite sums decimals as floats)."""
    amount: Any = Round(F("amount") * Value(100))
    return Cast(amount, BigIntegerField())


def _net_change(period: Period) -> Expression:
    """+1 for a matter established in the year, -1 for one cancelled in it; both in one year add to 0."""

    def one(rule: Rule) -> Case:
        return Case(When(rule(period), then=Value(1)), default=Value(0), output_field=BigIntegerField())

    return one(_in_year("established_on")) - one(_in_year("cancelled_on"))


_APPLICANT = {"applicant_kind": "applicant_kind"}
_OUTCOME = {"outcome": "outcome", **_APPLICANT}
_NATURE = {"nature": "nature"}
_KIND = {"matter_kind": "kind"}

_applications_open = _open_at_end("received_on", "concluded_on")
_matters_in_force = _open_at_end("established_on", "cancelled_on")

_ALL = (
    Measure("applications_received", records.Application, _in_year("received_on"), _APPLICANT),
    Measure("applications_carried_in", records.Application, _before(_applications_open), _APPLICANT),
    Measure("applications_concluded", records.Application, _in_year("concluded_on"), _OUTCOME),
    Measure("applications_carried_out", records.Application, _applications_open, _APPLICANT),
    Measure("cases_concluded", records.Case, _in_year("concluded_on"), {"route": "route", "result": "result"}),
    Measure("cases_open", records.Case, _open_at_end("accepted_on", "concluded_on"), {"route": "route"}),
    Measure("items_made", records.Item, _document(_in_year("formed_on")), _NATURE),
    Measure("items_published", records.Item, _document(_in_year("published_on")), _NATURE),
    Measure("items_public", records.Item, _document(_open_at_end("published_on", "repealed_on")), _NATURE),
    Measure("items_repealed", records.Item, _document(_in_year("repealed_on")), _NATURE),
    Measure("items_in_force", records.Item, _document(_open_at_end("formed_on", "repealed_on")), _NATURE),
    Measure("matters_before", records.Matter, _before(_matters_in_force), _KIND),
    Measure(
        "matters_change",
        records.Matter,
        _either(_in_year("established_on"), _in_year("cancelled_on")),
        _KIND,
        _net_change,
    ),
    Measure("decisions_made", records.Decision, _in_year("decided_on"), {"matter_kind": "matter__kind"}, _quantity),
    Measure("fees_received", records.FeeReceipt, _in_year("received_on"), weight=_fen),
    Measure("procurements_made", records.Procurement, _in_year("procured_on")),
    Measure("procurements_amount", records.Procurement, _in_year("procured_on"), weight=_fen),
)

MEASURES: Mapping[str, Measure] = {measure.key: measure for measure in _ALL}
