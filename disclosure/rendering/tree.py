"""A text of the office as a small tree that every renderer walks; `disclosure.rendering.prose` makes it from HTML."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .spans import covering

HIGHEST_LEVEL, LOWEST_LEVEL = 2, 4  # of headings inside a section
MOST_COLUMNS = 63  # what Word can open
LEFT = "left"  # the class of a cell whose text begins at its edge however short it is; the sanitiser lets none through
SHORT = 8  # so many characters stand in the middle of a cell; more fill its lines


@dataclass(frozen=True, slots=True)
class TextRun:
    """Text in one style; a line break is a newline in it."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    script: str = ""  # "super" or "sub", raised or lowered as in m³


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with some text."""

    runs: tuple[TextRun, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Heading(Paragraph):
    """A heading of level 2, 3 or 4 (levels outside are moved to the nearest)."""

    level: int = 3


@dataclass(frozen=True, slots=True)
class Salutation(Paragraph):
    """主送机关: begins at the margin."""


@dataclass(frozen=True, slots=True)
class Signature(Paragraph):
    """发文机关署名 or 成文日期: stands at the right."""


@dataclass(frozen=True, slots=True)
class Figure(Paragraph):
    """A picture between paragraphs; its text stands for it where it is not printed."""

    address: str = ""


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item of a list: paragraphs, nested lists, tables."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class ProseList:
    """A list, numbered from `start` or with bullets."""

    ordered: bool
    items: tuple[ListItem, ...]
    start: int = 1


@dataclass(frozen=True, slots=True)
class ProseCell:
    """A cell of a table in a text, with its place (0-based) and span."""

    row: int
    column: int
    rows: int
    columns: int
    header: bool
    blocks: tuple["Block", ...]
    is_left: bool = False

    @property
    def text(self) -> str:
        """Return its text on one line."""
        return " ".join(lines(self.blocks))

    @property
    def is_centred(self) -> bool:
        """Whether its text stands in the middle: a heading, or a short text of a table of such."""
        return self.header or (len(self.text) <= SHORT and not self.is_left)


@dataclass(frozen=True, slots=True)
class ProseTable:
    """A table in a text. Every place of the grid belongs to exactly one cell; `cells` are by row of their beginning."""

    columns: int
    header_rows: int
    cells: tuple[tuple[ProseCell, ...], ...]

    def text_rows(self) -> list[list[str]]:
        """Return texts like `Grid.text_rows`: a merged cell once in its row, empty where it reaches down."""
        rows = enumerate(covering(self.cells))
        return [[cell.text if cell.row == number else "" for cell in row] for number, row in rows]


Block = Paragraph | ProseList | ProseTable


def lines(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the lines: a paragraph or item each, a table row joined by " | "."""
    for block in blocks:
        match block:
            case ProseTable():
                yield from (" | ".join(row) for row in block.text_rows())
            case ProseList():
                for item in block.items:
                    yield from lines(item.blocks)
            case _:
                yield from block.text.split("\n")


def widths(table: ProseTable) -> list[float]:
    """Return shares of the table's columns, wider for longer texts within limits."""
    lengths = [2.0] * table.columns
    for cell in (cell for row in table.cells for cell in row):
        for column in range(cell.column, cell.column + cell.columns):
            lengths[column] = max(lengths[column], len(cell.text) / cell.columns)
    return [min(length, 24.0) ** 0.7 for length in lengths]
