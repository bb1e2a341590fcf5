"""What plain text and HTML say, comments and hidden fields included."""

import csv
from collections.abc import Iterator
from pathlib import PurePath

from lxml import etree, html
from lxml.html import defs

from disclosure.errors import Unreadable

from .kinds import Source, decoded
from .passage import Passage

_BLOCKS = (
    (defs.block_tags - {"del", "ins"})
    | defs.list_tags
    | defs.table_tags
    | {"body", "html", "title", "option", "pre", "section"}
)
_CELLS = frozenset(("td", "th"))
_SEPARATED = {".csv": ",;\t", ".tsv": "\t"}  # by the name alone: any text has commas
_SAID = {"alt": "替代文字", "title": "提示文字", "content": "网页属性", "value": "表单内容", "href": "链接地址"}


def text_passages(read: Source) -> Iterator[Passage]:
    """Each line that says something, numbered as paragraphs; of separated values each cell, by its row and column."""
    text = decoded(read.data) or ""
    if separators := _SEPARATED.get(PurePath(read.name).suffix.lower()):
        yield from _separated(text.splitlines(keepends=True), separators)
        return
    for number, line in enumerate((line for line in text.splitlines() if line.strip()), 1):
        yield Passage(f"第{number}段", line.strip("\ufeff"))


def _separated(lines: list[str], separators: str) -> Iterator[Passage]:
    """The separator is the one that the first line has most of."""
    separator = max(separators, key=lines[0].count) if lines else separators[0]
    try:
        for number, row in enumerate(csv.reader(lines, delimiter=separator), 1):
            for column, cell in enumerate(row, 1):
                yield Passage(f"表格1第{number}行第{column}列", cell)
    except csv.Error:  # a cell longer than the library takes: what follows is read as lines
        yield from (Passage("表格1之外", line) for line in lines)


def html_passages(read: Source) -> Iterator[Passage]:
    """Blocks as paragraphs and cells; then comments, scripts and attributes that carry words."""
    root = html_root(read)
    yield from html_blocks(root)
    for element in root.iter():
        if element.tag is etree.Comment:
            yield Passage("网页注释", element.text or "")
        elif element.tag == "script":
            yield Passage("网页脚本", element.text or "")
        elif isinstance(element.tag, str):
            for attribute, label in _SAID.items():
                yield Passage(label, element.get(attribute, ""))


def html_root(read: Source) -> etree._Element:
    """The tree of a page in any encoding; entities of a document type are not resolved by HTML at all."""
    written = (decoded(read.data) or "").strip()
    declared = written.partition("?>")[2] if written.startswith("<?xml") else written
    try:
        return html.document_fromstring(declared)
    except (etree.ParserError, ValueError) as error:
        raise Unreadable(f"「{read.name}」里没有能读取的文字。") from error


def html_blocks(root: etree._Element) -> Iterator[Passage]:
    """Runs of text between the bounds of blocks, blanks drawn together; a comment parts no word.

    What stands in a table is placed by its row and column, everything else is numbered as paragraphs.
    """
    places = _places(root)
    count, place, run = 0, "", [""]
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in {"comment", "pi"}:
            run.append(element.tail or "")
            continue
        if element.tag in _BLOCKS or element.tag == "br":
            if joined := " ".join("".join(run).split()):
                count += not place
                yield Passage(place or f"第{count}段", joined)
            place, run = _place(element, places, is_start=event == "start"), []
        if event == "start" and element.tag not in ("script", "style"):
            run.append(element.text or "")
        if event == "end":
            run.append(element.tail or "")


def _places(root: etree._Element) -> dict[etree._Element, str]:
    """The place of each cell; a table inside a cell is one of its own."""
    found: dict[etree._Element, str] = {}
    for number, table in enumerate(root.iter("table"), 1):
        for line, row in enumerate(table.iter("tr"), 1):
            cells = (one for one in row if one.tag in _CELLS)
            found.update((cell, f"表格{number}第{line}行第{column}列") for column, cell in enumerate(cells, 1))
    return found  # of nested tables the innermost comes last


def _place(bound: etree._Element, places: dict[etree._Element, str], *, is_start: bool) -> str:
    """Where that stands which follows this bound of a block; empty outside of tables."""
    inside = bound if is_start else bound.getparent()
    around = [] if inside is None else [inside, *inside.iterancestors("td", "th")]
    return next((places[one] for one in around if one in places), "")
