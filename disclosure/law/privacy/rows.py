"""Rows of a table: what a cell is, its column's heading says."""

import re

from .guard import find
from .kinds import Found

LONGEST_HEADING = 14
_SEPARATOR = " | "
_FIGURES = re.compile(r"[0-9*]{5}")


def is_heading(cells: list[str]) -> bool:
    """Whether the row names columns: short cells, more than one, no long figures."""
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) > 1 and all(len(cell) <= LONGEST_HEADING and not _FIGURES.search(cell) for cell in filled)


def find_in_row(headings: list[str], cells: list[str]) -> list[tuple[int, Found]]:
    """Findings in a row with the number (from 0) of their cell, whose text their places count in."""
    line, begins = "", []
    for number, cell in enumerate(cells):
        heading = headings[number].strip() if number < len(headings) else ""
        line += f"{heading}：" if heading and cell.strip() else ""
        begins.append(len(line))
        line += cell + _SEPARATOR
    found: list[tuple[int, Found]] = []
    for one in find(line):
        number = max((index for index, begin in enumerate(begins) if begin <= one.start), default=0)
        start, end = one.start - begins[number], one.end - begins[number]
        if start >= 0 and end <= len(cells[number]):
            found.append((number, Found(one.kind, start, end, one.text, one.masked)))
    return found
