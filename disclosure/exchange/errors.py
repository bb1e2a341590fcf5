"""What is wrong with a file as a whole, and with single cells of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from disclosure.errors import DisclosureError

MOST_KEPT = 5000  # problems held in memory; beyond that they are only counted


class FileRefused(DisclosureError):
    """The file cannot be read as a table of records; nothing was stored."""


class SeveralSheets(FileRefused):
    """More than one sheet has the heading: somebody has to say which one is meant."""

    def __init__(self, name: str, sheets: tuple[str, ...]) -> None:
        named = "」「".join(sheets)
        super().__init__(
            f"「{name}」有 {len(sheets)} 张工作表都有要导入的列名：「{named}」。"
            "一次导入一张，请指明是哪一张（命令行：--sheet 工作表名）。"
        )
        self.sheets = sheets


class BadCell(ValueError):
    """A cell cannot be taken; the text continues the sentence after its value."""


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A bad cell. `value` is masked and shortened; `why` continues the sentence after it."""

    row: int
    column: str
    value: str
    why: str

    def __str__(self) -> str:
        shown = f"「{self.value}」" if self.value else ""
        return f"第{self.row}行「{self.column}」：{shown}{self.why}"


@dataclass
class Problems:
    """All bad cells of a file; the first `MOST_KEPT` of them in full."""

    kept: list[CellProblem] = field(default_factory=list)
    count: int = 0
    rows: set[int] = field(default_factory=set)

    def add(self, problem: CellProblem) -> None:
        self.count += 1
        self.rows.add(problem.row)
        if len(self.kept) < MOST_KEPT:
            self.kept.append(problem)

    def __iter__(self) -> Iterator[CellProblem]:
        return iter(sorted(self.kept, key=lambda problem: problem.row))

    def __bool__(self) -> bool:
        return self.count > 0

    def copy(self) -> "Problems":
        """Return a copy, so that the original stays as it is."""
        return Problems(list(self.kept), self.count, set(self.rows))

    @property
    def omitted(self) -> int:
        """Return how many are counted but not kept."""
        return self.count - len(self.kept)
