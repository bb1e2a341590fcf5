"""What calamine does not tell: formulas, error values, what is hidden, how far a sheet reaches. In flat memory.

A quick look at the bytes finds whether there is anything to find; only then is the sheet parsed.
"""

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field

from disclosure.documents.limits.unpacking import chunks
from disclosure.documents.limits.wholes import whole
from disclosure.exchange.folding import shortened

from .limits import MOST_GIVEN
from .markup import local, safe_parser

OVERLAP = 200  # longer than any of the needles with its attribute
EDGE = 20  # longer than what a needle looks ahead
MOST_FLAWS = 5000
FORMULA = "是公式；请改填公式算出的值（可用「选择性粘贴」的「数值」）"
QUICK_COLUMNS = 26
QUICK_ROWS = 300_000
# Each begins with bytes of its own, which the regex engine jumps to: five times faster than one pattern for all.
_FORMULA = re.compile(rb"<f[\s/>]")
_WIDE = re.compile(rb'r="[A-Za-z]{2}')
_UNPLACED = re.compile(rb'<c(?! r="[A-Za-z])[\s/>]')  # its column follows from the cells before it
_UNPLACED_ROW = re.compile(rb'<row(?! r="\d)[\s/>]')
_PREFIXED = re.compile(rb"<\w+:(?:c|row|v|f)[\s/>]")
_FAR = re.compile(rb'r="[A-Za-z]?(\d{6,})')  # rows below the hundred thousandth need no counting
_ERROR, _OTHER_QUOTES, _HIDDEN = b' t="e"', b"='", b' hidden="'
# Prefixed or UTF-16 documents are rare and parsed in full.
_PLAIN_ROOT = re.compile(rb"<worksheet[\s>]")
_ROW = re.compile(rb"""<row\s[^>]*?\br\s*=\s*["'](\d+)""")
_SHARED, _SHARED_PLACE = b't="s"', re.compile(rb't="s"[^>]*><v>(\d{1,9})</v>')
_MERGED = b"mergeCell "
FARTHEST = 2**31  # the row or column of what stands beyond any sheet
_TRUE = ("1", "true")
MOST_LETTERS = 7  # of a column; spreadsheets have three


_REFERENCE = re.compile(r"([A-Za-z]+)(\d*)")


@dataclass
class Scan:
    """How far a sheet reaches, what it shows, and the cells that cannot be taken, by row and column from 1.

    `given`: bytes of kept texts, each counted for every cell that shows it. `merged`: ranges of merged cells.
    `formulas`: the last row, by column, in which a formula has a result. `hidden_rows`: those that hold anything;
    `hidden_columns`: ranges.
    """

    rows: int = 0
    columns: int = 0
    given: int = 0
    merged: int = 0
    flaws: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: dict[int, int] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)

    def add_flaw(self, row: int, column: int, why: str) -> None:
        """Note a cell that cannot be taken; the first reason counts, and no more than so many are kept."""
        if len(self.flaws) < MOST_FLAWS:
            self.flaws.setdefault((row, column), why)

    def add_formula(self, row: int, column: int, result: str, *, is_error: bool) -> None:
        """Note a formula with the result that the file keeps: what was seen on the screen, if there is any."""
        if not result:
            self.add_flaw(row, column, FORMULA)
        elif is_error:
            self.add_flaw(row, column, f"是公式，算出的是错误值 {shortened(result)}；请更正这个单元格")
        else:
            self.formulas[column] = max(row, self.formulas.get(column, 0))

    def add_hidden_row(self, row: int) -> None:
        """Note a hidden row that holds something, once."""
        if len(self.hidden_rows) < MOST_FLAWS and self.hidden_rows[-1:] != [row]:
            self.hidden_rows.append(row)


def scan_sheet(archive: zipfile.ZipFile, part: str, lengths: Sequence[int]) -> Scan:
    """Look through one worksheet of a workbook whose kept texts are so long."""
    found = next(one for one in archive.infolist() if one.filename.lower() == part)
    return _quick(archive, found, lengths) or _exact(archive, found, lengths)


def _quick(archive: zipfile.ZipFile, part: zipfile.ZipInfo, lengths: Sequence[int]) -> Scan | None:
    """A scan without flaws, or None where the sheet must be parsed to know."""
    scan, tail, counted, longest = Scan(columns=QUICK_COLUMNS), b"", 0, max(lengths, default=0)
    pieces = chunks(archive, part)
    chunk = next(pieces, b"")
    if not _PLAIN_ROOT.search(chunk[:4096]) or b"<!DOCTYPE" in chunk[:4096]:
        return None
    while chunk:
        window, following = tail + chunk, next(pieces, b"")
        if _is_suspect(window, len(window) - (EDGE if following else 0)):
            return None
        counted += chunk.count(b"<row")
        scan.merged += window.count(_MERGED)
        if (last := window.rfind(b"<row ")) >= 0 and (row := _ROW.match(window, last)):
            scan.rows = max(scan.rows, whole(row[1].decode(), FARTHEST))
        for far in _FAR.finditer(window):
            scan.rows = max(scan.rows, whole(far[1].decode(), FARTHEST))
        scan.given += _given(window, lengths, longest)
        tail, chunk = window[-OVERLAP:], following
    scan.rows = max(scan.rows, counted)
    return scan if scan.rows <= QUICK_ROWS else None


