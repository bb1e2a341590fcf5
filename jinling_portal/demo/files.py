"""Fixtures of the demonstration, with their tokens replaced."""

import csv
from datetime import date
from io import StringIO
from pathlib import Path

from django.conf import settings
from lxml import html

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "jinling"
# Columns by which a row is left out while it lies in the future, and columns that are then emptied together.
BEGINS = ("收到日期", "受理日期", "设立日期", "决定日期", "收费日期", "采购日期", "成文日期", "发布日期")
ENDS = {"办结日期": ("办结日期", "办理结果", "结果"), "取消日期": ("取消日期",), "废止日期": ("废止日期", "有效性")}
NUMBER, LINK = ("申请编号", "案件编号", "索引号"), "关联申请编号"


def rows(name: str, today: date) -> list[dict[str, str]]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    read = list(csv.DictReader(StringIO(text)))
    return [_as_of(row, today) for row in (_replace_years(row, today.year) for row in read) if _has_begun(row, today)]


def as_csv(table: list[dict[str, str]]) -> bytes:
    out = StringIO()
    writer = csv.DictWriter(out, list(table[0]))
    writer.writeheader()
    writer.writerows(table)
    return out.getvalue().encode()


def texts(name: str, year: int) -> dict[str, str]:
    tree = html.fromstring(f"<div>{(FOLDER / name).read_text(encoding='utf-8')}</div>")
    return {
        section.get("data-slot", ""): "".join(html.tostring(child, encoding="unicode") for child in section).replace(
            "{year}", str(year)
        )
        for section in tree.iter("section")
    }


def _replace_years(row: dict[str, str], year: int) -> dict[str, str]:
    marked = {column for column in row if column.endswith(("日期", "编号")) or column in {"索引号", "发文字号"}}
    years = {"今年": year, "去年": year - 1, "前年": year - 2}

    def replaced(text: str) -> str:
        for token, value in years.items():
            text = text.replace(token, str(value))
        return text

    return {column: replaced(text) if column in marked else text for column, text in row.items()}


def _has_begun(row: dict[str, str], today: date) -> bool:
    return all(row[column] <= today.isoformat() for column in BEGINS if row.get(column))


def _as_of(row: dict[str, str], today: date) -> dict[str, str]:
    for column, emptied in ENDS.items():
        if row.get(column, "") > today.isoformat():
            row |= {name: "" for name in emptied if name in row}
    return row
