"""The report's figures counted in plain Python, straight from the table 「What each figure counts」.

Written apart from the code it judges: it knows neither measures nor queries, only records and the two printed formats.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

KINDS = ("natural", "business", "research", "charity", "legal", "other")
OUTCOMES = (
    *("disclosed", "partly"),
    *("state_secret", "other_law", "safety", "third_party", "internal", "process", "enforcement_file", "inquiry"),
    *("not_held", "needs_making", "still_unclear"),
    *("petition", "repeated", "publication", "excessive", "confirmation"),
)
OTHERWISE = ("not_corrected", "not_paid", "other")  # three rows from 2021 on, one before
ROUTES = ("review", "direct", "after_review")
RESULTS = ("upheld", "corrected", "other")
NATURES = ("regulation", "normative")


@dataclass
class Records:
    """Records of any authorities and days, saved or not."""

    applications: list = field(default_factory=list)
    cases: list = field(default_factory=list)
    items: list = field(default_factory=list)
    matters: list = field(default_factory=list)
    decisions: list = field(default_factory=list)
    fees: list = field(default_factory=list)
    procurements: list = field(default_factory=list)

    def of(self, authorities: Collection[int]) -> "Records":
        return Records(
            **{
                name: [record for record in records if record.authority_id in authorities]
                for name, records in vars(self).items()
            }
        )


def in_year(day: date | None, year: int) -> bool:
    return day is not None and day.year == year


def by_end_of(day: date | None, year: int) -> bool:
    return day is not None and day.year <= year


def open_at_end_of(year: int, begun: date | None, ended: date | None) -> bool:
    return by_end_of(begun, year) and not by_end_of(ended, year)


def plain_count(records: Records, authorities: Collection[int], year: int) -> dict[str, int | Decimal]:
    """Every figure of the report for that year, by key; the format of 2019 up to 2020, of 2021 from then on."""
    chosen = records.of(authorities)
    cells: Counter[str] = Counter()
    _table_3(cells, chosen.applications, year)
    _table_4(cells, chosen.cases, year)
    counted = {**_table_2(chosen, year), **cells}
    return {key: counted.get(key, 0) for key in keys(year)}


def _table_2(records: Records, year: int) -> dict[str, int | Decimal]:
    return _table_2_of_2019(records, year) if year <= 2020 else _table_2_of_2021(records, year)


def _table_2_of_2019(records: Records, year: int) -> dict[str, int | Decimal]:
    cells: Counter[str] = Counter()
    for item in records.items:
        cells[f"2.{item.nature}.made"] += in_year(item.formed_on, year)
        cells[f"2.{item.nature}.published"] += in_year(item.published_on, year)
        cells[f"2.{item.nature}.public"] += open_at_end_of(year, item.published_on, item.repealed_on)
    for matter in records.matters:
        before = open_at_end_of(year - 1, matter.established_on, matter.cancelled_on)
        after = open_at_end_of(year, matter.established_on, matter.cancelled_on)
        cells[f"2.{matter.kind}.before"] += before
        cells[f"2.{matter.kind}.change"] += after - before
    _decisions(cells, records.decisions, year)
    projects = [procurement for procurement in records.procurements if in_year(procurement.procured_on, year)]
    return {**cells, "2.procurement.projects": len(projects), "2.procurement.amount": _wan_yuan(projects)}


def _table_2_of_2021(records: Records, year: int) -> dict[str, int | Decimal]:
    cells: Counter[str] = Counter()
    for item in records.items:
        cells[f"2.{item.nature}.made"] += in_year(item.formed_on, year)
        cells[f"2.{item.nature}.repealed"] += in_year(item.repealed_on, year)
        cells[f"2.{item.nature}.in_force"] += open_at_end_of(year, item.formed_on, item.repealed_on)
    _decisions(cells, records.decisions, year)
    return {**cells, "2.charge.amount": _wan_yuan(fee for fee in records.fees if in_year(fee.received_on, year))}


def _decisions(cells: Counter[str], decisions: Iterable, year: int) -> None:
    for decision in decisions:
        if in_year(decision.decided_on, year):
            cells[f"2.{decision.matter.kind}.decisions"] += decision.quantity


def _wan_yuan(payments: Iterable) -> Decimal:
    yuan = sum((payment.amount for payment in payments), Decimal(0))
    return yuan / 10_000


def _table_3(cells: Counter[str], applications: Iterable, year: int) -> None:
    for application in applications:
        begun, ended = application.received_on, application.concluded_on
        rows = {
            "received": in_year(begun, year),
            "carried_in": open_at_end_of(year - 1, begun, ended),
            "concluded": in_year(ended, year),
            "carried_out": open_at_end_of(year, begun, ended),
        }
        outcome = "otherwise" if year <= 2020 and application.outcome in OTHERWISE else application.outcome
        rows[outcome] = in_year(ended, year)
        for row, counts in rows.items():
            cells[f"3.{row}.{application.applicant_kind}"] += counts
            cells[f"3.{row}.total"] += counts


def _table_4(cells: Counter[str], cases: Iterable, year: int) -> None:
    for case in cases:
        concluded = in_year(case.concluded_on, year)
        still_open = open_at_end_of(year, case.accepted_on, case.concluded_on)
        cells[f"4.{case.route}.{case.result}"] += concluded
        cells[f"4.{case.route}.open"] += still_open
        cells[f"4.{case.route}.total"] += concluded + still_open


def keys(year: int) -> list[str]:
    """All cells of the format in force for that year."""
    otherwise = ("otherwise",) if year <= 2020 else OTHERWISE
    rows = ("received", "carried_in", *OUTCOMES, *otherwise, "concluded", "carried_out")
    return [
        *_keys_of_table_2(year),
        *(f"3.{row}.{column}" for row in rows for column in (*KINDS, "total")),
        *(f"4.{route}.{column}" for route in ROUTES for column in (*RESULTS, "open", "total")),
    ]


def _keys_of_table_2(year: int) -> list[str]:
    if year > 2020:
        documents = [f"2.{nature}.{column}" for nature in NATURES for column in ("made", "repealed", "in_force")]
        return [*documents, *(f"2.{kind}.decisions" for kind in ("licence", "penalty", "coercion")), "2.charge.amount"]
    documents = [f"2.{nature}.{column}" for nature in NATURES for column in ("made", "published", "public")]
    matters = [
        f"2.{kind}.{column}"
        for kind in ("licence", "service", "penalty", "coercion")
        for column in ("before", "change", "decisions")
    ]
    charges = ["2.charge.before", "2.charge.change"]
    return [*documents, *matters, *charges, "2.procurement.projects", "2.procurement.amount"]
