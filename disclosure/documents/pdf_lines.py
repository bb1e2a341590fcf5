"""The lines of a PDF with their place and size, as far as joining them and finding the title needs them."""

import re
from dataclasses import dataclass

import pypdfium2 as pdfium
from pypdfium2 import raw

from .kinds import Source
from .reading_pdf import document_of

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


def pdf_pages(read: Source) -> list[list[PageLine]]:
    """The lines of each page in reading order; raises Unreadable where the file is encrypted or broken."""
    with document_of(read) as document:
        return [_lines(document, number) for number in range(len(document))]


def _lines(document: pdfium.PdfDocument, number: int) -> list[PageLine]:
    page = document[number]
    words = page.get_textpage()
    try:
        lines: list[list[tuple[str, int]]] = []
        run: list[tuple[str, int]] = []
        for place in range(words.count_chars()):
            sign = chr(raw.FPDFText_GetUnicode(words, place))
            if sign in "\r\n":
                lines, run = [*lines, run], []
            elif sign not in "\x00\ufffe\ufeff":
                run.append((sign, place))
        return [
            _line(words, one, page.get_width()) for one in (*lines, run) if "".join(sign for sign, _ in one).strip()
        ]
    finally:
        words.close()
        page.close()


def _line(words: pdfium.PdfTextPage, run: list[tuple[str, int]], width: float) -> PageLine:
    seen = [place for sign, place in run if not sign.isspace()]
    first, last = words.get_charbox(seen[0], loose=True), words.get_charbox(seen[-1], loose=True)
    size = max(raw.FPDFText_GetFontSize(words, place) for place in {seen[0], seen[len(seen) // 2], seen[-1]})
    if size <= 1:  # the size of the letters is in the matrix then
        size = max(abs(first[3] - first[1]), 1.0)
    text = _WIDE.sub("", " ".join("".join(sign for sign, _ in run).split()))
    return PageLine(text, first[0], last[2], size, width)
