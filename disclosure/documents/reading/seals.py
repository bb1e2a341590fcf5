"""The words in the data of an electronic seal (GM/T 0031, GB/T 38540): DER, of which the texts are read."""

from collections.abc import Iterator

_ENCODINGS = {
    0x0C: "utf-8",  # UTF8String
    0x12: "ascii",  # NumericString
    0x13: "ascii",  # PrintableString
    0x14: "latin-1",  # TeletexString
    0x16: "ascii",  # IA5String
    0x1A: "ascii",  # VisibleString
    0x1E: "utf-16-be",  # BMPString
}
_OCTETS, _BITS = 0x04, 0x03
_CONSTRUCTED, _LONG, _MANY = 0x20, 0x80, 0x1F
_DEEPEST = 30


def seal_texts(data: bytes) -> list[str] | None:
    """Return the texts in the order of the file; None where it is no DER from end to end."""
    try:
        texts = [text.strip() for text in _texts(data, 0)]
    except (ValueError, IndexError):
        return None
    return [text for text in dict.fromkeys(texts) if text]


def _texts(data: bytes, depth: int) -> Iterator[str]:
    place = 0
    while place < len(data):
        tag, start, end = _head(data, place)
        content, place = data[start:end], end
        if tag & _CONSTRUCTED:
            if depth > _DEEPEST:
                raise ValueError("nested too deep")
            yield from _texts(content, depth + 1)
        elif tag in _ENCODINGS:
            yield content.decode(_ENCODINGS[tag], "replace")
        elif tag in (_OCTETS, _BITS) and content:
            yield from _inside(content if tag == _OCTETS else content[1:], depth)


def _inside(content: bytes, depth: int) -> list[str]:
    """Certificates stand in strings of bytes; a picture or a signature there is no text."""
    if depth > _DEEPEST or not content or content[0] != 0x30:  # noqa: PLR2004 a sequence
        return []
    try:
        return list(_texts(content, depth + 1))
    except (ValueError, IndexError):
        return []


def _head(data: bytes, place: int) -> tuple[int, int, int]:
    """Return tag, and begin and end of the content; raises ValueError where it does not fit."""
    tag, length = data[place], data[place + 1]
    start = place + 2
    if tag & _MANY == _MANY:
        raise ValueError("a tag that seals do not have")
    if length & _LONG:
        count = length & ~_LONG
        if not 0 < count <= 4:  # noqa: PLR2004 bytes
            raise ValueError("no definite length")
        length, start = int.from_bytes(data[start : start + count], "big"), start + count
    if start + length > len(data):
        raise ValueError("longer than the file")
    return tag, start, start + length
