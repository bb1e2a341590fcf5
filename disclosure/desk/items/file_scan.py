"""Run the privacy guard over a file, passage by passage; the cells of a row are read together under their headings.

Marks of secrecy are looked for in all passages together, since one may stand upright, a character a line.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from disclosure.documents.isolated import passages
from disclosure.documents.passage import Passage
from disclosure.law.privacy import FoundText, find, find_in_row, is_heading
from disclosure.law.secrecy import calls_for_comments, find_marks, find_marks_in_pieces, is_draft

from .long_texts import LONG, find_in_process
from .unread_parts import is_text, unread_text

# Sheets may have any name and lines any text, so row and column numbers are limited to a few digits.
_CELL = re.compile(
    r"(?P<table>.{0,200}表格[0-9]{1,7})第(?P<row>[0-9]{1,7})行第(?P<column>[0-9]{1,7})列"
    r"|(?P<sheet>工作表「.{0,200}」)(?P<letters>[A-Z]{1,3})(?P<line>[0-9]{1,7})"
)


@dataclass(frozen=True, slots=True)
class FileFinding:
    """A finding with its place in the file's own terms (page, sheet, line)."""

    found: FoundText
    place: str

    @property
    def as_json(self) -> dict[str, str]:
        found = self.found
        return {"kind": found.kind.reported, "text": found.text, "masked": found.masked, "place": self.place}


def scan_file(data: bytes, name: str) -> list[FileFinding]:
    """Everything found in a file and its name."""
    read = list(passages(data, name))
    texts = [passage for passage in read if is_text(passage)]
    is_call = calls_for_comments(name) or calls_for_comments("\n".join(passage.text for passage in texts[:20]))
    marks = [*_in_name(name), *_marks(texts)]
    return [*scan(read), *(mark for mark in marks if not (is_call and is_draft(mark.found.masked)))]


def _in_name(name: str) -> Iterator[FileFinding]:
    return (FileFinding(mark, "文件名") for mark in find_marks(name, is_name=True))


def _marks(read: Sequence[Passage]) -> Iterator[FileFinding]:
    for number, mark in find_marks_in_pieces([passage.text for passage in read]):
        yield FileFinding(mark, read[number].place)


def scan_stored_text(text: str, name: str) -> Sequence[FileFinding]:
    """Every finding in an attachment's stored text, `place<TAB>line`; raises Unreadable for a costly text.

    A long text is read in a process of its own, so that other pages need not wait, and its findings are cached:
    every view of the item asks for them again. `name` is what the attachment is called.
    """
    if len(text) <= LONG:
        return tuple(iter_findings(text))
    return find_in_process(f"{__name__}:all_findings", text, name)


def all_findings(text: str) -> tuple[FileFinding, ...]:
    return tuple(iter_findings(text))


def iter_findings(text: str) -> Iterator[FileFinding]:
    """Every finding in a stored text, tables row by row as in `scan`.

    What is no table is read in one piece, so that a label and its number may stand on two lines; its place is its
    line.
    """
    begin = 1
    for is_table, group in groupby(text.split("\n"), key=lambda line: bool(_CELL.fullmatch(line.partition("\t")[0]))):
        lines = list(group)
        if is_table:
            yield from scan(_cells(lines))
        else:
            yield from _in_lines("\n".join(lines), begin)
        begin += len(lines)
    yield from _marks(_as_passages(text))


def _as_passages(text: str) -> list[Passage]:
    """The lines of a stored text, those of tables with the places of their cells."""
    lines = (line.partition("\t") for line in text.split("\n"))
    return [
        Passage(place, content)
        if tab and _CELL.fullmatch(place)
        else Passage(f"第{number}行", f"{place}{tab}{content}")
        for number, (place, tab, content) in enumerate(lines, 1)
    ]


def _in_lines(chunk: str, begin: int) -> Iterator[FileFinding]:
    number, counted = begin, 0
    for found in find(chunk):
        number += chunk.count("\n", counted, found.start)
        counted = found.start
        yield FileFinding(found, f"第{number}行")


def _cells(lines: Iterable[str]) -> Iterator[Passage]:
    for place, group in groupby(lines, key=lambda line: line.partition("\t")[0]):
        yield Passage(place, "\n".join(line.partition("\t")[2] for line in group))


def scan(read: Iterable[Passage]) -> list[FileFinding]:
    """Every finding in the passages, and one for each part that could not be read."""
    headings: dict[str, dict[int, str]] = {}
    findings: list[FileFinding] = []
    for (table, _), group in groupby(read, key=_row):
        passages_of_row = list(group)
        row = [passage for passage in passages_of_row if is_text(passage)]
        findings += _unread(passages_of_row)
        if table and row:
            findings += _in_row(row, table, headings)
        else:
            findings += (FileFinding(found, passage.place) for passage in row for found in find(passage.text))
    return findings


def _unread(read: Iterable[Passage]) -> Iterator[FileFinding]:
    yield from (FileFinding(found, passage.place) for passage in read if (found := unread_text(passage)))


def _in_row(row: list[Passage], table: str, headings: dict[str, dict[int, str]]) -> Iterator[FileFinding]:
    columns = [_column(passage) for passage in row]
    texts = [passage.text for passage in row]
    if table not in headings:
        headings[table] = dict(zip(columns, texts, strict=True)) if is_heading(texts) else {}
    named = [headings[table].get(column, "") for column in columns] if headings[table] else []
    if named == texts:
        named = []
    yield from (FileFinding(found, row[number].place) for number, found in find_in_row(named, texts))


def _row(passage: Passage) -> tuple[str, str]:
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
