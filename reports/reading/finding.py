"""Tables found by what stands in them: every row of every table is held against the rows of a format."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

from reports.editions.grid import Figure

from . import labels
from .blocks import Block, Cell, Table
from .forms import FormRow, FormTable
from .headings import Heading, headings_of, is_heading_row
from .labels import Match

_MANY = 5  # figures in a row
_DIGIT = re.compile("[0-9０-９]")
_ALONE = re.compile(r"\(?[一二三四五六七八九十\d]{1,2}[).、]?")  # the number of a label, in a cell of its own


@dataclass(slots=True)
class FoundCell:
    """What is printed for a figure, and the unit that its heading names (empty: none, or the format's own)."""

    text: str
    heading_unit: str = ""


@dataclass(slots=True)
class FoundTable:
    """A table of a format as found in the blocks of a file.

    `blocks` are the places of the tables that it stands in; `labels` what is printed for a label of the format;
    `broken` the rows whose cells could not be told apart, with what is printed there.
    """

    form: FormTable
    cells: dict[str, FoundCell] = field(default_factory=dict)
    blocks: list[int] = field(default_factory=list)
    labels: dict[str, tuple[str, Match]] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    doubled: list[str] = field(default_factory=list)
    rows: set[str] = field(default_factory=set)

    @property
    def score(self) -> tuple[int, int]:
        """How well the format fits: rows found less those missing, then labels printed as the format has them."""
        return len(self.rows - self.broken.keys()) * 2 - len(self.form.rows), sum(
            not match.is_near for _, match in self.labels.values()
        )


def find(form: FormTable, blocks: Sequence[Block]) -> FoundTable | None:
    """Find a table in the blocks, however many tables it is split into; None where no row of it is there."""
    found = FoundTable(form)
    reader = _SingleRow(found) if form.is_single_row else _Rows(found)
    for place, block in enumerate(blocks):
        if isinstance(block, Table) and reader.take(block):
            found.blocks.append(place)
    return found if found.rows else None


class _Rows:
    """Reads a table with a row for each label. Headings hold until others come, over the tables of a split one too."""

    def __init__(self, found: FoundTable) -> None:
        self.found, self.form = found, found.form
        self.headings: list[Heading] = []
        self.is_within = False
        self.cut: Sequence[Cell] | None = None  # the last row without a label of the form, in case it goes on

    def take(self, table: Table) -> bool:
        """Read the rows that belong to the form; False where there are none."""
        is_headed, count = False, len(self.found.rows)
        previous: list[Heading] = []
        cut, self.cut = self.cut, None
        for number, row in enumerate(table.rows()):
            heads = headings_of(row, self.form.headings)
            if is_heading_row(row, heads):
                is_headed = self.is_within = True
                self.headings = _joined(previous, heads)
                previous = self.headings
                continue
            previous = []
            if not (number == 0 and cut and self._joined_row(cut, row)):
                self._row(row)
        return is_headed or len(self.found.rows) > count

    def _row(self, row: Sequence[Cell]) -> None:
        at, match = _label(row, self.form)
        if match is None:
            self.cut = row
            return
        line = self.form.row(match.label)
        cells = [cell for cell in row[at + 1 :] if not self._is_other(cell)]  # a tall cell that slipped to the right
        # Without headings a row is of this table only if so many cells follow that no list in a text has them.
        is_certain = len(cells) == len(line.figures) >= _MANY
        if not cells or not (self.is_within or is_certain):
            return
        placed = place_cells(line.figures, cells, self._relevant(line))
        if placed is None and not any(_DIGIT.search(cell.text) for cell in cells):
            return  # 「总计」 is a heading elsewhere
        self._note_label(row[at].text, match)
        if placed is None:
            self.found.broken.setdefault(line.label, " | ".join(cell.text for cell in cells))
            self.found.rows.add(line.label)
            return
        put(self.found, line, placed)

    def _joined_row(self, above: Sequence[Cell], row: Sequence[Cell]) -> bool:
        """Read the halves of a row that a page break cut: alone neither has the label."""
        for (at, first), (place, second) in product(enumerate(above), enumerate(row)):
            match = labels.match(first.text + second.text, self.form.labels)
            if match and not match.is_near and len(above) - at == len(row) - place:
                line = self.form.row(match.label)
                for half in (above[at + 1 :], row[place + 1 :]):
                    if placed := place_cells(line.figures, half, self._relevant(line)):
                        put(self.found, line, placed)
                return line.label in self.found.rows
        return False

    def _is_other(self, cell: Cell) -> bool:
        found = labels.match(cell.text, self.form.others)
        return found is not None and not found.is_near

    def _relevant(self, line: FormRow) -> list[Heading]:
        """The headings of this row's columns; none where those above belong to other rows (a lost heading row)."""
        wanted = {figure.column for figure in line.figures}
        heads = [head for head in self.headings if head.match.label in wanted]
        for head in heads:
            self.found.labels.setdefault(head.match.label, (head.printed, head.match))
        return heads

    def _note_label(self, printed: str, match: Match) -> None:
        self.found.labels.setdefault(match.label, (printed, match))


class _SingleRow:
    """Reads a table whose figures stand in one row below two levels of headings."""

    def __init__(self, found: FoundTable) -> None:
        self.found, self.form = found, found.form
        self.columns: list[tuple[Cell, Figure]] = []

    def take(self, table: Table) -> bool:
        above: list[list[Cell]] = []
        is_ours = False
        for row in table.rows():
            heads = headings_of(row, self.form.headings)
            if len(heads) >= 3:  # noqa: PLR2004 「总计」 and 「其他结果」 alone are no heading row of it
                self.columns = list(self._figures(heads, above))
                is_ours = is_ours or bool(self.columns)
            elif self.columns and self._is_figures(row):
                self._row(row)
                is_ours, self.columns = True, []
            above.append(row)
        return is_ours

    def _figures(self, heads: Sequence[Heading], above: list[list[Cell]]) -> Iterator[tuple[Cell, Figure]]:
        """Yield the heading cells of the lowest row with their figures: all in order, or by the group above each."""
        everything = [figure for line in self.form.rows for figure in line.figures]
        if [head.match.label for head in heads] == [figure.column for figure in everything]:
            yield from zip((head.cell for head in heads), everything, strict=True)
            return
        for head in heads:
            for row in reversed(above):
                over = [cell for cell in row if _overlap(cell, head.cell) and cell is not head.cell]
                match = next((m for cell in over if (m := labels.match(cell.text, self.form.labels))), None)
                if match:
                    self.found.labels.setdefault(match.label, (over[0].text, match))
                    line = self.form.row(match.label)
                    yield head.cell, next(one for one in line.figures if one.column == head.match.label)
                    break

    def _is_figures(self, row: Sequence[Cell]) -> bool:
        return len(row) * 2 > len(self.columns) and not any(labels.match(c.text, self.form.labels) for c in row)

    def _row(self, row: Sequence[Cell]) -> None:
        figures = [figure for _, figure in self.columns]
        if len(row) == len(figures):
            cells: list[Cell] | None = list(row)
        else:
            cells = by_columns([cell for cell, _ in self.columns], row)
        for line in self.form.rows:
            mine = [figure for figure in figures if figure.row == line.label]
            if not mine:
                continue
            self.found.rows.add(line.label)
            if cells is None:
                self.found.broken.setdefault(line.label, " | ".join(cell.text for cell in row))
            else:
                put(
                    self.found,
                    line,
                    {f.key: FoundCell(c.text) for f, c in zip(figures, cells, strict=True) if f in mine},
                )


def _label(row: Sequence[Cell], form: FormTable) -> tuple[int, Match | None]:
    """Find the label nearest to the figures, be its number in a cell of its own."""
    offered = form.labels
    for at in range(len(row) - 1, -1, -1):
        other = labels.match(row[at].text, form.others)
        if other and not other.is_near:
            continue
        if match := labels.match(row[at].text, offered):
            return at, match
        number = row[at - 1].text if at else ""
        if _ALONE.fullmatch(labels.plain(number)) and (match := labels.match(number + row[at].text, offered)):
            return at, match
    return -1, None


def _joined(above: Sequence[Heading], below: Sequence[Heading]) -> list[Heading]:
    """Headings of two rows that follow each other: what the lower row lacks is taken from the upper."""
    kept = [head for head in above if all(head.match.label != other.match.label for other in below)]
    return sorted([*kept, *below], key=lambda head: head.cell.column)


def put(found: FoundTable, line: FormRow, cells: dict[str, FoundCell]) -> None:
    """Keep what is printed for a row; of a row that a page break cut in two each half gives what it has."""
    found.rows.add(line.label)
    for key, cell in cells.items():
        before = found.cells.get(key)
        if before is None or not before.text.strip():
            found.cells[key] = cell
        elif cell.text.strip() and cell.text.split() != before.text.split():
            found.doubled.append(key)


def place_cells(
    figures: Sequence[Figure], cells: Sequence[Cell], heads: Sequence[Heading]
) -> dict[str, FoundCell] | None:
    """Find the cell of each figure: in the order of the headings, or below them; None where neither tells."""
    by_label = {figure.column: figure for figure in figures}
    is_headed = {head.match.label for head in heads} == by_label.keys() and len(heads) == len(figures)
    ordered = [by_label[head.match.label] for head in heads] if is_headed else list(figures)
    units = [head.unit for head in heads] if is_headed else [""] * len(figures)
    chosen: list[Cell] | None = list(cells) if len(cells) == len(figures) else None
    if chosen is None and is_headed:
        chosen = by_columns([head.cell for head in heads], cells)
    if chosen is None:
        filled = [cell for cell in cells if cell.text.strip()]
        chosen = filled if len(filled) == len(figures) and len(cells) > len(figures) else None
    if chosen is None:
        return None
    found = zip(ordered, chosen, units, strict=True)
    return {figure.key: FoundCell(cell.text, unit) for figure, cell, unit in found}


def by_columns(heads: Sequence[Cell], cells: Sequence[Cell]) -> list[Cell] | None:
    """The cell below each heading; None where two stand below one, one below two, or a filled one below none."""
    below = [[cell for cell in cells if _overlap(head, cell)] for head in heads]
    chosen = [found[0] if len(found) == 1 else _filled(found) for found in below]
    if any(cell is None for cell in chosen) or len({id(cell) for cell in chosen}) < len(heads):
        return None
    is_lost = any(cell.text.strip() and all(cell is not one for one in chosen) for cell in cells)
    return None if is_lost else [cell for cell in chosen if cell is not None]


def _filled(cells: Sequence[Cell]) -> Cell | None:
    filled = [cell for cell in cells if cell.text.strip()]
    return None if len(filled) > 1 else next(iter(filled or cells), None)


def _overlap(one: Cell, other: Cell) -> bool:
    return one.column < other.column + other.columns and other.column < one.column + one.columns
