"""A report → DOCX."""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from datetime import UTC, datetime, time
from functools import partial
from itertools import pairwise

from docx.document import Document as WordDocument
from docx.oxml.table import CT_Tbl
from docx.oxml.text.paragraph import CT_P
from docx.shared import Pt
from docx.text.parfmt import ParagraphFormat
from lxml import etree

from reports.editions.grid import Grid
from reports.rendering import prose, titles, tree
from reports.rendering.document import Document

from .elements import BODY_SIZE, TEXT_WIDTH, element, paragraph
from .package import opened, saved
from .tables import LARGE, grid_table, prose_table

_TITLE_SIZE = 440  # 二号, 22 pt, in twentieths of a point
_LIST_INDENT, _FIRST_INDENT, _DEEPEST = 480, 640, 8  # twentieths of a point, and levels that Word has
_KEYWORDS = "政府信息公开,年度报告"


def render(document: Document) -> bytes:
    """The report as a DOCX; the same report always gives the same bytes."""
    word = opened()
    _properties(word, document)
    _mark(word, document.state)
    made = [_title(document), *_body(document, _Texts(word)), *_signature(document), *_notes(document)]
    for before, after in pairwise(made):
        _set_apart(before, after)
    for item in made:
        word.element.body.sectPr.addprevious(item)
    return saved(word)


def _set_apart(before: etree._Element, after: etree._Element) -> None:
    """Air between a line and the table below it; and no signature alone on a page."""
    if isinstance(before, CT_P):
        form = ParagraphFormat(before)
        if isinstance(after, CT_Tbl):
            form.space_after = Pt(6)
        elif after.style == "Signature":
            form.keep_with_next = True


def _properties(word: WordDocument, document: Document) -> None:
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


def _mark(word: WordDocument, state: str) -> None:
    """The state of a draft stands at the head of every page; a published report has no head."""
    section = word.sections[0]
    for header in (section.header, section.even_page_header) if state else ():
        header.is_linked_to_previous = False
        header.paragraphs[0].text = prose.clean(f"〔{state}〕")


def _body(document: Document, texts: "_Texts") -> Iterator[etree._Element]:
    for part in document.parts:
        if part.heading:
            yield paragraph(part.heading, "Heading1")
        for item in part.content:
            if isinstance(item, Grid):
                yield grid_table(item)
                yield paragraph("", "TableGap")
            else:
                yield from texts.blocks(prose.parse(item.html))


def _title(document: Document) -> etree._Element:
    """The title. Indents make a long one break behind 「…年」: a break of its own would be a part of the text."""
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


def _signature(document: Document) -> Iterator[etree._Element]:
    day = document.signed_on_text
    indents = titles.signature_indents(document.authority, day)
    for text, style, indent in zip((document.authority, day), ("Signature", "SignatureDate"), indents, strict=True):
        if text:
            right = element("ind", rightChars=round(indent * 100), right=round(indent * BODY_SIZE))
            yield paragraph(text, style, right)


def _notes(document: Document) -> Iterator[etree._Element]:
    if document.notes:
        yield paragraph("", "TableGap")
        yield paragraph("更正说明", "Note", keep_next=True)
        for note in document.notes:
            yield paragraph(note, "Note")


class _Texts:
    """Texts of the office as paragraphs, lists and tables; lists take their numbers from the document."""

    def __init__(self, word: WordDocument) -> None:
        self._numbering = word.part.numbering_part.element

    def blocks(self, blocks: Iterable[tree.Block]) -> Iterator[etree._Element]:
        """The elements of a text."""
        return self._blocks(blocks, TEXT_WIDTH)

    def _blocks(self, blocks: Iterable[tree.Block], room: int, depth: int = 0) -> Iterator[etree._Element]:
        for block in blocks:
            match block:
                case tree.Listing():
                    yield from self._listing(block, room, depth)
                case tree.ProseTable():
                    yield prose_table(block, room, partial(self._cell, room=room))
                    yield paragraph("", "TableGap")
                case tree.Heading():
                    yield paragraph(block.runs, "Heading3" if block.level == tree.LOWEST_LEVEL else "Heading2")
                case _:
                    yield paragraph(block.runs)

    def _listing(self, listing: tree.Listing, room: int, depth: int) -> Iterator[etree._Element]:
        level = min(depth, _DEEPEST)
        number = self._numbered(listing.start, level) if listing.ordered else 1
        mark = element("numPr", element("ilvl", val=level), element("numId", val=number))
        below = element("ind", left=_FIRST_INDENT + _LIST_INDENT * (level + 1), firstLineChars=0, firstLine=0)
        for item in listing.items:
            properties = mark
            for block in item.blocks:
                if isinstance(block, tree.Paragraph):
                    yield paragraph(block.runs, "ListParagraph", deepcopy(properties))
                    properties = below
                else:
                    yield from self._blocks((block,), room, depth + 1)

    def _numbered(self, start: int, level: int) -> int:
        """A numbering of its own, so that every list begins anew."""
        number = self._numbering.add_num(1)
        number.add_lvlOverride(ilvl=level).add_startOverride(start)
        return int(number.numId)

    def _cell(self, cell: tree.ProseCell, number: int, *, room: int) -> Iterator[etree._Element]:
        """What stands in a cell of a text's table: one paragraph at least, as Word demands."""
        blocks = cell.blocks if cell.row == number else ()
        last: tree.Block | None = None
        for block in blocks:
            last = block
            if isinstance(block, tree.Paragraph):
                short = cell.header or len(block.text) <= tree.SHORT
                yield paragraph(block.runs, LARGE, *([] if short else [element("jc", val="both")]))
            else:
                yield from self._blocks((block,), room // 2)
        if not isinstance(last, tree.Paragraph):
            yield paragraph("", LARGE)
