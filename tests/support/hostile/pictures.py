"""Pictures made to hurt: small files that declare, repeat or unpack without end."""

import io
import struct
import zlib
from collections.abc import Iterator
from functools import partial

from PIL import Image

from . import HostileFile

MEGABYTE = 2**20
# 7071 by 7071 pixels, as Image.new("RGB", …).save("a.webp", lossless=True) writes them in a second and a half.
FIFTY_MEGAPIXELS = bytes.fromhex("524946461a000000574542505650384c0e0000002f9e9be706071011fd0f4444ff03")


def saved(form: str, size: tuple[int, int] = (40, 30), mode: str = "RGB", **more: object) -> bytes:
    made = io.BytesIO()
    Image.new(mode, size).save(made, form, **more)
    return made.getvalue()


def chunk(name: bytes, content: bytes) -> bytes:
    """A chunk of PNG with its length and check sum."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(*chunks: bytes, width: int = 9, height: int = 9, colour: int = 2, data: bytes | None = None) -> bytes:
    """A PNG with these chunks before its data."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0))
    rows = zlib.compress(b"\0" * (height * (width * 3 + 1))) if data is None else data
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def zeros(megabytes: int) -> bytes:
    """So many megabytes of nothing, packed without ever holding them."""
    packer = zlib.compressobj(6)
    return b"".join([*(packer.compress(bytes(MEGABYTE)) for _ in range(megabytes)), packer.flush()])


def exif(entries: int, size: int) -> bytes:
    """Data of so many entries that all name the same bytes behind them as theirs."""
    table = b"".join(struct.pack("<HHII", 0x9C9C + n, 7, size, 8 + 2 + 12 * entries + 4) for n in range(entries))
    return b"II*\0\x08\0\0\0" + struct.pack("<H", entries) + table + bytes(4) + b"a" * size


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    """A WebP of these chunks."""
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2) for name, content in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def tiff(tags: dict[int, tuple[int, int, int]], after: bytes = b"", following: int = 0) -> bytes:
    """A TIFF of one directory: tag -> type, count, value."""
    entries = b"".join(struct.pack("<HHII", tag, *rest) for tag, rest in sorted(tags.items()))
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(tags)) + entries + struct.pack("<I", following) + after


def with_segments(jpeg: bytes, *segments: tuple[int, bytes]) -> bytes:
    """A JPEG with these segments put in front."""
    made = b"".join(b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data for marker, data in segments)
    return jpeg[:2] + made + jpeg[2:]


def many_scans(count: int, size: tuple[int, int]) -> bytes:
    """A progressive JPEG that goes over its finest part again and again, in scans of ten bytes."""
    whole = saved("JPEG", size, "L", progressive=True, quality=5)
    return whole[:-2] + bytes.fromhex("ffda0008010100013f00") * count + whole[-2:]


def gif_frames(count: int, width: int, height: int) -> bytes:
    """A GIF of so many small frames on one large sheet."""
    head = b"GIF89a" + struct.pack("<HH", width, height) + b"\x80\0\0" + bytes(3) + b"\xff\xff\xff"
    frame = b"!\xf9\4\4\1\0\0\0,\0\0\0\0\1\0\1\0\0\2\2\x44\1\0"
    return head + frame * count + b";"


def hostile() -> Iterator[HostileFile]:
    """Every kind, as a file of its own."""
    for kind in (_jpeg, _png, _webp, _others):
        for name, about, data in kind():
            yield HostileFile(name, data, about)


Made = Iterator[tuple[str, str, bytes]]


