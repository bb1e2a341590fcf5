"""Layout tables taken apart, and tables in cells brought into the rows of the table around them."""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from .blocks import Block, Cell, Line, Table, words

_PROSE = 200  # characters beside nested tables that no cell of a statutory table has
_WIDTH = 10_000  # columns that a column of the outer table is parted into, so that nested ones find their place


def unfolded(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks with layout tables replaced by what stands in their cells, in reading order."""
    for block in blocks:
        if not isinstance(block, Table):
            yield block
        elif _is_layout(block):
            for cell in block.cells:
                yield from unfolded(cell.blocks)
        else:
            yield _flat(block) if any(cell.tables for cell in block.cells) else block


def _is_layout(table: Table) -> bool:
    """Whether cells hold a page rather than figures: prose beside tables, one cell alone, or tables in tables."""
    if len(table.cells) == 1:
        return True
    for cell in table.cells:
        own = [block.text for block in cell.blocks if isinstance(block, Line)]
        if sum(map(len, own)) > _PROSE * 5 or (cell.tables and sum(map(len, own)) > _PROSE):
            return True
        if any(inner.tables for nested in cell.tables for inner in nested.cells):
            return True
    # A frame of a few cells around whole tables: more is inside than outside.
    outside = sum(not cell.tables and bool(cell.text.strip()) for cell in table.cells)
    inside = sum(len(nested.cells) for cell in table.cells for nested in cell.tables)
    return bool(inside) and outside * 3 < inside and len(table.cells) <= 4  # noqa: PLR2004


def _flat(table: Table) -> Table:
    """Bring nested tables into the rows around them: a row is as many rows high as the highest table in it."""
    heights = [1] * table.height
    for cell in table.cells:
        needed = sum(nested.height for nested in cell.tables)
        have = sum(heights[cell.row : cell.row + cell.rows])
        if needed > have:
            heights[cell.row + cell.rows - 1] += needed - have
    starts = [sum(heights[:row]) for row in range(len(heights) + 1)]
    cells = [new for cell in table.cells for new in _spread(cell, starts)]
    return Table(tuple(sorted(map(_narrowed(cells), cells), key=lambda cell: (cell.row, cell.column))))


def _narrowed(cells: list[Cell]) -> Callable[[Cell], Cell]:
    """Number the columns anew, so that there is one between any two edges."""
    edges = sorted({edge for cell in cells for edge in (cell.column, cell.column + cell.columns)})
    place = {edge: number for number, edge in enumerate(edges)}

    def narrow(cell: Cell) -> Cell:
        left, right = place[cell.column], place[cell.column + cell.columns]
        return Cell(cell.row, left, cell.rows, right - left, cell.blocks)

    return narrow


def _spread(cell: Cell, starts: list[int]) -> Iterator[Cell]:
    first, end = starts[cell.row], starts[cell.row + cell.rows]
    column, width = cell.column * _WIDTH, cell.columns * _WIDTH
    if not cell.tables:
        yield Cell(first, column, end - first, width, cell.blocks)
        return
    lines = tuple(block for block in cell.blocks if not isinstance(block, Table))
    if any(text.strip() for text in words(lines)):
        yield Cell(first, column, end - first, 1, lines)
    row = first
    for nested in cell.tables:
        wide = max((one.column + one.columns for one in nested.cells), default=1)
        for one in nested.cells:
            left = column + int(Fraction(one.column * (width - 1), wide)) + 1
            right = column + int(Fraction((one.column + one.columns) * (width - 1), wide)) + 1
            yield Cell(row + one.row, left, one.rows, max(1, right - left), one.blocks)
        row += nested.height
