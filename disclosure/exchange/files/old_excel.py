""".xls and .et (BIFF8): looked through record by record for what calamine does not tell, then read by calamine."""

import struct
from collections.abc import Iterator

from disclosure.exchange.cells.dates import SERIALS_FROM, SERIALS_FROM_1904
from disclosure.exchange.errors import FileRefused

from .compound import CompoundFile
from .faults import damaged, guarded
from .heading_search import HeadingsSought
from .sheet_scan import Scan
from .sheets import Sheets, read_sheets, refuse_too_much
from .table import ADVICE, SpreadsheetTable

_FORMULA, _END, _FILE_PASS, _FROM_1904, _SHEET = 0x0006, 0x000A, 0x002F, 0x0022, 0x0085
_COLUMN, _ROW, _MERGED, _BOOLEAN_OR_ERROR, _SEVERAL = 0x007D, 0x0208, 0x00E5, 0x0205, 0x00BD
_CELLS = frozenset({0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6, _FORMULA, _BOOLEAN_OR_ERROR, _SEVERAL})
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_IS_HIDDEN_ROW = 0x20
_NO_NUMBER, _AN_ERROR = b"\xff\xff", 2  # of a formula's result: not a number but what its first byte says


def read_old_excel(data: bytes, name: str, sought: HeadingsSought, notes: tuple[str, ...] = ()) -> SpreadsheetTable:
    """Read the worksheet that has the heading; raises FileRefused for a damaged, protected or empty workbook."""
    with guarded(name):
        return read_sheets(_OldExcel(data, name), sought, notes)


class _OldExcel(Sheets):
    """A workbook of Excel 97 to 2003, or of WPS."""

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(data, name)
        file = CompoundFile(data)
        stream = file.stream("Workbook")
        if stream is None and file.stream("Book") is not None:
            raise FileRefused(f"「{name}」是 Excel 95 或更早的格式，太旧，无法读取。{ADVICE}")
        if stream is None:
            raise damaged(name)
        self.stream = stream
        self.starts: list[int] = []
        for kind, record in _records(stream, 0):
            if kind == _FILE_PASS:
                raise FileRefused(f"「{name}」加了密码。请先去掉打开密码，再导入。")
            if kind == _SHEET:
                self.starts.append(struct.unpack_from("<I", record)[0])
            elif kind == _FROM_1904:
                self.day_zero = SERIALS_FROM_1904 if record[0] else SERIALS_FROM

    def scan(self, sheet: str) -> Scan:
        names = [found.name for found in self.opened.sheets_metadata]
        if len(names) != len(self.starts):
            raise damaged(self.name)
        scan = Scan()
        hidden: set[int] = set()
        filled: set[int] = set()
        for kind, record in _records(self.stream, self.starts[names.index(sheet)]):
            if kind in _CELLS:
                filled.add(_note_cell(scan, kind, record))
            else:
                _note_other(scan, kind, record, hidden)
        for row in sorted(hidden & filled):
            scan.add_hidden_row(row)
        refuse_too_much(scan, self.name)
        return scan


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of the part of a workbook that begins there, up to its end."""
    place = start
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        if kind == _END:
            return
        yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length
    raise ValueError("no end")


def _note_cell(scan: Scan, kind: int, record: bytes) -> int:
    """Note how far a cell reaches and what is wrong with it; returns its row."""
    row, column = (number + 1 for number in struct.unpack_from("<HH", record))
    last = struct.unpack_from("<H", record, len(record) - 2)[0] + 1 if kind == _SEVERAL else column
    scan.rows, scan.columns = max(scan.rows, row), max(scan.columns, last)
    if kind == _FORMULA:
        is_error = record[12:14] == _NO_NUMBER and record[6] == _AN_ERROR
        result = ERRORS.get(record[8], "#?") if is_error else "="
        scan.add_formula(row, column, result, is_error=is_error)
    elif kind == _BOOLEAN_OR_ERROR and record[7]:
        scan.add_flaw(row, column, f"是错误值 {ERRORS.get(record[6], '#?')}；请更正这个单元格")
    return row


def _note_other(scan: Scan, kind: int, record: bytes, hidden: set[int]) -> None:
    if kind == _ROW and struct.unpack_from("<H", record, 12)[0] & _IS_HIDDEN_ROW:
        hidden.add(struct.unpack_from("<H", record)[0] + 1)
    elif kind == _COLUMN and struct.unpack_from("<H", record, 8)[0] & 1:
        first, last = struct.unpack_from("<HH", record)
        scan.hidden_columns.append((first + 1, last + 1))
    elif kind == _MERGED:
        scan.merged += struct.unpack_from("<H", record)[0]
