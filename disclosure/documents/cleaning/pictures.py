"""Pictures fit for a page: kinds that browsers show, nothing beside the picture itself."""

import io

from PIL import Image, ImageOps

from disclosure.documents.kinds import PICTURES, kind_of
from disclosure.documents.limits.faults import as_unreadable, is_memory_shortage
from disclosure.documents.limits.jpeg import APPLICATIONS, COMMENT, SCAN, Segment, segments
from disclosure.documents.reading.picture import opened
from disclosure.documents.results import PagePicture
from disclosure.errors import Unreadable

QUALITY = 92
_KEPT = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif"}
ORIENTATION = 0x0112


def shown(data: bytes, alternative: str) -> PagePicture | None:
    """Clean the picture, as PNG where browsers would not show it; None for no picture, too large or vectors."""
    try:
        picture = opened(data, "")
        cleaned = stripped(data, picture, "") if picture.format in _KEPT else _as_png(picture)
        made = opened(cleaned, "")
    except Unreadable as error:
        if is_memory_shortage(error):
            raise
        return None
    return PagePicture(cleaned, _KEPT.get(picture.format or "", "image/png"), alternative, made.width, made.height)


def checked(data: bytes, name: str, alternative: str) -> PagePicture:
    """Clean the picture as `shown`; raises Unreadable with what it is instead."""
    picture = shown(data, alternative)
    if picture is None:
        raise Unreadable(f"「{name}」{_what(data, name)}，不能插入正文。请另存为 PNG 或 JPG 图片后再试。")
    return picture


def _what(data: bytes, name: str) -> str:
    try:
        kind = kind_of(data, name)
    except Unreadable:
        return f"不是能显示的图片（可用 {PICTURES}）"
    is_picture = kind.content_type.startswith("image/")
    return "已损坏或像素过多" if is_picture else f"不是图片，内容是 {kind.value.upper()}（可用 {PICTURES}）"


def stripped(data: bytes, picture: Image.Image, name: str) -> bytes:
    """The same picture without its data: of JPEG the segments go and no pixel changes, unless it has to be turned.

    Raises Unreadable where it is broken further inside than what opening it looks at.
    """
    with as_unreadable(name, f"图片「{name}」已损坏，请重新保存后再上传。"):
        if picture.format == "JPEG" and picture.getexif().get(ORIENTATION, 1) == 1:
            return without_segments(data)
        return _saved(upright(picture), picture.format or "PNG")


def upright(picture: Image.Image) -> Image.Image:
    """Turn the picture as its orientation tag says; returns the same object where nothing is to turn."""
    ImageOps.exif_transpose(picture, in_place=True)
    return picture


def _as_png(picture: Image.Image) -> bytes:
    with as_unreadable("", "broken"):
        return _saved(picture, "PNG")


def _saved(picture: Image.Image, form: str) -> bytes:
    """Rewrite the picture with pixels, colours and transparency alone."""
    made = io.BytesIO()
    colours = picture.info.get("icc_profile")
    transparency = picture.info.get("transparency")
    if form == "PNG" and picture.mode not in ("1", "L", "LA", "I", "I;16", "P", "RGB", "RGBA"):
        picture = picture.convert("RGB")
    picture.info = {} if transparency is None else {"transparency": transparency}
    more = {"quality": QUALITY, "subsampling": "keep" if picture.format == "JPEG" else 0} if form == "JPEG" else {}
    if form == "GIF":
        more = {"save_all": True}
    picture.save(made, form, icc_profile=colours, **more)
    return made.getvalue()


# Kept: tables, frames, scans, and of the applications' own JFIF (0), colour profile (2) and Adobe's colour turn (14).
_KEPT_APPLICATIONS = {0xE0, 0xEE}
_COLOURS = 0xE2


def without_segments(data: bytes) -> bytes:
    """A JPEG without comments and applications' data, between its scans as well, and nothing behind its end.

    Phones put a second picture, or a film, behind it.
    """
    kept, scans = [data[:2]], 0
    for one in segments(data):
        scans += one.marker == SCAN
        if one.marker == COMMENT or (one.marker in APPLICATIONS and not _is_needed(one, data)):
            continue
        kept.append(data[one.start : one.end])
    if not scans:
        raise ValueError("no picture follows")
    return b"".join(kept)


def _is_needed(one: Segment, data: bytes) -> bool:
    content = data[one.start + 4 : one.start + 20]
    if one.marker == _COLOURS:  # also used for previews of other sizes
        return content.startswith(b"ICC_PROFILE")
    return one.marker in _KEPT_APPLICATIONS and content.startswith((b"JFIF", b"Adobe"))
