"""Relations between items (interprets, replaces, amends), shown from both ends, and what they mean for validity."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q
from django.utils.timezone import localdate

from disclosure.law.choices.items import Relation, Validity
from disclosure.models import Item, ItemLink
from disclosure.portal.common.listing import validity_mark
from disclosure.portal.common.site import site_of

# What an item says of another, and what the other says of it: a name for programs, a heading for people.
_HEADINGS_BY_RELATION = {
    Relation.INTERPRETS: (("interprets", "本文解读的文件"), ("interpreted_by", "政策解读")),
    Relation.REPLACES: (("replaces", "本文替代的文件"), ("replaced_by", "替代本文的文件")),
    Relation.AMENDS: (("amends", "本文修改的文件"), ("amended_by", "修改本文的文件")),
}


@dataclass(frozen=True, slots=True)
class RelationGroup:
    """The items in one relation to an item."""

    name: str
    heading: str
    items: list[dict[str, object]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ValidityNote:
    """In what way an item is not, or not fully, in force, and which items replace or amend it."""

    mark: str
    heading: str
    says: str
    others: list[dict[str, object]]


def relation_groups(item: Item, at: datetime) -> list[RelationGroup]:
    """Group the published items that it interprets, replaces or amends, and those that do so to it; two queries."""
    found = list(ItemLink.objects.filter(Q(item=item) | Q(target=item)))
    others = {one.target_id if one.item_id == item.pk else one.item_id for one in found}
    if not others:
        return []
    public = Item.objects.published(at).filter(pk__in=others).defer("body", "summary")
    known = {one.pk: one for one in public.select_related("authority")}
    return list(_groups(item, found, known, localdate(at)))


def _groups(item: Item, found: list[ItemLink], known: dict[int, Item], today: date) -> Iterator[RelationGroup]:
    for relation, said in _HEADINGS_BY_RELATION.items():
        of_kind = [one for one in found if one.relation == relation]
        ends = (
            [one.target_id for one in of_kind if one.item_id == item.pk],
            [one.item_id for one in of_kind if one.target_id == item.pk],
        )
        for (name, heading), keys in zip(said, ends, strict=True):
            shown = [known[key] for key in keys if key in known]
            if shown:
                yield RelationGroup(name, heading, [item_link(one, today) for one in shown])


def item_link(item: Item, today: date) -> dict[str, object]:
    """Describe an item for a link to it."""
    return {
        "title": item.title,
        "document_number": item.document_number,
        "published_on": item.published_on,
        "address": site_of(item.authority).address("item", index_number=item.index_number),
        "mark": validity_mark(item, today),
    }


_HEADINGS = {
    Validity.REPEALED: ("本文件已废止", "起废止，不再作为办理事务的依据。", "替代本文的文件"),
    Validity.LAPSED: ("本文件已失效", "起失效，不再作为办理事务的依据。", "替代本文的文件"),
    Validity.AMENDED: ("本文件已修改", "部分内容已经修改，以修改后的规定为准。", "修改本文的文件"),
}


def validity_note(item: Item, today: date, related: list[RelationGroup]) -> ValidityNote | None:
    """Return the note for an item, or None for one in force."""
    validity = item.validity_on(today)
    if validity not in _HEADINGS:
        return None
    heading, says, wanted = _HEADINGS[validity]
    if validity != Validity.AMENDED:
        day = item.repealed_on
        says = (f"自{day.year}年{day.month}月{day.day}日" if day else "现已") + says.removeprefix("" if day else "起")
    others = [one for group in related if group.heading == wanted for one in group.items]
    return ValidityNote(validity.value, heading, says, others)
