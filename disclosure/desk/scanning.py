"""The privacy guard over a file, passage by passage; the cells of a row are read together under their headings."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from disclosure.documents.kinds import Kind, source
from disclosure.documents.reading import Passage, passages
from disclosure.documents.reading_text import html_root
from disclosure.law.privacy import Found, find, find_in_row, is_heading

from .blocks import SAID, RichText

_PARAGRAPH = re.compile(r"第\d+段")
_CELL = re.compile(
    r"(?P<table>.*表格\d+)第(?P<row>\d+)行第(?P<column>\d+)列|(?P<sheet>工作表「.*」)(?P<letters>[A-Z]{1,3})(?P<line>\d+)"
)


@dataclass(frozen=True, slots=True)
class Scanned:
    """A finding and the place in the file's own terms."""

    found: Found
    place: str

    @property
    def as_json(self) -> dict[str, str]:
        """As `scan_privacy --format json` prints it."""
        one = self.found
        return {"kind": str(one.kind.value), "text": one.text, "masked": one.masked, "place": self.place}


def scan_file(data: bytes, name: str) -> list[Scanned]:
    """Every finding in a file; raises Unreadable with a sentence."""
    read = passages(data, name)
    page = source(data, name)
    if page.kind is not Kind.HTML:
        return scan(read)
    blocks = RichText.of(html_root(page)).findings()  # knows rows, where passages know paragraphs
    seen = [Scanned(one, block.place) for block, one in blocks if block.place not in SAID.values()]
    return [*seen, *scan(passage for passage in read if not _PARAGRAPH.fullmatch(passage.place))]


def scan(read: Iterable[Passage]) -> list[Scanned]:
    """Every finding, in the order of the passages."""
    headings: dict[str, dict[int, str]] = {}
    found: list[Scanned] = []
    for (table, _), group in groupby(read, key=_row):
        row = list(group)
        if table:
            found += _in_row(row, table, headings)
        else:
            found += (Scanned(one, passage.place) for passage in row for one in find(passage.text))
    return found


def _in_row(row: list[Passage], table: str, headings: dict[str, dict[int, str]]) -> Iterator[Scanned]:
    columns = [_column(passage) for passage in row]
    texts = [passage.text for passage in row]
    if table not in headings:
        headings[table] = dict(zip(columns, texts, strict=True)) if is_heading(texts) else {}
    named = [headings[table].get(column, "") for column in columns] if headings[table] else []
    if named == texts:
        named = []
    yield from (Scanned(one, row[number].place) for number, one in find_in_row(named, texts))


def _row(passage: Passage) -> tuple[str, str]:
    """Which table and row a passage belongs to; empty where it is no cell."""
    match = _CELL.fullmatch(passage.place)
    if match is None:
        return "", ""
    return match["table"] or match["sheet"], match["row"] or match["line"]


def _column(passage: Passage) -> int:
    match = _CELL.fullmatch(passage.place)
    if match is None:
        return 0
    if match["column"]:
        return int(match["column"])
    number = 0
    for letter in match["letters"]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
