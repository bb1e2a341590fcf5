"""Where titles and narrow headings break, how a signature stands: measured in characters, for DOCX and PDF alike."""

import math
import unicodedata

TITLE_WIDTH = 20.0  # characters of 22 pt that fit into 156 mm
_SHORT_HEADING = 12.0
_INDENT = 2.0  # GB/T 9704: two characters


def width(text: str) -> float:
    """Return the width in Chinese characters; Latin letters and digits count half."""
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WFA" else 0.5 for letter in text)


def title_lines(title: str, year: int) -> tuple[str, ...]:
    """Break a title too long for one line behind 「…年」, so that no word is torn (GB/T 9704, 7.3.1)."""
    head, mark, tail = title.partition(f"{year}年")
    lines = (head + mark, tail)
    if width(title) <= TITLE_WIDTH or not head or not tail or max(map(width, lines)) > TITLE_WIDTH:
        return (title,)
    return lines


def signature_indents(authority: str, day: str) -> tuple[float, float]:
    """Return the right indents of name and date: the date begins two characters further right, the outer one is 2."""
    date_indent = max(_INDENT, width(authority) - width(day))
    return (date_indent + width(day) + _INDENT - width(authority), date_indent) if day else (_INDENT, _INDENT)


def balanced(text: str, room: float) -> float:
    """Return the width at which a short centred text fills its lines evenly, else `room`."""
    lines = math.ceil(width(text) / room)
    even = lines > 1 and width(text) <= _SHORT_HEADING
    return min(room, math.ceil(width(text) / lines) + 0.3) if even else room
