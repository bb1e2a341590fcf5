""".xlsb: looked through record by record for what calamine does not tell, then read by calamine."""

import io
import struct
from collections.abc import Iterator
from functools import cached_property
from typing import BinaryIO

from disclosure.exchange.cells.dates import SERIALS_FROM_1904

from .archive import Archive
from .faults import damaged, guarded
from .heading_search import HeadingsSought
from .markup import attributes_of
from .old_excel import ERRORS
from .sheet_scan import Scan
from .sheets import Sheets, read_sheets, refuse_too_much
from .table import SpreadsheetTable

_BOOK, _RELATIONS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels"
_INDEX = ("[content_types].xml", "_rels/.rels", _BOOK, _RELATIONS, "xl/styles.bin")
_SHEETS = "xl/worksheets/"
_ROW, _BLANK, _ERROR, _FIRST_FORMULA, _FORMULA_ERROR, _COLUMN, _PROPERTIES, _SHEET, _MERGED = (
    *(0, 1, 3, 8, 11, 60, 153, 156, 176),
)
_LONGEST_RECORD = 2**24  # bytes; the longest text of a cell takes 64 KiB
_MORE = 0x80  # set in a byte that another follows
_IS_HIDDEN_ROW, _IS_FROM_1904 = 0x10, 0x01


def read_binary_excel(data: bytes, name: str, sought: HeadingsSought, notes: tuple[str, ...] = ()) -> SpreadsheetTable:
    """Read the worksheet that has the heading; raises FileRefused for a damaged, oversized or empty workbook."""
    with guarded(name):
        return read_sheets(_BinaryExcel(data, name), sought, notes)


class _BinaryExcel(Sheets):
    """A binary workbook."""

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(data, name)
        self.book = Archive(data, name, _INDEX, lambda _: False)
        self.links: dict[str, str] = {}
        for kind, record in _records(io.BytesIO(self.book.read(_BOOK))):
            if kind == _PROPERTIES and record[0] & _IS_FROM_1904:
                self.day_zero = SERIALS_FROM_1904
            elif kind == _SHEET:
                link, end = _text(record, 8)
                self.links[_text(record, end)[0]] = link

    @cached_property
    def targets(self) -> dict[str, str]:
        """The parts by the links to them."""
        every = attributes_of(self.book.read(_RELATIONS), "Relationship")
        targets = {found["Id"]: found["Target"].removeprefix("/xl/") for found in every}
        if len(targets) < len(every):
            raise damaged(self.name)
        return targets

    def scan(self, sheet: str) -> Scan:
        part = f"xl/{self.targets[self.links[sheet]]}".lower()
        if not part.startswith(_SHEETS) or ".." in part or part not in self.book.parts:
            raise damaged(self.name)
        scan, row, is_hidden = Scan(), 0, False
        for kind, record in _records(io.BytesIO(self.book.read(part))):
            if kind == _ROW:
                row = struct.unpack_from("<I", record)[0] + 1
                is_hidden = bool(record[11] & _IS_HIDDEN_ROW)
            elif _BLANK < kind <= _FORMULA_ERROR:
                _note_cell(scan, row, kind, record)
                if is_hidden:
                    scan.add_hidden_row(row)
            elif kind == _COLUMN and struct.unpack_from("<H", record, 16)[0] & 1:
                first, last = struct.unpack_from("<II", record)
                scan.hidden_columns.append((first + 1, last + 1))
            elif kind == _MERGED:
                scan.merged += 1
        refuse_too_much(scan, self.name)
        return scan


def _records(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a part; raises ValueError for one that no program writes."""
    while first := stream.read(1):
        kind = first[0]
        if kind & _MORE:
            kind = (kind & 0x7F) | (stream.read(1)[0] & 0x7F) << 7
        length, shift = 0, 0
        while True:
            byte = stream.read(1)[0]
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & _MORE:
                break
        if length > _LONGEST_RECORD:
            raise ValueError("a record too long")
        yield kind, stream.read(length)


def _text(record: bytes, start: int) -> tuple[str, int]:
    """Return a text and where it ends."""
    length = struct.unpack_from("<I", record, start)[0]
    end = start + 4 + 2 * length
    return record[start + 4 : end].decode("utf-16-le"), end


def _note_cell(scan: Scan, row: int, kind: int, record: bytes) -> None:
    column = struct.unpack_from("<I", record)[0] + 1
    scan.rows, scan.columns = max(scan.rows, row), max(scan.columns, column)
    if kind >= _FIRST_FORMULA:
        is_error = kind == _FORMULA_ERROR
        scan.add_formula(row, column, ERRORS.get(record[8], "#?") if is_error else "=", is_error=is_error)
    elif kind == _ERROR:
        scan.add_flaw(row, column, f"是错误值 {ERRORS.get(record[8], '#?')}；请更正这个单元格")
