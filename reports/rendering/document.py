"""What is printed: a report with its texts and filled grids, without models and queries."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reports.editions.grid import Grid


@dataclass(frozen=True, slots=True)
class Prose:
    """A text of the office as sanitised HTML (see `disclosure.rendering.prose` for the elements)."""

    slot: str
    html: str


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """A first-level section: its heading (empty for the preamble), then its texts and tables in order."""

    heading: str
    content: tuple[Prose | Grid, ...]


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """A whole report. `state` is the word printed on drafts (empty once published); `notes` are the corrections."""

    title: str
    authority: str  # as it signs
    authority_code: str
    year: int
    edition: str
    parts: tuple[DocumentPart, ...]
    signed_on: date | None
    state: str = ""
    revision: int = 0
    notes: tuple[str, ...] = ()
    origin: str = "counted"  # "historical" where it was read from a file

    @property
    def grids(self) -> Iterator[Grid]:
        return (item for part in self.parts for item in part.content if isinstance(item, Grid))

    @property
    def signed_on_text(self) -> str:
        day = self.signed_on
        return f"{day.year}年{day.month}月{day.day}日" if day else ""
