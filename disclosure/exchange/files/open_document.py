""".ods: looked through for what calamine does not tell, then read by calamine."""

from functools import cached_property
from itertools import islice, product

from disclosure.documents.limits.unpacking import chunks
from disclosure.documents.limits.wholes import whole
from disclosure.exchange.cells.dates import SERIALS_FROM, SERIALS_FROM_1904
from disclosure.exchange.errors import FileRefused
from disclosure.exchange.folding import shortened

from .archive import Archive
from .faults import damaged, guarded
from .heading_search import HeadingsSought
from .limits import MOST_COVERED
from .markup import local, safe_parser
from .sheet_scan import FARTHEST, Scan
from .sheets import Sheets, read_sheets, refuse_too_much
from .table import COVERED, SpreadsheetTable

_CONTENT, _MANIFEST = "content.xml", "meta-inf/manifest.xml"
_SMALL = ("meta-inf/manifest.xml", "mimetype", "settings.xml")
_HIDDEN = ("collapse", "filter")
_ERRORS = ("#", "Err:")


def read_open_document(data: bytes, name: str, sought: HeadingsSought, notes: tuple[str, ...] = ()) -> SpreadsheetTable:
    """Read the sheet that has the heading; raises FileRefused for a damaged, protected or empty workbook."""
    with guarded(name):
        return read_sheets(_OpenDocument(data, name), sought, notes)


class _OpenDocument(Sheets):
    """A spreadsheet of LibreOffice and its kin."""

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(data, name)
        self.archive = Archive(data, name, _SMALL, lambda part: part == _CONTENT)
        if b"encryption-data" in self.archive.read(_MANIFEST):
            raise FileRefused(f"「{name}」加了密码。请先去掉打开密码，再导入。")
        if _CONTENT not in self.archive.parts:
            raise damaged(name)
        self.day_zero = SERIALS_FROM_1904 if self._parsed.null_date.startswith("1904") else SERIALS_FROM

    @cached_property
    def _parsed(self) -> "_Content":
        """All sheets, looked through at once: calamine lays all of them out when it opens the file."""
        content = _Content()
        for chunk in chunks(self.archive.archive, self.archive.parts[_CONTENT]):
            content.parser.Parse(chunk, False)  # noqa: FBT003 expat's signature
        content.parser.Parse(b"", True)  # noqa: FBT003 as above
        for scan in content.scans.values():
            refuse_too_much(scan, self.name)
        return content

    def scan(self, sheet: str) -> Scan:
        return self._parsed.scans[sheet]


class _Content:
    """The sheets of a document as expat meets their cells; rows and cells may stand for many equal ones."""

    def __init__(self) -> None:
        self.scans: dict[str, Scan] = {}
        self.null_date = ""
        self.scan = Scan()
        self.row, self.rows, self.column = 0, 1, 0
        self.is_hidden = self.has_content = False
        self.cell: dict[str, str] | None = None
        self.text: list[str] = []
        self.parser = safe_parser()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text.append

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = local(name)
        if tag not in _TAGS:
            return
        given = {local(key): value for key, value in attributes.items() if not key.startswith("calcext:")}
        given["error"] = attributes.get("calcext:value-type", "")
        if tag == "table":
            self.scan = self.scans.setdefault(given.get("name", ""), Scan())
            self.row, self.rows, self.column = 0, 1, 0
        elif tag == "null-date":
            self.null_date = given.get("date-value", "")
        elif tag == "table-column":
            columns = _count(given, "number-columns-repeated")
            if given.get("visibility") in _HIDDEN:
                self.scan.hidden_columns.append((self.column + 1, self.column + columns))
            self.column += columns
        elif tag == "table-row":
            self.row += 1
            self.rows, self.column = _count(given, "number-rows-repeated"), 0
            self.is_hidden, self.has_content = given.get("visibility") in _HIDDEN, False
        else:
            self.cell = given
            self.text.clear()

    def end(self, name: str) -> None:
        tag = local(name)
        if tag == "table-row":
            last = self.row + self.rows - 1
            if self.is_hidden and self.has_content:
                for row in range(self.row, min(last, self.row + MOST_COVERED) + 1):
                    self.scan.add_hidden_row(row)
            self.row = last
        elif tag in _CELLS and self.cell is not None:
            columns = _count(self.cell, "number-columns-repeated")
            self._note_cell(self.cell, "".join(self.text).strip(), columns)
            self.column += columns
            self.cell = None

    def _note_cell(self, cell: dict[str, str], text: str, columns: int) -> None:
        """Note what a cell, or so many equal ones side by side, holds."""
        formula = cell.get("formula")
        if not text and not cell.get("value-type") and formula is None:
            return
        self.has_content = True
        scan, last = self.scan, self.row + self.rows - 1
        scan.rows, scan.columns = max(scan.rows, last), max(scan.columns, self.column + columns)
        scan.given += len(text.encode()) * columns * self.rows
        is_error = cell["error"] == "error" or (formula is not None and text.startswith(_ERRORS))
        places = product(range(self.row, last + 1), range(self.column + 1, self.column + columns + 1))
        for row, column in islice(places, MOST_COVERED if formula is not None or is_error else 0):
            if formula is not None:
                scan.add_formula(row, column, text or cell.get("value-type", ""), is_error=is_error)
            else:
                scan.add_flaw(row, column, f"是错误值 {shortened(text)}；请更正这个单元格")
        self._note_covered(cell)

    def _note_covered(self, cell: dict[str, str]) -> None:
        """Note the cells that this one is merged over."""
        down, right = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if down > 1 or right > 1:
            self.scan.merged += 1
            places = product(range(self.row, self.row + down), range(self.column + 1, self.column + right + 1))
            for row, column in islice(places, 1, MOST_COVERED):
                self.scan.add_flaw(row, column, COVERED)


_CELLS = ("table-cell", "covered-table-cell")
_TAGS = frozenset({"table", "null-date", "table-column", "table-row", *_CELLS})


def _count(attributes: dict[str, str], name: str) -> int:
    """Return how often something stands side by side, or over how many places it lies."""
    return max(whole(attributes.get(name, "1"), FARTHEST), 1)
