"""Writing an item before it is public, and the draft that is to replace a public one."""

from datetime import datetime

from django.db import transaction

from disclosure.desk.audit.log import delete_recorded, save_recorded
from disclosure.desk.common.numbering import numbered
from disclosure.desk.common.records import require_valid
from disclosure.errors import Refused
from disclosure.law.choices.items import ItemState, ReviewAct
from disclosure.models import Attachment, Item, Justification, User

from .pictures import New, picture_record, require_own_pictures, save_changed_alternatives, with_files
from .workflow import add_review_line, lock_item, require, start_action

# Fields of a published item that an amendment may change.
CONTENT = (
    *("title", "category", "document_number", "publisher", "formed_on", "validity", "repealed_on"),
    *("nature", "genre", "subject", "keywords", "summary", "body"),
)
MARK = "（修订稿）"
COPIED = (
    "file",
    "public_file",
    "name",
    "size",
    "sha256",
    "position",
    "is_source",
    "is_public",
    "pages",
    "text",
    "removed",
)


def save_draft(
    item: Item, *, by: User | None, at: datetime, pictures: New | None = None, confirms: bool = True
) -> Item:
    """Save a draft, new or changed, and note who wrote it; with `confirms` guessed fields count as confirmed by that.

    `pictures` are those that came embedded in its body. A new draft without 索引号 gets the authority's next one.
    Raises Refused with the rules that the draft breaks.
    """
    with with_files() as kept:
        _keep(item, by, at, confirms=confirms)
        require_own_pictures(item, pictures)
        if pictures:
            require(by, "add_picture", "插入图片", item)
            kept.extend(picture_record(item, token, picture) for token, picture in pictures.items())
        for picture in kept:
            save_recorded(picture, by=by)
        save_changed_alternatives(item, by=by)
    return item


def _keep(item: Item, by: User | None, at: datetime, *, confirms: bool) -> None:
    is_new = item._state.adding
    require(by, "add_item" if is_new else "change_item", "登记公开信息" if is_new else "修改公开信息", item)
    if not is_new and (stored := lock_item(item)).state != ItemState.DRAFT:
        label = ItemState(stored.state).label
        raise Refused(f"《{stored}》现在是「{label}」，不能直接修改。审核中的请退回修改，已发布的请起草修订稿。")
    item.state, item.published_on, item.publish_at = ItemState.DRAFT, None, None
    item.guessed = "" if confirms else item.guessed
    item.index_number = item.index_number.strip() or numbered(item.authority, item.formed_on.year)
    item.author = item.author or by
    require_valid(item, exclude=["author"])
    save_recorded(item, by=by)
    _note_writer(item, by, at)


def _note_writer(item: Item, by: User | None, at: datetime) -> None:
    """One line for each writer and round: who wrote an item must not approve it."""
    if by is None or item.author_id == by.pk or item.reviews.filter(act=ReviewAct.EDIT, by=by).exists():
        return
    add_review_line(item, ReviewAct.EDIT, by, at)


@transaction.atomic
def discard(item: Item, *, by: User | None) -> None:
    """Delete a draft that was never public. Raises Refused in any later state."""
    require(by, "delete_item", "删除公开信息", item)
    if (stored := lock_item(item)).state != ItemState.DRAFT:
        raise Refused(f"《{stored}》现在是「{ItemState(stored.state).label}」，不能删除；已发布的可以撤回。")
    delete_recorded(item, by=by)


@transaction.atomic
def amend(*, item: Item, by: User | None) -> Item:
    """Start the draft of a new version of a published or withdrawn item; the public version stays as it is."""
    item = start_action(item, ReviewAct.AMEND, by)
    if item.amends_id:
        raise Refused(f"《{item}》本身就是修订稿。")
    if Item.with_amendments.filter(amends=item).exists():
        raise Refused(f"《{item}》已有一份修订稿，请在它上面修改。")
    longest = Item._meta.get_field("index_number").max_length
    draft = Item(
        authority=item.authority,
        amends=item,
        index_number=item.index_number[: (longest or 0) - len(MARK)] + MARK,
        author=by,
        **{name: getattr(item, name) for name in CONTENT},
    )
    save_recorded(draft, by=by)
    Attachment.objects.bulk_create(
        Attachment(item=draft, **{name: getattr(old, name) for name in COPIED})
        for old in item.attachments.filter(revision=None)
    )
    Justification.objects.bulk_create(  # what was said of a text holds for it in its next version
        Justification(
            item=draft, **{name: getattr(said, name) for name in ("kind", "digest", "masked", "reason", "by", "at")}
        )
        for said in item.justifications.all()
    )
    return draft
