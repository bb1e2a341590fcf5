"""A PDF with a text layer as blocks: ruled tables, the lines around them joined to paragraphs, large pictures."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from disclosure.documents.converting.pages import continues, is_page_number, margins, needs_blank
from disclosure.documents.kinds import SourceFile
from disclosure.documents.reading.pdf import document_of
from disclosure.documents.reading.pdf_lines import PageLine
from disclosure.errors import Unreadable

from .blocks import Block, FileContents, Line, Picture, folded
from .pdf_grid import lines_of, ruled_tables, table_of, text_of
from .pdf_page import Left, Letter, Page, page_of

_MOST_PAGES = 300  # of a report; the longest seen has 40
_REPEATED = 3
_BULLETS = ("●", "•", "■", "◆", "\uf06c", "\uf0b7")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line of a page, or a block between lines, and how high it stands."""

    top: float
    line: PageLine | None
    block: Block | None = None


def pdf_contents(read: SourceFile) -> FileContents:
    """Read all pages; raises Unreadable where no page has text."""
    pages: list[list[_Placed]] = []
    empty: list[str] = []
    left = Left(read)
    with document_of(read) as document:
        if len(document) > _MOST_PAGES:
            raise Unreadable(f"「{read.name}」超过 {_MOST_PAGES} 页，不像一份年度报告，请确认选对了文件。")
        titles = tuple(filter(None, (document.get_metadata_value("Title"),)))
        for number in range(len(document)):
            page = page_of(document, number, left)
            if not page.letters:
                empty.append(str(number + 1))
            pages.append(list(_placed(page)))
    if len(empty) == len(pages):
        raise Unreadable(f"「{read.name}」没有文字（可能是扫描件），不能读取。请改用可复制文字的 PDF、DOCX 或网页。")
    notes = (f"第 {'、'.join(empty)} 页没有文字，可能是扫描的，没有读取。",) if empty else ()
    return FileContents(tuple(_joined(_without_running(pages))), titles, notes)


def _placed(page: Page) -> Iterator[_Placed]:
    """The lines, tables and pictures of a page from the top down."""
    tables = ruled_tables(page)
    inside = {letter.run for table in tables for run in table.runs for letter in run}
    outside = [letter for letter in page.letters if letter.run not in inside]
    things = [_Placed(line[0].middle[1], _line(line, page)) for line in lines_of(outside)]
    things += [_Placed(table.top, None, table_of(table)) for table in tables]
    things += [_Placed(top, None, Picture()) for top in page.pictures]
    yield from sorted(things, key=lambda thing: -thing.top)


def _line(letters: Sequence[Letter], page: Page) -> PageLine:
    sizes = Counter(round(letter.size, 1) for letter in letters)
    text = folded(text_of(letters))
    return PageLine(text, letters[0].left, letters[-1].right, sizes.most_common(1)[0][0], page.width)


def _without_running(pages: Sequence[Sequence[_Placed]]) -> list[_Placed]:
    """All pages without page numbers, and without what stands at the edge of most of them."""
    ends = _ends(pages)
    running = {text for text, count in ends.items() if count >= max(_REPEATED, len(pages) / 2)}
    kept = []
    for page in pages:
        for place, thing in enumerate(page):
            is_end = place in (0, len(page) - 1)
            text = thing.line.text if thing.line else ""
            if not (is_end and text and (is_page_number(text) or text in running)):
                kept.append(thing)
    return kept


def _ends(pages: Sequence[Sequence[_Placed]]) -> Counter[str]:
    return Counter(thing.line.text for page in pages for thing in (*page[:1], *page[-1:]) if thing.line)


def _joined(things: Sequence[_Placed]) -> Iterator[Block]:
    """Lines become paragraphs where they fill their width; a table ends the paragraph before it."""
    left, right = margins([thing.line for thing in things if thing.line])
    pieces: list[str] = []
    before: PageLine | None = None
    for thing in things:
        line = thing.line
        is_next = line is not None and before is not None and not line.text.startswith(_BULLETS)
        if line and before and is_next and continues(before, line, left, right):
            pieces += [" ", line.text] if needs_blank(pieces[-1], line.text) else [line.text]
        else:
            if pieces:
                yield _paragraph(pieces)
            pieces = [line.text] if line is not None else []
            if thing.block is not None:
                yield thing.block
        before = line
    if pieces:
        yield _paragraph(pieces)


def _paragraph(pieces: Sequence[str]) -> Line:
    text = "".join(pieces)
    is_item = text.startswith(_BULLETS)
    return Line(text[1:].strip() if is_item else text, listing="ul" if is_item else "")
