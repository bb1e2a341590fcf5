"""Rows of a table: a column's heading says what its cells are."""

import re
from bisect import bisect_right

from .findings import FoundText
from .guard import find

LONGEST_HEADING = 14
_SEPARATOR = " | "
_FIGURES = re.compile(r"[0-9*]{5}")


def is_heading(cells: list[str]) -> bool:
    """Whether the row is a heading: several short cells without long numbers."""
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) > 1 and all(len(cell) <= LONGEST_HEADING and not _FIGURES.search(cell) for cell in filled)


def find_in_row(headings: list[str], cells: list[str]) -> list[tuple[int, FoundText]]:
    """Findings in a row with the number (from 0) of their cell; positions count within the cell's text."""
    pieces: list[str] = []
    begins: list[int] = []
    length = 0
    for number, cell in enumerate(cells):
        heading = headings[number].strip() if number < len(headings) else ""
        label = f"{heading}：" if heading and cell.strip() else ""
        begins.append(length + len(label))
        pieces += (label, cell, _SEPARATOR)
        length = begins[-1] + len(cell) + len(_SEPARATOR)
    findings: list[tuple[int, FoundText]] = []
    for finding in find("".join(pieces)):
        number = max(bisect_right(begins, finding.start) - 1, 0)
        start, end = finding.start - begins[number], finding.end - begins[number]
        if start >= 0 and end <= len(cells[number]):
            findings.append((number, FoundText(finding.kind, start, end, finding.text, finding.masked)))
    return findings
