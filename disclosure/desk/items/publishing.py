"""Make items public, at once or at a set time; replace, withdraw, end and move them."""

from collections.abc import Callable
from datetime import date, datetime
from typing import cast

from django.db import transaction
from django.utils.timezone import localdate, localtime

from disclosure.desk.audit.diffs import differences
from disclosure.desk.audit.log import delete_recorded, note
from disclosure.desk.audit.messages import changes_summary
from disclosure.desk.common.records import require_valid
from disclosure.errors import Refused
from disclosure.law.choices.items import ENDED, ItemState, Relation, ReviewAct, Validity
from disclosure.models import Category, Item, ItemLink, ItemRevision, User
from disclosure.models.act import Changes

from .drafting import CONTENT
from .reviewing import require_private
from .workflow import VERBS, add_review_line, finish_action, lock_item, log_action, start_action

KEPT = tuple(name for name in CONTENT if name != "category")


@transaction.atomic
def publish(
    *,
    item: Item,
    by: User | None,
    at: datetime,
    publish_at: datetime | None = None,
    without_interpretation: str = "",
    reason: str = "",
) -> Item:
    """Make an approved item public now, or automatically at `publish_at`; an amendment replaces the amended item.

    A normative document needs its interpretation, or a reason why there is none yet.
    """
    item = start_action(item, ReviewAct.PUBLISH, by)
    require_private(item)
    _require_interpretation(item, without_interpretation)
    why = "；".join(part.strip() for part in (reason, without_interpretation) if part.strip())
    if item.amends_id:
        return _replace(item, by, at, publish_at, why)
    if publish_at is not None and publish_at <= at:
        raise Refused("定时发布的时间已经过去，请填写以后的时间，或立即发布。")
    item.state, item.publish_at, item.published_on = ItemState.PUBLISHED, publish_at, localdate(publish_at or at)
    item.exposed = 0  # the guard has just checked it
    act = ReviewAct.SCHEDULE if publish_at else ReviewAct.PUBLISH
    if publish_at:
        why = "；".join(filter(None, (f"{localtime(publish_at):%Y-%m-%d %H:%M} 发布", why)))
    finish_action(item, act, by, at, reason=why)
    return item


def _require_interpretation(item: Item, why_not: str) -> None:
    if not item.nature or item.amends_id or why_not.strip():
        return
    if not ItemLink.objects.filter(target=item, relation=Relation.INTERPRETS).exists():
        kind = item.get_nature_display()
        raise Refused(f"《{item}》是{kind}，还没有关联的政策解读。请先登记解读并关联到它，或写明暂不解读的理由。")


def _replace(draft: Item, by: User | None, at: datetime, publish_at: datetime | None, reason: str) -> Item:
    if publish_at is not None:
        raise Refused("修订稿不能定时发布，请立即发布。")
    if not reason:
        raise Refused("请写明修订了什么；这句话随旧版本一起公开。")
    item = lock_item(draft.amends)  # type: ignore[arg-type]  # required above
    before = Item.objects.get(pk=item.pk)
    revision = _revision(item, at, reason)
    item.attachments.filter(revision=None).update(revision=revision)
    for name in CONTENT:
        setattr(item, name, getattr(draft, name))
    for parts in (draft.attachments, draft.pictures, draft.reviews):
        parts.update(item=item)
    known = item.justifications.values_list("digest", flat=True)
    draft.justifications.exclude(digest__in=list(known)).update(item=item)
    delete_recorded(draft, by=by)
    item.state, item.publish_at, item.withdrawn_for = ItemState.PUBLISHED, None, ""
    item.exposed = 0  # from the draft, whose content it now has
    item.save()
    note(VERBS[ReviewAct.AMEND], item, differences(before, item), by=by)
    log_action(item, ReviewAct.AMEND, by, at, before.state, reason=reason)
    return item


def _revision(item: Item, at: datetime, reason: str) -> ItemRevision:
    newest = item.revisions.first()
    number = newest.number + 1 if newest else 1
    since = newest.superseded_on if newest else cast("date", item.published_on)  # a published item has it
    content = {name: _plain(getattr(item, name)) for name in KEPT}
    return ItemRevision.objects.create(
        item=item, number=number, content=content, published_on=since, superseded_on=localdate(at), reason=reason
    )


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


@transaction.atomic
def withdraw(*, item: Item, by: User | None, at: datetime, reason: str) -> Item:
    """Remove a published item from all public pages at once; its address says that it was withdrawn."""
    item = start_action(item, ReviewAct.WITHDRAW, by)
    if not reason.strip():
        raise Refused("请写明撤回的原因。")
    item.state, item.withdrawn_for, item.publish_at = ItemState.WITHDRAWN, reason.strip()[:300], None
    finish_action(item, ReviewAct.WITHDRAW, by, at, reason=reason.strip())
    return item


@transaction.atomic
def end(*, item: Item, by: User | None, at: datetime, validity: str, on: date | None, reason: str = "") -> Item:
    """Change the validity of a published item; with a future `on` it lapses or is repealed automatically that day."""
    item = start_action(item, ReviewAct.END, by)
    if validity in ENDED and on is None:
        raise Refused("请填写失效或废止的日期。")
    before = Item.with_amendments.get(pk=item.pk)
    item.validity, item.repealed_on = Validity(validity), on if validity in ENDED else None
    _save_change(item, before, ReviewAct.END, by, at=at, reason=reason)
    return item


@transaction.atomic
def move(*, item: Item, by: User | None, at: datetime, category: Category, reason: str = "") -> Item:
    item = start_action(item, ReviewAct.MOVE, by)
    before = Item.with_amendments.select_related("category").get(pk=item.pk)
    if category.pk == item.category_id:
        raise Refused(f"《{item}》已经在栏目「{category}」中。")
    item.category = category
    _save_change(item, before, ReviewAct.MOVE, by, at=at, reason=reason)
    return item


def _save_change(item: Item, before: Item, act: ReviewAct, by: User | None, *, at: datetime, reason: str) -> None:
    require_valid(item)
    changes: Changes = differences(before, item)
    if not changes:
        raise Refused(f"《{item}》已经是这样，没有可以变更的。")
    item.save()
    note(VERBS[act], item, changes, by=by)
    why = "；".join(filter(None, (changes_summary(item, changes), reason.strip())))
    add_review_line(item, act, by, at, reason=why[:1000])


# --- Many at once ------------------------------------------------------------

Attempt = Callable[[Item], Item]


def preview_each(items: list[Item], act: Attempt) -> list[tuple[Item, Item | None, str]]:
    """What `act` would make of each item, or why it cannot: (item, after, reason); run and rolled back."""
    found: list[tuple[Item, Item | None, str]] = []
    for item in items:
        try:
            with transaction.atomic():
                after = act(item)
                transaction.set_rollback(True)
            found.append((item, after, ""))
        except Refused as error:
            found.append((item, None, str(error)))
    return found


@transaction.atomic
def act_on_each(items: list[Item], act: Attempt) -> tuple[list[Item], list[str]]:
    """Run `act` on each item that allows it; returns those items, and the reasons for the others."""
    done, refused = [], []
    for item in items:
        try:
            with transaction.atomic():
                done.append(act(item))
        except Refused as error:
            refused.append(str(error))
    return done, refused
