"""A total and its parts, and whether they can add up."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .meaning import CHANNEL
from .mentions import Mention

_CHANNEL_OF_NEWS = re.compile(
    CHANNEL.pattern
    + r"|微信|微博|公众号|抖音|头条|APP|公开栏|公示栏|电子屏|广播|电视|报纸|报刊|媒体|客户端|视频号|发布会"
)
_PUBLISHED_UNITS = frozenset({"条", "条次", "篇", "件", "次", "则", ""})
_SLACK = Decimal("0.1")  # channels overlap; by so little they hardly do


NEAR = Decimal("0.02")  # of the total: so little is left out by mistake, not for want of room
MANY = 3


@dataclass(frozen=True, slots=True)
class ListOfParts:
    """A total and its parts as printed. `is_whole` where the words claim that nothing is left out."""

    total: Mention
    parts: tuple[Mention, ...]
    is_whole: bool
    is_open: bool  # ends in 等
    candidates: tuple[Decimal, ...]  # values that may be the total meant
    nested: tuple[int, ...] = ()  # places among the parts whose own parts follow

    @property
    def sum(self) -> Decimal:
        return sum((part.value for part in self.parts), Decimal(0))

    def may_add_up(self) -> bool:
        """Whether the parts, or the first of them, or they without parts of parts, make the total.

        Parts that are all of one kind (channels of applications) belong together: the first of them alone do not count.
        """
        values = [part.value for part in self.parts]
        if self.sum in self.candidates:
            return True
        if not self.is_by_channel and self.total.value in _prefixes(values):
            return True
        return any(
            self.total.value in _prefixes(values[: place + 1] + values[end:])
            for place in self.nested
            for end in range(place + 2, len(values) + 1)
        )

    @property
    def is_by_channel(self) -> bool:
        """Applications by the way they came: each came by one."""
        return "申请" in self.total.words and all(CHANNEL.search(part.words) for part in self.parts)

    @property
    def fault(self) -> bool | None:
        """True where the parts cannot make the total, False where they do, None where the words leave it open."""
        if self.may_add_up():
            return False
        total, sum_ = self.total.value, self.sum
        if sum_ < total:
            short = total - sum_
            near = len(self.parts) >= MANY and short <= max(Decimal(1), total * NEAR)
            return True if not self.is_open and (self.is_whole or near) else None
        if self.nested:
            return None
        if self._may_overlap:
            return True if sum_ - total <= total * _SLACK else None
        return True

    @property
    def _may_overlap(self) -> bool:
        """What is published in several channels is counted in each."""
        published = self.total.unit in _PUBLISHED_UNITS and not self.is_whole and not self.is_by_channel
        return published and all(_CHANNEL_OF_NEWS.search(part.words) for part in self.parts)


def _prefixes(values: Sequence[Decimal]) -> Iterator[Decimal]:
    total = Decimal(0)
    for value in values:
        total += value
        yield total
