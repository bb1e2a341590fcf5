"""A report as it stands on a published page: what readers give and what checks of the form judge."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .grid import Values


@dataclass(frozen=True, slots=True)
class PrintedLabel:
    """A label of a table that deviates from the format. `meant` is empty where no label was near enough."""

    meant: str
    printed: str


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table as found: the format whose labels it carries (empty: neither), or that it is a picture."""

    key: str
    edition_key: str
    is_picture: bool = False
    labels: tuple[PrintedLabel, ...] = ()


@dataclass(frozen=True, slots=True)
class UnreadCell:
    """A cell whose text is no figure. `row` and `column` are the labels of the figure it should hold."""

    table: str
    row: str
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class PrintedReport:
    """What was read from a file. Nothing is guessed: what could not be read is in `unread` or `notes`.

    `headings` are the first-level headings in their printed order and wording; `sections` the plain text below each,
    by section number ("0" is the preamble before 一); `texts` sanitised HTML by the slot of the edition, and
    "section-2" to "section-4" for what stands beside a table.
    """

    title: str
    authority: str  # as the title names it; empty where it could not be told
    year: int | None
    edition_key: str  # recognised by the tables, not by the year
    headings: tuple[str, ...]
    sections: Mapping[str, str]
    texts: Mapping[str, str]
    values: Values
    tables: tuple[PrintedTable, ...]
    signed_on: date | None = None
    unread: tuple[UnreadCell, ...] = ()
    notes: tuple[str, ...] = ()  # Chinese sentences
    section_headings: Mapping[str, str] = field(default_factory=dict)  # by section number, as printed
    signature: str = ""  # the name above the day; empty where there is none
