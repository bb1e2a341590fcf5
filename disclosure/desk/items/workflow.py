"""What every step of an item begins and ends with: lock, permission, state, review record, audit entry."""

from datetime import datetime
from typing import Any

from disclosure.desk.accounts.access import require_act
from disclosure.desk.audit.log import display_name, note
from disclosure.desk.common.locking import lock
from disclosure.errors import Refused
from disclosure.law.choices.items import ReviewAct
from disclosure.law.reviewing import STEPS, refusal_reason
from disclosure.models import Item, Review, User, Verb

WROTE = (ReviewAct.EDIT, ReviewAct.SUBMIT)
VERBS = {
    ReviewAct.SUBMIT: Verb.SUBMIT,
    ReviewAct.CHECK: Verb.CHECK,
    ReviewAct.CLEAR: Verb.CLEAR,
    ReviewAct.SEND_BACK: Verb.SEND_BACK,
    ReviewAct.PUBLISH: Verb.PUBLISH,
    ReviewAct.SCHEDULE: Verb.PUBLISH,
    ReviewAct.WITHHOLD: Verb.WITHHOLD,
    ReviewAct.REEVALUATE: Verb.REEVALUATE,
    ReviewAct.AMEND: Verb.AMEND,
    ReviewAct.WITHDRAW: Verb.WITHDRAW,
    ReviewAct.END: Verb.CHANGE,
    ReviewAct.MOVE: Verb.CHANGE,
}


def lock_item(item: Item) -> Item:
    """Reload the item under a lock. Raises Refused where it is gone."""
    items = Item.with_amendments.select_related("authority", "category")
    return lock(items, item, "这条信息已不存在，可能已被删除或并入修订后的版本。")


def require(by: User | None, permission: str, name: str, item: Item) -> None:
    """Raise Refused without the permission or outside one's authorities; None is the program itself."""
    if by is not None and not by.has_perm(f"disclosure.{permission}"):
        raise Refused(f"您没有{name}的权限，请与管理员联系。")
    require_act(by, item)


def start_action(item: Item, act: ReviewAct, by: User | None) -> Item:
    """Lock the item and check that this person may take this step now. Raises Refused with the reason."""
    step = STEPS[act]
    require(by, step.permission, step.name, item)
    item = lock_item(item)
    if why := refusal_reason(act, item.state):
        raise Refused(f"《{item}》{why}")
    if step.by_another and by is not None and is_writer(item, by):
        raise Refused(f"《{item}》是您编辑或提交的，不能由您自己{step.name}，请由另一位同事办理。")
    return item


def is_writer(item: Item, by: User) -> bool:
    """Whether this person wrote or submitted the item (four-eyes rule); one query."""
    return item.author_id == by.pk or item.reviews.filter(act__in=WROTE, by=by).exists()


def finish_action(item: Item, act: ReviewAct, by: User | None, at: datetime, **facts: Any) -> Review:
    before = Item.with_amendments.only("state").get(pk=item.pk).state
    item.save()
    return log_action(item, act, by, at, before, **facts)


def add_review_line(item: Item, act: ReviewAct, by: User | None, at: datetime, **facts: Any) -> Review:
    name = display_name(by) if by else "程序"
    return Review.objects.create(item=item, act=act, at=at, by=by, name=name, state=item.state, **facts)


def log_action(item: Item, act: ReviewAct, by: User | None, at: datetime, before: str, **facts: Any) -> Review:
    """Add the review line and audit entry of a change that is saved already."""
    review = add_review_line(item, act, by, at, **facts)
    changes: dict[str, list[str | None]] = {"state": [str(before), str(item.state)]}
    if reason := facts.get("reason"):
        changes["意见"] = ["", reason]
    note(VERBS[act], item, changes, by=by)
    return review
