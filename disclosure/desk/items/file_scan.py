"""The privacy guard over a file, passage by passage; the cells of a row are read together under their headings."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from disclosure.documents.isolated import passages
from disclosure.documents.passage import Passage
from disclosure.law.privacy import FoundText, find, find_in_row, is_heading

from .long_texts import LONG, find_in_process

# A sheet may be named as it likes, a line that is no cell may say anything: what is counted has a few figures at most.
_CELL = re.compile(
    r"(?P<table>.{0,200}表格[0-9]{1,7})第(?P<row>[0-9]{1,7})行第(?P<column>[0-9]{1,7})列"
    r"|(?P<sheet>工作表「.{0,200}」)(?P<letters>[A-Z]{1,3})(?P<line>[0-9]{1,7})"
)


@dataclass(frozen=True, slots=True)
class FileFinding:
    """A finding and the place in the file's own terms."""

    found: FoundText
    place: str

    @property
    def as_json(self) -> dict[str, str]:
        """As `scan_privacy --format json` prints it."""
        one = self.found
        return {"kind": str(one.kind.value), "text": one.text, "masked": one.masked, "place": self.place}


def scan_file(data: bytes, name: str) -> list[FileFinding]:
    """Every finding in a file; raises Unreadable with a sentence."""
    return scan(passages(data, name))


def scan_stored_text(text: str, name: str) -> Sequence[FileFinding]:
    """Every finding in an attachment's text as it is kept, `place<TAB>line`; raises Unreadable where it is too much.

    A long one is read in a process apart, since pages would wait for it, and its findings are remembered: they are
    asked for again on every look at its item. `name` is what the attachment is called.
    """
    if len(text) <= LONG:
        return tuple(iter_findings(text))
    return find_in_process(f"{__name__}:scanned_whole", text, name)


def all_findings(text: str) -> tuple[FileFinding, ...]:
    """As `scanned`, for a process apart."""
    return tuple(iter_findings(text))


def iter_findings(text: str) -> Iterator[FileFinding]:
    """Every finding in a kept text, its tables row by row as by `scan`.

    What is no table is read in one piece, so that a label and its number may stand in two lines; its place is its line.
    """
    begin = 1
    for is_table, group in groupby(text.split("\n"), key=lambda line: bool(_CELL.fullmatch(line.partition("\t")[0]))):
        lines = list(group)
        if is_table:
            yield from scan(_cells(lines))
        else:
            yield from _in_lines("\n".join(lines), begin)
        begin += len(lines)


def _in_lines(chunk: str, begin: int) -> Iterator[FileFinding]:
    """Findings with their lines, counted on from one finding to the next; `begin` is the number of the first line."""
    number, counted = begin, 0
    for one in find(chunk):
        number += chunk.count("\n", counted, one.start)
        counted = one.start
        yield FileFinding(one, f"第{number}行")


def _cells(lines: Iterable[str]) -> Iterator[Passage]:
    """The lines of a cell as one passage, as they were before they were kept."""
    for place, group in groupby(lines, key=lambda line: line.partition("\t")[0]):
        yield Passage(place, "\n".join(line.partition("\t")[2] for line in group))


def scan(read: Iterable[Passage]) -> list[FileFinding]:
    """Every finding, in the order of the passages."""
    headings: dict[str, dict[int, str]] = {}
    found: list[FileFinding] = []
    for (table, _), group in groupby(read, key=_row):
        row = list(group)
        if table:
            found += _in_row(row, table, headings)
        else:
            found += (FileFinding(one, passage.place) for passage in row for one in find(passage.text))
    return found


def _in_row(row: list[Passage], table: str, headings: dict[str, dict[int, str]]) -> Iterator[FileFinding]:
    columns = [_column(passage) for passage in row]
    texts = [passage.text for passage in row]
    if table not in headings:
        headings[table] = dict(zip(columns, texts, strict=True)) if is_heading(texts) else {}
    named = [headings[table].get(column, "") for column in columns] if headings[table] else []
    if named == texts:
        named = []
    yield from (FileFinding(one, row[number].place) for number, one in find_in_row(named, texts))


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
