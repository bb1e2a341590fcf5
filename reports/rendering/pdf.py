"""The report as a PDF by typst: tagged, PDF/A-2a and PDF/UA-1, with fonts of a package, so that no machine differs."""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pylopdf_fonts_zh_cn as fonts
import typst

from reports.editions.grid import FilledCell, Grid

from . import prose, titles, tree
from .document import Document, Part, Prose
from .spans import header_rows

_TEMPLATE = Path(__file__).with_name("report.typ")
_STANDARDS: "list[PDFStandard]" = ["a-2a", "ua-1"]
_FEW_COLUMNS = 6  # up to so many columns the larger type fits
_PAGE_WIDTH = 442.2  # 156 mm in points
_CELL_EDGES = 3.0

if TYPE_CHECKING:
    from typst import PDFStandard

Data = dict[str, Any]


def render(document: Document) -> bytes:
    """The report as a PDF; the same report always gives the same bytes.

    Everything goes to the template as JSON, so no text is ever read as markup. A letter that the fonts do not have
    breaks the promise of PDF/A; the file is then an ordinary tagged PDF.
    """
    data = {"report": prose.clean(json.dumps(_data(document), ensure_ascii=False))}
    for standards in (_STANDARDS, []):
        try:
            return _compiled(data, standards)
        except typst.TypstError:
            if not standards:
                raise
    raise AssertionError  # the loop returns or raises


def _compiled(data: dict[str, str], standards: "list[PDFStandard]") -> bytes:
    made = typst.compile(
        _TEMPLATE.read_bytes(),
        format="pdf",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs=data,
        pdf_standards=standards,
        timestamp=0,
    )
    return bytes(made)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[Path(fonts.serif_path()).parent])


def _data(document: Document) -> Data:
    day, levels = document.signed_on, _Levels()
    name_indent, day_indent = titles.signature_indents(document.authority, document.signed_on_text)
    return {
        "title": document.title,
        "subject": f"{document.year}年政府信息公开工作年度报告",
        "date": {"year": day.year, "month": day.month, "day": day.day} if day else None,
        "title_lines": titles.title_lines(document.title, document.year),
        "authority": document.authority,
        "keywords": ["政府信息公开", "年度报告", f"{document.year}年"],
        "state": document.state,
        "signed_on": document.signed_on_text,
        "indents": [name_indent, day_indent],
        "notes": document.notes,
        "parts": [
            {
                "heading": part.heading,
                "content": [
                    _grid(item) if isinstance(item, Grid) else {"kind": "prose", "blocks": levels.text(item.html)}
                    for item in levels.after(part)
                ],
            }
            for part in document.parts
        ],
    }


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


# --- Texts ------------------------------------------------------------------


class _Levels:
    """Heading levels in the order of print; PDF/UA wants none to be skipped, whatever an office typed."""

    def __init__(self) -> None:
        self._last = 0

    def after(self, part: Part) -> tuple[Prose | Grid, ...]:
        """The content of a section, below its heading."""
        self._last = 1 if part.heading else 0
        return part.content

    def text(self, html: str) -> list[Data]:
        """A text, its headings moved up where a level between is missing."""
        blocks = list(_tree(prose.parse(html)))
        for block in blocks:
            if block["kind"] == "heading":
                self._last = block["level"] = min(block["level"], self._last + 1)
        return blocks


def _tree(blocks: Iterable[tree.Block]) -> Iterator[Data]:
    for block in blocks:
        match block:
            case tree.ProseTable():
                yield _prose_table(block)
            case tree.Listing():
                items = [_inner(item.blocks) for item in block.items]
                yield {"kind": "list", "ordered": block.ordered, "start": block.start, "items": items}
            case tree.Heading():
                yield {"kind": "heading", "level": max(block.level - 1, 2), "runs": _runs(block)}
            case _:
                yield {"kind": "paragraph", "runs": _runs(block)}


def _inner(blocks: Iterable[tree.Block]) -> list[Data]:
    """Blocks inside an item or a cell, where a heading is a paragraph like others."""
    return [{**block, "kind": "paragraph"} if block["kind"] == "heading" else block for block in _tree(blocks)]


def _runs(paragraph: tree.Paragraph) -> list[Data]:
    return [
        {"text": run.text, "bold": run.bold, "italic": run.italic, "underline": run.underline} for run in paragraph.runs
    ]


def _prose_table(table: tree.ProseTable) -> Data:
    return {
        "kind": "table",
        "widths": tree.widths(table),
        "rows": len(table.cells),
        "header_rows": table.header_rows,
        "cells": [
            {
                "x": cell.column,
                "y": cell.row,
                "rows": cell.rows,
                "columns": cell.columns,
                "header": cell.header,
                "align": "center" if cell.header or len(cell.text) <= tree.SHORT else "left",
                "blocks": _inner(cell.blocks),
            }
            for row in table.cells
            for cell in row
        ],
    }
