"""What is printed in a cell → a figure, with what has to be said about it."""

import re
from dataclasses import dataclass
from decimal import Decimal

from reports.editions.grid import MONEY, Number, format_number

from .blocks import squeezed

LARGEST = Decimal(10) ** 12
_PLACES = 6  # of an amount in 万元: a 分 is 0.000001 万元
_NOTHING = frozenset(("无", "没有", "零", "〇", "○"))
_MINUS, _PLUS = "减少|减|负|-", "增加|增|加|\\+"
_UNITS = "件|条|项|个|宗|份|次|起|例|人次|人|家|篇|期|户"
_MONEY_UNITS = {"元": Decimal("0.0001"), "人民币元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10_000)}
_NUMBER = re.compile(
    rf"(?:(?P<minus>{_MINUS})|(?P<plus>{_PLUS}))?"
    r"(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    rf"(?P<unit>(?:{_UNITS})|人民币元|万元|亿元|元)?"
    r"(?P<remark>\(.*\)|[,;。]?其中.*|[,;。]?含.*)?"
)
_SPLIT = re.compile(r"[0-9]\s+[0-9]")
# One form for signs that look alike; no more, or the mark of a footnote (22①) would become a digit.
_SIGNS = str.maketrans(
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {ord(dash): "-" for dash in "﹣−–—‑‐―"} | {"﹢": "+"}
)


@dataclass(frozen=True, slots=True)
class ReadNumber:
    """`value` is None for a blank and for what is no figure; `unread` tells them apart.

    `converted` says how the figure was understood where it is not simply printed.
    """

    value: Number | None
    unread: bool = False
    converted: str = ""


def read_number(printed: str, unit: str, heading_unit: str = "") -> ReadNumber:
    """Read a cell. `unit` is the figure's; `heading_unit` (元, 万元, 亿元) where the heading names another one."""
    text = squeezed(printed.translate(_SIGNS))
    if not text:
        return ReadNumber(None)
    if text in _NOTHING:
        return ReadNumber(0, converted="按 0 读取")
    found = _NUMBER.fullmatch(text)
    if found is None:
        return ReadNumber(None, unread=True)
    named = found["unit"] or (heading_unit if unit == MONEY else "")
    factor = _factor(named, unit)
    exact = Decimal(found["number"].replace(",", "")) * (-1 if found["minus"] else 1)
    value = None if factor is None else _number(exact * factor)
    if value is None:
        return ReadNumber(None, unread=True)
    said = [
        *(["其余文字按附注处理"] if found["remark"] else []),
        *(["数字中间有空格"] if _SPLIT.search(printed.strip()) else []),
        *([f"单位是{named}，换算为万元"] if factor != 1 else []),
    ]
    return ReadNumber(value, converted=f"按 {format_number(value)} 读取（{'，'.join(said)}）" if said else "")


def _factor(named: str, unit: str) -> Decimal | None:
    """What makes a number with this unit one of the figure's; None where the figure cannot have such a unit."""
    if unit == MONEY:
        return _MONEY_UNITS.get(named) if named else Decimal(1)
    return None if named in _MONEY_UNITS else Decimal(1)


def _number(exact: Decimal) -> Number | None:
    if not -LARGEST < exact < LARGEST or exact != round(exact, _PLACES):
        return None
    return int(exact) if exact == exact.to_integral_value() else exact.normalize()
