"""Tables in Word: fixed widths, true merges, heading rows that repeat."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from reports.editions.grid import FilledCell, Grid
from reports.rendering.spans import P, covering
from reports.rendering.titles import balanced
from reports.rendering.tree import ProseCell, ProseTable, widths

from .elements import TEXT_WIDTH, element, paragraph, shared_out

LARGE, SMALL = "TableTextLarge", "TableText"
# Lengths in twentieths of a point.
_FEW_COLUMNS = 6  # up to so many columns the larger type fits
_ROW_HEIGHT = {LARGE: 440, SMALL: 380}
_TYPE = {LARGE: 210, SMALL: 180}  # sizes of type: 五号, 小五
_MARGIN, _LABEL_INDENT = 28, 40  # of a cell, as in the template's table style
_LONG_TABLE, _LONG_TABLE_ROW = 26, 340  # more rows than this are lower, so that table 3 stays on one page


@dataclass(frozen=True, slots=True)
class _Layout:
    """What the rows of one table share. `keep` says whether a row stays on the page of the next."""

    widths: Sequence[int]
    header_rows: int
    height: int
    keep: Callable[[int], bool]


def grid_table(grid: Grid) -> etree._Element:
    """A table of the report. It stays on one page where it can."""
    rows = covering(grid.cells)
    style = LARGE if grid.table.columns <= _FEW_COLUMNS else SMALL
    height = _LONG_TABLE_ROW if len(rows) > _LONG_TABLE and style == SMALL else _ROW_HEIGHT[style]
    widths = shared_out(TEXT_WIDTH, grid.table.widths)
    layout = _Layout(widths, grid.table.header_rows, height, lambda number: number < len(rows) - 1)

    def content(cell: FilledCell, number: int) -> Iterator[etree._Element]:
        text = cell.text if cell.row == number else ""
        yield paragraph(text, style, *_position(cell, widths, _TYPE[style]), keep_next=layout.keep(number))

    return _table(rows, layout, content, grid.table.title)


def _position(cell: FilledCell, widths: Sequence[int], size: int) -> Iterator[etree._Element]:
    """Labels stand a little off the border; a heading of several lines has them equally long."""
    room = sum(widths[cell.column : cell.column + cell.columns]) - 2 * _MARGIN
    even = round(balanced(cell.text, room / size) * size)
    if cell.align != "center":
        yield element("ind", left=_LABEL_INDENT, firstLineChars=0, firstLine=0)
        yield element("jc", val=cell.align)
    elif even < room:
        side = (room - even) // 2
        yield element("ind", left=side, right=side, firstLineChars=0, firstLine=0)


def prose_table(
    table: ProseTable, width: int, content: Callable[[ProseCell, int], Iterator[etree._Element]]
) -> etree._Element:
    """A table of a text, `width` wide. `content` gives the paragraphs of a cell for the row it is asked in."""
    layout = _Layout(
        shared_out(width, widths(table)),
        table.header_rows,
        _ROW_HEIGHT[LARGE],
        lambda number: number < table.header_rows,
    )
    return _table(covering(table.cells), layout, content, "")


def _table(
    rows: Sequence[Sequence[P]],
    layout: _Layout,
    content: Callable[[P, int], Iterator[etree._Element]],
    title: str,
) -> etree._Element:
    properties = element(
        "tblPr",
        element("tblStyle", val="ReportTable"),
        element("tblW", w=sum(layout.widths), type="dxa"),
        element("jc", val="center"),
        element("tblLayout", type="fixed"),
        element("tblLook", val="0000"),
        *([element("tblCaption", val=title)] if title else []),
    )
    columns = element("tblGrid", *(element("gridCol", w=width) for width in layout.widths))
    return element("tbl", properties, columns, *(_row(row, n, layout, content) for n, row in enumerate(rows)))


def _row(
    cells: Sequence[P], number: int, layout: _Layout, content: Callable[[P, int], Iterator[etree._Element]]
) -> etree._Element:
    properties = element(
        "trPr",
        element("cantSplit"),
        element("trHeight", val=layout.height, hRule="atLeast"),
        *([element("tblHeader")] if number < layout.header_rows else []),
    )
    return element("tr", properties, *(_cell(cell, number, layout, content) for cell in cells))


def _cell(
    cell: P, number: int, layout: _Layout, content: Callable[[P, int], Iterator[etree._Element]]
) -> etree._Element:
    width = sum(layout.widths[cell.column : cell.column + cell.columns])
    properties = element("tcPr", element("tcW", w=width, type="dxa"))
    if cell.columns > 1:
        properties.append(element("gridSpan", val=cell.columns))
    if cell.rows > 1:
        properties.append(element("vMerge", val="restart" if cell.row == number else "continue"))
    properties.append(element("vAlign", val="center"))
    return element("tc", properties, *content(cell, number))
