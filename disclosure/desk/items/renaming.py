"""Change the address of a public category or item; the old address redirects to it (网站指引)."""

from datetime import datetime
from typing import Any
from urllib.parse import unquote

from django.db import models, transaction
from django.urls import reverse

from disclosure.desk.audit.diffs import differences
from disclosure.desk.audit.log import delete_recorded, load_stored, note, save_recorded
from disclosure.desk.common.records import Actor, keep_record, require_valid
from disclosure.errors import Refused
from disclosure.law.choices.items import ItemState, ReviewAct
from disclosure.models import Authority, Category, Item, OldAddress, User
from disclosure.models.act import Changes

from .workflow import VERBS, lock_item, require


@transaction.atomic
def save_category(column: Category, *, by: Actor) -> Category:
    """Save a category, new or changed; after a change of its code the old address redirects.

    Raises Refused as `keep_record`.
    """
    before = load_stored(column)
    keep_record(column, by=by)
    if before is not None:
        leave_address(before, column, by=by)
    return column


@transaction.atomic
def renumber(*, item: Item, by: User | None, at: datetime, index_number: str, reason: str = "") -> Item:  # noqa: ARG001 every act is told when
    """Correct the 索引号 of a published item; its old address redirects, versions and downloads included.

    Raises Refused where it is not published, has this number already, or another item has it.
    """
    require(by, "publish_item", "更正索引号", item)
    item = lock_item(item)
    if item.state != ItemState.PUBLISHED:
        label = ItemState(item.state).label
        raise Refused(f"《{item}》现在是「{label}」，只有「已发布」的信息才更正索引号；草稿可以直接修改。")
    before = Item.objects.select_related("authority").get(pk=item.pk)
    item.index_number = index_number.strip()
    if item.index_number == before.index_number:
        raise Refused(f"《{item}》的索引号已经是「{item.index_number}」。")
    require_valid(item)
    item.save()
    leave_address(before, item, by=by)
    changes: Changes = {**differences(before, item), **({"说明": ["", reason.strip()]} if reason.strip() else {})}
    note(VERBS[ReviewAct.MOVE], item, changes, by=by)
    return item


def leave_address(before: models.Model, after: Category | Item, *, by: object = None) -> OldAddress | None:
    """Redirect a record's former address to it; None where the address has not changed.

    A redirect leads to the record, not to an address, so one redirect is enough after any number of renamings. An
    address that is used again stops redirecting; where two records had it, the later one is meant.
    """
    old, new = public_path(before), public_path(after)
    if old == new:
        return None
    for unused in OldAddress.objects.filter(authority=after.authority, path__in=(old, new)):
        delete_recorded(unused, by=by)
    target: dict[str, Any] = {"item" if isinstance(after, Item) else "category": after}
    kept = OldAddress(authority=after.authority, path=old, **target)
    save_recorded(kept, by=by)
    return kept


def public_path(record: models.Model) -> str:
    """Address of a category's list or an item as the address line shows it: not percent-encoded."""
    if isinstance(record, Item):
        return _path(record.authority, "item", index_number=record.index_number)
    if isinstance(record, Category):
        return _path(record.authority, "column", column=record.code)
    message = f"{type(record).__name__} has no public address"
    raise TypeError(message)


def _path(authority: Authority, name: str, **arguments: str) -> str:
    return unquote(reverse(name, kwargs=arguments if authority.is_own else {**arguments, "code": authority.code}))
