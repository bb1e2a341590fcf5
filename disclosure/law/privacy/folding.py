"""Normalise a text so that no disguise hides a number: full width, entities, invisible characters, dashes."""

import html
import re
import unicodedata
from dataclasses import dataclass

_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\u20e3"
)
# Several characters that read as one or none. Bounded, so that no text takes long.
_LONGER = re.compile(
    rf"&(?:#\d{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|[a-zA-Z]{{2,8}});|[{_INVISIBLE}]+"
    r"|</?(?:b|i|u|em|strong|span|font|sub|sup|mark|small)(?:\s[^<>]{0,200})?/?>"
)
_ALIKE = {
    **dict.fromkeys("‐‑‒–—―−﹣－─━﹘⁃", "-"),
    **dict.fromkeys("•・‧∙⋅●・｡˙", "·"),
    **dict.fromkeys("ХхΧχ×✕✖", "X"),
    **dict.fromkeys("\t\v\f\r\x1f", "\t"),
    **dict.fromkeys("｜│┃", "|"),
    **dict.fromkeys("〔【［", "["),
    **dict.fromkeys("〕】］", "]"),
    "\n": "\n",
    "：": ":",
    "（": "(",
    "）": ")",
}
_LAST_ONE_BYTE = 0x7F
# A single numeral begins a list item; a run of them is a number.
_COUNTERS = re.compile("[⓪①②③④⑤⑥⑦⑧⑨⓿❶❷❸❹❺❻❼❽❾]{3,}")
_COUNTED = str.maketrans("⓪①②③④⑤⑥⑦⑧⑨⓿❶❷❸❹❺❻❼❽❾", "01234567890123456789")
# Letters that stand for digits after a scan or on purpose; bounded, and only where nearly all are digits.
_LOOKALIKES = re.compile(r"(?<![A-Za-z0-9])[0-9OoIl](?:[ \-]?[0-9OoIl]){10,19}(?![A-Za-z0-9])")
_MEANT = str.maketrans("OoIl", "0011")
LEAST_DIGITS = 5


class _Table(dict[int, str]):
    """For `str.translate`: maps every character to exactly one, computed on first use."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _folded_character(chr(code))
        return folded


def _folded_character(character: str) -> str:
    if character in _ALIKE:
        return _ALIKE[character]
    if ord(character) <= _LAST_ONE_BYTE:
        return character
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.decimal(character))
    if unicodedata.category(character) == "Zs":
        return " "
    plain = unicodedata.normalize("NFKC", character)
    is_counter = unicodedata.category(character) == "No"  # ① begins a list, ² a measure: neither is a digit of a number
    return plain if len(plain) == 1 and not is_counter else character


_TABLE = _Table()


@dataclass(frozen=True, slots=True)
class Folded:
    """The normalised text, with each character's place in the original; no lists where the places are the same."""

    text: str
    starts: list[int] | None = None
    ends: list[int] | None = None

    def place(self, start: int, end: int) -> tuple[int, int]:
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    if not _LONGER.search(text):
        return Folded(_figures(text.translate(_TABLE)))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for match in _LONGER.finditer(text):
        _append(text[done : match.start()], done, pieces, starts, ends)
        meant = html.unescape(match.group()) if match.group()[0] == "&" else ""
        if len(meant) == 1 and not _LONGER.fullmatch(meant):
            pieces.append(meant.translate(_TABLE))
            starts.append(match.start())
            ends.append(match.end())
        elif len(meant) > 1:  # no entity after all
            _append(meant, match.start(), pieces, starts, ends)
        done = match.end()
    _append(text[done:], done, pieces, starts, ends)
    return Folded(_figures("".join(pieces)), starts, ends)


def _figures(text: str) -> str:
    text = _COUNTERS.sub(lambda row: row.group().translate(_COUNTED), text)
    return _LOOKALIKES.sub(_as_figures, text)


def _as_figures(row: re.Match[str]) -> str:
    is_number = sum(map(str.isdigit, row.group())) >= LEAST_DIGITS
    return row.group().translate(_MEANT) if is_number else row.group()


def _append(plain: str, at: int, pieces: list[str], starts: list[int], ends: list[int]) -> None:
    pieces.append(plain.translate(_TABLE))
    starts.extend(range(at, at + len(plain)))
    ends.extend(range(at + 1, at + len(plain) + 1))
