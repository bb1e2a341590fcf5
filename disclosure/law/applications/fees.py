"""信息处理费 (条例 art. 42; 收费办法, in force since 2021-01-01): what an application beyond the free limits costs.

Money is in whole 元. An application is charged by one tariff alone; `by_items` or `by_pages` says how the amount comes
about, bracket by bracket, as the notice to the applicant has to.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, count

from django.db.models import TextChoices

from .outcomes import RELEASED, Outcome


class Tariff(TextChoices):
    """计收方式; 收费办法 art. 5: one of them for one application."""

    ITEMS = "items", "按件计收"
    PAGES = "pages", "按量计收"

    def counted(self, units: int) -> str:
        """「12 件」, 「200 页」."""
        return f"{units} {'件' if self == Tariff.ITEMS else '页'}"


@dataclass(frozen=True, slots=True)
class Bracket:
    """From the `first` to the `last` unit (None: without end), `price` 元 each."""

    first: int
    last: int | None
    price: int


@dataclass(frozen=True, slots=True)
class BracketShare:
    """So many units that fall into one bracket."""

    bracket: Bracket
    units: int

    @property
    def amount(self) -> int:
        """元."""
        return self.units * self.bracket.price


@dataclass(frozen=True, slots=True)
class Charge:
    """The table below a notice of fee: the brackets touched, free ones among them."""

    tariff: Tariff
    lines: tuple[BracketShare, ...]

    @property
    def amount(self) -> int:
        """元; 0 within the free limits."""
        return sum(line.amount for line in self.lines)


EFFECTIVE_YEAR = 2021
STEP = 10  # 收费办法 art. 6: from the 31st item on, ten items a step
_FIRST_ITEMS = (Bracket(1, 10, 0), Bracket(11, 30, 100))
_PAGES = (Bracket(1, 30, 0), Bracket(31, 100, 10), Bracket(101, 200, 20), Bracket(201, None, 40))


def item_brackets() -> Iterator[Bracket]:
    """按件 (收费办法 art. 6): ten free, twenty at 100 元, then every ten 100 元 dearer than the ten before."""
    steps = (Bracket(31 + STEP * step, 40 + STEP * step, 200 + 100 * step) for step in count())
    return chain(_FIRST_ITEMS, steps)


def by_items(items: int, *, before: int = 0) -> Charge:
    """What `items` items of one application cost, after `before` of the same applicant in the same calendar month.

    Raises ValueError for fewer than one item or a negative number before.
    """
    return Charge(Tariff.ITEMS, tuple(_lines(item_brackets(), items, before)))


def by_pages(pages: int) -> Charge:
    """What `pages` pages (one side of A4 or smaller) of one application cost; others of the applicant add nothing.

    收费办法 art. 7. Raises ValueError for fewer than one page.
    """
    return Charge(Tariff.PAGES, tuple(_lines(iter(_PAGES), pages, 0)))


def may_be_by_pages(outcome: Outcome | str, *, already_public: bool) -> bool:
    """收费办法 art. 7: only for information that is given out, not for what was public before."""
    return outcome in RELEASED and not already_public


def _lines(brackets: Iterator[Bracket], units: int, before: int) -> Iterator[BracketShare]:
    """The brackets that the units after `before` fall into."""
    if units < 1 or before < 0:
        raise ValueError(f"{units} units after {before}")
    first, last = before + 1, before + units
    for bracket in brackets:
        if bracket.first > last:
            return
        end = last if bracket.last is None else min(last, bracket.last)
        begin = max(first, bracket.first)
        if begin <= end:
            yield BracketShare(bracket, end - begin + 1)