def _given(window: bytes, lengths: Sequence[int], longest: int) -> int:
    """At most so many bytes of kept texts; what is not written as usual counts as the longest."""
    cells = window.count(_SHARED)
    if cells * longest <= MOST_GIVEN // 1000:
        return cells * longest
    places = [int(place) for place in _SHARED_PLACE.findall(window)]
    return sum(lengths[place] for place in places if place < len(lengths)) + (cells - len(places)) * longest


def _is_suspect(text: bytes, end: int) -> bool:
    """Whether there may be a formula, an error value, something hidden, a column beyond Z, or unusual markup.

    What begins at `end` or after is looked at in the next window, where the whole of it is seen.
    """
    if _ERROR in text or _OTHER_QUOTES in text or _HIDDEN in text:
        return True
    needles = (_WIDE, _FORMULA, _UNPLACED, _UNPLACED_ROW, _PREFIXED)
    return any((found := needle.search(text)) is not None and found.start() < end for needle in needles)


def _exact(archive: zipfile.ZipFile, part: zipfile.ZipInfo, lengths: Sequence[int]) -> Scan:
    parse = _Parse(lengths)
    for chunk in chunks(archive, part):
        parse.parser.Parse(chunk, False)  # noqa: FBT003 expat's signature
    parse.parser.Parse(b"", True)  # noqa: FBT003 as above
    return parse.scan


class _Parse:
    """The cells of a sheet as expat meets them; one without a reference stands after the one before."""

    def __init__(self, lengths: Sequence[int]) -> None:
        self.scan, self.lengths = Scan(), lengths
        self.row = self.column = 0
        self.is_error = self.is_shared = self.is_hidden = False
        self.formula: tuple[int, int] | None = None
        self.result = ""
        self.text: list[str] | None = None
        self.parser = safe_parser()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = local(name)
        if tag == "row":
            self.row = _row(attributes["r"]) if "r" in attributes else self.row + 1
            self.column = 0
            self.is_hidden = attributes.get("hidden") in _TRUE
        elif tag == "col" and attributes.get("hidden") in _TRUE and len(self.scan.hidden_columns) < MOST_FLAWS:
            low, high = (whole(attributes.get(end, ""), FARTHEST) for end in ("min", "max"))
            self.scan.hidden_columns.append((low, high))
        elif tag == "c":
            if "r" in attributes:
                self.column, self.row = _place(attributes["r"], self.row)
            else:
                self.column += 1
            self.is_error, self.is_shared = attributes.get("t") == "e", attributes.get("t") == "s"
        elif tag == "f":
            self.formula, self.result = (self.row, self.column), ""
            self.text = None
        elif tag in {"v", "is"}:
            if self.is_hidden:
                self.scan.add_hidden_row(self.row)
            self.scan.rows = max(self.scan.rows, self.row)
            self.scan.columns = max(self.scan.columns, self.column)
            self.text = [] if self.is_error or self.is_shared or self.formula else None
        elif tag == "mergeCell":
            self.scan.merged += 1

    def characters(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def end(self, name: str) -> None:
        tag = local(name)
        if tag == "c" and self.formula is not None:
            self.scan.add_formula(*self.formula, self.result, is_error=self.is_error)
            self.formula = None
        if tag == "v" and self.text is not None:
            written = self.result = "".join(self.text)
            if self.is_error and self.formula is None:
                self.scan.add_flaw(self.row, self.column, f"是错误值 {shortened(written)}；请更正这个单元格")
            place = whole(written, len(self.lengths))
            if self.is_shared and place < len(self.lengths):
                self.scan.given += self.lengths[place]
        self.text = None


def _row(written: str) -> int:
    """Raises ValueError for what is no number at all; beyond any sheet for one that no sheet has."""
    if not (written.isascii() and written.isdigit()):
        raise ValueError(written)
    return whole(written, FARTHEST)


def _place(reference: str, row: int) -> tuple[int, int]:
    """Column and row of a reference: B7 → 2, 7. What is no reference is calamine's to refuse."""
    found = _REFERENCE.match(reference)
    if found is None:
        return 0, row
    column = 0
    for letter in found[1].upper() if len(found[1]) <= MOST_LETTERS else "":
        column = column * 26 + ord(letter) - ord("A") + 1
    return column or FARTHEST, whole(found[2], FARTHEST) if found[2] else row
