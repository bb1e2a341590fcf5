"""不必再申请: how often somebody who was about to apply found what they wanted among what is published."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, QuerySet, Sum

from disclosure.models import Item, Needless

MOST = 50


@dataclass(frozen=True, slots=True)
class Spared:
    """An item that applicants found instead of applying, with their number in the year."""

    item: int
    title: str
    number: int


@transaction.atomic
def count_needless(*, item: Item, on: date) -> None:
    """Count one more applicant who found this item instead; anonymous, and not logged."""
    row, _ = Needless.objects.get_or_create(item=item, on=on, defaults={"authority_id": item.authority_id, "number": 0})
    Needless.objects.filter(pk=row.pk).update(number=F("number") + 1)


def of_year(records: QuerySet[Needless], year: int) -> int:
    """Count the applications of the year that were not needed; one query."""
    return records.filter(on__year=year).aggregate(all=Sum("number"))["all"] or 0


def by_item(records: QuerySet[Needless], year: int) -> list[Spared]:
    """List at most `MOST` items, the most often found first; one query."""
    rows = records.filter(on__year=year).order_by().values_list("item", "item__title").annotate(all=Sum("number"))
    return [Spared(*row) for row in rows.order_by("-all", "item")[:MOST]]
