"""Dates as offices write them: understood where only one reading is possible. Pure functions over text and numbers."""

import calendar
import re
from datetime import date, datetime, timedelta
from math import isfinite
from typing import NamedTuple

from disclosure.exchange.errors import BadCell
from disclosure.exchange.folding import folded

SERIALS_FROM = date(1899, 12, 30)  # day 0 of the serial numbers of spreadsheets, right from March 1900 on
SERIALS_FROM_1904 = date(1904, 1, 1)
EXAMPLE = "请写成 2020-01-31 的样子"
_FIRST_SERIAL, _LAST_SERIAL = 17_000, 75_000  # 1946 to 2105; smaller and larger numbers are no dates that occur here
_TIME = r"(?:[T ]?\d{1,2}:\d{2}.*|[上下]午.*|\d{1,2}[时点].*)?"
_WEEKDAY = r"(?:\(?(?:星期|周)[一二三四五六日天]\)?)?"
_SEPARATED = re.compile(rf"(\d{{4}})([.、,。\\])(\d{{1,2}})\2(\d{{1,2}})[.。日号]?{_WEEKDAY}{_TIME}")
_USUAL = re.compile(rf"(\d{{4}})(?:-(\d{{1,2}})-|/(\d{{1,2}})/|年(\d{{1,2}})月)(\d{{1,2}})[日号]?{_WEEKDAY}{_TIME}")
_RUN = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SPACED = re.compile(r"(\d{4})\s+(\d{1,2})\s+(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:\s*\d{1,2}:\d{2}.*)?")
_MONTH = re.compile(r"(\d{4})(?:年(\d{1,2})月?份?|[-/.](\d{1,2})月?|(\d{2}))")
_CHINESE = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})[日号])?"
)
_DIGITS = {character: digit % 10 for digit, character in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}


class Spelling(NamedTuple):
    """A date and the name of the way it was written."""

    day: date
    form: str


def spelt_loosely(text: str) -> Spelling:
    """Return the only date that `text` can mean; raises BadCell where there is none, or more than one."""
    text = text.strip().lstrip("'‘’")
    bare = folded(text)
    if found := _USUAL.fullmatch(bare):
        return Spelling(_day(found[1], found[2] or found[3] or found[4], found[5]), "前后另有文字的日期")
    if found := _SEPARATED.fullmatch(bare):
        return Spelling(_day(found[1], found[3], found[4]), "以点等分隔的日期")
    if found := _SPACED.fullmatch(text):
        return Spelling(_day(*found.groups()), "以空格分隔的日期")
    if found := _RUN.fullmatch(bare):
        return Spelling(_day(*found.groups()), "没有分隔的日期")
    if found := _YEAR_LAST.fullmatch(bare):
        return Spelling(_year_last(*found.group(1, 3, 4)), "年份在后的日期")
    if found := _CHINESE.fullmatch(bare):
        return Spelling(_chinese(found), "汉字日期")
    raise BadCell(f"不是日期；{EXAMPLE}（年份写四位）")


def serial_day(number: float, day_zero: date | None) -> Spelling:
    """Return the day that a number cell stands for.

    `day_zero`: day 0 of the workbook's date system; None where the file does not say which one it uses, as CSV.
    """
    whole = int(number) if isfinite(number) else -1
    if whole == number and (found := _RUN.fullmatch(str(whole))):
        return Spelling(_day(*found.groups()), "没有分隔的日期")
    if day_zero is not None and _FIRST_SERIAL <= whole <= _LAST_SERIAL:
        return Spelling(day_zero + timedelta(days=whole), "表格软件的日期序号")
    raise BadCell(f"是数字或时间，不是日期；{EXAMPLE}，或设为日期格式")


def serial_text(text: str, day_zero: date | None) -> Spelling | None:
    """Return the day of a serial number that is stored as text, or None where the text is none."""
    found = re.fullmatch(r"(\d{5})(\.\d+)?", folded(text).lstrip("'"))
    if found is None or not _FIRST_SERIAL <= int(found[1]) <= _LAST_SERIAL:
        return None
    if day_zero is None:
        day = SERIALS_FROM + timedelta(days=int(found[1]))
        raise BadCell(
            f"像是表格软件的日期序号（多半是 {day}），但这种文件没有写明从哪一天算起；"
            f"{EXAMPLE}，或设为日期格式后重新另存"
        )
    return serial_day(float(found[1]), day_zero)


def month_alone(value: object) -> date | None:
    """Return the last day of the month where a cell names a month without a day, else None."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        if not isfinite(value) or value != int(value):
            return None
        value = str(int(value))
    if not isinstance(value, str):
        return None
    bare = folded(value)
    if (found := _CHINESE.fullmatch(bare)) and not found[3]:
        year, month = _chinese_year(found[1]), _chinese_number(found[2])
    elif found := _MONTH.fullmatch(bare):
        year, month = int(found[1]), int(found[2] or found[3] or found[4])
    else:
        return None
    if not (month in range(1, 13) and year in range(1900, 2101)):
        return None
    return date(year, month, calendar.monthrange(year, month)[1])


def without_time(value: object) -> date | None:
    """Return the day of a date cell, None of any other."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def _day(year: str, month: str, day: str) -> date:
    return valid_day(int(year), int(month), int(day))


def valid_day(year: int, month: int, day: int) -> date:
    """Return the date; raises BadCell for a day that no calendar has."""
    try:
        return date(year, month, day)
    except ValueError:
        raise BadCell(f"不是有效日期，{year}年{month}月没有{day}日；请核对") from None


def _year_last(first: str, second: str, year: str) -> date:
    """Month and day are told apart by the one that is larger than twelve; raises BadCell where neither is."""
    one, two, months = int(first), int(second), 12
    if one > months and two > months:
        raise BadCell(f"不是有效日期；{EXAMPLE}")
    if one == two or (one <= months < two):
        return valid_day(int(year), one, two)
    if two <= months < one:
        return valid_day(int(year), two, one)
    raise BadCell(f"分不清是{year}年{one}月{two}日还是{two}月{one}日；{EXAMPLE}")


def _chinese(found: re.Match[str]) -> date:
    if not found[3]:
        raise BadCell(f"不是日期；{EXAMPLE}（年份写四位）")
    return valid_day(_chinese_year(found[1]), _chinese_number(found[2]), _chinese_number(found[3]))


def _chinese_year(text: str) -> int:
    return int("".join(str(_DIGITS[character]) for character in text))


def _chinese_number(text: str) -> int:
    """Read 一 to 九十九; anything else that these characters form is 0, which no date has."""
    tens, ten, units = text.rpartition("十")
    if not ten:
        return _DIGITS[text] if len(text) == 1 else 0
    if len(tens) > 1 or len(units) > 1 or "十" in tens + units:
        return 0
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[units] if units else 0)
