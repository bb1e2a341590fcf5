"""The words of drawings in vectors: EMF and WMF, as Windows keeps them, and SVG."""

import struct
from collections.abc import Iterator

from lxml import etree

_EMF, _WMF, _WMF_BARE = b"\x01\x00\x00\x00", b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00"
_EMF_MARK, _MARK_AT = b" EMF", 40
_EMF_TEXTS = {83: "gb18030", 84: "utf-16-le"}  # EXTTEXTOUTA, EXTTEXTOUTW
_EMF_SMALL = 108  # SMALLTEXTOUT
_EMF_COMMENT = 70
_PLUS, _DRAW_STRING = b"EMF+", 0x401C
_WMF_TEXT, _WMF_EXT_TEXT = 0x0521, 0x0A32
_HEADER = 8  # bytes of a record's kind and size


def is_vector(data: bytes) -> bool:
    """Whether the bytes are a drawing whose words can be read."""
    return _is_emf(data) or data.startswith((_WMF, _WMF_BARE)) or _is_svg(data)


def vector_texts(data: bytes) -> list[str]:
    """Return the words in the order of drawing, and all of them joined, since letters are often drawn one by one."""
    if _is_svg(data):
        return _svg_texts(data)
    texts = [text for text in (_emf_texts(data) if _is_emf(data) else _wmf_texts(data)) if text.strip("\0 ")]
    return ["".join(texts)] if len(texts) > 1 and max(map(len, texts)) == 1 else texts


def _is_emf(data: bytes) -> bool:
    return data.startswith(_EMF) and data[_MARK_AT : _MARK_AT + 4] == _EMF_MARK


def _is_svg(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and b"<svg" in data[:4096]


def _svg_texts(data: bytes) -> list[str]:
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    words = ["".join(text.itertext()) for text in root.iter("{*}text", "{*}title", "{*}desc", "{*}foreignObject")]
    return [*words, *(str(comment.text or "") for comment in root.iter(etree.Comment))]


def _records(data: bytes, start: int, form: str, unit: int) -> Iterator[tuple[int, bytes]]:
    """Yield kind and whole bytes of each record; `form` is kind and size, in `unit` bytes, as they stand."""
    place, head = start, struct.calcsize(form)
    while place + head <= len(data):
        first, second = struct.unpack_from(form, data, place)
        kind, size = (first, second) if unit == 1 else (second, first)
        size *= unit
        if size < head:
            return
        yield kind, data[place : place + size]
        place += size


def _emf_texts(data: bytes) -> Iterator[str]:
    for kind, record in _records(data, 0, "<II", 1):
        if kind in _EMF_TEXTS:
            count, offset = struct.unpack_from("<II", record, 44)
            encoding = _EMF_TEXTS[kind]
            yield record[offset : offset + count * (2 if encoding.startswith("utf-16") else 1)].decode(
                encoding, "ignore"
            )
        elif kind == _EMF_SMALL:
            yield from _small(record)
        elif kind == _EMF_COMMENT and record[12:16] == _PLUS:
            yield from _plus_texts(record[16:])


def _small(record: bytes) -> Iterator[str]:
    _, _, count, options = struct.unpack_from("<iiII", record, 8)
    start = 36 if options & 0x100 else 52  # without bounds, or with
    is_narrow = bool(options & 0x200)
    yield record[start : start + count * (1 if is_narrow else 2)].decode(
        "gb18030" if is_narrow else "utf-16-le", "ignore"
    )


def _plus_texts(data: bytes) -> Iterator[str]:
    place = 0
    while place + 12 <= len(data):
        kind, _, size = struct.unpack_from("<HHI", data, place)
        if size < 12:  # noqa: PLR2004 bytes of a record's head
            return
        if kind == _DRAW_STRING and place + 40 <= len(data):
            count = struct.unpack_from("<I", data, place + 20)[0]
            yield data[place + 40 : place + 40 + 2 * count].decode("utf-16-le", "ignore")
        place += size


def _wmf_texts(data: bytes) -> Iterator[str]:
    start = 22 if data.startswith(_WMF) else 0
    for kind, record in _records(data, start + 18, "<IH", 2):
        if kind == _WMF_TEXT:
            count = struct.unpack_from("<H", record, 6)[0]
            yield record[8 : 8 + count].decode("gb18030", "ignore")
        elif kind == _WMF_EXT_TEXT:
            count, options = struct.unpack_from("<HH", record, 10)
            begin = 22 if options & 0x6 else 14  # a rectangle stands before
            yield record[begin : begin + count].decode("gb18030", "ignore")
