"""Verify the chain of audit entries in constant memory: which row was changed, removed or inserted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from disclosure.models import Act, ActArchive, ActHead, act_guard
from disclosure.models.act import HASHED, ORIGIN, chain_hash

from .seals import Seal, seals

CHUNK = 2000
Row = tuple[Any, ...]  # the HASHED values, then the hash
PREVIOUS, NUMBER, AT, HASH = 0, 1, 2, -1


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an entry, by its number and day."""

    number: int
    day: date | None
    what: str

    def __str__(self) -> str:
        return f"第{self.number}条（{self.day or '日期不明'}）{self.what}"


@dataclass
class ChainWalk:
    """Verify rows in the order of their numbers. Starts after `number` and `hash`."""

    number: int = 0
    hash: str = ORIGIN
    day: date | None = None
    count: int = 0

    def faults(self, rows: Iterable[Row]) -> Iterator[Fault]:
        for row in rows:
            yield from self._judged(row)
            if row[NUMBER] > self.number:
                self.number, self.hash, self.day = row[NUMBER], row[HASH], day_of(row[AT])
            self.count += 1

    def _judged(self, row: Row) -> Iterator[Fault]:
        number, day = row[NUMBER], day_of(row[AT])
        if number <= self.number:
            yield Fault(number, day, "是插入的：它的序号在链的起点之前。")
            return
        if number > self.number + 1:
            gone = number - 1 if number - 1 > self.number + 1 else None
            what = f"起至第{gone}条被删除。" if gone else "被删除。"
            yield Fault(self.number + 1, self.day or day, what)
        elif row[PREVIOUS] != self.hash:
            yield Fault(number - 1 or number, self.day or day, "与后一条不衔接：它被改动后重算了摘要，或是插入的。")
        if chain_hash(row[:HASH]) != row[HASH]:
            yield Fault(number, day, "的内容与摘要不符：它被改动、插入或改了序号。")


def day_of(at: datetime) -> date:
    return timezone.localdate(at)


def rows() -> Iterator[Row]:
    return Act.objects.order_by("number").values_list(*HASHED, "hash").iterator(chunk_size=CHUNK)


def chain_faults(walk: ChainWalk) -> Iterator[Fault]:
    """Every fault of the chain in the database, its ends, seals and triggers included. Takes no lock."""
    head = ActHead.objects.first()
    archive = ActArchive.objects.order_by("through").last()
    if archive:
        walk.number, walk.hash = archive.through, archive.hash
    sealed = _SealComparison(seals(), walk.number)
    yield from walk.faults(sealed.watched(rows()))
    yield from sealed.faults(walk)
    yield from _end_faults(head, walk)
    yield from _archive_faults()
    for name in act_guard.missing_triggers(connection):
        yield Fault(walk.number, walk.day, f"为止核对完毕，但数据库的保护 {name} 已被撤除，请立即查明。")


def _end_faults(head: ActHead | None, walk: ChainWalk) -> Iterator[Fault]:
    known, digest = (head.number, head.hash) if head else (0, ORIGIN)
    if known > walk.number:
        gone = f"起至第{known}条" if known > walk.number + 1 else ""
        yield Fault(walk.number + 1, walk.day, f"{gone}（末尾）被删除。")
    elif known < walk.number and not _has_grown(known, walk.number):
        yield Fault(known + 1, walk.day, "起是插入的：链的末尾不到这里。")
    elif known == walk.number and digest != walk.hash:
        yield Fault(walk.number, walk.day, "与链的末尾不符：它被改动或替换。")


def _has_grown(known: int, walked: int) -> bool:
    return ActHead.objects.filter(number__gt=known, number__gte=walked).exists()


def _archive_faults() -> Iterator[Fault]:
    """Check that the command made every archive, which leaves an entry, and that archives leave no gap."""
    begin = 0
    for archive in ActArchive.objects.order_by("through"):
        day = day_of(archive.at)
        if archive.first != begin + 1:
            yield Fault(begin + 1, day, f"起至第{archive.first - 1}条没有归档而被移走。")
        logged = Act.objects.filter(verb="archive", key=str(archive.through)).values_list("changes", flat=True)
        later = ActArchive.objects.filter(through__gt=archive.through).exists()
        if not later and not any(changes.get("digest") == ["", archive.digest] for changes in logged):
            yield Fault(archive.through, day, "为止的归档没有办理记录：归档登记是插入的。")
        begin = archive.through


class _SealComparison:
    """Compares the seals with the rows as they pass."""

    def __init__(self, seals: Iterable[Seal], begin: int) -> None:
        self.wanted = {seal.number: seal for seal in seals if seal.number > begin}
        self.broken: list[Seal] = []
        self.matched = begin

    def watched(self, walked: Iterable[Row]) -> Iterator[Row]:
        """Pass the rows through unchanged, noting those at which a seal was taken."""
        for row in walked:
            seal = self.wanted.pop(row[NUMBER], None)
            if seal and seal.hash != row[HASH]:
                self.broken.append(seal)
            elif seal and not self.broken:
                self.matched = seal.number
            yield row

    def faults(self, walk: ChainWalk) -> Iterator[Fault]:
        since = f"第{self.matched}条之后的记录被整段改写" if self.matched else "记录被整段改写"
        for seal in self.broken:
            yield Fault(seal.number, seal.day, f"与{seal.day}的封存不符：{since}。")
        for seal in self.wanted.values():
            yield Fault(seal.number, seal.day, f"已封存（{seal.day}）而不在库中：它和其后的记录被删除。")
