"""XLSX, Strict or not: guarded against bombs, its formulas and error values found before calamine reads it."""

import posixpath
from collections import Counter
from functools import cached_property

from disclosure.exchange.cells.dates import SERIALS_FROM, SERIALS_FROM_1904

from .archive import Archive
from .faults import damaged, guarded
from .heading_search import HeadingsSought
from .kept_texts import text_lengths
from .markup import attributes_of
from .sheet_scan import Scan, scan_sheet
from .sheets import Sheets, read_sheets, refuse_too_much
from .table import SpreadsheetTable

_RELATIONS = "xl/_rels/workbook.xml.rels"
_INDEX = ("[content_types].xml", "_rels/.rels", "xl/workbook.xml", _RELATIONS, "xl/styles.xml")
_SHEETS = "xl/worksheets/"
_TEXTS = "xl/sharedstrings.xml"


def read_workbook(data: bytes, name: str, sought: HeadingsSought, notes: tuple[str, ...] = ()) -> SpreadsheetTable:
    """Read the worksheet that has the heading; raises FileRefused for a damaged, oversized or empty workbook."""
    with guarded(name):
        return read_sheets(_OpenXml(data, name), sought, notes)


class _OpenXml(Sheets):
    """An XLSX workbook."""

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(data, name)
        self.book = _Book(data, name)
        settings = attributes_of(self.book.read("xl/workbook.xml"), "workbookPr")
        is_from_1904 = any(found.get("date1904") in {"1", "true"} for found in settings)
        self.day_zero = SERIALS_FROM_1904 if is_from_1904 else SERIALS_FROM

    @cached_property
    def lengths(self) -> list[int]:
        """The lengths of the kept texts."""
        return text_lengths(self.book.read(_TEXTS) or b"<sst/>")

    def scan(self, sheet: str) -> Scan:
        scan = scan_sheet(self.book.archive, self.book.part_of(sheet), self.lengths)
        refuse_too_much(scan, self.name)
        return scan


class _Book(Archive):
    """The parts of an XLSX workbook."""

    def __init__(self, data: bytes, name: str) -> None:
        """Raises FileRefused for what would unpack to more than memory should hold."""
        super().__init__(data, name, _INDEX, lambda part: part.startswith(_SHEETS))

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
