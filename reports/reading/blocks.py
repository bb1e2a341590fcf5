"""What readers of DOCX, HTML and PDF give alike: lines, tables and pictures in reading order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

BLANKS = " \t\r\n\u00a0\u3000\u200b\ufeff"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph. `heading` is its level by tag or style (1: the highest), 0 for none.

    `listing` is "ul" or "ol" for an item of a list that the program numbers, `depth` how deep the list lies.
    """

    text: str
    heading: int = 0
    listing: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that may show a table; small ones such as logos are left out by the readers where they can tell."""

    alternative: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its place (from 0) and span. Places need only be in order; columns may leave gaps."""

    row: int
    column: int
    rows: int
    columns: int
    blocks: tuple["Block", ...]
    text: str = field(init=False, compare=False)  # of all its lines, nested tables included

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", "\n".join(words(self.blocks)))

    @property
    def tables(self) -> list["Table"]:
        return [block for block in self.blocks if isinstance(block, Table)]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `cells` in reading order, each once."""

    cells: tuple[Cell, ...]

    @property
    def height(self) -> int:
        return max((cell.row + cell.rows for cell in self.cells), default=0)

    def rows(self) -> list[list[Cell]]:
        """By row the cells that cover it, from left to right: one that reaches down stands in each of its rows."""
        rows: list[list[Cell]] = [[] for _ in range(self.height)]
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rows):
                rows[row].append(cell)
        return [sorted(row, key=lambda cell: cell.column) for row in rows]


Block = Line | Table | Picture


@dataclass(frozen=True, slots=True)
class FileContents:
    """A file as blocks. `titles` are names that stand outside the text: the page's title, the document's property."""

    blocks: tuple[Block, ...]
    titles: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # Chinese sentences


def words(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield every text of the blocks, a line each."""
    for block in blocks:
        if isinstance(block, Line):
            yield block.text
        elif isinstance(block, Table):
            for cell in block.cells:
                yield from words(cell.blocks)


def folded(text: str) -> str:
    """`text` with its blanks drawn together and without those at its edges."""
    return " ".join(text.replace("\u00a0", " ").replace("\u200b", "").replace("\ufeff", "").split(" ")).strip(BLANKS)


def squeezed(text: str) -> str:
    """`text` without any blank."""
    return "".join(text.replace("\u200b", "").replace("\ufeff", "").split())
