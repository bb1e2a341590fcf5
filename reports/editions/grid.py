"""The parts of a report format: frozen data for every renderer, reader and check.

An edition names its measures by key; what a measure counts is defined once, in `reports.measures`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

Number = int | Decimal
Values = Mapping[str, Number | None]  # figure key → value; None where a source has no number

COUNT, MONEY = "count", "money"  # a whole number; 万元 with up to six decimals: a 分 is 0.000001 万元


@dataclass(frozen=True, slots=True)
class CountedFigure:
    """Counted by a measure: the sum over the records whose grouping fields have these values.

    A field named several times may have any of its values.
    """

    measure: str
    group: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SumOfFigures:
    """The sum of other figures; cannot be adjusted."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the report. `row` and `column` are its labels, as checks and lists cite them."""

    key: str
    table: str
    row: str
    column: str
    source: CountedFigure | SumOfFigures
    unit: str = COUNT
    signed: bool = False  # a net change may be negative

    @property
    def is_formula(self) -> bool:
        return isinstance(self.source, SumOfFigures)

    @property
    def label(self) -> str:
        return f"{self.row} · {self.column}" if self.column else self.row


@dataclass(frozen=True, slots=True)
class Label:
    """A cell with fixed text, spanning `rows` × `columns`."""

    text: str
    rows: int = 1
    columns: int = 1
    header: bool = False
    align: str = "center"  # or "left"


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell that shows the figure with this key."""

    figure: str
    columns: int = 1
    rows: int = 1


Cell = Label | Slot
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Equation:
    """A reconciliation (勾稽关系) within a table: left side = right side, as figure keys.

    `check` is its number among the checks; `rule` the sentence that names it.
    """

    check: int
    left: tuple[str, ...]
    right: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class TableLayout:
    """A table as printed: `rows` hold only the cells that begin in them, as in HTML.

    `widths` are relative; `header_rows` repeat on each page.
    """

    key: str
    title: str
    widths: tuple[int, ...]
    header_rows: int
    rows: tuple[Row, ...]
    equations: tuple[Equation, ...] = ()

    @property
    def columns(self) -> int:
        return len(self.widths)


@dataclass(frozen=True, slots=True)
class TextSlot:
    """A text written by the office. `starter` is its first text where last year has none."""

    slot: str
    label: str
    required: bool = True
    starter: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A first-level section: heading, then texts and tables in order. The preamble has no heading."""

    heading: str
    parts: tuple[TextSlot | TableLayout, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A report format, in force for report years `first_year` to `last_year` (None: until further notice)."""

    key: str
    name: str
    source: str
    first_year: int
    last_year: int | None
    title: str  # with {authority} and {year}
    sections: tuple[Section, ...]
    figures: tuple[Figure, ...]
    by_key: Mapping[str, Figure] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the figures; raises ValueError for a repeated key, or a cell or formula without its figure."""
        index = {figure.key: figure for figure in self.figures}
        if len(index) != len(self.figures):
            message = f"edition {self.key}: a figure key is used twice"
            raise ValueError(message)
        shown = {cell.figure for table in self.tables for row in table.rows for cell in row if isinstance(cell, Slot)}
        if missing := shown ^ index.keys():
            message = f"edition {self.key}: cells and figures differ in {sorted(missing)}"
            raise ValueError(message)
        parts = {
            part for figure in self.figures if isinstance(figure.source, SumOfFigures) for part in figure.source.parts
        }
        compared = {
            key for table in self.tables for equation in table.equations for key in (*equation.left, *equation.right)
        }
        if unknown := (parts | compared) - index.keys():
            message = f"edition {self.key}: formulas or equations name unknown figures {sorted(unknown)}"
            raise ValueError(message)
        object.__setattr__(self, "by_key", index)

    @property
    def tables(self) -> Iterator[TableLayout]:
        return (part for section in self.sections for part in section.parts if isinstance(part, TableLayout))

    @property
    def texts(self) -> Iterator[TextSlot]:
        return (part for section in self.sections for part in section.parts if isinstance(part, TextSlot))

    def covers(self, year: int) -> bool:
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    def measures(self) -> set[str]:
        return {figure.source.measure for figure in self.figures if isinstance(figure.source, CountedFigure)}

    def with_formulas(self, values: Values) -> dict[str, Number | None]:
        """Complete counted values by every formula. A sum over a blank is blank."""
        complete: dict[str, Number | None] = dict(values)
        for figure in self.figures:
            _resolve(self, figure.key, complete)
        return {figure.key: complete[figure.key] for figure in self.figures}


def _resolve(edition: Edition, key: str, values: dict[str, Number | None]) -> Number | None:
    source = edition.by_key[key].source
    if isinstance(source, CountedFigure):
        return values.setdefault(key, 0)
    if key not in values:
        parts = [_resolve(edition, part, values) for part in source.parts]
        values[key] = None if any(part is None for part in parts) else sum(p for p in parts if p is not None)
    return values[key]


@dataclass(frozen=True, slots=True)
class FilledCell:
    """A cell of a grid with its place (0-based row and column), span, and text or figure and value."""

    row: int
    column: int
    rows: int
    columns: int
    header: bool
    align: str
    text: str
    figure: Figure | None = None
    value: Number | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with values, as renderers print it. `cells` are in reading order, each once."""

    table: TableLayout
    cells: tuple[tuple[FilledCell, ...], ...]  # by row, the cells that begin in it

    def flat(self) -> Iterator[FilledCell]:
        return (cell for row in self.cells for cell in row)

    def text_rows(self) -> list[list[str]]:
        """As a published page reads: a merged cell appears once in its row, and rows below have an empty text."""
        return [
            [cell.text if cell.row == number else "" for cell in covering]
            for number, covering in enumerate(self._covering())
        ]

    def _covering(self) -> list[list[FilledCell]]:
        rows: list[list[FilledCell]] = [[] for _ in self.cells]
        for cell in self.flat():
            for row in range(cell.row, cell.row + cell.rows):
                rows[row].append(cell)
        return [sorted(row, key=lambda cell: cell.column) for row in rows]


def grid(table: TableLayout, figures: Mapping[str, Figure], values: Values) -> Grid:
    """Lay `values` out in `table`. Raises ValueError where cells overlap or a row is not filled."""
    layout = _Layout(table)
    rows = [
        tuple(_filled(cell, number, column, figures, values) for cell, column in layout.placed(number, row))
        for number, row in enumerate(table.rows)
    ]
    return Grid(table, tuple(rows))


@dataclass(slots=True)
class _Layout:
    """Finds each cell's column as a browser does: the next one not covered by a cell from above."""

    table: TableLayout
    taken: set[tuple[int, int]] = field(default_factory=set)

    def placed(self, number: int, row: Row) -> Iterator[tuple[Cell, int]]:
        column = 0
        for cell in row:
            while (number, column) in self.taken:
                column += 1
            self._take(cell, number, column)
            yield cell, column
            column += cell.columns
        if any((number, column) not in self.taken for column in range(self.table.columns)):
            message = f"table {self.table.key}: row {number + 1} is not filled"
            raise ValueError(message)

    def _take(self, cell: Cell, row: int, column: int) -> None:
        area = {(row + down, column + right) for down in range(cell.rows) for right in range(cell.columns)}
        leaves = column + cell.columns > self.table.columns or row + cell.rows > len(self.table.rows)
        if leaves or area & self.taken:
            message = f"table {self.table.key}: a cell of row {row + 1} overlaps another or leaves the table"
            raise ValueError(message)
        self.taken |= area


def _filled(cell: Cell, row: int, column: int, figures: Mapping[str, Figure], values: Values) -> FilledCell:
    text, header, align, figure, value = "", False, "center", None, None
    if isinstance(cell, Label):
        text, header, align = cell.text, cell.header, cell.align
    else:
        figure, value = figures[cell.figure], values.get(cell.figure)
        text = format_number(value)
    return FilledCell(row, column, cell.rows, cell.columns, header, align, text, figure, value)


def format_number(value: Number | None) -> str:
    """A figure on paper: no grouping, no trailing zeros, blank where there is none."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)
