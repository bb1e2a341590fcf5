"""XLSX written as a stream. The libraries that write row by row keep a temporary file on disk, in the clear."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import RawIOBase
from typing import Any
from xml.sax.saxutils import escape

from .folding import letters

Cell = str | int | Decimal | date
MOST_ROWS = 1_048_575  # of a worksheet, below its heading
LONGEST_CELL = 32_767  # characters
ROWS_AT_ONCE = 500
WIDTH = 18
_FIRST_DAY = date(1899, 12, 30)
_FIRST_SAFE_YEAR = 1901  # before, spreadsheets disagree on the calendar
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}">'
    '<sheets><sheet name="%s" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_DOCUMENT}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="宋体"/></font>'
    '<font><b/><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="2" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
_HEADING, _TEXT, _DATE, _MONEY = 1, 2, 3, 4  # places in cellXfs


class _Pipe(RawIOBase):
    """What the archive writes into and the stream takes out of; it cannot seek, as the stream cannot."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.pieces.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """What came since the last call."""
        taken = b"".join(self.pieces)
        self.pieces.clear()
        return taken


def spreadsheet(rows: Iterator[list[Cell]], title: str) -> Iterator[bytes]:
    """A workbook of one sheet, its first row the heading; text stays text, so that nothing in it is run."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for name, text in _PARTS.items():
            archive.writestr(name, _XML + (text % escape(title) if "%s" in text else text))
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            heading = next(rows)
            sheet.write(_opening(len(heading)).encode())
            sheet.write(_row(1, heading, _HEADING).encode())
            lines: list[str] = []
            for number, row in enumerate(rows, 2):
                lines.append(_row(number, row, _TEXT))
                if len(lines) == ROWS_AT_ONCE:
                    sheet.write("".join(lines).encode())
                    lines.clear()
                    yield pipe.taken()
            sheet.write(("".join(lines) + "</sheetData></worksheet>").encode())
        yield pipe.taken()
    yield pipe.taken()


def _opening(columns: int) -> str:
    """Up to the first row, which stays in sight."""
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<cols><col min="1" max="{columns}" width="{WIDTH}" customWidth="1"/></cols><sheetData>'
    )


def _row(number: int, cells: list[Cell], text_style: int) -> str:
    filled = ((column, cell) for column, cell in enumerate(cells, 1) if cell != "")
    return (
        f'<row r="{number}">{"".join(_cell(f"{letters(at)}{number}", cell, text_style) for at, cell in filled)}</row>'
    )


def _cell(reference: str, value: Cell, text_style: int) -> str:
    if isinstance(value, date) and value.year >= _FIRST_SAFE_YEAR:
        return f'<c r="{reference}" s="{_DATE}"><v>{(value - _FIRST_DAY).days}</v></c>'
    if isinstance(value, int):
        return f'<c r="{reference}"><v>{value}</v></c>'
    if isinstance(value, Decimal):
        return f'<c r="{reference}" s="{_MONEY}"><v>{value}</v></c>'
    text = escape(_NO_XML.sub("", str(value)))
    return f'<c r="{reference}" s="{text_style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
