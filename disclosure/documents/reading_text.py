"""What plain text and HTML say, comments and hidden fields included."""

from collections.abc import Iterator

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
_SAID = {"alt": "替代文字", "title": "提示文字", "content": "网页属性", "value": "表单内容", "href": "链接地址"}


def text_passages(read: Source) -> Iterator[Passage]:
    """Each line that says something, numbered as paragraphs."""
    lines = (decoded(read.data) or "").splitlines()
    for number, line in enumerate((line for line in lines if line.strip()), 1):
        yield Passage(f"第{number}段", line.strip("\ufeff"))


def html_passages(read: Source) -> Iterator[Passage]:
    """Blocks as paragraphs; then comments, scripts and attributes that carry words."""
    root = html_root(read)
    for number, block in enumerate(html_blocks(root), 1):
        yield Passage(f"第{number}段", block)
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


def html_blocks(root: etree._Element) -> list[str]:
    """Runs of text between the bounds of blocks, blanks drawn together; a comment parts no word."""
    runs: list[list[str]] = [[]]
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in {"comment", "pi"}:
            runs[-1].append(element.tail or "")
            continue
        block = element.tag in _BLOCKS or element.tag == "br"
        if block:
            runs.append([])
        if event == "start" and element.tag not in ("script", "style"):
            runs[-1].append(element.text or "")
        if event == "end":
            runs[-1].append(element.tail or "")
    return [joined for run in runs if (joined := " ".join("".join(run).split()))]
