"""Counting a report against SQL written by hand for the same tables and the same indexes.

The floor passes once over the applications: what was concluded in the year, later or never tells all four of table 3's
counts. Both sides give the same cells; that they do is checked before the clock runs.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from django.db import connection

from reports.counting import count
from reports.editions import edition_for
from tests.bench.databases import KINDS, analyse, empty_database
from tests.bench.many_records import AUTHORITIES, fill
from tests.bench.result import Result, in_turns

YEARS = (
    2025,
    2020,
)  # the last of the ten, as reports are made; and one in the middle, with five years of records after
ONE, ALL = (7,), tuple(range(1, AUTHORITIES + 1))
GOAL = 1.3

Cells = dict[str, int | Decimal]


def run() -> Iterator[Result]:
    """Two years of one authority and of all, on both databases."""
    for database in KINDS:
        with empty_database(database):
            fill()
            analyse()
            for year in YEARS:
                for authorities, name in ((ONE, "one authority"), (ALL, f"{AUTHORITIES} authorities")):
                    yield _compared(database, name, year, authorities)


def _compared(database: str, name: str, year: int, authorities: tuple[int, ...]) -> Result:
    def ours() -> Cells:
        return count(edition_for(year), authorities, year)

    def floor() -> Cells:
        return by_hand(year, authorities)

    counted, expected = ours(), floor()
    differing = {key: (counted[key], expected.get(key)) for key in counted if counted[key] != expected.get(key)}
    if differing or counted.keys() != expected.keys():
        raise ArithmeticError(f"{database}, {name}, {year}: counted and expected differ: {differing}")
    return Result(f"count {year}, {name}", database, *in_turns(ours, floor, runs=15), goal=GOAL)


# --- The floor --------------------------------------------------------------

COUNTS = "COUNT(*), COUNT(*) FILTER (WHERE {begun} < '{start}')"
OPEN = f"""
    SELECT '', {{last}}, {COUNTS}, 0 FROM {{table}}
    WHERE authority_id IN ({{authorities}}) AND {{ended}} IS NULL AND {{begun}} <= '{{end}}' GROUP BY 2
"""  # noqa: S608 our own names, here and below
# What was concluded in the year and what was later: SQLite is quickest apart (the plus keeps it off the other index),
# PostgreSQL together (apart, it takes the other index).
LASTING = {
    "sqlite": f"""
        SELECT {{groups}}, {COUNTS}, COUNT(*) FROM {{table}}
        WHERE authority_id IN ({{authorities}}) AND {{ended}} BETWEEN '{{start}}' AND '{{end}}' GROUP BY 1, 2
        UNION ALL
        SELECT '', {{last}}, {COUNTS}, 0 FROM {{table}}
        WHERE authority_id IN ({{authorities}}) AND {{ended}} > '{{end}}' AND +{{begun}} <= '{{end}}' GROUP BY 2
        UNION ALL {OPEN}
    """,  # noqa: S608
    "postgresql": f"""
        SELECT {{groups}}, {COUNTS}, COUNT(*) FILTER (WHERE {{ended}} <= '{{end}}') FROM {{table}}
        WHERE authority_id IN ({{authorities}}) AND {{ended}} >= '{{start}}' AND {{begun}} <= '{{end}}' GROUP BY 1, 2
        UNION ALL {OPEN}
    """,  # noqa: S608
}
DECISIONS = """
    SELECT kind, SUM(quantity) FROM (
        SELECT matter_id, SUM(quantity) AS quantity FROM disclosure_decision
        WHERE authority_id IN ({authorities}) AND decided_on BETWEEN '{start}' AND '{end}' GROUP BY matter_id
    ) AS decided JOIN disclosure_matter ON id = matter_id GROUP BY kind
"""
DOCUMENTS = """
    SELECT nature, {columns} FROM disclosure_item
    WHERE authority_id IN ({authorities}) AND nature IN ('regulation', 'normative') GROUP BY nature
"""
MATTERS = """
    SELECT kind, COUNT(*) FILTER (WHERE established_on < '{start}'),
        COUNT(*) FILTER (WHERE established_on >= '{start}') - COUNT(*) FILTER (WHERE cancelled_on <= '{end}')
    FROM disclosure_matter
    WHERE authority_id IN ({authorities}) AND established_on <= '{end}'
        AND (cancelled_on IS NULL OR cancelled_on >= '{start}')
    GROUP BY kind
"""
MONEY = """
    SELECT COUNT(*), COALESCE(SUM(CAST(ROUND(amount * 100) AS bigint)), 0) FROM {table}
    WHERE authority_id IN ({authorities}) AND {day} BETWEEN '{start}' AND '{end}'
