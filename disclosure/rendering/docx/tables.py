"""Tables in Word: fixed widths, true merges, heading rows that repeat."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from disclosure.rendering.spans import P, covering
from disclosure.rendering.tree import ProseCell, ProseTable, widths

from .elements import element, shared_out

LARGE, SMALL = "TableTextLarge", "TableText"
ROW_HEIGHT = {LARGE: 440, SMALL: 380}  # twentieths of a point


@dataclass(frozen=True, slots=True)
class Layout:
    """What the rows of one table share; `widths` and `height` in twentieths of a point.

    `keep` says whether a row stays on the page of the next.
    """

    widths: Sequence[int]
    header_rows: int
    height: int
    keep: Callable[[int], bool]


def prose_table(
    table: ProseTable, width: int, content: Callable[[ProseCell, int], Iterator[etree._Element]]
) -> etree._Element:
    """A table of a text, `width` wide. `content` gives the paragraphs of a cell for the row it is asked in."""
    layout = Layout(
        shared_out(width, widths(table)),
        table.header_rows,
        ROW_HEIGHT[LARGE],
        lambda number: number < table.header_rows,
    )
    return word_table(covering(table.cells), layout, content, "")


def word_table(
    rows: Sequence[Sequence[P]],
    layout: Layout,
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
    cells: Sequence[P], number: int, layout: Layout, content: Callable[[P, int], Iterator[etree._Element]]
) -> etree._Element:
    properties = element(
        "trPr",
        element("cantSplit"),
        element("trHeight", val=layout.height, hRule="atLeast"),
        *([element("tblHeader")] if number < layout.header_rows else []),
    )
    return element("tr", properties, *(_cell(cell, number, layout, content) for cell in cells))


def _cell(
    cell: P, number: int, layout: Layout, content: Callable[[P, int], Iterator[etree._Element]]
) -> etree._Element:
    width = sum(layout.widths[cell.column : cell.column + cell.columns])
    properties = element("tcPr", element("tcW", w=width, type="dxa"))
    if cell.columns > 1:
        properties.append(element("gridSpan", val=cell.columns))
    if cell.rows > 1:
        properties.append(element("vMerge", val="restart" if cell.row == number else "continue"))
    properties.append(element("vAlign", val="center"))
    return element("tc", properties, *content(cell, number))
