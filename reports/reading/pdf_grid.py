"""Ruled lines of a page → tables, and the letters in their cells."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from .blocks import Cell, Line, Table, folded
from .pdf_columns import missing_lines
from .pdf_page import Letter, Page, Rule

_NEAR = 3.0  # points: edges that belong together
_LEAST = 8.0  # points of the shortest side of a cell
MOST_EDGES = 400  # of one table in one direction; each pair of them is a place of the grid


@dataclass(slots=True)
class RuledTable:
    """A table with its edges: `xs` from left to right, `ys` from the top down, and its lines."""

    xs: list[float]
    ys: list[float]
    across: list[Rule]
    down: list[Rule]
    runs: list[list[Letter]]

    @property
    def top(self) -> float:
        return self.ys[0]

    def holds(self, place: tuple[float, float]) -> bool:
        x, y = place
        return self.xs[0] <= x <= self.xs[-1] and self.ys[-1] <= y <= self.ys[0]


def ruled_tables(page: Page) -> list[RuledTable]:
    """The tables of a page from the top down, each with the letters inside it."""
    across, down = _merged(page.across), _merged(page.down)
    tables = [table for group in _connected(across, down) if (table := _table(*group))]
    tables = [one for one in tables if not any(_inside(one, other) for other in tables if other is not one)]
    for letters in runs_of(page.letters):
        home = next((table for table in tables if table.holds(_middle(letters))), None)
        if home:
            home.runs.append(letters)
    for table in tables:
        add_missing_lines(table)
    return sorted(tables, key=lambda table: -table.top)


def add_missing_lines(table: RuledTable) -> None:
    """Part the columns of figures between which a page draws no line."""
    for at in missing_lines(table.xs, table.runs):
        table.xs = sorted([*table.xs, at])
        for low, high in pairwise(table.ys[::-1]):
            row = [run for run in table.runs if low < run[0].middle[1] < high]
            if not any(run[0].left < at < run[-1].right for run in row):
                table.down.append(Rule(at, low, high))


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Lines of one height that touch become one: programs draw a line for each cell, and double ones."""
    merged: list[Rule] = []
    for at, group in _clusters(sorted(rules, key=lambda rule: rule.at)):
        start = end = None
        for rule in sorted(group, key=lambda rule: rule.start):
            if end is not None and start is not None and rule.start <= end + _NEAR:
                end = max(end, rule.end)
                continue
            if end is not None and start is not None:
                merged.append(Rule(at, start, end))
            start, end = rule.start, rule.end
        if end is not None and start is not None:
            merged.append(Rule(at, start, end))
    return merged


def _clusters(rules: Sequence[Rule]) -> Iterator[tuple[float, list[Rule]]]:
    group: list[Rule] = []
    for rule in rules:
        if group and rule.at - group[-1].at > _NEAR:
            yield sum(one.at for one in group) / len(group), group
            group = []
        group.append(rule)
    if group:
        yield sum(one.at for one in group) / len(group), group


