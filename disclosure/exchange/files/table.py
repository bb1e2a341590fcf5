"""What a spreadsheet is once it is read: a heading and numbered rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Cells = list[Any]
LISTS, NOTES = "选项", "填写说明"  # sheets of the template that hold no records
ADVICE = "请在表格软件中另存为 .xlsx 或「CSV UTF-8（逗号分隔）」后再导入。"
COVERED = "被合并单元格盖住，没有自己的值；请取消合并，每个单元格都填"
Flaws = dict[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class TableHead:
    """A table without its rows.

    `heading`: one cell a column, put together where it takes several rows; `top` and `bottom`: its first and last row.
    `above`: the rows above it, titles and notes. `flaws`: those of the heading and of rows known beforehand.
    `day_zero`: day 0 of the file's serial numbers of dates, None where the file does not say.
    `choices`: the sheets that have a heading, where there is more than one; then nothing else is told.
    """

    name: str
    heading: Cells = field(default_factory=list)
    total: int = 0
    notes: tuple[str, ...] = ()
    flaws: Flaws = field(default_factory=dict)
    top: int = 1
    bottom: int = 1
    above: tuple[Cells, ...] = ()
    day_zero: date | None = None
    choices: tuple[str, ...] = ()


@dataclass
class SpreadsheetTable:
    """A table whose rows are read as they are asked for.

    `flaws`: why single cells cannot be taken whatever they hold (formulas, error values), by row and column from 1;
    for a row it is complete once that row has been given out.
    """

    head: TableHead
    rows: Iterator[tuple[int, Cells]]
    flaws: Mapping[tuple[int, int], str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.head.name

    @property
    def heading(self) -> Cells:
        return self.head.heading


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with its number and the flaws found on the way to it."""

    number: int
    cells: Cells
    flaws: Flaws
