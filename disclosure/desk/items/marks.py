"""Settle marks of state secrecy (保守国家秘密法 art. 24, 35; 条例 art. 14, 17).

An item that bears one is stopped. Only somebody who reviews secrecy, and who did not write it, can say that it was
declassified or that it is no mark. What was said holds for the text it was said of, and is recorded.
"""

from django.db import transaction

from disclosure.errors import Refused
from disclosure.law.choices.items import BEFORE_PUBLICATION, ItemState
from disclosure.law.privacy import FoundKind
from disclosure.law.reviewing import CLEAR
from disclosure.models import Item, Justification, User

from .found import decided
from .privacy import keep
from .workflow import is_writer, lock_item, require


@transaction.atomic
def settle_mark(*, item: Item, digest: str, decision: str, reason: str, by: User) -> Justification:
    """Record that a mark was declassified or is none, with the reason. Raises Refused with a sentence."""
    require(by, CLEAR, "保密审查", item)
    item = lock_item(item)
    if is_writer(item, by):
        raise Refused(f"《{item}》是您编辑或提交的，密级标志请由另一位有保密审查权限的同事核对。")
    if item.state not in (*BEFORE_PUBLICATION, ItemState.PUBLISHED):
        raise Refused(f"「{item}」已经撤回或办结，不用再核对密级标志。")
    return keep(item, FoundKind.SECRECY, digest, decided(decision, reason), by)
