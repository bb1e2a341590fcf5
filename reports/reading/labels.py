"""Printed labels and headings compared with those of the formats: equal, equal but for a remark, or the nearest."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

from .blocks import squeezed

NEAR = 0.8  # the least likeness of a damaged label; 「其他法律行政止公开」 has 0.86, 「不予公开」 and 「予以公开」 0.75
CUT, SHORTEST_CUT = 0.9, 6  # the likeness of a label that a page break cut, and the characters that must be left
LEAST = 4  # characters: shorter labels are alike by chance
_LONGEST = 400  # characters of a label worth comparing, blanks between them included
_NUMBER = re.compile(r"^(?:\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+[、.,]|\(?\d{1,2}[.、,)])")
_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_UNCLOSED = re.compile(r"\(.*$")
_QUOTES = re.compile("[\"'“”‘’「」『』《》＂]")


def plain(text: str) -> str:
    """`text` for comparing: no blanks or quotation marks, one form of brackets, full stops and digits."""
    normal = unicodedata.normalize("NFKC", text).replace("〔", "[").replace("〕", "]").replace("【", "[")
    return _QUOTES.sub("", squeezed(normal)).replace("】", "]").replace("．", ".").replace("。", ".").rstrip(".:")


def without_number(text: str) -> str:
    return _NUMBER.sub("", text)


def without_remarks(text: str) -> str:
    """`text` (from `plain`) without what stands in brackets, and without the number before it."""
    return _UNCLOSED.sub("", _REMARK.sub("", without_number(text)))


@dataclass(frozen=True, slots=True)
class Match:
    """The label that was meant, and whether it is printed as the format has it, or at least reads so."""

    label: str
    exact: bool
    is_near: bool = False  # neither equal nor equal but for number and remarks


@cache
def _forms(label: str) -> tuple[str, str]:
    return plain(label), without_remarks(plain(label))


def match(printed: str, labels: tuple[str, ...]) -> Match | None:
    """Find which of `labels` is printed; None where none is near, or two are equally near."""
    return _match(printed, labels) if len(printed) <= _LONGEST else None


@lru_cache(maxsize=8192)  # a report has some three hundred different cells, and the labels are those of every report
def _match(printed: str, labels: tuple[str, ...]) -> Match | None:
    text = plain(printed)
    if not text:
        return None
    bare = without_remarks(text)
    offered = [(label, *_forms(label)) for label in labels]
    for label, whole, _ in offered:
        if text == whole:
            return Match(label, exact=True)
    same = [label for label, _, short in offered if bare and bare == short]
    if same:
        # 「3.其他」 and 「其他」 differ by their number alone: the one that carries it, or the only one.
        return Match(same[0], exact=False) if len(set(same)) == 1 else None
    return _nearest(bare, [(label, short) for label, _, short in offered])


def _nearest(bare: str, offered: list[tuple[str, str]]) -> Match | None:
    if len(bare) < LEAST:
        return None
    rated = sorted(((_likeness(bare, short), label) for label, short in offered if len(short) >= LEAST), reverse=True)
    if not rated or rated[0][0] < NEAR:
        return None
    if len(rated) > 1 and rated[1][1] != rated[0][1] and rated[0][0] - rated[1][0] < 0.05:  # noqa: PLR2004
        return None
    return Match(rated[0][1], exact=False, is_near=True)


@lru_cache(maxsize=8192)
def _likeness(printed: str, label: str) -> float:
    """How alike two labels are, from 0 to 1."""
    if len(printed) >= SHORTEST_CUT and printed != label and (label.startswith(printed) or label.endswith(printed)):
        return CUT
    return SequenceMatcher(None, printed, label, autojunk=False).ratio()
