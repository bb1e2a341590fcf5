"""Pictures fit for a page: kinds that browsers show, nothing beside the picture itself."""

import io

from PIL import Image, ImageOps

from disclosure.errors import Unreadable

from .converted import Shown
from .kinds import PICTURES, kind_of
from .reading_picture import opened

QUALITY = 92
_KEPT = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif"}
_AS_PNG = {"BMP", "TIFF", "WEBP"}


def shown(data: bytes, alternative: str) -> Shown | None:
    """The picture cleaned and, where browsers would not show it, as PNG; None where it is none or of vectors."""
    try:
        picture = opened(data, "")
        if picture.format not in {*_KEPT, *_AS_PNG}:
            return None
        cleaned = stripped(data, picture) if picture.format in _KEPT else _saved(picture, "PNG")
        content_type = _KEPT.get(picture.format or "", "image/png")
        made = opened(cleaned, "")
    except (Unreadable, OSError, ValueError, SyntaxError):
        return None
    return Shown(cleaned, content_type, alternative, made.width, made.height)


def checked(data: bytes, name: str, alternative: str) -> Shown:
    """As `shown`; raises Unreadable with what else it is."""
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


def stripped(data: bytes, picture: Image.Image) -> bytes:
    """The same picture without its data: of JPEG the segments go and no pixel changes, unless it has to be turned."""
    if picture.format == "JPEG" and picture.getexif().get(0x0112, 1) == 1:
        return without_segments(data)
    return _saved(ImageOps.exif_transpose(picture), picture.format or "PNG")


def _saved(picture: Image.Image, form: str) -> bytes:
    """Written anew with the pixels, colours and transparency alone."""
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
_KEPT_APPLICATIONS = {0xE0, 0xE2, 0xEE}
_SCAN, _COMMENT = 0xDA, 0xFE


def without_segments(data: bytes) -> bytes:
    """A JPEG without comments and applications' data up to the scan, and nothing behind its end."""
    kept, place = bytearray(data[:2]), 2
    while place + 4 <= len(data):
        if data[place] != 0xFF:  # noqa: PLR2004  # every marker begins so
            raise ValueError("no marker where one must stand")
        marker = data[place + 1]
        if marker == 0xFF:  # noqa: PLR2004  # filling before a marker
            place += 1
            continue
        length = int.from_bytes(data[place + 2 : place + 4], "big")
        end = place + 2 + length
        if marker == _SCAN:
            return bytes(kept) + _scans(data, place)
        if marker != _COMMENT and (not 0xE0 <= marker <= 0xEF or _is_needed(marker, data[place + 4 : end])):  # noqa: PLR2004
            kept += data[place:end]
        place = end
    raise ValueError("no picture follows")


def _is_needed(marker: int, content: bytes) -> bool:
    if marker == 0xE2:  # noqa: PLR2004  # also used for previews of other sizes
        return content.startswith(b"ICC_PROFILE")
    return marker in _KEPT_APPLICATIONS and content.startswith((b"JFIF", b"Adobe"))


def _scans(data: bytes, place: int) -> bytes:
    """From the first scan to the end of the picture: phones put a second one, or a film, behind it."""
    end = data.find(b"\xff\xd9", place)
    return data[place:] if end < 0 else data[place : end + 2]
