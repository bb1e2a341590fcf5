"""The lines of a PDF with their place and size, as far as joining them and finding the title needs them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
from pypdfium2 import raw

from disclosure.documents.kinds import SourceFile
from disclosure.errors import Unreadable

from .pdf import document_of, page_text, require_few_letters

MOST_LINES = 200_000  # of a document that becomes a text: 3,000 pages of 60; each asks PDFium six questions

# Between digits and the words of dates and document numbers readers of PDF see a gap that nobody typed.
_WIDE = re.compile(r"(?<=\d) (?=[年月日号])|(?<=[年月第〕]) (?=\d)")


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line: its left and right ends, its letters' height and the page's width, in one measure."""

    text: str
    left: float
    right: float
    size: float
    width: float


def pdf_pages(read: SourceFile) -> list[list[PageLine]]:
    """The lines of each page in reading order; raises Unreadable where the file is encrypted, broken or endless."""
    pages: list[list[PageLine]] = []
    letters = lines = 0
    with document_of(read) as document:
        for number in range(len(document)):
            with page_text(document, number) as words:
                letters += words.count_chars()
                require_few_letters(letters, read)
                pages.append(_lines(words, document.get_page_size(number)[0], MOST_LINES - lines, read))
            lines += len(pages[-1])
    return pages


def _lines(words: pdfium.PdfTextPage, width: float, most: int, read: SourceFile) -> list[PageLine]:
    lines = [run for run in _runs(words) if any(not sign.isspace() for sign, _ in run)]
    if len(lines) > most:
        raise Unreadable(f"「{read.name}」超过 {MOST_LINES // 10_000} 万行，不能转成正文，请拆分，或作为附件上传。")
    return [_line(words, run, width) for run in lines]


def _runs(words: pdfium.PdfTextPage) -> Iterator[list[tuple[str, int]]]:
    """The letters of each line, with their places on the page."""
    run: list[tuple[str, int]] = []
    sign_at, handle = raw.FPDFText_GetUnicode, words.raw  # looked up once: this is asked of every letter
    for place in range(words.count_chars()):
        sign = chr(sign_at(handle, place))
        if sign in "\r\n":
            yield run
            run = []
        elif sign not in "\x00\ufffe\ufeff":
            run.append((sign, place))
    yield run


def _line(words: pdfium.PdfTextPage, run: list[tuple[str, int]], width: float) -> PageLine:
    seen = [place for sign, place in run if not sign.isspace()]
    first, last = words.get_charbox(seen[0], loose=True), words.get_charbox(seen[-1], loose=True)
    size = max(raw.FPDFText_GetFontSize(words, place) for place in {seen[0], seen[len(seen) // 2], seen[-1]})
    if size <= 1:  # the size of the letters is in the matrix then
        size = max(abs(first[3] - first[1]), 1.0)
    text = _WIDE.sub("", " ".join("".join(sign for sign, _ in run).split()))
    return PageLine(text, first[0], last[2], size, width)
