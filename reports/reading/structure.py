"""What was read, as JSON for other programs.

    {"authority", "year", "edition",
     "sections": {"0": the preamble, "1": text, …},
     "tables":   {"2": {row: [values]}, "3": {row: [7 values]}, "4": [15 values]},
     "unread":   [{"table", "row", "column", "text"}],
     "notes":    [what was converted, damaged or missing, a sentence each]}

Values stand in the order of print; null is a blank, a cell that could not be read, or one of a table that is missing:
`unread` tells which. Amounts are in 万元. An empty row or column in `unread` means all of them.
"""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from reports.editions import edition
from reports.editions.grid import Number
from reports.editions.printed import PrintedReport

from .forms import FormTable, forms


def structure(printed: PrintedReport, year: int | None) -> dict[str, Any]:
    """`year` is the one that was asked for, else the one printed."""
    return {
        "authority": printed.authority,
        "year": year,
        "edition": printed.edition_key,
        "sections": dict(printed.sections),
        "tables": {form.key: _table(form, printed) for form in forms(edition(printed.edition_key))},
        "unread": [asdict(cell) for cell in printed.unread],
        "notes": list(printed.notes),
    }


def _table(form: FormTable, printed: PrintedReport) -> dict[str, list[int | float | None]] | list[int | float | None]:
    rows = {row.label: [_plain(printed.values.get(figure.key)) for figure in row.figures] for row in form.rows}
    return [value for values in rows.values() for value in values] if form.is_single_row else rows


def _plain(value: Number | None) -> int | float | None:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
