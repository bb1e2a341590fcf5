"""Running numbers, by authority and year: 索引号 (JINLING-2020-00001), 申请编号 (2026-001), of registers (更2026-001).

Whoever numbers holds the authority until the transaction ends, so two at once get two numbers; and a number that was
taken in a transaction that failed was never taken, so there is no gap.
"""

import re
from collections.abc import Collection
from typing import Any, ClassVar

from django.db.models import QuerySet

from disclosure.models import Application, Authority, Complaint, Item, RecordCorrection
from disclosure.models.concern import Concern

from .locking import lock_authority


class _Numbers:
    """Numbers that neither a stored record nor a row of the same file has. To be used under the authority's lock."""

    width: ClassVar[int]

    def __init__(self, authority: Authority, taken: Collection[str] = ()) -> None:
        self.authority, self.taken = authority, taken
        self.last: dict[int, int] = {}

    def next(self, year: int) -> str:
        """The next number of a year; one query a year."""
        prefix = self._prefix(year)
        if year not in self.last:
            self.last[year] = self._highest(prefix)
        while True:
            self.last[year] += 1
            number = f"{prefix}{self.last[year]:0{self.width}d}"
            if number not in self.taken:
                return number

    def _highest(self, prefix: str) -> int:
        """Of the numbers of this form; others, as imports bring them, stay aside."""
        ends = (number.removeprefix(prefix) for number in self._stored(prefix).iterator())
        return max((int(end) for end in ends if re.fullmatch(r"[0-9]{1,9}", end)), default=0)

    def _prefix(self, year: int) -> str:
        raise NotImplementedError

    def _stored(self, prefix: str) -> "QuerySet[Any, str]":
        raise NotImplementedError


class IndexNumbers(_Numbers):
    """索引号 for items that come without one."""

    width = 5

    def _prefix(self, year: int) -> str:
        return f"{self.authority.code.upper()}-{year}-"

    def _stored(self, prefix: str) -> "QuerySet[Item, str]":
        numbers = Item.with_amendments.filter(authority=self.authority, index_number__startswith=prefix)
        return numbers.values_list("index_number", flat=True)


class ApplicationNumbers(_Numbers):
    """申请编号 for applications that come online, or that staff enter without one."""

    width = 3

    def _prefix(self, year: int) -> str:
        return f"{year}-"

    def _stored(self, prefix: str) -> "QuerySet[Application, str]":
        numbers = Application.objects.filter(authority=self.authority, number__startswith=prefix)
        return numbers.order_by().values_list("number", flat=True)


class ConcernNumbers(_Numbers):
    """登记编号 of the two small registers: 更2026-001, 投2026-001."""

    width = 3
    WORDS: ClassVar[dict[type[Concern], str]] = {RecordCorrection: "更", Complaint: "投"}

    def __init__(self, authority: Authority, model: type[Concern]) -> None:
        super().__init__(authority)
        self.model = model

    def _prefix(self, year: int) -> str:
        return f"{self.WORDS[self.model]}{year}-"

    def _stored(self, prefix: str) -> "QuerySet[Any, str]":
        numbers = self.model.objects.filter(authority=self.authority, number__startswith=prefix)
        return numbers.order_by().values_list("number", flat=True)


def numbered(authority: Authority, year: int) -> str:
    """The next 索引号 of an authority and year, held until the transaction ends, which has to store it."""
    return IndexNumbers(lock_authority(authority)).next(year)
