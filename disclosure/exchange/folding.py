"""Spellings that differ between spreadsheets and mean the same; cells that a spreadsheet would run."""

import difflib
import re
import unicodedata
from collections.abc import Iterable

# What a spreadsheet takes for the start of a formula, as typed or after stripping.
_FORMULA_START = "=+@\\-\t\r\n＝＋－＠"
_RUNS = re.compile(f"'*[{_FORMULA_START}]")
_NEUTRALISED = re.compile(f"'+[{_FORMULA_START}]")
_QUOTES = dict.fromkeys(map(ord, "\"'“”‘’「」"))
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_WIDE |= {ord("－"): ord("-"), ord("／"): ord("/"), ord("＿"): ord("_"), ord("．"): ord(".")}
SHOWN_LENGTH = 30
LONGEST_COMPARED = 200


def folded(text: str) -> str:
    """Return `text` without spaces and quotation marks, full-width letters, digits and brackets as half-width."""
    return "".join(unicodedata.normalize("NFKC", text).split()).translate(_QUOTES)


def half_width(text: str) -> str:
    """Return `text` with full-width digits, letters and the strokes of numbers as half-width, all else as it is."""
    return text.translate(_WIDE)


def neutralised(text: str) -> str:
    """Put an apostrophe before what looks like a formula, so that no spreadsheet runs it."""
    return f"'{text}" if _RUNS.match(text) else text


def restored(text: str) -> str:
    """Undo `neutralised`."""
    return text[1:] if _NEUTRALISED.match(text) else text


def shortened(text: str) -> str:
    """Return `text` on one line, cut to the length of a message."""
    line = " ".join(text.split())
    return f"{line[:SHOWN_LENGTH]}…" if len(line) > SHOWN_LENGTH else line


def nearest(text: str, known: Iterable[str]) -> str | None:
    """Return the most similar known text, or None; a whole page is similar to nothing."""
    if len(text) > LONGEST_COMPARED:
        return None
    by_fold = {folded(one): one for one in known}
    found = difflib.get_close_matches(folded(text), by_fold, n=1, cutoff=0.5)
    return by_fold[found[0]] if found else None


def letters(column: int) -> str:
    """Return the letters of a column number (1 is A)."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
