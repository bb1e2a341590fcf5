"""Blocks as the text of a section: sanitised HTML of paragraphs, headings, lists and tables; and its plain lines."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from .blocks import Block, Cell, Line, Table

HIGHEST, LOWEST = 3, 4  # levels of headings within a section


def html_of(blocks: Sequence[Block]) -> str:
    """`blocks` as HTML; every text is escaped, and nothing is taken over from the file but its words."""
    return "".join(_html(blocks))


def _html(blocks: Iterable[Block]) -> Iterator[str]:
    for is_item, group in groupby(blocks, key=lambda block: isinstance(block, Line) and bool(block.listing)):
        if is_item:
            yield _listing([line for line in group if isinstance(line, Line)], 0)
            continue
        for block in group:
            if isinstance(block, Table):
                yield _table(block)
            elif isinstance(block, Line):
                yield _line(block)


def _line(line: Line) -> str:
    tag = f"h{min(max(line.heading, HIGHEST), LOWEST)}" if line.heading else "p"
    return f"<{tag}>{escape(line.text, quote=False)}</{tag}>"


def _listing(lines: Sequence[Line], depth: int) -> str:
    """One list or several, where its kind changes; what lies deeper belongs to the item before it."""
    written: list[str] = []
    position, kind = 0, ""
    while position < len(lines):
        line = lines[position]
        if line.depth > depth and written:
            deeper = position
            while deeper < len(lines) and lines[deeper].depth > depth:
                deeper += 1
            written[-1] = written[-1].removesuffix("</li>") + _listing(lines[position:deeper], line.depth) + "</li>"
            position = deeper
            continue
        if line.listing != kind:
            written += [f"</{kind}>"] * bool(kind) + [f"<{line.listing}>"]
            kind = line.listing
        written.append(f"<li><p>{escape(line.text, quote=False)}</p></li>")
        position += 1
    return "".join(written) + f"</{kind}>"


def _table(table: Table) -> str:
    rows = ["".join(_cell(cell) for cell in table.cells if cell.row == row) for row in range(table.height)]
    return "<table><tbody>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</tbody></table>"


def _cell(cell: Cell) -> str:
    spans = (("colspan", cell.columns), ("rowspan", cell.rows))
    attributes = "".join(f' {name}="{value}"' for name, value in spans if value > 1)
    return f"<td{attributes}>{html_of(cell.blocks) or '<p></p>'}</td>"


def lines_of(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the plain lines: a paragraph or item each, a row of a table joined by " | "."""
    for block in blocks:
        if isinstance(block, Line):
            yield block.text
        elif isinstance(block, Table):
            for row in range(block.height):
                cells = (cell for cell in block.cells if cell.row == row)
                yield " | ".join(" ".join(cell.text.split("\n")) for cell in cells)
