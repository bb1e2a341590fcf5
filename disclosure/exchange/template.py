"""An empty spreadsheet to fill in: headings, lists to choose from, one example row, and what each column takes."""

import io

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from .cells.widgets import ChoiceWidget, DateWidget
from .columns import RecordColumn, RecordResource
from .files.table import LISTS, NOTES
from .folding import letters

LAST_ROW = 5000  # as far as lists and formats reach
WIDTH = 18
REQUIRED = PatternFill("solid", fgColor="FFF2CC")


def template(resource: RecordResource) -> bytes:
    """Return the workbook, with an example row to overwrite."""
    book = Workbook()
    sheet, lists, notes = book.active, book.create_sheet(LISTS), book.create_sheet(NOTES)
    sheet.title = str(resource.model._meta.verbose_name)
    sheet.freeze_panes = "A2"
    lists.sheet_state = "hidden"
    notes.append(["列名", "是否必填", "可填内容"])
    for position, column in enumerate(resource.columns, 1):
        _fill(sheet, position, column)
        if isinstance(column.widget, ChoiceWidget):
            _offer(sheet, lists, position, column.widget)
        notes.append([column.column_name, necessity(column), takes(column)])
    notes.column_dimensions["C"].width = 4 * WIDTH
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def necessity(column: RecordColumn) -> str:
    """Say whether a column is required."""
    return "必填" if column.filled else "须有此列，可空" if column.required else "可选"


def takes(column: RecordColumn) -> str:
    """Say what a column's cells may hold."""
    limit = f"，最多 {column.limit} 字" if column.limit and column.limit <= WIDTH**2 else ""
    return f"{column.widget.kind}{limit}"


def _fill(sheet: Worksheet, position: int, column: RecordColumn) -> None:
    """Write heading and example; the whole column is text, so that long numbers stay as typed."""
    heading = sheet.cell(1, position, column.column_name)
    heading.font = Font(bold=True)
    if column.required:
        heading.fill = REQUIRED
    example = sheet.cell(2, position, column.example or None)
    dimension = sheet.column_dimensions[letters(position)]
    dimension.width = WIDTH
    dimension.number_format = example.number_format = "yyyy-mm-dd" if isinstance(column.widget, DateWidget) else "@"


def _offer(sheet: Worksheet, lists: Worksheet, position: int, widget: ChoiceWidget) -> None:
    """Add a list to choose from on a hidden sheet: inside a cell it is limited to 255 characters."""
    letter = letters(position)
    for row, label in enumerate(widget.labels.values(), 1):
        lists.cell(row, position, str(label))
    validation = DataValidation(
        "list", formula1=f"{LISTS}!${letter}$1:${letter}${len(widget.labels)}", allow_blank=True
    )
    validation.error, validation.errorTitle = "请从列表中选择。", "不是可填的值"
    validation.add(f"{letter}2:{letter}{LAST_ROW}")
    sheet.add_data_validation(validation)