def _jpeg() -> Made:
    jpeg = saved("JPEG", (64, 64))
    before = partial(with_segments, jpeg)
    yield "scans.jpg", "thousands of scans over a picture of 40 megapixels", many_scans(20_000, (6000, 4000))
    yield "scans-small.jpg", "thousands of scans over a small picture", many_scans(20_000, (400, 300))
    yield (
        "exif.jpg",
        "data of five thousand entries that share their bytes",
        before((0xE1, b"Exif\0\0" + exif(3000, 29_000))),
    )
    yield "segments.jpg", "fifty thousand comments", before(*[(0xFE, b"")] * 50_000)
    yield "exif-many.jpg", "data in fifteen thousand pieces", before(*[(0xE1, b"Exif\0\0" + b"a" * 10)] * 14_000)
    yield "filling.jpg", "endless filling before a marker", jpeg[:2] + b"\xff" * 250_000 + jpeg[2:]
    yield "filling-behind.jpg", "endless filling in a scan", jpeg[:-2] + b"\xff" * 250_000 + jpeg[-2:]
    yield "zero.jpg", "segments of no length", jpeg[:2] + b"\xff\xe1\0\0" * 60_000 + jpeg[2:]
    yield "one.jpg", "segments shorter than their length", jpeg[:2] + b"\xff\xe1\0\1" * 60_000 + jpeg[2:]
    yield "junk.jpg", "anything but a marker", jpeg[:2] + b"\0\1" * 120_000 + jpeg[2:]
    frame = jpeg.index(b"\xff\xc0")
    huge = jpeg[: frame + 5] + b"\xff\xff\xff\xff" + jpeg[frame + 9 :]
    yield "huge.jpg", "four gigapixels declared", huge
    circle = b"II*\0\x08\0\0\0\1\0" + struct.pack("<HHII", 0x8769, 4, 1, 8) + struct.pack("<I", 8)
    yield "circle.jpg", "data that lead back to themselves", before((0xE1, b"Exif\0\0" + circle))
    parts = b"MPF\0II*\0\x08\0\0\0\1\0" + struct.pack("<HHII", 0xB001, 4, 1, 60_000) + bytes(4)
    yield "parts.jpg", "sixty thousand further pictures declared", before((0xE2, parts))
    yield (
        "xmp.jpg",
        "properties that grow without end",
        before((0xE1, b"http://ns.adobe.com/xap/1.0/\0<!DOCTYPE a [<!ENTITY b 'bbb'>]><a>" + b"&b;" * 9_000 + b"</a>")),
    )


def _png() -> Made:
    yield "huge.png", "two gigapixels declared", png(width=50_000, height=50_000, data=zeros(2))
    bomb = zeros(60)
    yield "words.png", "words of 60 MB", png(chunk(b"zTXt", b"Comment\0\0" + bomb))
    yield "words-unicode.png", "words of 60 MB", png(chunk(b"iTXt", b"Comment\0\1\0\0\0" + bomb))
    yield "profile.png", "a colour profile of 60 MB", png(chunk(b"iCCP", b"a\0\0" + bomb))
    yield (
        "words-many.png",
        "a hundred times a megabyte of words",
        png(*[chunk(b"zTXt", b"Comment\0\0" + zeros(1))] * 100),
    )
    yield "words-plain.png", "twenty thousand words", png(*[chunk(b"tEXt", b"a\0")] * 19_000)
    yield "data.png", "rows of 60 MB for a small picture", png(data=bomb)
    yield "exif.png", "data of many entries that share their bytes", png(chunk(b"eXIf", exif(10_000, 150_000)))
    profile = b"\nexif\n  1\n" + exif(20_000, 250_000).hex().encode()
    yield (
        "exif-words.png",
        "the same as words",
        png(chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(profile))),
    )
    frame = chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, 9, 9, 0, 0, 1, 1, 0, 0))
    control = chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0))
    yield "frames.png", "two thousand million frames declared", png(control, frame)
    yield "frames-many.png", "six thousand frames", png(control, *[frame] * 6_000)
    yield "length.png", "a chunk as long as a number can be", png(struct.pack(">I", 2**31 - 1) + b"tEXt")
    yield "nothing.png", "a picture of no size", png(width=0, height=0, data=b"")


