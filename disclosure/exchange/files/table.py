"""What a spreadsheet is once it is read: a heading and numbered rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Cells = list[Any]
LISTS, NOTES = "选项", "填写说明"  # sheets of the template that hold no records
ADVICE = "请在表格软件中另存为 .xlsx 或「CSV UTF-8（逗号分隔）」后再导入。"


@dataclass
class SpreadsheetTable:
    """A heading and numbered rows, read as they are asked for.

    `flaws`: why single cells cannot be taken whatever they hold (formulas, error values), by row and column from 1;
    for a row it is complete once that row has been given out.
    """

    name: str
    heading: Cells
    rows: Iterator[tuple[int, Cells]]
    total: int
    flaws: Mapping[tuple[int, int], str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


Flaws = dict[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class TableHead:
    """A table without its rows; `flaws`: those of the heading and of rows known beforehand."""

    name: str
    heading: Cells
    total: int
    notes: tuple[str, ...]
    flaws: Flaws


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with its number and the flaws found on the way to it."""

    number: int
    cells: Cells
    flaws: Flaws
