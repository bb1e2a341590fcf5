"""How alike two applications' contents are: what is asked for twice is answered once (条例 art. 36(6), 44)."""

import re
import unicodedata
from collections.abc import Set as AbstractSet
from enum import StrEnum

# The headings that the online form writes before what was typed, and what every application says anyway.
_HEADINGS = re.compile(r"^(?:名称|文号|特征描述)：", re.MULTILINE)
_COMMON = re.compile(r"申请|政府信息|信息公开|公开|信息|获取|提供|要求|有关|相关|关于|本机关|贵机关|贵单位|请|的")
_REST = re.compile(r"[^0-9a-z\u3400-\u9fff]+")
ALIKE, MOSTLY, SAME = 0.45, 0.65, 0.85  # of the pairs of characters, how many the two have in common


class Likeness(StrEnum):
    """In words, as the desk says it."""

    SAME = "几乎相同"
    MOSTLY = "大部分相同"
    ALIKE = "部分相同"


def pairs(content: str) -> frozenset[str]:
    """Every two neighbouring characters of what is asked for, without headings, marks and what all applications say."""
    folded = unicodedata.normalize("NFKC", _HEADINGS.sub("", content.replace("\r", ""))).lower()
    parts = _REST.split(_COMMON.sub(" ", folded))
    return frozenset(part[at : at + 2] for part in parts for at in range(max(len(part) - 1, 1)) if part)


def share(one: AbstractSet[str], other: AbstractSet[str]) -> float:
    """Of two sets of pairs, how much they have in common: 0 nothing, 1 all (Dice)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def likeness(one: AbstractSet[str], other: AbstractSet[str]) -> Likeness | None:
    """In words; None below `ALIKE`. What names other years or numbers is other information, however like it sounds."""
    found = share(one, other)
    if found >= ALIKE and _figures(one) and _figures(other) and _figures(one) != _figures(other):
        return Likeness.ALIKE
    if found >= SAME:
        return Likeness.SAME
    if found >= MOSTLY:
        return Likeness.MOSTLY
    return Likeness.ALIKE if found >= ALIKE else None


def _figures(found: AbstractSet[str]) -> set[str]:
    return {pair for pair in found if pair.isdigit()}
