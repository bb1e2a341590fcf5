"""The report as a PDF."""

from pathlib import Path

from disclosure.rendering import titles
from disclosure.rendering.spans import header_rows
from disclosure.rendering.typesetting import Data, Levels, typeset
from reports.editions.grid import FilledCell, Grid

from .document import DocumentPart, ReportDocument

_TEMPLATE = Path(__file__).with_name("report.typ")
_FEW_COLUMNS = 6  # up to so many columns the larger type fits
_PAGE_WIDTH = 442.2  # 156 mm in points
_CELL_EDGES = 3.0


def render(document: ReportDocument) -> bytes:
    """The report as a PDF; equal reports give equal bytes."""
    return typeset(_TEMPLATE, _data(document))


def _data(document: ReportDocument) -> Data:
    day, levels = document.signed_on, Levels()
    name_indent, day_indent = titles.signature_indents(document.authority, document.signed_on_text)
    return {
        "title": document.title,
        "subject": f"{document.year}年政府信息公开工作年度报告",
        "date": {"year": day.year, "month": day.month, "day": day.day} if day else None,
        "title_lines": titles.title_lines(document.title, document.year),
        "author": document.authority,
        "keywords": ["政府信息公开", "年度报告", f"{document.year}年"],
        "state": document.state,
        "signed_on": document.signed_on_text,
        "indents": [name_indent, day_indent],
        "notes": document.notes,
        "parts": [_part(part, levels) for part in document.parts],
    }


def _part(part: DocumentPart, levels: Levels) -> Data:
    levels.below(1 if part.heading else 0)
    content = [
        _grid(item) if isinstance(item, Grid) else {"kind": "prose", "blocks": levels.text(item.html)}
        for item in part.content
    ]
    return {"heading": part.heading, "content": content}


# --- Tables -----------------------------------------------------------------


def _grid(grid: Grid) -> Data:
    large = grid.table.columns <= _FEW_COLUMNS
    size = 10.5 if large else 9.0
    room = [share * _PAGE_WIDTH / sum(grid.table.widths) for share in grid.table.widths]
    return {
        "kind": "grid",
        "title": grid.table.title,
        "widths": grid.table.widths,
        "header_rows": header_rows(grid.cells, grid.table.header_rows),
        "rows": len(grid.cells),
        "large": large,
        "cells": [_cell(cell, sum(room[cell.column : cell.column + cell.columns]), size) for cell in grid.flat()],
    }


def _cell(cell: FilledCell, room: float, size: float) -> Data:
    return {
        "x": cell.column,
        "y": cell.row,
        "rows": cell.rows,
        "columns": cell.columns,
        "header": cell.header,
        "align": cell.align,
        "text": cell.text,
        "room": titles.balanced(cell.text, (room - _CELL_EDGES) / size),
    }
