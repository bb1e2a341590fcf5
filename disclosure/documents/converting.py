"""A document into the body of an item; nothing is lost without being said in `warnings`."""

from html import escape

from lxml import etree, html

from disclosure.errors import Unreadable

from .converted import Converted, Line, Shown
from .converting_pages import ofd_converted, pdf_converted
from .converting_word import word_converted
from .kinds import Kind, Source, decoded, source
from .reading_text import html_root

__all__ = ["Converted", "Line", "Shown", "convert"]


def convert(data: bytes, name: str) -> Converted:
    """HTML of headings, lists, tables and pictures; raises Unreadable for what has no running text or is broken."""
    read = source(data, name)
    if read.kind not in _CONVERTERS:
        raise Unreadable(f"「{name}」不能转成正文，请上传 DOCX、PDF、OFD、HTML 或 TXT 文件，或把它作为附件上传。")
    converted = _CONVERTERS[read.kind](read)
    if not converted.html.strip():
        raise Unreadable(f"「{name}」里没有能转成正文的文字（可能是扫描件），请作为附件上传并填写正文。")
    return converted


def _text_converted(read: Source) -> Converted:
    lines = [line.strip() for line in (decoded(read.data) or "").splitlines() if line.strip()]
    return Converted("".join(f"<p>{escape(line)}</p>" for line in lines), lines=[Line(line) for line in lines])


def _html_converted(read: Source) -> Converted:
    """What is no content is dropped; pictures of a page stand elsewhere and do not come along."""
    body = html_root(read).find("body")
    if body is None:
        return Converted("")
    lines = [Line(" ".join(one.text_content().split()), title=one.tag == "h1") for one in body.iter("h1", "h2", "p")]
    pictures = sum(1 for _ in body.iter("img"))
    for one in list(body.iter("script", "style", "img", etree.Comment)):
        one.drop_tree()
    for one in body.iter("h1", "h2"):
        one.tag = "h3"
    warnings = [f"网页中的 {pictures} 张图片没有转入，请另行插入。"] if pictures else []
    inner = escape(body.text or "") + "".join(html.tostring(one, encoding="unicode") for one in body)
    return Converted(inner, warnings=warnings, lines=[line for line in lines if line.text])


_CONVERTERS = {
    Kind.WORD: word_converted,
    Kind.PDF: pdf_converted,
    Kind.OFD: ofd_converted,
    Kind.HTML: _html_converted,
    Kind.TEXT: _text_converted,
}
