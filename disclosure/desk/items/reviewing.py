"""The disclosure review (条例 art. 17): submit, check, clear for secrecy, send back, reevaluate."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from disclosure.errors import Refused
from disclosure.law.choices.items import Ground, ItemState, Method, ReviewAct
from disclosure.law.months import months_later
from disclosure.law.reviewing import SEND_BACK_PERMISSIONS
from disclosure.models import Item, Remark, Review, User

from .found import refuse_unsettled
from .pictures import delete_unused_pictures, require_alternatives, require_own_pictures, with_alternatives
from .privacy import unsettled
from .workflow import finish_action, lock_item, require, start_action


@transaction.atomic
def submit(*, item: Item, by: User | None, at: datetime, reason: str = "") -> Item:
    """Submit a draft; pictures that its body does not show are deleted.

    Raises Refused for an empty draft, an unconfirmed guess, a picture without alternative text, or personal data.
    """
    item = start_action(item, ReviewAct.SUBMIT, by)
    _require_content(item)
    require_private(item)
    item.state, item.body = ItemState.CHECK, with_alternatives(item)  # type: ignore[assignment]  # the field takes a text
    delete_unused_pictures(item, by=by)
    Remark.objects.filter(review__item=item, settled_at=None).update(settled_at=at)
    finish_action(item, ReviewAct.SUBMIT, by, at, reason=reason.strip())
    return item


def _require_content(item: Item) -> None:
    if item.guessed:
        names = "、".join(str(Item._meta.get_field(name).verbose_name) for name in item.guessed.split())  # type: ignore[union-attr]
        raise Refused(f"《{item}》的{names}是根据文件猜测的，请核对并保存后再提交。")
    if not item.body.strip() and not item.attachments.filter(is_public=True).exists():
        raise Refused(f"《{item}》既没有正文也没有附件，请补上内容后再提交。")
    require_own_pictures(item)
    require_alternatives(item)


def require_private(item: Item) -> None:
    """Raise Refused for personal data and marks not settled (个保法; 保守国家秘密法 art. 35; 条例 art. 14, 15)."""
    refuse_unsettled(f"《{item}》", unsettled(item))


@transaction.atomic
def check(*, item: Item, by: User | None, at: datetime, reason: str = "") -> Item:
    item = start_action(item, ReviewAct.CHECK, by)
    item.state = ItemState.SECRECY
    finish_action(item, ReviewAct.CHECK, by, at, reason=reason.strip())
    return item


@transaction.atomic
def clear(*, item: Item, by: User | None, at: datetime, reason: str = "") -> Item:
    item = start_action(item, ReviewAct.CLEAR, by)
    item.state, item.method, item.ground = ItemState.APPROVED, Method.PROACTIVE, ""
    finish_action(item, ReviewAct.CLEAR, by, at, method=Method.PROACTIVE, reason=reason.strip())
    return item


@transaction.atomic
def withhold(*, item: Item, by: User | None, at: datetime, ground: str, reason: str = "") -> Item:
    """Withhold the item on a ground of art. 13 to 16; it is due for reevaluation in a year (art. 18)."""
    item = start_action(item, ReviewAct.WITHHOLD, by)
    if ground not in Ground.values:
        raise Refused("请选择不主动公开的依据。")
    if item.amends_id:
        raise Refused(f"《{item}》是已发布信息的修订稿，不能决定不主动公开；请退回修改，或撤回原信息。")
    item.method = Method.ON_REQUEST if ground == Ground.ON_REQUEST else Method.WITHHELD
    item.state, item.ground, item.evaluate_on = ItemState.WITHHELD, ground, year_after(localdate(at))
    finish_action(item, ReviewAct.WITHHOLD, by, at, method=item.method, ground=ground, reason=reason.strip())
    return item


@transaction.atomic
def send_back(
    *, item: Item, by: User | None, at: datetime, reason: str, remarks: Iterable[tuple[str, str]] = ()
) -> Item:
    """Return an item to its editor with the reason; `remarks` are pairs of passage and instruction."""
    item = lock_item(item)
    permission = SEND_BACK_PERMISSIONS.get(ItemState(item.state))
    if permission is None:
        raise Refused(f"《{item}》不在审核中，不能退回修改。")
    require(by, permission, "退回公开信息", item)
    given = [(passage.strip(), text.strip()) for passage, text in remarks if text.strip()]
    if not reason.strip() and not given:
        raise Refused("请写明退回的理由。")
    item.state = ItemState.DRAFT
    review = finish_action(item, ReviewAct.SEND_BACK, by, at, reason=reason.strip())
    Remark.objects.bulk_create(Remark(review=review, passage=passage, text=text) for passage, text in given)
    return item


@transaction.atomic
def reevaluate(*, item: Item, by: User | None, at: datetime, disclose: bool, reason: str) -> Item:
    """The yearly reevaluation of a withheld item (条例 art. 18): another year, or a draft again."""
    item = start_action(item, ReviewAct.REEVALUATE, by)
    if not reason.strip():
        raise Refused("请写明评估的理由。")
    if disclose:
        item.state, item.method, item.ground, item.evaluate_on = ItemState.DRAFT, Method.PROACTIVE, "", None
        item.published_on = None
    else:
        item.evaluate_on = year_after(localdate(at))
    finish_action(item, ReviewAct.REEVALUATE, by, at, method=item.method, ground=item.ground, reason=reason.strip())
    return item


def year_after(day: date) -> date:
    """The same day of the next year; 28 February for the 29th."""
    return months_later(day, 12)


def open_remarks(item: Item) -> list[Remark]:
    return list(Remark.objects.filter(review__item=item, settled_at=None).select_related("review"))


def last_sent_back(item: Item) -> Review | None:
    last = item.reviews.exclude(act=ReviewAct.EDIT).order_by("-at", "-id").first()
    return last if last and last.act == ReviewAct.SEND_BACK else None
