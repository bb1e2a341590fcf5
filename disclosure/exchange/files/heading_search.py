"""Where a table begins: the row of column names below titles and notes, on whichever sheet has it. Pure functions."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from disclosure.exchange.folding import folded

from .limits import MOST_HEADINGS
from .table import Cells

LOOKED_AT = 50  # rows that hold anything; a table that begins further down is none that a form asks for
LONGEST_HEADING = 200  # characters of a cell that may be a column name with remarks
_REMARK = re.compile(r"[(\[【〔<《][^()\[\]【】〔〕<>《》]*[)\]】〕>》]$")
_MARKS = "*:：＊※★"
_UNITS = {f"({unit})": "(元)" for unit in ("单位:元", "人民币元", "人民币", "元人民币", "单位元", "RMB")}

NumberedCells = tuple[int, Cells]


@dataclass(frozen=True, slots=True)
class HeadingsSought:
    """The column names of a kind of record, those it cannot do without, those of other kinds, and a chosen sheet."""

    names: tuple[str, ...]
    required: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class FoundHeading:
    """A heading of one or more rows among the first of a sheet: `top` and `bottom` are places in that list.

    `matches`: how many columns of the kind it names; `is_complete`: all that are required.
    """

    cells: Cells
    top: int
    bottom: int
    matches: int
    is_complete: bool


class HeadingNames:
    """Column names as they may be written: with blanks, line breaks, marks and remarks in brackets."""

    def __init__(self, names: Iterable[str]) -> None:
        self.by_fold: Mapping[str, str] = {folded(name): name for name in names}

    def name(self, cell: object) -> str | None:
        """Return the column that a cell names, or None."""
        return self.by_fold.get(written) if (written := self.written(cell)) else None

    def is_exact(self, cell: object) -> bool:
        """Whether a cell is a column name but for blanks and the width of its characters."""
        return folded(str(cell)) in self.by_fold

    def written(self, cell: object) -> str:
        """Return a folded cell without the remarks and marks that hide a known name, or as it is."""
        if not isinstance(cell, str) or len(cell) > LONGEST_HEADING:
            return ""
        text = bare = folded(cell)
        while bare and bare not in self.by_fold:
            if (shorter := bare.strip(_MARKS)) != bare:
                bare = shorter
            elif (found := _REMARK.search(bare)) is None:
                return text
            else:
                start = found.start()
                unit = bare[:start] + _UNITS.get(found[0].upper(), "")
                bare = unit if unit in self.by_fold else bare[:start]
        return bare or text


def find_heading(rows: Sequence[NumberedCells], sought: HeadingsSought) -> FoundHeading | None:
    """Return the heading among the first rows of a sheet: the row that names most columns, the first of several.

    Rows above and below that hold the other half of a heading in two rows belong to it. None where no row names any.
    """
    own, every = HeadingNames(sought.names), HeadingNames((*sought.names, *sought.others))
    place, matches = _best(rows, own)
    if matches <= 1:  # 办结日期 alone may be of another kind, whose table is told better than a column that is missing
        place, matches = max((place, matches), _best(rows, every), key=lambda found: found[1])
    if matches == 0:
        return None
    names = own if _matches(rows[place][1], own) else every
    cells, top, bottom = _with_other_rows(rows, place, names)
    named = {own.name(cell) for cell in cells} - {None}
    return FoundHeading(cells, top, bottom, len(named), set(sought.required) <= named)


def _best(rows: Sequence[NumberedCells], names: HeadingNames) -> tuple[int, int]:
    """Return the place of the row that names most columns, and how many."""
    counts = [_matches(cells, names) for _, cells in rows]
    most = max(counts, default=0)
    return (counts.index(most) if counts else 0), most


def _matches(cells: Cells, names: HeadingNames) -> int:
    if sum(1 for cell in cells if cell not in ("", None)) > MOST_HEADINGS:
        return 0
    return len({names.name(cell) for cell in cells} - {None})


def _with_other_rows(rows: Sequence[NumberedCells], place: int, names: HeadingNames) -> tuple[Cells, int, int]:
    """Return the heading together with rows beside it that name columns where it does not."""
    cells, top, bottom = list(rows[place][1]), place, place
    while bottom + 1 < len(rows) and rows[bottom + 1][0] == rows[bottom][0] + 1:
        below = _below(cells, rows[bottom + 1][1], names)
        if below is None:
            break
        cells, bottom = below, bottom + 1
    while top > 0 and rows[top - 1][0] == rows[top][0] - 1:
        above = rows[top - 1][1]
        filled = [position for position, cell in enumerate(above) if _is_missing(cells, position) and names.name(cell)]
        if not filled:
            break
        cells.extend([""] * (filled[-1] + 1 - len(cells)))
        for position in filled:
            cells[position] = above[position]
        top -= 1
    return cells, top, bottom


def _below(cells: Cells, row: Cells, names: HeadingNames) -> Cells | None:
    """Return the heading with the names of the row below it, or None where that row is no part of it."""
    filled = [position for position, cell in enumerate(row) if cell not in ("", None)]
    if not filled or not all(names.name(row[position]) for position in filled):
        return None
    if any(position < len(cells) and names.name(cells[position]) for position in filled):
        return None  # the same columns once more: a heading that is repeated
    longer = cells + [""] * (filled[-1] + 1 - len(cells))
    return [row[position] if position in filled else cell for position, cell in enumerate(longer)]


def _is_missing(cells: Cells, position: int) -> bool:
    return position >= len(cells) or cells[position] in ("", None)
