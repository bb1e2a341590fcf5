"""Spreadsheets for tests, in memory."""

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl

from disclosure.exchange.files.heading_search import HeadingsSought
from disclosure.exchange.isolated import opened_table

Rows = Sequence[Sequence[Any]]


def xlsx(rows: Rows, prepare: Any = None) -> bytes:
    """A workbook as openpyxl writes it; `prepare` gets the worksheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    if prepare:
        prepare(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text(rows: Rows, delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def repacked(workbook: bytes, changes: dict[str, Any]) -> bytes:
    """The same archive with some parts replaced; a function gets the old text."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, changes[name](part) if name in changes else part)
    return out.getvalue()


def spreadsheet(name):
    """A file that LibreOffice wrote in a format that nothing here writes."""
    return (Path(__file__).parents[3] / "data" / "spreadsheets" / name).read_bytes()


LEDGER = HeadingsSought(
    ("申请编号", "申请人类型", "申请人", "收到日期", "申请内容", "办理结果", "办结日期"), ("申请编号",)
)
SOUGHT = HeadingsSought(("编号", "名称"), ("编号",))


def read_table(data, name, sought=SOUGHT):
    """The table as the program reads it, apart, with all of its rows."""
    with opened_table(data, name, sought) as table:
        return replace(table, rows=iter(list(table.rows)))
