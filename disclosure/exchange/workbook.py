"""XLSX: guarded against bombs, its formulas and error values found, then read by calamine in the order of rows."""

import io
import itertools
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers.expat import ExpatError

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from .errors import FileRefused
from .folding import letters
from .markup import attributes_of
from .reading import ADVICE, Cells, Table
from .sheet_scan import MOST_FLAWS, Scan, scan_sheet

LARGEST_UNPACKED = 600 * 2**20  # bytes; 100,000 applications unpack to about a tenth of it
MOST_CELLS = 8_000_000  # calamine lays a sheet out in full, from its first to its last cell
CHUNK = 2**20
LISTS, NOTES = "选项", "填写说明"  # sheets of the template that hold no records
Flaws = dict[tuple[int, int], str]
Place = tuple[int, int]
_RELATIONS = "xl/_rels/workbook.xml.rels"


def read_workbook(data: bytes, name: str) -> Table:
    """The first visible worksheet. Raises FileRefused where the workbook is damaged, oversized or without a table."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _guard(archive, name)
            sheets = _visible_sheets(data, name)
            scan = scan_sheet(archive, _part_of(archive, sheets[0]))
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ExpatError, NotImplementedError, RuntimeError):
        raise _damaged(name) from None
    if scan.rows * scan.columns > MOST_CELLS:
        raise FileRefused(
            f"「{name}」的工作表一直延伸到第{scan.rows}行{letters(scan.columns)}列，范围太大。"
            "请删除数据以外的行和列（其中可能有零星内容），或分成几个文件导入。"
        )
    others = set(sheets[1:]) - {LISTS, NOTES}
    notes = (f"工作簿有多张工作表，只读取了第一张「{sheets[0]}」。",) if others else ()
    return _table(data, name, sheets[0], scan, notes)


def _damaged(name: str) -> FileRefused:
    return FileRefused(f"「{name}」已损坏，无法读取。请用表格软件重新打开并另存为 .xlsx 后再导入。")


def _guard(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse what would unpack to more than memory should hold, by what the archive says and by what it gives."""
    if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
        raise FileRefused(f"「{name}」解压后过大，可能不是正常的表格。请分成几个文件导入。")
    for part in archive.infolist():  # reading to the end also checks size and checksum
        if part.filename.lower().endswith("sharedstrings.xml"):
            with archive.open(part) as stream:
                while stream.read(CHUNK):
                    pass


def _visible_sheets(data: bytes, name: str) -> list[str]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except CalamineError:
        raise _damaged(name) from None
    kinds = (SheetTypeEnum.WorkSheet, SheetVisibleEnum.Visible)
    found = [sheet.name for sheet in book.sheets_metadata if (sheet.typ, sheet.visible) == kinds]
    if not found:
        raise FileRefused(f"「{name}」里没有可见的工作表。{ADVICE}")
    return found


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The path of a worksheet inside the archive."""
    names = {part.lower(): part for part in archive.namelist()}
    sheets = attributes_of(archive.read(names["xl/workbook.xml"]), "sheet")
    relation = next(found["id"] for found in sheets if found["name"] == sheet)
    relations = attributes_of(archive.read(names[_RELATIONS]), "Relationship")
    target = next(found["Target"] for found in relations if found["Id"] == relation)
    return names[posixpath.normpath(posixpath.join("/xl", target)).lstrip("/").lower()]


def _table(data: bytes, name: str, sheet_name: str, scan: Scan, notes: tuple[str, ...]) -> Table:
    sheet = _sheet(data, name, sheet_name)
    if sheet.start is None:
        raise FileRefused(f"「{name}」的第一张工作表「{sheet_name}」是空的。")
    rows = _rows(sheet, sheet.start[1], scan.flaws)
    number, heading = next(rows)
    if number != 1:
        raise FileRefused(f"「{name}」第1行是空的；第1行应是列名。")
    return Table(name, heading, rows, sheet.start[0] + sheet.height - 1, scan.flaws, notes)


def _sheet(data: bytes, name: str, sheet_name: str) -> CalamineSheet:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(sheet_name)
    except CalamineError:
        raise _damaged(name) from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # how a failed assertion in Rust arrives; not an Exception
            raise _damaged(name) from None
        raise


def _rows(sheet: CalamineSheet, left: int, flaws: Flaws) -> Iterator[tuple[int, Cells]]:
    """Rows that hold anything, with their numbers; `left`: empty columns before the first.

    calamine gives an empty cell for an error value and for a formula never calculated: such rows count as filled.
    """
    padding: Cells = [""] * left
    flawed = {row for row, _ in flaws}
    merged = _merged_by_row(sheet)
    number = 0
    for number, cells in zip(itertools.count(1), sheet.iter_rows()):
        cells = padding + cells  # noqa: PLW2901 from column A on
        for first, last in merged.get(number, ()):
            if cells[first[1]] != "":
                _flag_covered(first, last, flaws, flawed)
        if number in flawed or any(cell != "" for cell in cells):
            yield number, cells
    yield from (
        (row, [""] * max(column for at, column in flaws if at == row)) for row in sorted(flawed) if row > number
    )


def _merged_by_row(sheet: CalamineSheet) -> dict[int, list[tuple[Place, Place]]]:
    """Merged ranges of data rows by the row (from 1) in which they begin; corners count from 0."""
    merged: dict[int, list[tuple[Place, Place]]] = {}
    for first, last in sheet.merged_cell_ranges or ():
        if first[0] > 0:
            merged.setdefault(first[0] + 1, []).append((first, last))
    return merged


def _flag_covered(first: Place, last: Place, flaws: Flaws, flawed: set[int]) -> None:
    """The cells that a merged one covers look empty; what was meant for them is not for us to guess."""
    places = itertools.product(range(first[0] + 1, last[0] + 2), range(first[1] + 1, last[1] + 2))
    for place in itertools.islice(places, 1, MOST_FLAWS):
        flaws.setdefault(place, "被合并单元格盖住，没有自己的值；请取消合并，每个单元格都填")
        flawed.add(place[0])