def _connected(across: Sequence[Rule], down: Sequence[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Groups of lines that cross or touch each other."""
    touching: defaultdict[int, set[int]] = defaultdict(set)
    for number, line in enumerate(across):
        for other, wall in enumerate(down, len(across)):
            if _crosses(line, wall):
                touching[number].add(other)
                touching[other].add(number)
    seen: set[int] = set()
    for first in sorted(touching):
        if first in seen:
            continue
        waiting, group = [first], {first}
        while waiting:
            new = touching[waiting.pop()] - group
            group |= new
            waiting += new
        seen |= group
        yield (
            [across[one] for one in sorted(group) if one < len(across)],
            [down[one - len(across)] for one in sorted(group) if one >= len(across)],
        )


def _crosses(line: Rule, wall: Rule) -> bool:
    return line.start - _NEAR <= wall.at <= line.end + _NEAR and wall.start - _NEAR <= line.at <= wall.end + _NEAR


def _table(across: list[Rule], down: list[Rule]) -> RuledTable | None:
    # A page break may cut a row before its edge is drawn: the lines across it still tell how far it reaches.
    xs = _places([*(rule.at for rule in down), *_outermost(across, [rule.at for rule in down])])
    ys = _places([*(rule.at for rule in across), *_outermost(down, [rule.at for rule in across])])[::-1]
    if len(xs) < 2 or len(ys) < 2 or max(len(xs), len(ys)) > MOST_EDGES:  # noqa: PLR2004 two edges make a cell
        return None
    return RuledTable(xs, ys, across, down, []) if len(xs) + len(ys) > 4 else None  # noqa: PLR2004 a mere frame


def _outermost(rules: Sequence[Rule], edges: Sequence[float]) -> Iterator[float]:
    """How far lines reach beyond the outermost edges across them, where a cell has room there."""
    low, high = min(rule.start for rule in rules), max(rule.end for rule in rules)
    if min(edges) - low > _LEAST:
        yield low
    if high - max(edges) > _LEAST:
        yield high


def _places(places: Iterable[float]) -> list[float]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _NEAR:
            found.append(place)
    return found


def _inside(one: RuledTable, other: RuledTable) -> bool:
    return (
        other.xs[0] <= one.xs[0]
        and one.xs[-1] <= other.xs[-1]
        and other.ys[-1] <= one.ys[-1]
        and one.ys[0] <= other.ys[0]
        and len(other.xs) * len(other.ys) > len(one.xs) * len(one.ys)
    )


def table_of(ruled: RuledTable) -> Table:
    """The cells between the lines, each with its letters; places without a line between them are one cell."""
    columns, rows = len(ruled.xs) - 1, len(ruled.ys) - 1
    parent = {(row, column): (row, column) for row in range(rows) for column in range(columns)}

    def root(place: tuple[int, int]) -> tuple[int, int]:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for row, column in list(parent):
        if column + 1 < columns and not _is_walled(ruled.down, ruled.xs[column + 1], *_sides(ruled.ys, row)):
            parent[root((row, column + 1))] = root((row, column))
        if row + 1 < rows and not _is_walled(ruled.across, ruled.ys[row + 1], *_sides(ruled.xs, column)):
            parent[root((row + 1, column))] = root((row, column))
    areas: defaultdict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for place in parent:
        areas[root(place)].append(place)
    letters: defaultdict[tuple[int, int], list[Letter]] = defaultdict(list)
    for run in ruled.runs:
        letters[root(_place(ruled, *_middle(run)))] += run
    cells = (_cell(areas[key], letters[key]) for key in areas)
    return Table(tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _sides(edges: Sequence[float], number: int) -> tuple[float, float]:
    low, high = sorted((edges[number], edges[number + 1]))
    return low, high


def _is_walled(rules: Sequence[Rule], at: float, low: float, high: float) -> bool:
    """Whether a line stands at `at` along most of the side from `low` to `high`."""
    covered = sum(max(0.0, min(rule.end, high) - max(rule.start, low)) for rule in rules if abs(rule.at - at) <= _NEAR)
    return covered >= (high - low) / 2


def runs_of(letters: Iterable[Letter]) -> list[list[Letter]]:
    """The strings that were printed in one: a long number may reach over the edge of its cell, and stays whole."""
    return [list(run) for _, run in groupby(letters, key=lambda letter: letter.run)]


def _middle(run: Sequence[Letter]) -> tuple[float, float]:
    return (run[0].left + run[-1].right) / 2, run[0].middle[1]


def _place(ruled: RuledTable, x: float, y: float) -> tuple[int, int]:
    column = min(max(bisect_right(ruled.xs, x) - 1, 0), len(ruled.xs) - 2)
    row = min(max(bisect_right([-edge for edge in ruled.ys], -y) - 1, 0), len(ruled.ys) - 2)
    return row, column


def _cell(places: Sequence[tuple[int, int]], letters: Sequence[Letter]) -> Cell:
    top, left = min(row for row, _ in places), min(column for _, column in places)
    bottom, right = max(row for row, _ in places), max(column for _, column in places)
    lines = tuple(Line(text) for run in lines_of(letters) if (text := folded(text_of(run))))
    joined = (Line("".join(line.text for line in lines)),) if lines else ()
    return Cell(top, left, bottom - top + 1, right - left + 1, joined)


def lines_of(letters: Iterable[Letter]) -> list[list[Letter]]:
    """The letters by line, from the top down and from left to right."""
    lines: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda one: (-one.middle[1], one.left)):
        if letter.sign.isspace():
            continue
        line = lines[-1] if lines else None
        if line and abs(line[0].middle[1] - letter.middle[1]) < max(line[0].size, letter.size) / 2:
            line.append(letter)
        else:
            lines.append([letter])
    return [sorted(line, key=lambda one: one.left) for line in lines]


def text_of(line: Sequence[Letter]) -> str:
    """A line with blanks where Latin words stand apart."""
    pieces: list[str] = []
    before: Letter | None = None
    for letter in line:
        gap = letter.left - before.right if before else 0.0
        if before and gap > 0.25 * letter.size and (before.sign.isascii() and letter.sign.isascii()):
            pieces.append(" ")
        pieces.append(letter.sign)
        before = letter
    return "".join(pieces)
