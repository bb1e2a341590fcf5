"""Merged cells, the same for the report's own tables and for tables in texts."""

from collections.abc import Sequence
from typing import Protocol, TypeVar


class PlacedCell(Protocol):
    """A cell with its place (0-based) and span."""

    @property
    def row(self) -> int: ...
    @property
    def column(self) -> int: ...
    @property
    def rows(self) -> int: ...
    @property
    def columns(self) -> int: ...


P = TypeVar("P", bound=PlacedCell)


def covering(rows: Sequence[Sequence[P]]) -> list[list[P]]:
    """For each row, return the cells that stand in it or reach down into it, left to right."""
    reached: list[list[P]] = [[] for _ in rows]
    for cell in (cell for row in rows for cell in row):
        for number in range(cell.row, cell.row + cell.rows):
            reached[number].append(cell)
    return [sorted(row, key=lambda cell: cell.column) for row in reached]


def header_rows(rows: Sequence[Sequence[P]], count: int) -> int:
    """Return `count`, or 0 where a heading cell spans into the rows below: such a head cannot repeat."""
    crosses = any(cell.row + cell.rows > count for row in rows[:count] for cell in row)
    return 0 if crosses else count
