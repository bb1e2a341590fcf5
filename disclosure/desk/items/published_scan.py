"""Run the privacy guard over items that became public without it, for example by import."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from disclosure.errors import Unreadable
from disclosure.models import Authority, Item

from .privacy import unsettled

BATCH, MOST = 200, 2000


@dataclass(frozen=True, slots=True)
class ScanProgress:
    """Counts so far: items read, those with unsettled findings, those not read to the end, and those left."""

    scanned: int
    exposed: int
    unread: int
    left: int


def scan_published(*, authority: Authority, at: datetime, most: int = MOST) -> Iterator[ScanProgress]:
    """Scan at most `most` unscanned published items and store what is found; yields progress by batch.

    The result is a cache and not logged, since the item does not change. An item changed meanwhile counts as
    unscanned again, and one that takes too much to read stays unscanned. `at` must be the present moment, since it
    is compared with the moment of the last change.
    """
    waiting = Item.objects.filter(authority=authority).unscanned().order_by("pk")
    last, scanned, exposed, unread = 0, 0, 0, 0
    while scanned + unread < most and (batch := _batch(waiting, last, min(BATCH, most - scanned - unread))):
        found = {item.pk: number for item in batch if (number := _count_unsettled(item)) is not None}
        clean = [key for key, number in found.items() if not number]
        Item.objects.filter(pk__in=clean).update(scanned_at=at, exposed=0)
        for key, number in found.items():
            if number:
                Item.objects.filter(pk=key).update(scanned_at=at, exposed=number)
        last, scanned, unread = batch[-1].pk, scanned + len(found), unread + len(batch) - len(found)
        exposed += sum(bool(number) for number in found.values())
        yield ScanProgress(scanned, exposed, unread, waiting.filter(pk__gt=last).count())


def _count_unsettled(item: Item) -> int | None:
    """Number of unsettled findings; None where the guard could not read the item to its end."""
    try:
        return len(unsettled(item))
    except Unreadable:
        return None


def _batch(waiting: QuerySet[Item], last: int, size: int) -> list[Item]:
    rows = waiting.filter(pk__gt=last).prefetch_related("attachments", "justifications", "pictures")
    return list(rows[:size])
