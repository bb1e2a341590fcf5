"""A report → DOCX."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from itertools import pairwise

from docx.document import Document as WordDocument
from docx.oxml.table import CT_Tbl
from docx.oxml.text.paragraph import CT_P
from docx.shared import Pt
from docx.text.parfmt import ParagraphFormat
from lxml import etree

from disclosure.rendering import prose, titles
from disclosure.rendering.docx.elements import BODY_SIZE, element, paragraph
from disclosure.rendering.docx.package import marked, opened, saved
from disclosure.rendering.docx.texts import Texts
from reports.editions.grid import Grid
from reports.rendering.document import ReportDocument

from .tables import grid_table

_TITLE_SIZE = 440  # 二号, 22 pt, in twentieths of a point
_KEYWORDS = "政府信息公开,年度报告"


def render(document: ReportDocument) -> bytes:
    """The report as a DOCX; equal reports give equal bytes."""
    word = opened()
    _properties(word, document)
    marked(word, document.state)
    made = [_title(document), *_body(document, Texts(word)), *_signature(document), *_notes(document)]
    for before, after in pairwise(made):
        _set_apart(before, after)
    for item in made:
        word.element.body.sectPr.addprevious(item)
    return saved(word)


def _set_apart(before: etree._Element, after: etree._Element) -> None:
    """Space between a line and the table below it; keeps the signature from standing alone on a page."""
    if isinstance(before, CT_P):
        form = ParagraphFormat(before)
        if isinstance(after, CT_Tbl):
            form.space_after = Pt(6)
        elif after.style == "Signature":
            form.keep_with_next = True


def _properties(word: WordDocument, document: ReportDocument) -> None:
    properties = word.core_properties
    properties.title = prose.clean(document.title)[:255]
    properties.author = properties.last_modified_by = prose.clean(document.authority)[:255]
    properties.subject = f"{document.year}年政府信息公开工作年度报告"
    properties.keywords = f"{_KEYWORDS},{document.year}年"
    properties.content_status = prose.clean(document.state)
    properties.revision = max(document.revision, 1)
    if document.signed_on:
        signed = datetime.combine(document.signed_on, time(), UTC)
        properties.created = properties.modified = signed


def _body(document: ReportDocument, texts: Texts) -> Iterator[etree._Element]:
    for part in document.parts:
        if part.heading:
            yield paragraph(part.heading, "Heading1")
        for item in part.content:
            if isinstance(item, Grid):
                yield grid_table(item)
                yield paragraph("", "TableGap")
            else:
                yield from texts.blocks(prose.parse(item.html))


def _title(document: ReportDocument) -> etree._Element:
    """Indents make a long title break after 「…年」: a line break would become part of the text."""
    lines = titles.title_lines(document.title, document.year)
    indents = []
    if len(lines) > 1:
        first, second = map(titles.width, lines)
        line = max(first, second) + 0.4
        spare = max(0.0, titles.TITLE_WIDTH + 0.1 - line) / 2
        ahead = max(0.0, line - first - 0.6)  # leaves no room for the second line's first character
        side = round(spare * _TITLE_SIZE)
        indents = [element("ind", left=side, right=side, firstLineChars=0, firstLine=round(ahead * _TITLE_SIZE))]
    return paragraph(document.title, "Title", *indents)


def _signature(document: ReportDocument) -> Iterator[etree._Element]:
    day = document.signed_on_text
    indents = titles.signature_indents(document.authority, day)
    for text, style, indent in zip((document.authority, day), ("Signature", "SignatureDate"), indents, strict=True):
        if text:
            right = element("ind", rightChars=round(indent * 100), right=round(indent * BODY_SIZE))
            yield paragraph(text, style, right)


def _notes(document: ReportDocument) -> Iterator[etree._Element]:
    if document.notes:
        yield paragraph("", "TableGap")
        yield paragraph("更正说明", "Note", keep_next=True)
        for note in document.notes:
            yield paragraph(note, "Note")