"""
FORMED = "COUNT(*) FILTER (WHERE formed_on BETWEEN '{start}' AND '{end}')"
PUBLISHED = "COUNT(*) FILTER (WHERE published_on BETWEEN '{start}' AND '{end}')"
REPEALED = "COUNT(*) FILTER (WHERE repealed_on BETWEEN '{start}' AND '{end}')"
STANDING = "COUNT(*) FILTER (WHERE {begun} <= '{{end}}' AND (repealed_on IS NULL OR repealed_on > '{{end}}'))"
DOCUMENT_COLUMNS = {
    2019: (("made", FORMED), ("published", PUBLISHED), ("public", STANDING.format(begun="published_on"))),
    2021: (("made", FORMED), ("repealed", REPEALED), ("in_force", STANDING.format(begun="formed_on"))),
}
OTHERWISE = ("not_corrected", "not_paid", "other")
DECIDED = {2019: ("licence", "service", "penalty", "coercion"), 2021: ("licence", "penalty", "coercion")}


def by_hand(year: int, authorities: tuple[int, ...]) -> Cells:
    """All cells of the report: one statement a table of the database, rows put where they belong, totals added up."""
    edition = 2019 if year <= 2020 else 2021
    days = {"start": f"{year}-01-01", "end": f"{year}-12-31", "authorities": ", ".join(map(str, authorities))}
    cells: Cells = dict.fromkeys(KEYS[edition], 0)
    with connection.cursor() as cursor:

        def ask(statement: str, **names: str) -> list[tuple]:
            cursor.execute(statement.format(**days, **names))
            return cursor.fetchall()

        _applications(cells, ask, edition)
        _cases(cells, ask)
        _documents(cells, ask, edition, days)
        for kind, quantity in ask(DECISIONS):
            if kind in DECIDED[edition]:
                cells[f"2.{kind}.decisions"] = int(quantity)
        if edition == 2019:
            for kind, before, change in ask(MATTERS):
                cells[f"2.{kind}.before"], cells[f"2.{kind}.change"] = before, change
            ((number, fen),) = ask(MONEY, table="disclosure_procurement", day="procured_on")
            cells["2.procurement.projects"], cells["2.procurement.amount"] = number, _wan_yuan(fen)
        else:
            ((_, fen),) = ask(MONEY, table="disclosure_feereceipt", day="received_on")
            cells["2.charge.amount"] = _wan_yuan(fen)
    return cells


def _wan_yuan(fen: int) -> Decimal:
    return (Decimal(fen) / 1_000_000).quantize(Decimal("0.000001"), ROUND_HALF_UP)


def _applications(cells: Cells, ask: Callable[..., list[tuple]], edition: int) -> None:
    names = {"table": "disclosure_application", "begun": "received_on", "ended": "concluded_on"}
    found: Counter[str] = Counter()
    for outcome, kind, total, before, ended in ask(
        LASTING[connection.vendor], groups="outcome, applicant_kind", last="applicant_kind", **names
    ):
        row = "otherwise" if edition == 2019 and outcome in OTHERWISE else outcome
        for cell, number in (
            ("received", total - before),
            ("carried_in", before),
            ("carried_out", total - ended),
            ("concluded", ended),
            (row, ended),
        ):
            if number:
                found[f"3.{cell}.{kind}"] += number
                found[f"3.{cell}.total"] += number
    cells.update(found)


def _cases(cells: Cells, ask: Callable[..., list[tuple]]) -> None:
    names = {"table": "disclosure_case", "begun": "accepted_on", "ended": "concluded_on"}
    found: Counter[str] = Counter()
    for result, route, total, _, ended in ask(
        LASTING[connection.vendor], groups="result, route", last="route", **names
    ):
        if ended:
            found[f"4.{route}.{result}"] += ended
        found[f"4.{route}.open"] += total - ended
        found[f"4.{route}.total"] += total
    cells.update(found)


def _documents(cells: Cells, ask: Callable[..., list[tuple]], edition: int, days: dict[str, str]) -> None:
    columns = DOCUMENT_COLUMNS[edition]
    for nature, *numbers in ask(DOCUMENTS, columns=", ".join(sql for _, sql in columns).format(**days)):
        for (column, _), number in zip(columns, numbers, strict=True):
            cells[f"2.{nature}.{column}"] = number


KEYS = {
    2019: [figure.key for figure in edition_for(2019).figures],
    2021: [figure.key for figure in edition_for(2021).figures],
}
