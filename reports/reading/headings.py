"""Headings of the columns, as far as a row has them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from . import labels
from .blocks import Cell, squeezed
from .labels import Match

_FIRST = "信息内容"  # above the labels of a block of table 2
_UNIT = re.compile(r"(?:单位)?[:：]?[(（]?(?:单位)?[:：]?(亿元|万元|元)[)）]?$|[(（][^()（）]*?(亿元|万元|元)[)）]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the format where it is printed. `unit` is one of money that it names, empty for the format's own."""

    cell: Cell
    match: Match
    unit: str

    @property
    def printed(self) -> str:
        return self.cell.text


def headings_of(row: Sequence[Cell], offered: tuple[str, ...]) -> list[Heading]:
    """The cells of a row that are headings of the format; a label doubled within the row is left in."""
    matches = ((cell, labels.match(cell.text, offered)) for cell in row)
    return [Heading(cell, match, _unit(cell.text)) for cell, match in matches if match]


def is_heading_row(row: Sequence[Cell], heads: Sequence[Heading]) -> bool:
    """Whether a row heads columns: two of its cells are headings, or one beside 「信息内容」."""
    named = {head.match.label for head in heads}
    return len(named) > 1 or (len(named) == 1 and any(labels.plain(cell.text) == _FIRST for cell in row))


def _unit(printed: str) -> str:
    found = _UNIT.search(squeezed(unicodedata.normalize("NFKC", printed)))
    return (found[1] or found[2]) if found else ""
