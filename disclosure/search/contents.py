"""What of an item can be searched: its public fields, and the text of the attachments that go out with it."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree, html

from .folding import compose, fold
from .storage import IndexedLines

# Every field here is public by its model's `visibility`; a test holds it.
HEAD_FIELDS = ("title", "document_number", "index_number")
TEXT_FIELDS = ("publisher", "keywords", "summary")
BODY = "body"
FIELDS = (*HEAD_FIELDS, *TEXT_FIELDS, BODY)
ATTACHMENT_FIELDS = ("item_id", "name", "text")
SOURCES = {"publisher": "发布机构", "keywords": "主题词", "summary": "内容概述"}
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f]+")  # which no parser takes
SEPARATOR = "\t"  # between the source of a line and its text; a text has none
_BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "blockquote", "table", "tr", "ul", "ol", "div"}


def head_text(item: Any) -> str:
    """Return title and numbers, one a line; a missing one is an empty line."""
    return "\n".join(_line(getattr(item, name)) for name in HEAD_FIELDS)


def body_text(item: Any, attachments: Iterable[Any]) -> str:
    """Return all other texts, a line for each paragraph, with its source before a tab (none for the body)."""
    lines = [f"{SOURCES[name]}{SEPARATOR}{_line(getattr(item, name))}" for name in TEXT_FIELDS if getattr(item, name)]
    lines += [f"{SEPARATOR}{paragraph}" for paragraph in paragraphs(item.body)]
    for one in attachments:
        lines += _attachment(one.name, one.text)
    return "\n".join(lines)


def _attachment(name: str, text: str) -> Iterator[str]:
    """Yield the name, then each line of the text, with its place before a tab."""
    shown = _line(name)
    yield f"附件{SEPARATOR}{shown}"
    for line in text.splitlines():
        place, tab, words = line.partition("\t")
        if found := _line(words if tab else place):
            yield f"附件「{shown}」{_line(place) if tab else ''}{SEPARATOR}{found}"


def paragraphs(body: str) -> Iterator[str]:
    """Yield the texts of rich text block by block, so that two blocks never run together."""
    if not body.strip():
        return
    block: list[str] = []
    root = html.fragment_fromstring(_INVISIBLE.sub(" ", body), create_parent="div")
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in _BLOCKS or element.tag == "br":
            if element.tag != "br" and (text := _line("".join(block))):
                yield text
            block = block if element.tag == "br" else []
        if event == "start":
            block.append("\n" if element.tag == "br" else element.text or "")
        else:
            block.append(element.tail or "")
    if text := _line("".join(block)):
        yield text


def _line(text: str) -> str:
    return " ".join(compose(text).replace("\0", " ").split())


def indexed_lines(head: str, text: str) -> IndexedLines:
    """Fold the lines of a stored document for the index."""
    rest = (fold(line.partition(SEPARATOR)[2]) for line in text.split("\n"))
    return IndexedLines(tuple(map(fold, head.split("\n"))), tuple(line for line in rest if line))
