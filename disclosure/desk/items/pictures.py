"""Pictures of a body: stored clean with its item, with alternative texts, deleted where nothing shows them."""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from disclosure.desk.audit.log import delete_recorded, save_recorded
from disclosure.documents.isolated import shown
from disclosure.documents.results import PagePicture
from disclosure.errors import Refused, Unreadable
from disclosure.models import Attachment, Item, Picture, User
from disclosure.models.attachment import picture_token
from disclosure.models.richtext import PICTURE_ADDRESS, clean_keeping_sources, images, with_images

from .workflow import lock_item, require

MOST_BYTES = 10 * 1024 * 1024  # of one picture
LONGEST_ALTERNATIVE = 200
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif"}
_EMBEDDED = re.compile(r"data:image/[a-z]+;base64,(?P<content>[A-Za-z0-9+/=\s]+)", re.IGNORECASE)

New = Mapping[str, PagePicture]  # by token: pictures that a body shows and that are yet to be stored


@contextmanager
def with_files() -> Iterator[list[Attachment | Picture]]:
    """One transaction; where it fails, the files of the records on the yielded list are deleted too."""
    kept: list[Attachment | Picture] = []
    try:
        with transaction.atomic():
            yield kept
    except BaseException:
        for file in (getattr(record, name, None) for record in kept for name in ("file", "public_file")):
            if file and getattr(file, "_committed", False):
                default_storage.delete(file.name)
        raise


# --- Taken in -----------------------------------------------------------------


def checked_picture(data: bytes, name: str, alternative: str) -> PagePicture:
    """Recognise a picture by its bytes and remove location and device data.

    Raises Refused without an alternative text (WCAG 1.1.1), over `MOST_BYTES`, and for formats browsers cannot
    show.
    """
    alternative = " ".join(alternative.split())
    if not alternative:
        raise Refused("请填写替代文字：图片上是什么，让看不到图片的人也能明白。")
    if len(alternative) > LONGEST_ALTERNATIVE:
        raise Refused(f"替代文字有 {len(alternative)} 字，请缩短到 {LONGEST_ALTERNATIVE} 字以内，详细的写进正文。")
    return _readable(data, name, alternative)


def _readable(data: bytes, name: str, alternative: str) -> PagePicture:
    if not data:
        raise Unreadable(f"「{name}」是空文件，请重新选择图片。")
    if len(data) > MOST_BYTES:
        raise Unreadable(f"「{name}」超过 {MOST_BYTES // 2**20} MB，请缩小或压缩图片后再插入。")
    return shown(data, name, alternative)


def add_picture(*, item: Item, data: bytes, name: str, alternative: str, by: User | None) -> Picture:
    """Add a picture for the body of a draft; logged as a change of the item. Public once the body shows it.

    Raises Refused without the right, for an item that is no draft, and as `checked_picture`.
    """
    require(by, "change_item", "修改公开信息", item)
    require(by, "add_picture", "插入图片", item)
    picture = checked_picture(data, name, alternative)
    with with_files() as kept:
        if not lock_item(item).is_open:
            raise Refused(f"《{item}》不是草稿，不能插入图片。已发布的信息请先起草修订稿。")
        kept.append(picture_record(item, picture_token(), picture))
        save_recorded(kept[0], by=by)
    return kept[0]  # type: ignore[return-value]  # put there above


def picture_record(item: Item, token: str, picture: PagePicture) -> Picture:
    record = Picture(
        item=item,
        token=token,
        alternative=picture.alternative[:LONGEST_ALTERNATIVE],
        width=picture.width,
        height=picture.height,
    )
    record.file = ContentFile(picture.data, name=f"{token}.{ENDINGS[picture.content_type]}")
    return record


def extract_embedded(body: str) -> tuple[str, dict[str, PagePicture]]:
    """Replace a body's embedded pictures (`data:`) by addresses; returns the pictures by their new tokens.

    A missing alternative text is asked for when the item is submitted. Raises Refused, naming the place, for a
    picture that cannot be read or belongs elsewhere.
    """
    if "<img" not in body:
        return body, {}
    pictures: dict[str, PagePicture] = {}
    numbers = iter(range(1, body.count("<img") + 1))

    def stored(attributes: dict[str, str]) -> None:
        number, address = next(numbers), attributes.get("src", "")
        if PICTURE_ADDRESS.fullmatch(address):
            return
        picture = _readable(_content(address, number), f"第 {number} 张图片", attributes.get("alt", ""))
        token = picture_token()
        pictures[token] = picture
        attributes |= {"src": picture_address(token), "width": str(picture.width), "height": str(picture.height)}

    return with_images(clean_keeping_sources(body), stored), pictures


