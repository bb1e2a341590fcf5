"""PDF and OFD into paragraphs: their lines joined, running heads and page numbers left out."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from disclosure.documents.kinds import SourceFile
from disclosure.documents.reading.ofd import ofd_pages
from disclosure.documents.reading.pdf_lines import PageLine, pdf_pages
from disclosure.documents.results import Converted, ConvertedLine

_PAGE_NUMBER = re.compile(
    r"[—－–\-·\s]*(?:第\s*)?\d{1,4}(?:\s*/\s*\d{1,4}|\s*页(?:\s*[,，]?\s*共\s*\d+\s*页)?)?[—－–\-·\s]*"
)
_NEW = re.compile(
    r"(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|第[一二三四五六七八九十百]+[章条节]|\d{1,2}[.．、](?!\d))"
)
_ENDED = ("。", "：", "；", "！", "？", "”", ":", ";")
_LONGEST_PAGE_NUMBER = 60  # characters, dashes and blanks included
_REPEATED = 3
TABLES = "表格只转成文字，没有保留行列，请对照原件核对，必要时在编辑框中重做表格。"


@dataclass(slots=True)
class _Paragraph:
    pieces: list[str]  # joined once: a paragraph may have as many lines as a book
    size: float
    centred: bool


def pdf_converted(read: SourceFile) -> Converted:
    """Recognise paragraphs by indents, ends and sizes of lines; warns of pages without text."""
    pages = pdf_pages(read)
    empty = [str(number) for number, page in enumerate(pages, 1) if not page]
    said = ["图片、签章没有转入，" + TABLES]
    if empty:
        said.append(f"第 {'、'.join(empty)} 页没有文字，可能是扫描件，内容没有转入。")
    return _converted(pages, said)


def ofd_converted(read: SourceFile) -> Converted:
    """Convert like a PDF; without sizes of lines, paragraphs end by their words."""
    pages = ofd_pages(read.package())
    lines = [
        [PageLine(" ".join(line.text.split()), line.left, line.right, line.size, line.width) for line in page]
        for page in pages
    ]
    return _converted(lines, ["图片、签章没有转入，" + TABLES])


def _converted(pages: Sequence[Sequence[PageLine]], said: list[str]) -> Converted:
    kept, running, numbers = _without_running(pages)
    if running:
        said.append(f"页眉页脚没有转入正文：{'；'.join(running)}")
    if numbers:
        said.append(f"页码（{numbers} 处）没有转入正文。")
    paragraphs = _joined(kept)
    lines = [ConvertedLine("".join(one.pieces), one.size, one.centred) for one in paragraphs]
    html = "".join(f"<p>{escape(line.text)}</p>" for line in lines)
    return Converted(html, (), said, lines, len(pages))


def _without_running(pages: Sequence[Sequence[PageLine]]) -> tuple[list[PageLine], list[str], int]:
    """Yield the lines of all pages without page numbers and repeated headers and footers."""
    edges = Counter(text for page in pages for text in {line.text for line in (*page[:1], *page[-1:])})
    running = {text for text, count in edges.items() if count >= max(_REPEATED, len(pages) / 2)}
    kept, numbers = [], 0
    for page in pages:
        for place, line in enumerate(page):
            at_edge = place in (0, len(page) - 1)
            number = at_edge and is_page_number(line.text)
            numbers += number
            if not number and not (at_edge and line.text in running):
                kept.append(line)
    return kept, sorted(text for text in running if not is_page_number(text)), numbers


def is_page_number(text: str) -> bool:
    return len(text) <= _LONGEST_PAGE_NUMBER and bool(_PAGE_NUMBER.fullmatch(text))


def _joined(lines: Sequence[PageLine]) -> list[_Paragraph]:
    left, right = margins(lines)
    paragraphs: list[_Paragraph] = []
    before: PageLine | None = None
    for line in lines:
        if before is not None and continues(before, line, left, right):
            last = paragraphs[-1]
            last.pieces += [" ", line.text] if needs_blank(last.pieces[-1], line.text) else [line.text]
            last.centred = last.centred and _is_centred(line)
        else:
            paragraphs.append(_Paragraph([line.text], line.size, _is_centred(line)))
        before = line
    return paragraphs


def margins(lines: Sequence[PageLine]) -> tuple[float, float]:
    """Return where most lines begin and where the longest end."""
    begins = Counter(round(line.left) for line in lines)
    ends = sorted(line.right for line in lines)
    usual = min((place for place, count in begins.items() if count >= max(begins.values()) / 2), default=0)
    return float(usual), ends[int(len(ends) * 0.9)] if ends else 0.0


def continues(before: PageLine, line: PageLine, left: float, right: float) -> bool:
    """Whether the line before fills its width, and this one begins at the margin in the same size."""
    size = max(line.size, 1.0)
    full = before.right >= right - 2.2 * size
    centred = _is_centred(before) and _is_centred(line)
    if abs(before.size - line.size) > size / 10 or _NEW.match(line.text):
        return False
    if centred and before.size > 1.2 * _usual(size):
        return not before.text.endswith(_ENDED)
    return full and line.left <= left + size and not (before.text.endswith("：") and not full)


def _usual(size: float) -> float:
    """Return the size of running text: 三号 (16 points) in official documents; smaller texts have smaller titles."""
    return min(size, 16.0)


def _is_centred(line: PageLine) -> bool:
    """Whether the line is centred on the page and well inside its margins."""
    size = max(line.size, 1.0)
    return abs(line.left + line.right - line.width) < 2 * size and line.left > line.width / 7 + size


def needs_blank(before: str, after: str) -> bool:
    """Whether a blank joins two lines: between Latin words, not in Chinese."""
    return before[-1:].isascii() and before[-1:].isalnum() and after[:1].isascii() and after[:1].isalnum()
