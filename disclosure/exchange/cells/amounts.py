"""Cells that hold an amount or a count; what is no number is refused with what to write instead."""

import re
from contextlib import suppress
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from math import isfinite
from typing import Any

from import_export.widgets import Widget

from disclosure.exchange.errors import BadCell
from disclosure.exchange.folding import folded, restored

from .readings import LooselyRead

WIDE_NUMBER = "全角的数字"


class IntegerWidget(Widget):
    kind = "不小于 1 的整数"
    LARGEST = 2**31 - 1

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int:
        number = _decimal(value)
        if number != number.to_integral_value() or not 1 <= number <= self.LARGEST:
            raise BadCell(f"不是{self.kind}")
        if _is_wide(value):
            raise LooselyRead(int(number), WIDE_NUMBER)
        return int(number)

    def render(self, value: int | None, obj: Any = None, **kwargs: Any) -> int | str:
        """Return a number, so that XLSX gets a number cell."""
        return "" if value is None else value


class WorkingDaysWidget(IntegerWidget):
    """Working days; more than the law allows is for the clock to report, more than these is a typing error."""

    kind = "1 到 999 的整数"
    LARGEST = 999


class MoneyWidget(Widget):
    """An amount in 元, not negative, with at most two decimals."""

    kind = "以元为单位的数字，最多两位小数"
    LARGEST = Decimal(10) ** 13  # SQLite keeps fifteen digits of a number
    CENT = Decimal("0.01")
    NOISE = Decimal("0.000001")  # of binary fractions: 0.1 + 0.2

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Decimal:
        number = _decimal(value)
        amount = number.quantize(self.CENT, ROUND_HALF_UP) if abs(number) < self.LARGEST else number
        if number < 0:
            raise BadCell("是负数；金额不能小于 0")
        if amount >= self.LARGEST:
            raise BadCell("太大；请核对是否以元为单位")
        if abs(amount - number) > (0 if isinstance(value, str) else self.NOISE):
            raise BadCell("的小数超过两位；金额最多精确到分")
        if _is_wide(value):
            raise LooselyRead(amount, WIDE_NUMBER)
        return amount

    def render(self, value: Decimal | None, obj: Any = None, **kwargs: Any) -> Decimal | str:
        """Return a number, so that XLSX gets a number cell."""
        return "" if value is None else value


_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?")
_LARGER_UNIT = re.compile(r"([\d,]+(?:\.\d+)?)(万|亿|千万|百万|千)元?")
_UNITS = {"千": 1000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}
_WIDE_DIGITS = re.compile("[０-９．，]")


def _decimal(value: Any) -> Decimal:
    """Accept a number cell, or a number written with ¥, 元 or thousands separators."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise BadCell("不是数字")
    if not isinstance(value, str):
        if isinstance(value, float) and not isfinite(value):
            raise BadCell("不是数字")
        return Decimal(repr(value))
    text = folded(restored(value.strip())).removesuffix("整").removesuffix("元")
    text = text.removeprefix("人民币").removeprefix("RMB").removeprefix("¥")
    if not (_PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)):
        raise BadCell(_not_a_number(text))
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise BadCell("不是数字") from None


def _is_wide(value: object) -> bool:
    return isinstance(value, str) and _WIDE_DIGITS.search(value) is not None


def _not_a_number(text: str) -> str:
    """Say what is wrong with an amount, and what to write where that is clear."""
    if text.endswith("%"):
        return "是百分数，这里应填数值"
    if found := _LARGER_UNIT.fullmatch(text):
        with suppress(InvalidOperation):
            amount = Decimal(found[1].replace(",", "")) * _UNITS[found[2]]
            return f"不是以元为单位的数字；请换算后填写，如 {amount.normalize():f}"
    return "不是数字；请只填数字，不带单位和文字"
