"""The first rows of a sheet and the others → a table that begins below its heading."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from disclosure.exchange.cells.readings import rows_named
from disclosure.exchange.folding import letters

from .heading_search import FoundHeading, HeadingsSought, NumberedCells, find_heading
from .sheet_scan import Scan
from .table import COVERED, Flaws, SpreadsheetTable, TableHead

MOST_NOTED = 20  # hidden columns in one sentence


@dataclass(frozen=True, slots=True)
class SheetStart:
    """A sheet whose first rows were read: what is known of it beside them."""

    name: str
    first: list[NumberedCells]
    rest: Iterator[NumberedCells]
    total: int
    flaws: Flaws
    day_zero: date | None = None


def assembled(sheet: SheetStart, sought: HeadingsSought, notes: tuple[str, ...] = ()) -> SpreadsheetTable:
    """Return the table; where no row names a column, the first row is taken for the heading, to be complained about."""
    first, flaws = sheet.first, sheet.flaws
    found = find_heading(first, sought) or FoundHeading(list(first[0][1]), 0, 0, 0, is_complete=False)
    top, bottom = first[found.top][0], first[found.bottom][0]
    for place in [place for place in flaws if place[0] < top or (place[0] <= bottom and flaws[place] == COVERED)]:
        del flaws[place]
    head = TableHead(
        sheet.name, found.cells, sheet.total, notes, dict(flaws), top, bottom,
        tuple(cells for _, cells in first[: found.bottom + 1]), sheet.day_zero,
    )  # fmt: skip
    return SpreadsheetTable(head, itertools.chain(first[found.bottom + 1 :], sheet.rest), flaws)


def with_what_is_unseen(table: SpreadsheetTable, scan: Scan) -> SpreadsheetTable:
    """Add the notes about what nobody sees on the sheet: hidden rows and columns, formulas."""
    notes: list[str] = []
    if rows := [row for row in scan.hidden_rows if row > table.head.bottom]:
        notes.append(
            f"{rows_named(rows, len(rows))}是隐藏的（可能是筛选造成的），也一并读取了；不要导入的请先从表格中删去。"
        )
    headed = [position for position, cell in enumerate(table.heading, 1) if cell not in ("", None)]
    if columns := [letters(one) for one in headed if any(low <= one <= high for low, high in scan.hidden_columns)]:
        notes.append(f"{'、'.join(columns[:MOST_NOTED])}列是隐藏的，也一并读取了。")
    if formulas := [letters(one) for one in headed if scan.formulas.get(one, 0) > table.head.bottom]:
        notes.append(
            f"{'、'.join(formulas[:MOST_NOTED])}列中有公式，按文件里保存的计算结果读取；请确认保存之前已经重新计算。"
        )
    table.head = replace(table.head, notes=(*table.head.notes, *notes))
    return table
