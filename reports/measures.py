"""What can be counted. Each measure is a source, a rule by date, a grouping and a weight, defined once.

The rules are those of the statutory report's table 「What each figure counts」: dates alone decide, so a report for a
past year comes out the same whenever it is made. Boundary days: "in Y" is 1 January to 31 December, both included;
"open at the end of Y" includes what arrived on 31 December and excludes what was concluded on it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BigIntegerField, Case, Expression, F, Model, Q, Value, When
from django.db.models.functions import Cast, Round

from disclosure import models as records
from disclosure.law.choices.items import Nature


@dataclass(frozen=True, slots=True)
class YearPeriod:
    """A report year by its first and last day."""

    year: int

    @property
    def start(self) -> date:
        return date(self.year, 1, 1)

    @property
    def end(self) -> date:
        return date(self.year, 12, 31)


Rule = Callable[[YearPeriod], Q]
Weight = Callable[[YearPeriod], Expression | F]


@dataclass(frozen=True, slots=True)
class RecordSource:
    """The records of `model` that matter in a year: those meeting one of `parts`; no record meets two.

    Each part is one range of an index. One pass over the parts serves all measures of the source.
    """

    model: type[Model]
    parts: Callable[[YearPeriod], tuple[Q, ...]]


@dataclass(frozen=True, slots=True)
class Measure:
    """Counts the records of `source` that `rule` picks, by `groups` (name in editions → path of the field).

    Without a rule every record of the source counts; with `others`, those that the rule does not pick. A figure is the
    sum of `weight` over its records, 1 each by default.
    """

    key: str
    source: RecordSource
    rule: Rule | None = None
    groups: Mapping[str, str] = field(default_factory=dict)
    weight: Weight | None = None
    others: bool = False

    @property
    def model(self) -> type[Model]:
        return self.source.model

    def rule_condition(self, period: YearPeriod) -> Q:
        """The rule as a condition on records of the source; empty where every record counts."""
        picked = self.rule(period) if self.rule else Q()
        return ~picked if self.others else picked

    def condition(self, period: YearPeriod, group: Mapping[str, tuple[str, ...]]) -> Q:
        within = reduce(or_, self.source.parts(period))
        paths = {f"{self.groups[name]}__in": list(values) for name, values in group.items()}
        return within & self.rule_condition(period) & Q(**paths)

    def weight_expression(self, period: YearPeriod) -> Expression | F:
        return self.weight(period) if self.weight else Value(1, output_field=BigIntegerField())


# --- Sources ----------------------------------------------------------------


def _in_year(name: str) -> Rule:
    return lambda period: Q(**{f"{name}__range": (period.start, period.end)})


def _by_date(model: type[Model], name: str) -> RecordSource:
    return RecordSource(model, lambda period: (_in_year(name)(period),))


def _by_duration(model: type[Model], begun: str, ended: str) -> RecordSource:
    """Records that last: begun by the end of the year and not ended before it. None ends before it begins.

    The range of `ended` is closed by a day that never comes: otherwise SQLite would prefer the index on `begun` and
    read all earlier years.
    """

    def parts(period: YearPeriod) -> tuple[Q, Q]:
        by_the_end = Q(**{f"{begun}__lte": period.end})
        ended_since = Q(**{f"{ended}__range": (period.start, date.max)})
        return by_the_end & ended_since, by_the_end & Q(**{f"{ended}__isnull": True})

    return RecordSource(model, parts)


_applications = _by_duration(records.Application, "received_on", "concluded_on")
_cases = _by_duration(records.Case, "accepted_on", "concluded_on")
_matters = _by_duration(records.Matter, "established_on", "cancelled_on")
# Only regulations and normative documents are counted. They are few, and the index finds them without the others.
_documents = RecordSource(records.Item, lambda _: (Q(nature__in=Nature.values),))
_decisions = _by_date(records.Decision, "decided_on")
_fees = _by_date(records.FeeReceipt, "received_on")
_procurements = _by_date(records.Procurement, "procured_on")


# --- Rules: conditions on the records of a source ---------------------------


def _before_year(begun: str) -> Rule:
    return lambda period: Q(**{f"{begun}__lt": period.start})


def _since_new_year(begun: str) -> Rule:
    return lambda period: Q(**{f"{begun}__gte": period.start})


def _by_the_end(ended: str) -> Rule:
    return lambda period: Q(**{f"{ended}__lte": period.end})


def _begun_and_not_ended(begun: str, ended: str) -> Rule:
    return lambda period: _by_the_end(begun)(period) & ~_by_the_end(ended)(period)


def _changed(begun: str, ended: str) -> Rule:
    return lambda period: _since_new_year(begun)(period) | _by_the_end(ended)(period)


# --- Weights ----------------------------------------------------------------


def _quantity(_: YearPeriod) -> F:
    return F("quantity")


def _fen(_: YearPeriod) -> Expression:
    """The amount in 分, an integer: exact sums on both databases (SQLite sums decimals as floats)."""
    amount: Any = Round(F("amount") * Value(100))
    return Cast(amount, BigIntegerField())


def _net_change(period: YearPeriod) -> Expression:
    """+1 for a matter established in the year, -1 for one cancelled in it; both in one year give 0."""

    def one(rule: Rule) -> Case:
        return Case(When(rule(period), then=Value(1)), default=Value(0), output_field=BigIntegerField())

    return one(_since_new_year("established_on")) - one(_by_the_end("cancelled_on"))


# --- Measures ---------------------------------------------------------------

_APPLICANT = {"applicant_kind": "applicant_kind"}
_OUTCOME = {"outcome": "outcome", **_APPLICANT}
_NATURE = {"nature": "nature"}
_KIND = {"matter_kind": "kind"}

# Measures of one source share rules where possible, so that one pass evaluates each once a record.
_carried_in, _concluded = _before_year("received_on"), _by_the_end("concluded_on")

_ALL = (
    Measure("applications_received", _applications, _carried_in, _APPLICANT, others=True),
    Measure("applications_carried_in", _applications, _carried_in, _APPLICANT),
    Measure("applications_concluded", _applications, _concluded, _OUTCOME),
    Measure("applications_carried_out", _applications, _concluded, _APPLICANT, others=True),
    Measure("cases_concluded", _cases, _concluded, {"route": "route", "result": "result"}),
    Measure("cases_open", _cases, _concluded, {"route": "route"}, others=True),
    Measure("items_made", _documents, _in_year("formed_on"), _NATURE),
    Measure("items_published", _documents, _in_year("published_on"), _NATURE),
    Measure("items_public", _documents, _begun_and_not_ended("published_on", "repealed_on"), _NATURE),
    Measure("items_repealed", _documents, _in_year("repealed_on"), _NATURE),
    Measure("items_in_force", _documents, _begun_and_not_ended("formed_on", "repealed_on"), _NATURE),
    Measure("matters_before", _matters, _before_year("established_on"), _KIND),
    Measure("matters_change", _matters, _changed("established_on", "cancelled_on"), _KIND, _net_change),
    Measure("decisions_made", _decisions, None, {"matter_kind": "matter__kind"}, _quantity),
    Measure("fees_received", _fees, weight=_fen),
    Measure("procurements_made", _procurements),
    Measure("procurements_amount", _procurements, weight=_fen),
)

MEASURES: Mapping[str, Measure] = {measure.key: measure for measure in _ALL}
