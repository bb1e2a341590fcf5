"""The privacy guard over what became public without it, as an import that publishes does."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from disclosure.models import Authority, Item

from .privacy import unsettled

BATCH, MOST = 200, 2000


@dataclass(frozen=True, slots=True)
class Progress:
    """So many items were read, so many of them have unsettled findings, so many are left."""

    scanned: int
    exposed: int
    left: int


def scan_published(*, authority: Authority, at: datetime, most: int = MOST) -> Iterator[Progress]:
    """Read what the guard has not read as it is now, at most `most` items, and note what it finds; told by batches.

    What is noted is a cache, no act: nothing of the item changes. An item that is changed meanwhile counts as unread
    again. `at` has to be the present moment, since it is compared with the moment of the last change.
    """
    waiting = Item.objects.filter(authority=authority).unscanned().order_by("pk")
    last, scanned, exposed = 0, 0, 0
    while scanned < most and (batch := _batch(waiting, last, min(BATCH, most - scanned))):
        found = {item.pk: len(unsettled(item)) for item in batch}
        clean = [key for key, number in found.items() if not number]
        Item.objects.filter(pk__in=clean).update(scanned_at=at, exposed=0)
        for key, number in found.items():
            if number:
                Item.objects.filter(pk=key).update(scanned_at=at, exposed=number)
        last, scanned = batch[-1].pk, scanned + len(batch)
        exposed += sum(bool(number) for number in found.values())
        yield Progress(scanned, exposed, waiting.filter(pk__gt=last).count())


def _batch(waiting: QuerySet[Item], last: int, size: int) -> list[Item]:
    rows = waiting.filter(pk__gt=last).prefetch_related("attachments", "justifications", "pictures")
    return list(rows[:size])
