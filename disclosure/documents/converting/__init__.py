"""A document into the body of an item; nothing is lost without being said in `warnings`."""

from collections.abc import Iterator
from html import escape
from itertools import islice

from lxml import etree, html

from disclosure.documents.kinds import FileKind, SourceFile, decoded, source
from disclosure.documents.limits import MOST_BLOCKS, MOST_BODY
from disclosure.documents.limits.budget import guarded, too_much
from disclosure.documents.reading.letters import unread_letters, unread_sentence
from disclosure.documents.reading.text import html_root, text_lines
from disclosure.documents.results import Converted, ConvertedLine, PagePicture
from disclosure.errors import Unreadable

from .pages import ofd_converted, pdf_converted
from .word import LOST_WITH_COUNT, within_bounds, word_converted

__all__ = ["Converted", "ConvertedLine", "PagePicture", "convert"]


def convert(data: bytes, name: str) -> Converted:
    """Convert to HTML of headings, lists, tables and pictures; raises Unreadable for what is broken or has no text."""
    read = source(data, name)
    if read.kind not in _CONVERTERS:
        raise Unreadable(f"「{name}」不能转成正文，请上传 DOCX、PDF、OFD、HTML 或 TXT 文件，或把它作为附件上传。")
    with guarded(name):
        converted = _CONVERTERS[read.kind](read)
    _refuse_too_long(converted, name)
    if count := sum(unread_letters(line.text) for line in converted.lines):
        raise Unreadable(f"「{name}」里{unread_sentence(count)}，不能转成正文。请改用常用字体重新生成后再上传。")
    if not converted.html.strip():
        raise Unreadable(f"「{name}」里没有能转成正文的文字{_why_empty(read, converted)}，请作为附件上传并填写正文。")
    return converted


def _why_empty(read: SourceFile, converted: Converted) -> str:
    """Say what is there instead of text: a DOCX whose only content is charts is no scan."""
    if read.kind is not FileKind.WORD:
        return "（可能是扫描件）"
    beside = [label for label in LOST_WITH_COUNT if any(said.startswith(label) for said in converted.warnings)]
    return f"（只有{'、'.join(beside)}）" if beside else ""


def _refuse_too_long(converted: Converted, name: str) -> None:
    """Raise Unreadable for texts too long to be edited in a browser and kept in many versions."""
    if len(converted.lines) > MOST_BLOCKS or len(converted.html) > MOST_BODY:
        raise Unreadable(
            f"「{name}」的正文超过 {MOST_BODY // 10_000} 万字或 {MOST_BLOCKS} 段，不能转成正文。"
            "请拆分，或作为附件上传。"
        )


def _text_converted(read: SourceFile) -> Converted:
    # One more than is allowed is enough to know that there are too many.
    lines = [line.strip() for line in islice(text_lines(decoded(read.data) or ""), MOST_BLOCKS + 1)]
    return Converted("".join(f"<p>{escape(line)}</p>" for line in lines), lines=[ConvertedLine(line) for line in lines])


_BESIDE = ("script", "style", "img", etree.Comment, etree.ProcessingInstruction)


def _html_converted(read: SourceFile) -> Converted:
    """Convert a page; scripts and the like are dropped, and its pictures, which are stored elsewhere."""
    body = html_root(read).find("body")
    if body is None:
        return Converted("")
    lines = list(_lines(body, read.name))
    pictures = sum(1 for _ in body.iter("img"))
    etree.strip_elements(body, *_BESIDE, with_tail=False)
    for one in body.iter("h1", "h2"):
        one.tag = "h3"
    within_bounds(body)
    warnings = [f"网页中的 {pictures} 张图片没有转入，请另行插入。"] if pictures else []
    inner = escape(body.text or "") + "".join(html.tostring(one, encoding="unicode") for one in body)
    return Converted(inner, warnings=warnings, lines=lines)


def _lines(body: html.HtmlElement, name: str) -> Iterator[ConvertedLine]:
    """Yield headings and paragraphs; nested ones count once."""
    left = 2 * MOST_BODY
    for one in body.iter("h1", "h2", "p"):
        words = one.text_content()
        left -= len(words)
        if left < 0:
            raise too_much(name, f"的正文超过 {MOST_BODY // 10_000} 万字")
        if line := " ".join(words.split()):
            yield ConvertedLine(line, title=one.tag == "h1")


_CONVERTERS = {
    FileKind.WORD: word_converted,
    FileKind.PDF: pdf_converted,
    FileKind.OFD: ofd_converted,
    FileKind.HTML: _html_converted,
    FileKind.TEXT: _text_converted,
}
