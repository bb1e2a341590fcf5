"""Earlier versions of an item, which stay readable after an amendment."""

import copy
from dataclasses import dataclass
from datetime import date

from disclosure.models import Item, ItemRevision
from disclosure.portal.common.site import Site

# Of an item's fields those that a version keeps of its own; the index number names the item, whatever its version.
_TEXTS = (
    "title", "document_number", "publisher", "method", "validity", "nature", "genre", "subject", "keywords", "summary",
    "body",
)  # fmt: skip
_DAYS = ("formed_on", "repealed_on")


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    address: str
    published_on: date
    superseded_on: date | None
    reason: str
    is_shown: bool


def item_at_version(item: Item, revision: ItemRevision) -> Item:
    """Copy the item with the texts of an earlier version; fields it does not hold stay. Never save the copy."""
    shown = copy.copy(item)
    kept = revision.content if isinstance(revision.content, dict) else {}
    for name in _TEXTS:
        if isinstance(kept.get(name), str):
            setattr(shown, name, kept[name])
    for name in _DAYS:
        if name in kept:
            setattr(shown, name, date.fromisoformat(kept[name]) if kept[name] else None)
    shown.published_on = revision.published_on
    return shown


def version_list(site: Site, item: Item, former: list[ItemRevision], shown: ItemRevision | None) -> list[Version]:
    """List all versions of an item, the present one first; empty where there is only one."""
    if not former:
        return []
    arguments = {"index_number": item.index_number}
    current = Version(
        number=former[0].number + 1,
        address=site.address("item", **arguments),
        published_on=former[0].superseded_on,
        superseded_on=None,
        reason=former[0].reason,
        is_shown=shown is None,
    )
    reasons = [*(one.reason for one in former[1:]), ""]  # a version's reason tells why the next one replaced it
    return [
        current,
        *(
            Version(
                number=one.number,
                address=site.address("item-version", number=one.number, **arguments),
                published_on=one.published_on,
                superseded_on=one.superseded_on,
                reason=reason,
                is_shown=one == shown,
            )
            for one, reason in zip(former, reasons, strict=True)
        ),
    ]
