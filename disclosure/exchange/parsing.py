"""A table's cells → values of a kind's columns, row by row. Knows no database."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from .cells.widgets import ChoiceWidget, DateWidget
from .columns import BAD, RecordColumn, RecordResource, Values
from .errors import BadCell, CellProblem, FileRefused, Problems
from .files.table import SpreadsheetTable
from .headings import match_headings
from .resources import resource_of

Progress = Callable[[int], object]
STEP = 500  # rows between two calls of a progress function
MOST_REMEMBERED = 5000  # different cells of a column whose value is kept


def no_progress(_: int) -> None:
    """For those who do not watch."""


@dataclass
class Parsed:
    """The rows of a file as values, in the columns' order, and what is wrong with its cells."""

    resource: RecordResource
    columns: list[RecordColumn]
    rows: list[tuple[int, tuple[Any, ...]]] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)
    notes: list[str] = field(default_factory=list)
    digest: str = ""
    """SHA-256 of the file, by which the record of acts names it: a file's name may be a person's."""

    @property
    def attributes(self) -> list[str]:
        """What the rows' values are of."""
        return [str(column.attribute) for column in self.columns]

    def values(self) -> Iterator[tuple[int, Values]]:
        """Row number and values by attribute."""
        attributes = self.attributes
        for number, row in self.rows:
            yield number, dict(zip(attributes, row, strict=True))


def parse(kind: str, table: SpreadsheetTable, progress: Progress = no_progress) -> Parsed:
    """Every cell of the table judged by itself; raises FileRefused where kind or headings are wrong."""
    resource = resource_of(kind)
    places = match_headings(table, resource)
    parsed = Parsed(resource, [column for _, column in places], notes=list(table.notes))
    readers = [(position, _reader(column)) for position, column in places]
    headed = {position for position, _ in places}
    padding = [""] * (max(headed) + 1)
    for done, (number, cells) in enumerate(table.rows, 1):
        if len(cells) < len(padding):
            cells.extend(padding[len(cells) :])
        if len(cells) > len(headed):
            _refuse_unheaded(table, headed, number, cells)
        try:
            row = tuple([read(cells[position]) for position, read in readers])
        except BadCell:
            row = None
        if row is None or table.flaws:
            row = _judged(parsed, table, number, [(position, cells[position], read) for position, read in readers])
        parsed.rows.append((number, row))
        if done % STEP == 0:
            progress(done)
    if not parsed.rows:
        raise FileRefused(f"「{table.name}」只有列名，没有数据行。")
    progress(len(parsed.rows))
    return parsed


def _refuse_unheaded(table: SpreadsheetTable, headed: set[int], number: int, cells: list[Any]) -> None:
    for position, cell in enumerate(cells):
        if position not in headed and (str(cell).strip() or (number, position + 1) in table.flaws):
            raise FileRefused(f"「{table.name}」第{number}行第{position + 1}列有内容，但第1行没有给这一列列名。")


Reader = Callable[[Any], Any]


def _reader(column: RecordColumn) -> Reader:
    """From a cell to its value, an empty one included."""

    def read(cell: Any) -> Any:
        if cell == "" or (isinstance(cell, str) and not cell.strip()):
            if column.filled:
                raise BadCell("没有填；这一列每行都要填")
            return column.empty
        return column.parse(cell)

    return _remembering(read) if isinstance(column.widget, ChoiceWidget | DateWidget) else read


def _remembering(read: Reader) -> Reader:
    """Dates and choices repeat, so their values are kept: the good ones alone, which are never numbers."""
    remembered: dict[Any, Any] = {}

    def recall(cell: Any) -> Any:
        try:
            return remembered[cell]
        except KeyError:
            value = read(cell)
        if len(remembered) > MOST_REMEMBERED:
            remembered.clear()
        remembered[cell] = value
        return value

    return recall


def _judged(
    parsed: Parsed, table: SpreadsheetTable, number: int, cells: list[tuple[int, Any, Reader]]
) -> tuple[Any, ...]:
    """A row cell by cell, every bad one noted."""
    values = []
    for column, (position, cell, read) in zip(parsed.columns, cells, strict=True):
        why = table.flaws.get((number, position + 1))
        value, shown = BAD, ""
        if why is None:
            try:
                value = read(cell)
            except BadCell as error:
                why, shown = str(error), column.shown(cell)
        if why is not None:
            parsed.problems.add(CellProblem(number, column.column_name, shown, why))
        values.append(value)
    return tuple(values)
