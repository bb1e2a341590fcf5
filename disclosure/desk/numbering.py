"""索引号 for items that come without one: JINLING-2020-00001, by authority and year of 成文日期."""

import re

from disclosure.models import Authority, Item


def locked(authority: Authority) -> Authority:
    """The authority, held until the transaction ends: two who number at once get two numbers."""
    return Authority.objects.select_for_update(no_key=True).get(pk=authority.pk)


class IndexNumbers:
    """Numbers that neither a stored item nor a row of the same file has. To be used under the authority's lock."""

    def __init__(self, authority: Authority, taken: set[str]) -> None:
        self.authority, self.taken = authority, taken
        self.last: dict[int, int] = {}

    def next(self, year: int) -> str:
        """The next number of a year; one query a year."""
        prefix = f"{self.authority.code.upper()}-{year}-"
        if year not in self.last:
            self.last[year] = self._highest(prefix)
        while True:
            self.last[year] += 1
            number = f"{prefix}{self.last[year]:05d}"
            if number not in self.taken:
                return number

    def _highest(self, prefix: str) -> int:
        numbers = Item.with_amendments.filter(authority=self.authority, index_number__startswith=prefix)
        ends = (number.removeprefix(prefix) for number in numbers.values_list("index_number", flat=True).iterator())
        return max((int(end) for end in ends if re.fullmatch(r"[0-9]{1,9}", end)), default=0)


def numbered(authority: Authority, year: int) -> str:
    """The next number of an authority and year, held until the transaction ends; call it in the one that stores it."""
    return IndexNumbers(locked(authority), set()).next(year)
