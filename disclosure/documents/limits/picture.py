"""Limits of pictures, held by walking their parts before anything is unpacked.

What data are packed into words (zTXt, iTXt, colour profiles) and what EXIF names twice, Pillow itself holds from 13 on:
a megabyte a chunk, and never more than the bytes that are there.
"""

import struct
from collections.abc import Callable

from disclosure.errors import Unreadable

from .jpeg import APPLICATIONS, COMMENT, FRAMES, SCAN, segments

MOST_PIXELS = 80_000_000  # 320 MB once unpacked, twice that while it is turned; A3 at 600 dpi has 70 million
MOST_WEBP_PIXELS = 25_000_000  # WebP is unpacked onto three sheets of 4 bytes a pixel and more: 20 bytes, 500 MB
MOST_SCANS = 100  # of one JPEG; progressive ones have ten, the finest scripts thirty
MOST_SCANNED = 1_600_000_000  # scans times pixels: ten scans of 80 million twice over; ten nanoseconds each
MOST_SEGMENTS = 2_000  # before, between and behind the scans; colour profiles and extended XMP have 200
MOST_DATA = 24 * 2**20  # bytes beside the picture itself; an XMP of depths from a telephone has 5 MB
MOST_SKIPPED = 2**16  # bytes between segments that belong to nothing
MOST_CHUNKS = 100_000  # of PNG or WebP: 50 MB in chunks of 500 bytes; programs write 8,000 and more
MOST_FRAMES = 2_000  # of a film; one of a minute and a half at 20 a second has 1,800
MOST_FILM = 150_000_000  # frames times pixels: every frame is unpacked and packed again, 150 million in five seconds
MOST_BLOCKS = 400_000  # of GIF, of 255 bytes each when full: twice as many as 50 MB hold

_ENDINGS = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG", b"GIF87a": "GIF", b"GIF89a": "GIF", b"BM": "BMP"}
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


def form_of(data: bytes) -> str | None:
    """JPEG, PNG, GIF, BMP, TIFF or WEBP by the first bytes; None for all others, which nobody offers to read."""
    if (data[:4], data[8:12]) == (b"RIFF", b"WEBP"):
        return "WEBP"
    if data.startswith(_TIFF):
        return "TIFF"
    return next((form for start, form in _ENDINGS.items() if data.startswith(start)), None)


def require_modest(data: bytes, form: str, name: str) -> None:
    """Raise Unreadable with a sentence for what is too much, ValueError or its like for what is broken."""
    if form in _CHECKS:
        _CHECKS[form](data, name)


def require_few_pixels(width: int, height: int, name: str, most: int = MOST_PIXELS) -> None:
    """Raise Unreadable for a picture that would take too much memory."""
    if width * height > most:
        raise Unreadable(f"图片「{name}」像素过多，请缩小后再上传。")


def _too_much(name: str) -> Unreadable:
    return Unreadable(f"图片「{name}」结构过于复杂，请用看图软件重新保存为 JPG 或 PNG 后再上传。")


def _jpeg(data: bytes, name: str) -> None:
    pixels = scans = beside = skipped = 0
    for number, one in enumerate(segments(data)):
        skipped += one.skipped
        if one.marker in FRAMES:
            height, width = struct.unpack_from(">HH", data, one.start + 5)
            require_few_pixels(width, height, name)
            pixels = max(pixels, width * height)
        elif one.marker == SCAN:
            scans += 1
        elif one.marker == COMMENT or one.marker in APPLICATIONS:
            beside += one.end - one.start
        if number > MOST_SEGMENTS or beside > MOST_DATA or skipped > MOST_SKIPPED:
            raise _too_much(name)
        if scans > MOST_SCANS or scans * pixels > MOST_SCANNED:
            raise _too_much(name)
    if not pixels:
        raise ValueError("no frame")


def _png(data: bytes, name: str) -> None:
    place, count, beside = 8, 0, 0
    while place + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        if kind == b"IHDR":
            width, height = struct.unpack_from(">II", data, place + 8)
            require_few_pixels(width, height, name)
        elif kind == b"IEND":
            return
        elif kind not in (b"IDAT", b"fdAT"):
            beside += min(length, len(data) - place)
        place, count = place + 12 + length, count + 1
        if count > MOST_CHUNKS or beside > MOST_DATA:
            raise _too_much(name)


def _webp(data: bytes, name: str) -> None:
    """The sheet is laid out as soon as the file is opened, so its size is read here."""
    place, count, frames, sheet = 12, 0, 0, 0
    while place + 8 <= len(data):
        kind, length = struct.unpack_from("<4sI", data, place)
        width, height = _webp_size(kind, data[place + 8 : place + 18])
        require_few_pixels(width, height, name, MOST_WEBP_PIXELS)
        sheet = max(sheet, width * height)
        frames += kind == b"ANMF"
        place, count = place + 8 + length + length % 2, count + 1
        if count > MOST_CHUNKS or frames > MOST_FRAMES or frames * sheet > MOST_FILM:
            raise _too_much(name)


def _webp_size(kind: bytes, head: bytes) -> tuple[int, int]:
    if kind == b"VP8X":
        return int.from_bytes(head[4:7], "little") + 1, int.from_bytes(head[7:10], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(head[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        return int.from_bytes(head[6:8], "little") & 0x3FFF, int.from_bytes(head[8:10], "little") & 0x3FFF
    return 0, 0


def _gif(data: bytes, name: str) -> None:
    width, height, colours = struct.unpack_from("<HHB", data, 6)
    place, frames, blocks = 13 + _table(colours), 0, 0
    while place < len(data):
        sign = data[place]
        if sign == 0x2C:  # noqa: PLR2004  # a picture: its place, size and colours, then its blocks
            left, top, wide, high, colours = struct.unpack_from("<HHHHB", data, place + 1)
            width, height, frames = max(width, left + wide), max(height, top + high), frames + 1
            place += 11 + _table(colours)
        elif sign == 0x21:  # noqa: PLR2004  # an extension
            place += 2
        else:
            break
        place, blocks = _behind_blocks(data, place, blocks)
        require_few_pixels(width, height, name)
        if blocks > MOST_BLOCKS or frames > MOST_FRAMES or frames * width * height > MOST_FILM:
            raise _too_much(name)


def _table(flags: int) -> int:
    """Bytes of a table of colours."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _behind_blocks(data: bytes, place: int, blocks: int) -> tuple[int, int]:
    """The place after the empty block that ends a row of them, and how many were passed so far."""
    while place < len(data) and data[place] and blocks <= MOST_BLOCKS:
        place, blocks = place + 1 + data[place], blocks + 1
    return place + 1, blocks


_CHECKS: dict[str, Callable[[bytes, str], None]] = {"JPEG": _jpeg, "PNG": _png, "WEBP": _webp, "GIF": _gif}
