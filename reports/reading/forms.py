"""The tables of a format as a reader looks for them: rows by label, the figures of each, headings of the columns."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from reports.editions import edition
from reports.editions.grid import Edition, Figure, Label, Slot, TableLayout


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row with figures, in the order of print."""

    label: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class FormTable:
    """A table of one format. `is_single_row`: all its figures stand in one row, told apart by their headings alone.

    `others` are labels that stand over several rows or columns, so that none is taken for a damaged one of a row.
    """

    key: str
    edition_key: str
    rows: tuple[FormRow, ...]
    is_single_row: bool
    others: tuple[str, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(row.label for row in self.rows)

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(figure.column for row in self.rows for figure in row.figures))

    def row(self, label: str) -> FormRow:
        return next(row for row in self.rows if row.label == label)


def forms(of: Edition) -> tuple[FormTable, ...]:
    return _forms(of.key)


@cache
def _forms(edition_key: str) -> tuple[FormTable, ...]:
    found = edition(edition_key)
    return tuple(_form(found, table) for table in found.tables)


def _form(of: Edition, table: TableLayout) -> FormTable:
    printed = [tuple(_figures(of, row)) for row in table.rows]
    lines = [figures for figures in printed if figures]
    is_single_row = len(lines) == 1
    rows = tuple(_by_label(lines[0])) if is_single_row else tuple(FormRow(line[0].row, line) for line in lines)
    named = {label for row in rows for label in (row.label, *(figure.column for figure in row.figures))}
    texts = (cell.text for row in table.rows for cell in row if isinstance(cell, Label))
    others = tuple(dict.fromkeys(text for text in texts if text not in named))
    return FormTable(table.key, of.key, rows, is_single_row, others)


def _figures(of: Edition, row: tuple[object, ...]) -> Iterator[Figure]:
    return (of.by_key[cell.figure] for cell in row if isinstance(cell, Slot))


def _by_label(figures: tuple[Figure, ...]) -> Iterator[FormRow]:
    for label in dict.fromkeys(figure.row for figure in figures):
        yield FormRow(label, tuple(figure for figure in figures if figure.row == label))
