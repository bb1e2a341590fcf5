"""The report as JSON, for other systems.

    {
      "authority": {"code", "name"}, "year", "edition", "title",
      "state":      "" once published, else the word shown on the draft,
      "revision":   0 before publication, then 1, 2, … with each correction,
      "origin":     "counted", or "historical" where the report was read from a file as printed,
      "signed_on":  "YYYY-MM-DD" or null, "notes": [what was corrected],
      "sections": [{
        "heading":  "" for the preamble,
        "texts":  [{"slot", "html", "lines": [plain text]}],
        "tables": [{
          "key", "title", "columns", "header_rows",
          "rows":  [[text]]  a merged cell once in its row, empty where it reaches down,
          "cells": [{"row", "column", "rowspan", "colspan", "header", "text", "figure", "value"}]
        }]
      }],
      "figures": [{"key", "table", "row", "column", "value", "unit": "count|money", "formula": bool}]
    }

Rows and columns of cells count from 0. "figure" is null in a cell of fixed text, "value" where there is no number.
Keys are only ever added. Amounts of unit "money" are in 万元.
"""

import json
from decimal import Decimal
from typing import Any

from disclosure.rendering.prose import plain_text
from reports.editions.grid import Figure, FilledCell, Grid, Number

from .document import DocumentPart, Prose, ReportDocument


def render(document: ReportDocument) -> bytes:
    return (json.dumps(structure(document), ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def structure(document: ReportDocument) -> dict[str, Any]:
    return {
        "authority": {"code": document.authority_code, "name": document.authority},
        "year": document.year,
        "edition": document.edition,
        "title": document.title,
        "state": document.state,
        "revision": document.revision,
        "origin": document.origin,
        "signed_on": document.signed_on.isoformat() if document.signed_on else None,
        "notes": list(document.notes),
        "sections": [_section(part) for part in document.parts],
        "figures": [_figure(cell.figure, cell.value) for grid in document.grids for cell in grid.flat() if cell.figure],
    }


def _section(part: DocumentPart) -> dict[str, Any]:
    return {
        "heading": part.heading,
        "texts": [
            {"slot": item.slot, "html": item.html, "lines": plain_text(item.html)}
            for item in part.content
            if isinstance(item, Prose)
        ],
        "tables": [_table(item) for item in part.content if isinstance(item, Grid)],
    }


def _table(grid: Grid) -> dict[str, Any]:
    return {
        "key": grid.table.key,
        "title": grid.table.title,
        "columns": grid.table.columns,
        "header_rows": grid.table.header_rows,
        "rows": grid.text_rows(),
        "cells": [_cell(cell) for cell in grid.flat()],
    }


def _cell(cell: FilledCell) -> dict[str, Any]:
    return {
        "row": cell.row,
        "column": cell.column,
        "rowspan": cell.rows,
        "colspan": cell.columns,
        "header": cell.header,
        "text": cell.text,
        "figure": cell.figure.key if cell.figure else None,
        "value": plain_number(cell.value),
    }


def _figure(figure: Figure, value: Number | None) -> dict[str, Any]:
    return {
        "key": figure.key,
        "table": figure.table,
        "row": figure.row,
        "column": figure.column,
        "value": plain_number(value),
        "unit": figure.unit,
        "formula": figure.is_formula,
    }


def plain_number(value: Number | None) -> int | float | None:
    """A number as JSON and spreadsheets hold it; a float is exact for any amount of 15 digits."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
