"""A saved web page as blocks."""

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import defs

from disclosure.documents.kinds import SourceFile
from disclosure.documents.limits import MOST_SPAN
from disclosure.documents.limits.budget import too_much
from disclosure.documents.limits.wholes import whole
from disclosure.documents.reading.text import html_root

from .blocks import BLANKS, Block, Cell, FileContents, Line, Picture, Table

_BOUNDS = (defs.block_tags - {"del", "ins"}) | defs.list_tags | {"body", "html", "option", "pre", "section", "article"}
_BOUNDS |= {"main", "header", "footer", "nav", "aside", "figure", "figcaption", "caption"}
_DROPPED = frozenset(("script", "style", "head", "noscript", "template", "select", "button", "iframe", "textarea"))
_HEADING = re.compile("h([1-6])")
_FOLD = re.compile(r"[ \t]*[\r\n]+[ \t\r\n]*")
_WIDE = "[\\u2e80-\\ufaff\\ufe30-\\uffef]"  # a line that ends beside a Chinese sign ends without a blank
_WIDE_FOLD = re.compile(rf"(?<={_WIDE})[ \t]*[\r\n]+[ \t\r\n]*|[ \t]*[\r\n]+[ \t\r\n]*(?={_WIDE})")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SMALL = 120  # pixels: no table can be read in a picture that is narrower
_MOST_CELLS = 200_000  # of a page, each counted where it covers; a layout table of 300 columns has some thousand
_TITLES = ("ArticleTitle", "title", "og:title")  # names of <meta> by which sites tell the title of an article


def html_contents(read: SourceFile) -> FileContents:
    """Read the page, whatever program wrote it; raises Unreadable as `html_root`."""
    root = html_root(read)
    body = root.find("body")
    walker = _Walker(read.name)
    blocks = tuple(walker.blocks(body)) if body is not None else ()
    return FileContents(blocks, tuple(_titles(root)))


def _titles(root: etree._Element) -> Iterator[str]:
    for meta in root.iter("meta"):
        if (meta.get("name") or meta.get("property")) in _TITLES and meta.get("content"):
            yield str(meta.get("content"))
    for title in root.iter("title"):
        if title.text:
            yield title.text


class _Walker:
    """Walks one page; the cells of all its tables are counted together."""

    def __init__(self, name: str) -> None:
        self.name, self.covered = name, 0

    def blocks(self, element: etree._Element, heading: int = 0) -> Iterator[Block]:
        """Yield what stands in `element`: runs of text between the bounds of blocks, tables, pictures."""
        run = _Run(heading)
        yield from self._children(element, run)
        yield from run.end()

    def _children(self, element: etree._Element, run: "_Run") -> Iterator[Block]:
        run.add(element.text)
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _DROPPED and not _is_hidden(child):
                yield from self._element(child, run)
            run.add(child.tail)

    def _element(self, element: etree._Element, run: "_Run") -> Iterator[Block]:
        tag = str(element.tag)
        if tag == "br":
            yield from run.end()
        elif tag == "img":
            if _is_large(element):
                yield from run.end()
                yield Picture(element.get("alt") or "")
        elif tag == "table":
            yield from run.end()
            yield from self._table(element)
        elif tag == "li":
            yield from run.end()
            run.listing, run.depth = _listing(element)
            yield from self._children(element, run)
            yield from run.end()
            run.listing, run.depth = "", 0
        elif found := _HEADING.fullmatch(tag):
            yield from run.end()
            yield from self.blocks(element, int(found[1]))
        elif tag in _BOUNDS:
            yield from run.end()
            yield from self._children(element, run)
            yield from run.end()
        else:
            yield from self._children(element, run)

    def _table(self, element: etree._Element) -> Iterator[Block]:
        """Place each cell as a browser does; what stands outside cells comes before the table."""
        cells: list[Cell] = []
        taken: set[tuple[int, int]] = set()
        for caption in element.iterchildren("caption"):
            yield from (block for block in self.blocks(caption) if "visually-hidden" not in caption.get("class", ""))
        rows = list(_rows(element))
        for number, row in enumerate(rows):
            column = 0
            for one in row.iterchildren("td", "th"):
                while (number, column) in taken:
                    column += 1
                columns = max(1, whole(one.get("colspan"), 1, most=MOST_SPAN))
                height = min(max(1, whole(one.get("rowspan"), 1, most=MOST_SPAN)), len(rows) - number)
                columns = next((n for n in range(1, columns) if (number, column + n) in taken), columns)
                self._count(columns * height)
                taken |= {(number + down, column + right) for down in range(height) for right in range(columns)}
                cells.append(Cell(number, column, height, columns, tuple(self.blocks(one))))
                column += columns
        if cells:
            yield Table(tuple(cells))

    def _count(self, covered: int) -> None:
        self.covered += covered
        if self.covered > _MOST_CELLS:
            raise too_much(self.name, f"的表格超过 {_MOST_CELLS // 10_000} 万格")


class _Run:
    """Inline text that waits for the end of its block."""

    def __init__(self, heading: int) -> None:
        self.heading, self.listing, self.depth = heading, "", 0
        self.pieces: list[str] = []

    def add(self, text: str | None) -> None:
        if text:
            self.pieces.append(text)

    def end(self) -> Iterator[Line]:
        written = "".join(self.pieces).replace("\u00a0", " ").replace("\u200b", "")
        self.pieces = []
        text = _FOLD.sub(" ", _WIDE_FOLD.sub("", written)).strip(BLANKS)
        if text:
            yield Line(text, self.heading, self.listing, self.depth)


def _rows(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from child.iterchildren("tr")


def _listing(item: etree._Element) -> tuple[str, int]:
    above = [one.tag for one in item.iterancestors("ul", "ol")]
    return (str(above[0]), len(above) - 1) if above else ("ul", 0)


def _is_hidden(element: etree._Element) -> bool:
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style") or ""))


def _is_large(image: etree._Element) -> bool:
    """Whether a picture could show a table: unless it says that it is small."""
    width = (image.get("width") or "").removesuffix("px")
    return not width.isdigit() or whole(width, most=10_000) >= _SMALL