def _webp() -> Made:
    yield "fifty.webp", "fifty megapixels of one colour in 34 bytes", FIFTY_MEGAPIXELS
    marked = (b"VP8X", b"\x10\0\0\0" + (7070).to_bytes(3, "little") * 2)
    yield "sheet.webp", "the same on a sheet", riff(marked, (b"VP8L", FIFTY_MEGAPIXELS[20:]))
    still = saved("WEBP", (9, 9))[12:]
    body = still[8:]
    frame = (b"ANMF", bytes(12) + b"\x0a\0\0\0" + body)  # placed by its first twelve bytes; shown ten milliseconds
    canvas = (b"VP8X", b"\x02\0\0\0" + b"\xff\x0f\0" + b"\xff\x0f\0")
    yield "frames.webp", "thousands of frames on a large sheet", riff(canvas, (b"ANIM", bytes(6)), *[frame] * 4_000)
    wide = (b"VP8X", b"\x02\0\0\0" + b"\xff\xff\xff" + b"\xff\0\0")
    yield "canvas.webp", "four gigapixels declared", riff(wide, (b"ANIM", bytes(6)), frame)
    marked = (b"VP8X", b"\x08\0\0\0" + b"\x08\0\0" + b"\x08\0\0")
    yield (
        "exif.webp",
        "data of many entries that share their bytes",
        riff(marked, (still[:4], body), (b"EXIF", exif(10_000, 150_000))),
    )
    yield "chunks.webp", "thirty thousand empty chunks", riff((still[:4], body), *[(b"ABCD", b"")] * 30_000)


def _others() -> Made:
    yield "frames.gif", "thousands of frames", gif_frames(4_000, 2000, 2000)
    yield (
        "huge.gif",
        "four gigapixels declared",
        b"GIF89a\xff\xff\xff\xff\xf0\0\0" + bytes(6) + b",\0\0\0\0\xff\xff\xff\xff\0\2\1\0;",
    )
    yield "blocks.gif", "blocks of one byte", saved("GIF", (9, 9))[:-1] + b"!\xfe" + b"\1a" * 100_000 + b"\0;"
    yield (
        "huge.bmp",
        "four gigapixels declared",
        b"BM" + struct.pack("<IIIIiiHHIIIIII", 54, 0, 54, 40, 65_000, 65_000, 1, 24, 0, 0, 0, 0, 0, 0),
    )
    strips = {256: (4, 1, 60_000), 257: (4, 1, 60_000), 258: (3, 1, 8), 259: (3, 1, 1), 262: (3, 1, 1), 273: (4, 1, 8)}
    yield (
        "huge.tif",
        "four gigapixels declared",
        tiff({**strips, 277: (3, 1, 1), 278: (4, 1, 60_000), 279: (4, 1, 100)}),
    )
    small = {**strips, 256: (4, 1, 9), 257: (4, 1, 9), 259: (3, 1, 5), 277: (3, 1, 1), 278: (4, 1, 9), 279: (4, 1, 100)}
    tiles = {tag: value for tag, value in small.items() if tag not in (273, 278, 279)}
    tiles |= {322: (4, 1, 60_000), 323: (4, 1, 60_000), 324: (4, 1, 8), 325: (4, 1, 100)}
    yield "tiles.tif", "a small picture in tiles of four gigapixels", tiff(tiles, b"a" * 1000)
    yield "circle.tif", "pages in a circle", tiff(small, b"a" * 1000, 8)
    shared = exif(15_000, 100_000)
    yield "entries.tif", "many entries that share their bytes", shared
    yield "profile.tif", "as many letters as a number can name", tiff({**small, 34675: (7, 2**32 - 1, 8)}, b"a" * 1000)
    yield (
        "samples.tif",
        "sixty thousand colours a pixel",
        tiff({**small, 277: (3, 1, 65_535), 258: (3, 1, 64)}, b"a" * 1000),
    )
    for form, ending, about in (
        ("PPM", "ppm", "grey map"),
        ("PCX", "pcx", "brush"),
        ("TGA", "tga", "film"),
        ("ICO", "ico", "sign"),
    ):
        yield f"other.{ending}", f"a kind that nobody offered: {about}", saved(form, (300, 200))
    drawing = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\n{} loop\n"
    yield "program.eps", "a program instead of a picture", drawing


def put_into_a_text(data: bytes, name: str) -> object:
    """As the editor takes a picture."""
    from disclosure.documents.cleaning.pictures import checked

    return checked(data, name, "示例")


def put_into_a_document(data: bytes, name: str) -> object:
    """As a picture of a DOCX is read."""
    from disclosure.documents.reading.picture import picture_data

    return list(picture_data(data, name))
