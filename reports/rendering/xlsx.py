"""The report as a workbook: the texts on the first sheet, then one sheet per table, from A1 on."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from itertools import pairwise

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from disclosure.rendering.archive import repacked
from disclosure.rendering.prose import clean, plain_text
from disclosure.rendering.titles import width
from reports.editions.grid import FilledCell, Grid, Number, SumOfFigures, format_number

from .document import DocumentPart, Prose, ReportDocument
from .json import plain_number

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_TERMS = "{http://purl.org/dc/terms/}"
_PROPERTIES = "docProps/core.xml"
_TEXTS = "正文"
_TABLE_WIDTH, _TEXT_WIDTH = 104.0, 78.0  # in characters of the workbook's font
_LINE, _LEAST_ROW = 15.0, 21.0  # points
_NAME_LENGTH = 31  # what Excel allows for a sheet
_LONGEST = 32_767  # characters a cell can hold
_FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")

_THIN = Side(style="thin")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="F2F2F2")
_SONG, _HEI = "宋体", "黑体"

Places = Mapping[str, tuple[Worksheet, int, int]]  # figure key → sheet, row, column (1-based)


def render(document: ReportDocument) -> bytes:
    """The report as an XLSX. Totals are formulas stored with their values, so readers need not calculate."""
    workbook = Workbook()
    workbook.properties = _properties(document)
    _texts(workbook.active, document)
    sheets = [(grid, workbook.create_sheet(_name(workbook, grid.table.title))) for grid in document.grids]
    places = {key: place for grid, sheet in sheets for key, place in _places(grid, sheet)}
    values = {cell.figure.key: cell.value for grid in document.grids for cell in grid.flat() if cell.figure}
    for grid, sheet in sheets:
        _table(sheet, grid, places, values)
        _print_set_up(sheet, document, grid.table.title)
    by_place = {(sheet.title, row, column): values[key] for key, (sheet, row, column) in places.items()}
    return _saved(workbook, by_place, is_dated=document.signed_on is not None)


def _properties(document: ReportDocument) -> DocumentProperties:
    properties = DocumentProperties()
    properties.title, properties.creator = clean(document.title), clean(document.authority)
    properties.lastModifiedBy = clean(document.authority)
    properties.subject = f"{document.year}年政府信息公开工作年度报告"
    properties.keywords, properties.language = f"政府信息公开,年度报告,{document.year}年", "zh-CN"
    properties.contentStatus = clean(document.state) or None
    if document.signed_on:
        properties.created = properties.modified = datetime.combine(document.signed_on, time(), UTC)
    return properties


# --- Texts ------------------------------------------------------------------


def _texts(sheet: Worksheet, document: ReportDocument) -> None:
    sheet.title = _TEXTS
    sheet.column_dimensions["A"].width = _TEXT_WIDTH
    _line(sheet, document.title, Font(_HEI, size=16), "center")
    if document.state:
        _line(sheet, f"〔{document.state}〕", Font(_HEI, size=12, color="C00000"), "center")
    for part in document.parts:
        _part(sheet, part)
    for text in (document.authority, document.signed_on_text):
        _line(sheet, text, Font(_SONG, size=12), "right")
    for note in ("更正说明", *document.notes) if document.notes else ():
        _line(sheet, note, Font(_SONG, size=11))
    _print_set_up(sheet, document, _TEXTS)


def _part(sheet: Worksheet, part: DocumentPart) -> None:
    if part.heading:
        _line(sheet, part.heading, Font(_HEI, size=12))
    for item in part.content:
        if isinstance(item, Prose):
            for line in plain_text(item.html):
                _line(sheet, line, Font(_SONG, size=12))
        else:
            _line(sheet, f"（见工作表「{item.table.title}」）", Font(_SONG, size=12, color="666666"))


def _line(sheet: Worksheet, text: str, font: Font, align: str = "left") -> None:
    if not text:
        return
    row = (sheet.max_row + 1) if sheet["A1"].value else 1
    cell = sheet.cell(row, 1)
    _write_text(cell, text)
    cell.font = font
    cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)
    lines = max(1, -(-width(text) * 2.4 // _TEXT_WIDTH))
    sheet.row_dimensions[row].height = min(409.0, 8 + (font.size + 4) * lines)


def _write_text(cell: Cell, text: str) -> None:
    """Store as text whatever it begins with: a typed 「=…」 must not become a formula."""
    cell.value = clean(text)[:_LONGEST]
    cell.data_type = "s"
    if text.startswith(_FORMULA_MARKS):
        cell.quotePrefix = True


# --- Tables -----------------------------------------------------------------


def _name(workbook: Workbook, title: str) -> str:
    name = re.sub(r"[\[\]:*?/\\']", " ", clean(title)).strip()[:_NAME_LENGTH] or "表"
    number, free = 1, name
    while free in workbook.sheetnames:
        number += 1
        free = f"{name[: _NAME_LENGTH - 4]}（{number}）"
    return free


def _places(grid: Grid, sheet: Worksheet) -> Iterator[tuple[str, tuple[Worksheet, int, int]]]:
    return ((c.figure.key, (sheet, c.row + 1, c.column + 1)) for c in grid.flat() if c.figure)


def _table(sheet: Worksheet, grid: Grid, places: Places, values: Mapping[str, Number | None]) -> None:
    whole = sum(grid.table.widths)
    widths = [_TABLE_WIDTH * share / whole for share in grid.table.widths]
    for column, room in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = room
    heights = [_LEAST_ROW] * len(grid.cells)
    for cell in grid.flat():
        _write_cell(sheet, cell, _formula(cell, sheet, places, values))
        room = sum(widths[cell.column : cell.column + cell.columns])
        lines = -(-width(cell.text) * 2.2 // (room - 1))
        if cell.rows == 1:
            heights[cell.row] = max(heights[cell.row], 6 + _LINE * lines)
    for row, height in enumerate(heights, 1):
        sheet.row_dimensions[row].height = height
    if grid.table.header_rows:
        sheet.print_title_rows = f"1:{grid.table.header_rows}"
        sheet.freeze_panes = sheet.cell(grid.table.header_rows + 1, 1)


def _write_cell(sheet: Worksheet, cell: FilledCell, formula: str | None) -> None:
    first = sheet.cell(cell.row + 1, cell.column + 1)
    for row in sheet.iter_rows(first.row, first.row + cell.rows - 1, first.column, first.column + cell.columns - 1):
        for place in row:
            place.border = _BORDER
    if cell.figure:
        first.value = formula or plain_number(cell.value)
    else:
        _write_text(first, cell.text)
    first.font = Font(_SONG, size=11)
    first.alignment = Alignment(horizontal=cell.align, vertical="center", wrap_text=not cell.figure)
    if cell.header:
        first.fill = _HEAD
    if cell.rows > 1 or cell.columns > 1:
        sheet.merge_cells(
            start_row=first.row,
            end_row=first.row + cell.rows - 1,
            start_column=first.column,
            end_column=first.column + cell.columns - 1,
        )


def _formula(cell: FilledCell, sheet: Worksheet, places: Places, values: Mapping[str, Number | None]) -> str | None:
    """The formula of a total; None where the printed total is not the sum (a historical report)."""
    source = cell.figure.source if cell.figure else None
    if not isinstance(source, SumOfFigures) or not source.parts or any(part not in places for part in source.parts):
        return None
    parts = [values[part] for part in source.parts]
    if None in parts or cell.value != sum(part for part in parts if part is not None):
        return None
    if any(places[part][0] is not sheet for part in source.parts):
        return None
    stretches = _stretches([places[part][1:] for part in source.parts])
    return f"=SUM({','.join(_area(first, last) for first, last in stretches)})"


def _area(first: tuple[int, int], last: tuple[int, int]) -> str:
    names = [f"{get_column_letter(column)}{row}" for row, column in (first, last)]
    return names[0] if first == last else ":".join(names)


def _stretches(cells: list[tuple[int, int]]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    runs = [[cells[0]]]
    for before, after in pairwise(cells):
        step = (after[0] - before[0], after[1] - before[1])
        run = runs[-1]
        straight = len(run) == 1 or step == (run[1][0] - run[0][0], run[1][1] - run[0][1])
        if step in {(0, 1), (1, 0)} and straight:
            run.append(after)
        else:
            runs.append([after])
    return [(run[0], run[-1]) for run in runs]


# --- Print and the file -----------------------------------------------------


def _print_set_up(sheet: Worksheet, document: ReportDocument, heading: str) -> None:
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.6
    margins.top = margins.bottom = 0.9
    mark = f"〔{document.state}〕" if document.state else ""
    sheet.oddHeader.center.text = clean(f"{mark}{document.title} · {heading}").replace("&", "&&")
    sheet.oddFooter.center.text = "— &P —"


def _saved(workbook: Workbook, values: Mapping[tuple[str, int, int], Number | None], *, is_dated: bool) -> bytes:
    """Save the workbook and mend the two things that openpyxl cannot write (docs/decisions/report-xlsx.md)."""
    target = io.BytesIO()
    ExcelWriter(workbook, zipfile.ZipFile(target, "w")).save()  # Workbook.save() would date it with this hour
    titles = {sheet.path.removeprefix("/"): sheet.title for sheet in workbook.worksheets}

    def mended(name: str, part: bytes) -> bytes:
        if name not in {*titles, _PROPERTIES}:
            return part
        root = etree.fromstring(part)
        if name in titles:
            _add_values(root, titles[name], values)
        elif not is_dated:
            etree.strip_elements(root, f"{_TERMS}created", f"{_TERMS}modified")
        return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))

    return repacked(target.getvalue(), mended)


def _add_values(sheet: etree._Element, title: str, values: Mapping[tuple[str, int, int], Number | None]) -> None:
    """Fill the `v` that openpyxl leaves empty behind each formula."""
    for cell in sheet.iterfind(f".//{_MAIN}c[{_MAIN}f]"):
        letters, row = coordinate_from_string(cell.get("r"))
        cell.find(f"{_MAIN}v").text = format_number(values[title, row, column_index_from_string(letters)])
