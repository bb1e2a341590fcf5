"""The report's tables in Word."""

from collections.abc import Iterator, Sequence

from lxml import etree

from disclosure.rendering.docx.elements import TEXT_WIDTH, element, paragraph, shared_out
from disclosure.rendering.docx.tables import LARGE, ROW_HEIGHT, SMALL, Layout, word_table
from disclosure.rendering.spans import covering
from disclosure.rendering.titles import balanced
from reports.editions.grid import FilledCell, Grid

# Lengths in twentieths of a point.
_FEW_COLUMNS = 6  # up to so many columns the larger type fits
_TYPE = {LARGE: 210, SMALL: 180}  # sizes of type: 五号, 小五
_MARGIN, _LABEL_INDENT = 28, 40  # of a cell, as in the template's table style
_LONG_TABLE, _LONG_TABLE_ROW = 26, 340  # more rows than this are lower, so that table 3 stays on one page


def grid_table(grid: Grid) -> etree._Element:
    rows = covering(grid.cells)
    style = LARGE if grid.table.columns <= _FEW_COLUMNS else SMALL
    height = _LONG_TABLE_ROW if len(rows) > _LONG_TABLE and style == SMALL else ROW_HEIGHT[style]
    widths = shared_out(TEXT_WIDTH, grid.table.widths)
    layout = Layout(widths, grid.table.header_rows, height, lambda number: number < len(rows) - 1)

    def content(cell: FilledCell, number: int) -> Iterator[etree._Element]:
        text = cell.text if cell.row == number else ""
        yield paragraph(text, style, *_position(cell, widths, _TYPE[style]), keep_next=layout.keep(number))

    return word_table(rows, layout, content, grid.table.title)


def _position(cell: FilledCell, widths: Sequence[int], size: int) -> Iterator[etree._Element]:
    """Labels keep a little distance from the border; the lines of a long heading have equal length."""
    room = sum(widths[cell.column : cell.column + cell.columns]) - 2 * _MARGIN
    even = round(balanced(cell.text, room / size) * size)
    if cell.align != "center":
        yield element("ind", left=_LABEL_INDENT, firstLineChars=0, firstLine=0)
        yield element("jc", val=cell.align)
    elif even < room:
        side = (room - even) // 2
        yield element("ind", left=side, right=side, firstLineChars=0, firstLine=0)
