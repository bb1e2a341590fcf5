"""A table's cells → values of a kind's columns, row by row. Knows no database."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from import_export.widgets import Widget

from .cells.everyday_words import NOTHING, STILL_OPEN
from .cells.readings import LooselyRead, Readings
from .cells.widgets import ChoiceWidget, DateWidget
from .columns import BAD, RecordColumn, RecordResource, Values
from .errors import BadCell, CellProblem, FileRefused, Problems
from .files.table import SpreadsheetTable
from .headings import match_headings
from .resources import resource_of
from .skipping import RowSkipper

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
    readings: Readings = field(default_factory=Readings)
    notes: list[str] = field(default_factory=list)
    digest: str = ""
    """SHA-256 of the file, by which the record of acts names it: a file's name may be a person's."""

    sheet: str = ""
    """The worksheet that somebody chose; empty where there was nothing to choose."""

    @property
    def attributes(self) -> list[str]:
        """What the rows' values are of."""
        return [str(column.attribute) for column in self.columns]

    def values(self) -> Iterator[tuple[int, Values]]:
        """Row number and values by attribute."""
        attributes = self.attributes
        for number, row in self.rows:
            yield number, dict(zip(attributes, row, strict=True))


def parse(kind: str, table: SpreadsheetTable, progress: Progress = no_progress, *, today: date | None = None) -> Parsed:
    """Judge every cell of the table by itself; raises FileRefused where kind or headings are wrong.

    `today`: the last day on which something can have happened; None where that is not asked.
    """
    resource = resource_of(kind)
    matched = match_headings(table, resource)
    places = matched.places
    parsed = Parsed(resource, [column for _, column in places], notes=[*table.head.notes, *matched.notes])
    readers = [(position, _reader(column, table.head.day_zero, today)) for position, column in places]
    headed = {position for position, _ in places}
    padding = [""] * (max(headed) + 1)
    skipper = RowSkipper(table, places)
    for done, (number, cells) in enumerate(table.rows, 1):
        if len(cells) < len(padding):
            cells.extend(padding[len(cells) :])
        try:
            row = tuple([read(cells[position]) for position, read in readers])
        except (BadCell, LooselyRead):
            row = None
            if skipper.skips(number, cells):
                continue
        if len(cells) > len(headed):
            _refuse_unheaded(table, headed, number, cells)
        if row is None or table.flaws:
            row = _judged(parsed, table, number, [(position, cells[position], read) for position, read in readers])
        parsed.rows.append((number, row))
        if done % STEP == 0:
            progress(done)
    parsed.notes += skipper.notes
    if not parsed.rows:
        raise FileRefused(f"「{table.name}」只有列名，没有数据行。{''.join(skipper.notes)}")
    progress(max(table.head.total, len(parsed.rows)))
    return parsed


def _refuse_unheaded(table: SpreadsheetTable, headed: set[int], number: int, cells: list[Any]) -> None:
    for position, cell in enumerate(cells):
        if position not in headed and (str(cell).strip() or (number, position + 1) in table.flaws):
            raise FileRefused(
                f"「{table.name}」第{number}行第{position + 1}列有内容，但第{table.head.bottom}行没有给这一列列名。"
            )


Reader = Callable[[Any], Any]


def _reader(column: RecordColumn, day_zero: date | None, today: date | None) -> Reader:
    """Return a function from a cell to its value, an empty one included."""
    widget = column.widget
    if isinstance(widget, DateWidget):
        widget.day_zero, widget.today = day_zero, today
    is_narrow = isinstance(widget, ChoiceWidget | DateWidget)

    def read(cell: Any) -> Any:
        if cell == "" or (isinstance(cell, str) and not cell.strip()):
            if column.filled:
                raise BadCell("没有填；这一列每行都要填")
            return column.empty
        if is_narrow and isinstance(cell, str) and not column.filled and _means_nothing(cell, widget):
            raise LooselyRead(column.empty)
        return column.parse(cell)

    return _remembering(read) if is_narrow else read


def _means_nothing(cell: str, widget: Widget) -> bool:
    """Whether a stroke or 未办结 stands for an empty cell; never where it is one of the values."""
    text = cell.strip()
    return text in NOTHING | STILL_OPEN and not (isinstance(widget, ChoiceWidget) and widget.knows(text))


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


def _meaning(column: RecordColumn, value: Any) -> str:
    return "" if value in (None, "") else column.shown(column.widget.render(value))


def _judged(
    parsed: Parsed, table: SpreadsheetTable, number: int, cells: list[tuple[int, Any, Reader]]
) -> tuple[Any, ...]:
    """Return a row's values cell by cell; every bad one is noted, and every one that was read loosely."""
    values = []
    for column, (position, cell, read) in zip(parsed.columns, cells, strict=True):
        why = table.flaws.get((number, position + 1))
        value, shown = BAD, ""
        if why is None:
            try:
                value = read(cell)
            except LooselyRead as loose:
                value = loose.value
                parsed.readings.add(number, column.column_name, column.shown(cell), _meaning(column, value), loose.form)
            except BadCell as error:
                why, shown = str(error), column.shown(cell)
        if why is not None:
            parsed.problems.add(CellProblem(number, column.column_name, shown, why))
        values.append(value)
    return tuple(values)
