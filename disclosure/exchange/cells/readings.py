"""What was read although it was not written as the form asks: said before anything is stored."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

MOST_GROUPS = 500  # ways of writing that are told one by one; the others are only counted
ROWS_NAMED = 5


class LooselyRead(Exception):
    """A cell has one possible meaning, but is not written as the form asks.

    `form` names the way of writing where many different cells share it; without it, each cell is told by itself.
    """

    def __init__(self, value: Any, form: str = "") -> None:
        super().__init__(form)
        self.value, self.form = value, form


class TakenFor(NamedTuple):
    """What a resource took a cell for, with the help of what is stored."""

    attribute: str
    meaning: str


@dataclass
class Reading:
    """Cells of one column that were written alike; `cell` and `meaning` are those of the first, fit to be shown."""

    column: str
    form: str
    cell: str
    meaning: str
    count: int = 0
    rows: list[int] = field(default_factory=list)

    @property
    def where(self) -> str:
        """Return the first rows and how many cells there are."""
        return rows_named(self.rows, self.count, "处")

    def __str__(self) -> str:
        form = f"{self.form}，如" if self.form else ""
        return f"「{self.column}」：{form}「{self.cell}」读作{self.meaning}（{self.where}）"


@dataclass
class Readings:
    """All readings of a file, by column and way of writing."""

    groups: dict[tuple[str, str], Reading] = field(default_factory=dict)
    count: int = 0
    omitted: int = 0
    """How many cells belong to groups that are not kept."""

    rows: set[int] = field(default_factory=set)

    def add(self, row: int, column: str, cell: str, meaning: str, form: str = "") -> None:
        """Note a cell; `cell` and `meaning` are already masked and shortened, `meaning` is empty for an empty value."""
        self.count += 1
        self.rows.add(row)
        key = (column, form or f"「{cell}」{meaning}")
        if key not in self.groups:
            if len(self.groups) >= MOST_GROUPS:
                self.omitted += 1
                return
            self.groups[key] = Reading(column, form, cell, f"「{meaning}」" if meaning else "空白")
        group = self.groups[key]
        group.count += 1
        if len(group.rows) < ROWS_NAMED:
            group.rows.append(row)

    def __iter__(self) -> Iterator[Reading]:
        return iter(self.groups.values())

    def __bool__(self) -> bool:
        return self.count > 0

    def copy(self) -> "Readings":
        """Return a copy, so that the original stays as it is."""
        groups = {
            key: Reading(one.column, one.form, one.cell, one.meaning, one.count, list(one.rows))
            for key, one in self.groups.items()
        }
        return Readings(groups, self.count, self.omitted, set(self.rows))


def rows_named(rows: list[int], count: int, unit: str = "行") -> str:
    """Write row numbers as a sentence names them: the first few, and how many there are if there are more."""
    named = "、".join(str(row) for row in rows[:ROWS_NAMED])
    return f"第{named}行" + (f"等{count}{unit}" if count > min(len(rows), ROWS_NAMED) else "")
