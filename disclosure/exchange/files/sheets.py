"""The sheets of a workbook: on which of them the table is, and its rows as calamine gives them."""

import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from disclosure.exchange.cells.dates import SERIALS_FROM
from disclosure.exchange.errors import FileRefused
from disclosure.exchange.folding import letters

from .assembling import SheetStart, assembled, with_what_is_unseen
from .faults import guarded
from .heading_search import LOOKED_AT, FoundHeading, HeadingsSought, find_heading
from .limits import MOST_CELLS, MOST_COLUMNS, MOST_COVERED, MOST_GIVEN, MOST_MERGED, MOST_ROWS, MOST_SHEETS
from .sheet_scan import MOST_FLAWS, Scan
from .table import ADVICE, COVERED, LISTS, NOTES, Cells, Flaws, SpreadsheetTable, TableHead

MOST_NAMED = 10  # sheets in one sentence
Place = tuple[int, int]


class Sheets:
    """A workbook that calamine reads; each format says how its sheets are looked through before."""

    day_zero: date = SERIALS_FROM

    def __init__(self, data: bytes, name: str) -> None:
        self.data, self.name = data, name

    def scan(self, sheet: str) -> Scan:
        """Look through a sheet before calamine lays it out; raises FileRefused for too large a one."""
        raise NotImplementedError

    @cached_property
    def opened(self) -> CalamineWorkbook:
        """Return the workbook as calamine has it; its sheets are laid out one by one, as they are asked for."""
        return CalamineWorkbook.from_filelike(io.BytesIO(self.data))


@dataclass
class _Looked:
    """A sheet with its first rows; `heading` is None where no row names a column."""

    sheet: str
    scan: Scan
    start: SheetStart
    heading: FoundHeading | None

    @property
    def has_records(self) -> bool:
        return self.heading is not None and len(self.start.first) > self.heading.bottom + 1

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """Sort a sheet that may be meant before one that is not."""
        heading = self.heading
        is_complete = heading is not None and heading.is_complete
        return is_complete, is_complete and self.has_records, heading.matches if heading else 0


def read_sheets(book: Sheets, sought: HeadingsSought, notes: tuple[str, ...] = ()) -> SpreadsheetTable:
    """Return the table of the sheet that has the heading, or the choice between several."""
    visible, hidden = _names(book)
    names = _wanted(book.name, visible, sought)
    best, equals = None, list[str]()
    for sheet in names:
        looked = _look(book, sheet, sought)
        if looked is None:
            continue
        if best is None or looked.rank > best.rank:
            best, equals = looked, [sheet]
        elif looked.rank[:2] == best.rank[:2] == (True, True):
            equals.append(sheet)
    if best is None:
        which = f"「{names[0]}」" if len(names) == 1 else ""
        raise FileRefused(f"「{book.name}」的工作表{which}是空的。")
    if len(equals) > 1:
        return SpreadsheetTable(TableHead(book.name, choices=tuple(equals)), iter(()))
    notes = (*notes, *_unread(best.sheet, visible, hidden))
    table = assembled(best.start, sought, notes)
    return with_what_is_unseen(table, best.scan)


