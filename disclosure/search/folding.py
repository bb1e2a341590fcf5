"""Texts as a search compares them: two spellings that a reader takes for the same are the same.

- Unicode's compatible forms are one: full-width letters and digits, ①, ㎡, Kangxi radicals from PDF files (NFKC).
- Capital and small letters are one.
- Brackets ()（）[]［］〔〕【】〖〗 are one pair; so are all quotation marks, all dashes, and the middle dots.
- Blanks and line breaks count only between two foreign letters or between two digits: 第 3 号 is 第3号 and PM 2.5 is
  PM2.5, but neither "open data" nor the cells 12 34 of a table run together.
- Marks that are not seen (joiners, direction, variation) are not there. All other punctuation counts.

But for the blanks, every character is folded by itself, so what is folded can be traced to where it stood.
"""

import re
import unicodedata
from dataclasses import dataclass

_SAME = {
    "(": "(（[［〔【〖﹝❲",
    ")": ")）]］〕】〗﹞❳",
    '"': '"＂“”„‟″「」『』',
    "'": "'＇‘’‚‛′",
    "-": "-－‐‑‒–—―−",
    "·": "·•‧・･∙",
}
_FOLDED = {one: to for to, many in _SAME.items() for one in many}
_UNSEEN = {"Cf", "Cs"}
_BLANK = {"Zs", "Zl", "Zp", "Cc"}
# Of any script that is written with blanks; ideographs, kana and hangul lie above.
_LETTER = r"[^\W\d_\u2e80-\U0003ffff]"
_BLANKS = re.compile(rf"(?<={_LETTER}) +(?={_LETTER})|(?<=\d) +(?=\d)|( +)")


class _Table(dict[int, str]):
    """Map code points to their folded form, computed on first use."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _folded(chr(code))
        return folded


def _folded(char: str) -> str:
    if char in _FOLDED:
        return _FOLDED[char]
    category = unicodedata.category(char)
    if category in _UNSEEN or unicodedata.name(char, "").startswith("VARIATION SELECTOR"):
        return ""
    if category in _BLANK:
        return " "
    compatible = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", char).casefold())
    if " " in compatible:  # a lone accent: a blank that carries it
        return char
    return "".join(_FOLDED.get(one, one) for one in compatible)


_TABLE = _Table()


def fold_characters(text: str) -> str:
    """Fold each character but keep the blanks, at which a query is split."""
    return compose(text).translate(_TABLE)


def drop_blanks(text: str) -> str:
    """Remove the blanks of a folded text that do not count."""
    return _BLANKS.sub(lambda found: "" if found[1] else " ", text)


def fold(text: str) -> str:
    """Return `text` as it is compared. If a text contains another, so do their folded forms."""
    return drop_blanks(fold_characters(text))


def compose(text: str) -> str:
    """Join accents with the letters before them (NFC), the form in which raw texts are stored."""
    return unicodedata.normalize("NFC", text)


@dataclass(frozen=True, slots=True)
class TracedText:
    """A folded text; `places[n]` is the position of its n-th character in the raw one."""

    text: str
    places: tuple[int, ...]


def fold_traced(raw: str) -> TracedText:
    """Fold `raw`, which must be composed, and keep the position of each character."""
    pairs = [(char, place) for place, one in enumerate(raw) for char in _TABLE[ord(one)]]
    spread = "".join(char for char, _ in pairs)
    kept, begin = [], 0
    for found in _BLANKS.finditer(spread):
        kept += pairs[begin : found.start() + (not found[1])]
        begin = found.end()
    kept += pairs[begin:]
    return TracedText("".join(char for char, _ in kept), tuple(place for _, place in kept))
