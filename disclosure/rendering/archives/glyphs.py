"""Which characters the fonts can print: PDF/A allows no empty box where a character should be."""

import struct
import unicodedata
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn as fonts

_BREAKS = "\n\r\t"
_WINDOWS, _UNICODE_32 = 3, 10  # platform and encoding of the table that has all planes
_FORMAT_ALL_PLANES = 12
_UNSEEN = ("Cf", "Mn", "Cc")  # marks that change how others look, and signs that print nothing


def missing(text: str) -> list[str]:
    """Return the characters that the package's fonts do not have and that would print something, each once."""
    seen = (one for one in dict.fromkeys(text) if ord(one) not in _printed() and one not in _BREAKS)
    return [one for one in seen if unicodedata.category(one) not in _UNSEEN]


def printable(text: str) -> str:
    """Write characters that no font has as 〔U+20BB7〕, and leave out those that print nothing."""
    known = _printed()
    missing = {one for one in set(text) if ord(one) not in known and one not in _BREAKS}
    return text.translate({ord(one): _said(one) for one in missing}) if missing else text


def _said(one: str) -> str:
    return "" if unicodedata.category(one) in _UNSEEN else f"〔U+{ord(one):04X}〕"


@cache
def _printed() -> frozenset[int]:
    serif = Path(fonts.serif_path())
    return frozenset().union(*(_characters(path.read_bytes()) for path in sorted(serif.parent.glob("*.otf"))))


def _characters(font: bytes) -> frozenset[int]:
    """The characters of an OpenType font, from the table in it that maps all of Unicode to shapes."""
    count = struct.unpack_from(">H", font, 4)[0]
    tables = {font[at : at + 4]: struct.unpack_from(">I", font, at + 8)[0] for at in range(12, 12 + 16 * count, 16)}
    start = tables[b"cmap"]
    for number in range(struct.unpack_from(">H", font, start + 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * number)
        if (platform, encoding) == (_WINDOWS, _UNICODE_32):
            return _of_groups(font, start + offset)
    raise ValueError("a font without a table of all planes")


def _of_groups(font: bytes, start: int) -> frozenset[int]:
    form, _, _, _, count = struct.unpack_from(">HHIII", font, start)
    if form != _FORMAT_ALL_PLANES:
        raise ValueError(form)
    groups = struct.iter_unpack(">III", font[start + 16 : start + 16 + 12 * count])
    return frozenset(one for first, last, _ in groups for one in range(first, last + 1))
