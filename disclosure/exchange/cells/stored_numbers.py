"""Numbers of stored records that a spreadsheet may have altered: 005 that became 5, or was typed in full width."""

from collections.abc import Iterable
from functools import cached_property

from django.db.models import Q, QuerySet

from disclosure.exchange.folding import half_width

MOST_NAMED = 5
_WIDE = "[０-９Ａ-Ｚａ-ｚ－／＿．]"


def altered(number: str) -> bool:
    """Whether a spreadsheet may have dropped zeros from a number."""
    return number.isascii() and number.isdigit()


class StoredNumbers:
    """The stored numbers that begin with a zero or hold full-width characters, by what is left of them.

    One query, when first asked; records whose number is as typed are found without it.
    """

    def __init__(self, records: QuerySet, field: str) -> None:
        self._records, self._field = records, field

    def meant(self, number: str) -> list[str]:
        """Return the stored numbers that differ from `number` by leading zeros or the width of characters alone."""
        return self._by_rest.get(_rest(number), [])

    @cached_property
    def _by_rest(self) -> dict[str, list[str]]:
        unusual = Q(**{f"{self._field}__startswith": "0"}) | Q(**{f"{self._field}__regex": _WIDE})
        numbers: Iterable[str] = self._records.filter(unusual).values_list(self._field, flat=True)
        found: dict[str, list[str]] = {}
        for number in numbers:
            found.setdefault(_rest(number), []).append(number)
        return found


def _rest(number: str) -> str:
    narrow = half_width(number)
    return narrow.lstrip("0") if altered(narrow) else narrow


def several(numbers: list[str]) -> str:
    """Say which stored numbers a cell may mean."""
    named = "、".join(f"「{number}」" for number in sorted(numbers)[:MOST_NAMED])
    return f"可能是已有的{named}中的一个；请把该列设为文本格式，填写完整编号"