def _content(address: str, number: int) -> bytes:
    embedded = _EMBEDDED.fullmatch(address)
    if embedded is None:
        raise Refused(f"正文第 {number} 张图片在别的网站或本机文件里，没有带过来。请删去它，用「插入图片」重新插入。")
    try:
        return base64.b64decode(embedded["content"])
    except binascii.Error as error:
        raise Refused(f"正文第 {number} 张图片不完整。请删去它，用「插入图片」重新插入。") from error


def as_data_address(picture: PagePicture) -> str:
    return f"data:{picture.content_type};base64,{base64.b64encode(picture.data).decode()}"


def picture_address(token: str) -> str:
    return f"/pictures/{token}/"


# --- Kept with its item -------------------------------------------------------


def require_own_pictures(item: Item, new: New | None = None) -> None:
    """Raise Refused for a body that shows another item's pictures, or deleted ones."""
    shown_here = _tokens(item.body)
    if not shown_here:
        return
    known = {*(new or {}), *_own(item, shown_here)}
    strange = [str(number) for number, token in enumerate(shown_here, 1) if token not in known]
    if strange:
        raise Refused(
            f"正文第 {'、'.join(strange)} 张图片不属于这条信息，可能是从别处复制来的或已被删除。"
            "请删去它，用「插入图片」重新插入。"
        )


def _own(item: Item, tokens: list[str]) -> Iterator[str]:
    items = [pk for pk in (item.pk, item.amends_id) if pk]
    yield from Picture.objects.filter(item__in=items, token__in=tokens).values_list("token", flat=True)


def save_changed_alternatives(item: Item, *, by: User | None) -> None:
    """Store alternative texts edited in the body just saved; an empty one changes nothing."""
    texts: dict[str, list[str]] = {}
    for image in images(item.body):
        texts.setdefault(image["src"], []).append(image.get("alt", "").strip()[:LONGEST_ALTERNATIVE])
    if not texts:
        return
    for picture in item.pictures.filter(token__in=_tokens(item.body)):
        changed = next(
            (text for text in texts[picture_address(picture.token)] if text not in ("", picture.alternative)), None
        )
        if changed:
            picture.alternative = changed
            save_recorded(picture, by=by)


def copy_alternatives_to_body(item: Item) -> None:
    body = with_alternatives(item)
    if body != item.body:
        item.body = body  # type: ignore[assignment]  # the field takes a text
        item.save(update_fields=["body", "changed_at"])


def delete_unused_pictures(item: Item, *, by: User | None) -> None:
    """Delete pictures of a draft that its body does not show; files go on commit."""
    for picture in item.pictures.exclude(token__in=_tokens(item.body)):
        name = str(picture.file.name)
        delete_recorded(picture, by=by)
        transaction.on_commit(partial(default_storage.delete, name))


# --- Their texts --------------------------------------------------------------


def require_alternatives(item: Item) -> None:
    """Raise Refused for pictures without alternative text (WCAG 1.1.1); no query without pictures."""
    texts = [image.get("alt", "").strip() for image in images(with_alternatives(item))]
    silent = [str(number) for number, text in enumerate(texts, 1) if not text]
    if silent:
        raise Refused(
            f"《{item}》有 {len(silent)} 张图片没有替代文字（正文第 {'、'.join(silent)} 张）。"
            "请在正文中选中图片，点「替代文字」，写明图片上是什么。"
        )


def with_alternatives(item: Item) -> str:
    """The body with the stored alternative texts; pictures of the amended item keep their own."""
    shown_here = _tokens(item.body)
    if not shown_here:
        return item.body
    kept = dict(item.pictures.filter(token__in=shown_here).values_list("token", "alternative"))
    texts = {picture_address(token): text for token, text in kept.items()}
    if all(image.get("alt", "") == texts.get(image["src"], image.get("alt", "")) for image in images(item.body)):
        return item.body

    def written(attributes: dict[str, str]) -> None:
        attributes["alt"] = texts.get(attributes["src"], attributes.get("alt", ""))

    return with_images(item.body, written)


def _tokens(body: str) -> list[str]:
    found = (PICTURE_ADDRESS.fullmatch(one.get("src", "")) for one in images(body))
    return [one["token"] for one in found if one]
