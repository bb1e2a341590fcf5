"""不必再申请: how often somebody who was about to apply found what they wanted among what is published."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, QuerySet, Sum

from disclosure.models import Item, Needless

MOST = 50


@dataclass(frozen=True, slots=True)
class Spared:
    """An item that made applications needless, and how many in the year."""

    item: int
    title: str
    number: int


@transaction.atomic
def count_needless(*, item: Item, on: date) -> None:
    """One more who found this item instead of applying; nobody's act, and nothing of who it was."""
    row, _ = Needless.objects.get_or_create(item=item, on=on, defaults={"authority_id": item.authority_id, "number": 0})
    Needless.objects.filter(pk=row.pk).update(number=F("number") + 1)


def of_year(records: QuerySet[Needless], year: int) -> int:
    """How many applications of the year were needless; one query."""
    return records.filter(on__year=year).aggregate(all=Sum("number"))["all"] or 0


def by_item(records: QuerySet[Needless], year: int) -> list[Spared]:
    """The items, the most often found first, as many as `MOST`; one query."""
    rows = records.filter(on__year=year).order_by().values_list("item", "item__title").annotate(all=Sum("number"))
    return [Spared(*row) for row in rows.order_by("-all", "item")[:MOST]]
