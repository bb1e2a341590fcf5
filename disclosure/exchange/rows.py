"""A table in pieces that go from one process to another: first its head, then row after row."""

from collections.abc import Iterator
from dataclasses import dataclass

from .reading import Cells, read_table

Flaws = dict[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class Head:
    """All of a table but its rows; `flaws`: those of its heading, and of rows known beforehand."""

    name: str
    heading: Cells
    total: int
    notes: tuple[str, ...]
    flaws: Flaws


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its number and the flaws that were found on the way to it."""

    number: int
    cells: Cells
    flaws: Flaws


def pieces(data: bytes, name: str) -> Iterator[Head | Row]:
    """The head, then the rows; raises FileRefused as `read_table`, also on the way."""
    table = read_table(data, name)
    known = dict(table.flaws)
    yield Head(table.name, table.heading, table.total, table.notes, known)
    told = len(known)
    for number, cells in table.rows:
        new: Flaws = {}
        if len(table.flaws) > told:  # they only grow, in the order in which they are found
            new = dict(list(table.flaws.items())[told:])
            told = len(table.flaws)
        yield Row(number, cells, new)
