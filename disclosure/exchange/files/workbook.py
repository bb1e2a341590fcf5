"""XLSX, Strict or not: guarded against bombs, its formulas and error values found before calamine reads it."""

import posixpath
from collections import Counter
from functools import cached_property

from disclosure.documents.limits.unpacking import chunks, opened
from disclosure.exchange.cells.dates import SERIALS_FROM, SERIALS_FROM_1904
from disclosure.exchange.errors import FileRefused

from .faults import damaged, guarded
from .heading_search import HeadingsSought
from .kept_texts import text_lengths
from .limits import LARGEST_INDEX, LARGEST_UNPACKED
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
