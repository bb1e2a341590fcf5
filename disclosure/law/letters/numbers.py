"""文号: how a number of a letter is written, and what looks wrong about the word (代字) that it begins with."""

import re
from collections.abc import Iterable

_SERIES = "依申请"  # what all letters about applications have in their number
_ORDINAL = re.compile(r"〔(\d{4})〕(\d{1,9})号$")


def number_text(word: str, year: int, number: int) -> str:
    """「金镇依申请〔2026〕3号」."""
    return f"{word}{in_series(year)}{number}号"


def in_series(year: int) -> str:
    """What the numbers of a year have in common, whatever the word was when they were given."""
    return f"{_SERIES}〔{year}〕"


def ordinal(number: str) -> int | None:
    """The count within its year; None for what is no such number."""
    match = _ORDINAL.search(number)
    return int(match[2]) if match else None


def doubts_about(word: str) -> list[str]:
    """What an office should look at again before numbers begin with this word, as sentences."""
    doubts = []
    if _SERIES in word:
        doubts.append(f"发文代字里已有「{_SERIES}」，文号里会出现两次，请从代字里去掉。")
    if re.search(r"[〔〕\[\]（）()【】\d号]", word):
        doubts.append("发文代字里不写年份、括号和「号」，文号会自动加上，请只写机关代字。")
    if word != "".join(word.split()):
        doubts.append("发文代字里有空格，请去掉。")
    return doubts


def gaps(ordinals: Iterable[int]) -> list[int]:
    """The numbers from 1 to the highest that nobody has."""
    taken = set(ordinals)
    return [number for number in range(1, max(taken, default=0)) if number not in taken]