def _names(book: Sheets) -> tuple[list[str], list[str]]:
    """Return the visible worksheets and the hidden ones; raises FileRefused where none can be read."""
    found = [sheet for sheet in book.opened.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    visible = [sheet.name for sheet in found if sheet.visible == SheetVisibleEnum.Visible]
    if not visible:
        raise FileRefused(f"「{book.name}」里没有可见的工作表。{ADVICE}")
    if len(visible) > MOST_SHEETS:
        raise FileRefused(f"「{book.name}」有超过 {MOST_SHEETS} 张工作表。请把要导入的一张另存为一个文件。")
    return visible, [sheet.name for sheet in found if sheet.name not in visible]


def _wanted(name: str, visible: list[str], sought: HeadingsSought) -> list[str]:
    if not sought.sheet:
        return [sheet for sheet in visible if sheet not in {LISTS, NOTES}] or visible
    if sought.sheet not in visible:
        raise FileRefused(f"「{name}」里没有可见的工作表「{sought.sheet}」；有：{_named(visible)}。")
    return [sought.sheet]


def _unread(sheet: str, visible: list[str], hidden: list[str]) -> list[str]:
    others = [one for one in (*visible, *hidden) if one != sheet and one not in {LISTS, NOTES}]
    return [f"工作簿有多张工作表，只读取了「{sheet}」；没有读取：{_named(others)}。"] if others else []


def _named(sheets: list[str]) -> str:
    more = f"等{len(sheets)}张" if len(sheets) > MOST_NAMED else ""
    return "、".join(f"「{sheet}」" for sheet in sheets[:MOST_NAMED]) + more


def _look(book: Sheets, name: str, sought: HeadingsSought) -> _Looked | None:
    """Return a sheet with its first rows, or None where it is empty."""
    scan = book.scan(name)
    sheet = book.opened.get_sheet_by_name(name)
    if sheet.start is None:
        return None
    rows = _guarded(_rows(sheet, sheet.start[1], scan.flaws), book.name)
    first = list(itertools.islice(rows, LOOKED_AT))
    if not first:
        return None
    total = sheet.start[0] + sheet.height - 1
    start = SheetStart(book.name, first, rows, total, scan.flaws, book.day_zero)
    return _Looked(name, scan, start, find_heading(first, sought))


def refuse_too_much(scan: Scan, name: str) -> None:
    """Raise FileRefused for a sheet that calamine must not lay out: too far, too much text, too many merged cells."""
    if scan.rows * max(scan.columns, 1) > MOST_CELLS:
        raise FileRefused(
            f"「{name}」的工作表一直延伸到第{scan.rows}行{letters(scan.columns)}列，范围太大。"
            "请删除数据以外的行和列（其中可能有零星内容），或分成几个文件导入。"
        )
    if scan.given > MOST_GIVEN or scan.merged > MOST_MERGED:
        why = f"文字超过 {MOST_GIVEN // 2**20} MB" if scan.given > MOST_GIVEN else f"合并单元格超过 {MOST_MERGED} 处"
        raise FileRefused(f"「{name}」的工作表里{why}，无法读取。请删减，或分成几个文件导入。")


def _guarded(rows: Iterator[tuple[int, Cells]], name: str) -> Iterator[tuple[int, Cells]]:
    """Guard the rows while they are read."""
    with guarded(name):
        for count, row in enumerate(rows):
            if count > MOST_ROWS:
                raise FileRefused(f"「{name}」超过 {MOST_ROWS} 行，请分成几个文件导入。")
            yield row


def _rows(sheet: CalamineSheet, left: int, flaws: Flaws) -> Iterator[tuple[int, Cells]]:
    """Rows that hold anything, with their numbers; `left`: empty columns before the first.

    calamine gives an empty cell for an error value and for a formula never calculated: such rows count as filled.
    """
    padding: Cells = [""] * left
    flawed = {row for row, _ in flaws}
    merged = _merged_by_row(sheet)
    number, covered = 0, MOST_COVERED
    for number, cells in zip(itertools.count(1), sheet.iter_rows()):
        cells = padding + cells  # noqa: PLW2901 from column A on
        for first, last in merged.get(number, ()):
            if first[1] < len(cells) and cells[first[1]] != "":
                covered -= _flag_covered(first, last, flaws, flawed, covered)
        if number in flawed or any(cell != "" for cell in cells):
            yield number, cells
    widths: dict[int, int] = {}
    for row, column in flaws:
        widths[row] = max(widths.get(row, 0), column)
    yield from ((row, [""] * min(widths[row], MOST_COLUMNS)) for row in sorted(flawed) if row > number)


def _merged_by_row(sheet: CalamineSheet) -> dict[int, list[tuple[Place, Place]]]:
    """Map each row (from 1) to the merged ranges that begin in it; corners count from 0."""
    merged: dict[int, list[tuple[Place, Place]]] = {}
    for first, last in sheet.merged_cell_ranges or ():
        merged.setdefault(first[0] + 1, []).append((first, last))
    return merged


def _flag_covered(first: Place, last: Place, flaws: Flaws, flawed: set[int], most: int) -> int:
    """The cells that a merged one covers look empty; what was meant for them is not for us to guess.

    Returns how many there were, up to `most`.
    """
    if most <= 0:
        return 0
    count = 0
    columns = range(first[1] + 1, last[1] + 2)
    places = ((row, column) for row in range(first[0] + 1, last[0] + 2) for column in columns)
    for place in itertools.islice(places, 1, min(MOST_FLAWS, most)):
        count += 1
        flaws.setdefault(place, COVERED)
        flawed.add(place[0])
    return count
