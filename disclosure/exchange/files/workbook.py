"""XLSX: guarded against bombs, its formulas and error values found, then read by calamine in the order of rows."""

import io
import itertools
import posixpath
from collections import Counter
from collections.abc import Iterator

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from disclosure.documents.limits.unpacking import chunks, opened
from disclosure.exchange.errors import FileRefused
from disclosure.exchange.folding import letters

from .faults import damaged, guarded
from .kept_texts import text_lengths
from .limits import (
    LARGEST_INDEX,
    LARGEST_UNPACKED,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_COVERED,
    MOST_GIVEN,
    MOST_MERGED,
    MOST_ROWS,
)
from .markup import attributes_of
from .sheet_scan import MOST_FLAWS, Scan, scan_sheet
from .table import ADVICE, LISTS, NOTES, Cells, SpreadsheetTable

Flaws = dict[tuple[int, int], str]
Place = tuple[int, int]
_RELATIONS = "xl/_rels/workbook.xml.rels"
_INDEX = ("[content_types].xml", "_rels/.rels", "xl/workbook.xml", _RELATIONS, "xl/styles.xml")
_SHEETS = "xl/worksheets/"
_TEXTS = "xl/sharedstrings.xml"


def read_workbook(data: bytes, name: str) -> SpreadsheetTable:
    """Read the first visible worksheet; raises FileRefused for a damaged, oversized or empty workbook."""
    with guarded(name):
        book = _Book(data, name)
        sheets = _visible_sheets(data, name)
        part = book.part_of(sheets[0])
        scan = scan_sheet(book.archive, part, text_lengths(book.read(_TEXTS) or b"<sst/>"))
        _refuse_too_much(scan, name)
        others = set(sheets[1:]) - {LISTS, NOTES}
        notes = (f"工作簿有多张工作表，只读取了第一张「{sheets[0]}」。",) if others else ()
        return _table(data, name, sheets[0], scan, notes)


def _refuse_too_much(scan: Scan, name: str) -> None:
    if scan.rows * max(scan.columns, 1) > MOST_CELLS:
        raise FileRefused(
            f"「{name}」的工作表一直延伸到第{scan.rows}行{letters(scan.columns)}列，范围太大。"
            "请删除数据以外的行和列（其中可能有零星内容），或分成几个文件导入。"
        )
    if scan.given > MOST_GIVEN or scan.merged > MOST_MERGED:
        why = f"文字超过 {MOST_GIVEN // 2**20} MB" if scan.given > MOST_GIVEN else f"合并单元格超过 {MOST_MERGED} 处"
        raise FileRefused(f"「{name}」的工作表里{why}，无法读取。请删减，或分成几个文件导入。")


class _Book:
    """The parts of a workbook by lower-case name, as calamine looks them up."""

    def __init__(self, data: bytes, name: str) -> None:
        """Raises FileRefused for what would unpack to more than memory should hold."""
        self.name = name
        self.archive = opened(data)
        self.parts = {part.filename.lower(): part for part in self.archive.infolist()}
        if len(self.parts) < len(self.archive.infolist()):
            raise damaged(name)  # of two parts that differ in large and small letters, which is read?
        if sum(part.file_size for part in self.parts.values()) > LARGEST_UNPACKED:
            raise FileRefused(f"「{name}」解压后过大，可能不是正常的表格。请分成几个文件导入。")
        for part, found in self.parts.items():
            if not part.startswith(_SHEETS):  # the sheet that is read is looked through when it is scanned
                if part in _INDEX and found.file_size > LARGEST_INDEX:
                    raise FileRefused(
                        f"「{name}」中的工作表目录或样式过大，可能不是正常的表格。请复制到新工作簿后再导入。"
                    )
                for _ in chunks(self.archive, found):
                    pass  # to its end, which no reader may pass: calamine does not look at the size declared

    def read(self, part: str) -> bytes:
        """Return a part, never more than its declared size; empty where there is none."""
        found = self.parts.get(part.lower())
        return b"" if found is None else b"".join(chunks(self.archive, found))

    def part_of(self, sheet: str) -> str:
        """Return the path of a worksheet; raises FileRefused where calamine might read another one."""
        named = [found for found in attributes_of(self.read("xl/workbook.xml"), "sheet") if found["name"] == sheet]
        links = Counter(found["Id"] for found in attributes_of(self.read(_RELATIONS), "Relationship"))
        if len(named) != 1 or links[named[0]["id"]] != 1:
            raise damaged(self.name)
        every = attributes_of(self.read(_RELATIONS), "Relationship")
        target = next(found["Target"] for found in every if found["Id"] == named[0]["id"])
        inside = target.removeprefix("/xl/")
        part = f"xl/{inside}".lower()
        if (
            posixpath.normpath(inside) != inside
            or inside.startswith(("/", "xl/", ".."))
            or not part.startswith(_SHEETS)
            or part not in self.parts
        ):
            raise damaged(self.name)
        return part


def _visible_sheets(data: bytes, name: str) -> list[str]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    kinds = (SheetTypeEnum.WorkSheet, SheetVisibleEnum.Visible)
    found = [sheet.name for sheet in book.sheets_metadata if (sheet.typ, sheet.visible) == kinds]
    if not found:
        raise FileRefused(f"「{name}」里没有可见的工作表。{ADVICE}")
    return found


def _table(data: bytes, name: str, sheet_name: str, scan: Scan, notes: tuple[str, ...]) -> SpreadsheetTable:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(sheet_name)
    if sheet.start is None:
        raise FileRefused(f"「{name}」的第一张工作表「{sheet_name}」是空的。")
    rows = _guarded(_rows(sheet, sheet.start[1], scan.flaws), name)
    number, heading = next(rows, (0, []))
    if number != 1:
        raise FileRefused(f"「{name}」第1行是空的；第1行应是列名。")
    return SpreadsheetTable(name, heading, rows, sheet.start[0] + sheet.height - 1, scan.flaws, notes)


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
    """Map each row (from 1) to the merged ranges of data that begin in it; corners count from 0."""
    merged: dict[int, list[tuple[Place, Place]]] = {}
    for first, last in sheet.merged_cell_ranges or ():
        if first[0] > 0:
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
        flaws.setdefault(place, "被合并单元格盖住，没有自己的值；请取消合并，每个单元格都填")
        flawed.add(place[0])
    return count
