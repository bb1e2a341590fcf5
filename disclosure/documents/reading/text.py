"""What plain text and HTML say, comments and hidden fields included."""

import csv
import re
from collections.abc import Iterator
from pathlib import PurePath

from lxml import etree, html
from lxml.html import defs

from disclosure.documents.kinds import SourceFile, decoded
from disclosure.documents.limits import MOST_ATTRIBUTES
from disclosure.documents.limits.budget import too_much
from disclosure.documents.passage import Passage
from disclosure.documents.xml import TELLS, words_without_marks
from disclosure.errors import Unreadable

from .data_urls import data_passages
from .embedded import EmbeddedFile

_BLOCKS = (
    (defs.block_tags - {"del", "ins"})
    | defs.list_tags
    | defs.table_tags
    | {"body", "html", "title", "option", "pre", "section"}
)
# As `splitlines` parts them, one at a time: ten million lines in a list are a gigabyte.
_ENDS = "\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
_LINE = re.compile(f"[^{_ENDS}]+")
_LINE_WITH_END = re.compile(f"[^{_ENDS}]*(?:\r\n|[{_ENDS}])|[^{_ENDS}]+")
# A tag to its end, a quotation mark counting behind "=" alone; what is not closed goes on to the end of the page.
# No part of it gives back what it took, so the whole page is gone through once.
_TAG = re.compile(r"""<[A-Za-z](?:[^>=]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|))*+""")
_QUOTED = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+')""")
# Past its own limits of depth and length the parser goes on as if nothing more had been written.
_LOST = {etree.ErrorTypes.ERR_RESOURCE_LIMIT, etree.ErrorTypes.ERR_NO_MEMORY, etree.ErrorTypes.ERR_INTERNAL_ERROR}
_CELLS = frozenset(("td", "th"))
_SEPARATED = {".csv": ",;\t", ".tsv": "\t"}  # by the name alone: any text has commas
_SAID = {"alt": "替代文字", "title": "提示文字", "content": "网页属性", "value": "表单内容", "href": "链接地址"}


def text_passages(read: SourceFile) -> Iterator[Passage]:
    """Each line that says something, numbered as paragraphs; of separated values each cell, by its row and column."""
    text = decoded(read.data) or ""
    if separators := _SEPARATED.get(PurePath(read.name).suffix.lower()):
        yield from _separated(text, separators)
        return
    for number, line in enumerate(text_lines(text), 1):
        yield Passage(f"第{number}段", line.strip("\ufeff"))
    if text.lstrip("\ufeff \r\n\t").startswith("<"):
        read.budget.spend_marks(text.count("<") + text.count("="), read.name)
        yield Passage("去掉标记后的全文", words_without_marks(text))


def text_lines(text: str) -> Iterator[str]:
    """The lines that say something."""
    return (line for line in (found[0] for found in _LINE.finditer(text)) if line.strip())


def _separated(text: str, separators: str) -> Iterator[Passage]:
    """The separator is the one that the first line has most of."""
    first = _LINE.search(text)
    separator = max(separators, key=first[0].count) if first else separators[0]
    try:
        lines = (found[0] for found in _LINE_WITH_END.finditer(text))
        for number, row in enumerate(csv.reader(lines, delimiter=separator), 1):
            for column, cell in enumerate(row, 1):
                yield Passage(f"表格1第{number}行第{column}列", cell)
    except csv.Error:  # a cell longer than the library takes: what follows is read as lines
        yield from (Passage("表格1之外", line) for line in text_lines(text))


def html_passages(read: SourceFile) -> Iterator[Passage | EmbeddedFile]:
    """Blocks as paragraphs and cells; then comments, scripts and attributes that carry words."""
    root = html_root(read)
    yield from html_blocks(root)
    for element in root.iter():
        if element.tag is etree.Comment:
            yield Passage("网页注释", element.text or "")
        elif element.tag == "script":
            yield Passage("网页脚本", element.text or "")
        elif isinstance(element.tag, str):
            if element.tag == "style" and TELLS.search(element.text or ""):
                yield Passage("网页样式", element.text or "")
            for attribute, value in element.attrib.items():
                if value[:40].lstrip()[:5].lower() == "data:":
                    yield from data_passages(value)
                elif attribute in _SAID or TELLS.search(value):
                    yield Passage(_SAID.get(attribute, f"网页属性「{attribute}」"), value)


def html_root(read: SourceFile) -> etree._Element:
    """The tree of a page in any encoding; entities of a document type are not resolved by HTML at all."""
    written = (decoded(read.data) or "").strip()
    declared = written.partition("?>")[2] if written.startswith("<?xml") else written
    read.budget.spend_marks(declared.count("<") + declared.count("="), read.name)
    if any(_has_too_many_attributes(found[0]) for found in _TAG.finditer(declared)):
        raise too_much(read.name, f"里有超过 {MOST_ATTRIBUTES} 个属性的标签")
    parser = html.HTMLParser(recover=True)
    try:
        root = html.document_fromstring(declared, parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise Unreadable(f"「{read.name}」里没有能读取的文字。") from error
    if any(entry.type in _LOST for entry in parser.error_log):
        raise too_much(read.name, "的嵌套过深或一段文字过长")
    return root


def _has_too_many_attributes(tag: str) -> bool:
    """The parser looks for the end of an element's attributes anew for each of them."""
    if len(tag) <= 2 * MOST_ATTRIBUTES:
        return False
    return len(tag.split()) + tag.count("=") + _QUOTED.sub("=", tag).count("/") > MOST_ATTRIBUTES


def html_blocks(root: etree._Element) -> Iterator[Passage]:
    """Runs of text between the bounds of blocks, blanks drawn together; a comment parts no word.

    What stands in a table is placed by its row and column, everything else is numbered as paragraphs.
    """
    places = _places(root)
    around = [""]  # the places of the cells that are open
    count, place, run = 0, "", [""]
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in {"comment", "pi"}:
            run.append(element.tail or "")
            continue
        is_bound, cell = element.tag in _BLOCKS or element.tag == "br", places.get(element)
        if is_bound and (joined := " ".join("".join(run).split())):
            count += not place
            yield Passage(place or f"第{count}段", joined)
        if cell is not None:
            around.append(cell) if event == "start" else around.pop()
        if is_bound:
            place, run = around[-1], []
        if event == "start" and element.tag not in ("script", "style"):
            run.append(element.text or "")
        if event == "end":
            run.append(element.tail or "")


def _places(root: etree._Element) -> dict[etree._Element, str]:
    """The place of each cell; a table inside a cell is one of its own, whose rows count in the outer one too."""
    found: dict[etree._Element, str] = {}
    tables = rows = 0
    opened: list[tuple[int, int]] = []  # number of a table, rows before it
    for event, element in etree.iterwalk(root, events=("start", "end"), tag=("table", "tr")):
        if element.tag == "table":
            tables += event == "start"
            opened.append((tables, rows)) if event == "start" else opened.pop()
        elif event == "start" and opened:
            rows += 1
            number, before = opened[-1]
            cells = (one for one in element if one.tag in _CELLS)
            found.update((cell, f"表格{number}第{rows - before}行第{column}列") for column, cell in enumerate(cells, 1))
    return found
