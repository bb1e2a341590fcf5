"""A DOCX as blocks, as Word, WPS and LibreOffice write it."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from disclosure.documents.converting.numbering import Numbering
from disclosure.documents.kinds import SourceFile
from disclosure.documents.limits import MOST_BOXES, MOST_ELEMENTS, MOST_SPAN
from disclosure.documents.limits.budget import too_much
from disclosure.documents.limits.wholes import whole
from disclosure.documents.package import Package
from disclosure.documents.reading.word import word_body
from disclosure.documents.wordml import W, boxes, text

from .blocks import BLANKS, Block, Cell, FileContents, Line, Picture, Table

_LOOKED_THROUGH = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml"))
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLE = re.compile("title|题目|文件标题|标题", re.IGNORECASE)
_PLAIN = re.compile(r"%[1-9][.)）]?")  # of a number: 1. 1) 1, as lists of a page have them
_DRAWN = (f"{W}drawing", f"{W}pict", f"{W}object")


def word_contents(read: SourceFile) -> FileContents:
    """Read the body with text boxes and automatic numbers; deleted text is left out. Raises Unreadable."""
    package = read.package()
    folder = package.main_part("word/").rpartition("/")[0] + "/"
    root = word_body(package)
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise too_much(read.name, f"的内容超过 {MOST_ELEMENTS // 10_000} 万个部分")
    if sum(1 for _ in islice(root.iter(f"{W}txbxContent"), MOST_BOXES + 1)) > MOST_BOXES:
        raise too_much(read.name, f"里的文本框超过 {MOST_BOXES} 个")
    body = root.find(f"{W}body")
    walker = _Walker(package, folder)
    return FileContents(tuple(walker.blocks(body)) if body is not None else (), tuple(_properties(package)))


def _properties(package: Package) -> Iterator[str]:
    if "docProps/core.xml" in package.names:
        for one in package.tree("docProps/core.xml"):
            if isinstance(one.tag, str) and etree.QName(one).localname == "title" and one.text:
                yield one.text


class _Walker:
    """Walks one document; numbers count on, so each paragraph is visited once, in order."""

    def __init__(self, package: Package, folder: str) -> None:
        self.numbering = Numbering(package, folder)
        self.levels = dict(_heading_levels(package, folder))

    def blocks(self, element: etree._Element) -> Iterator[Block]:
        for child in element:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield self._table(child)
            elif child.tag in _LOOKED_THROUGH:
                yield from self.blocks(child)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Block]:
        level = self._level(paragraph)
        written = text(paragraph)
        number, listing, depth = self._number(paragraph, is_empty=not written.strip(BLANKS))
        for part in written.split("\n"):
            if line := (number + part.replace("\u00a0", " ").strip(BLANKS)).strip(BLANKS):
                yield Line(line, level, listing, depth)
            number = ""
        for box in boxes(paragraph):
            yield from self.blocks(box)
        if any(one.tag in _DRAWN and one.find(f".//{W}txbxContent") is None for one in paragraph.iter(*_DRAWN)):
            yield Picture()

    def _level(self, paragraph: etree._Element) -> int:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return self.levels.get(str(style.get(f"{W}val")), 0) if style is not None else 0

    def _number(self, paragraph: etree._Element, *, is_empty: bool) -> tuple[str, str, int]:
        """Return the number that Word prints before the paragraph, or of which kind of list it is an item."""
        place = self.numbering.place(paragraph)
        if place is None or is_empty:
            return "", "", 0
        level = self.numbering.level(place)
        printed = self.numbering.number(place)[1]
        if level.is_bullet or level.is_plain or (level.form == "decimal" and _PLAIN.fullmatch(level.pattern.strip())):
            return "", "ul" if level.is_bullet else "ol", place[1]
        return printed, "", 0

    def _table(self, element: etree._Element) -> Table:
        cells: list[Cell] = []
        open_cells: dict[int, int] = {}  # column → place in `cells` of the cell that may reach down
        for number, row in enumerate(_rows(element)):
            column = _grid_before(row)
            for one in _cells(row):
                columns = max(1, whole(_value(one, "gridSpan"), 1, most=MOST_SPAN))
                merge = one.find(f"{W}tcPr/{W}vMerge")
                above = open_cells.get(column)
                if merge is not None and merge.get(f"{W}val") != "restart" and above is not None:
                    cells[above] = _lower(cells[above], number)
                else:
                    cells.append(Cell(number, column, 1, columns, tuple(self.blocks(one))))
                    open_cells.pop(column, None)
                    if merge is not None:
                        open_cells[column] = len(cells) - 1
                column += columns
        return Table(tuple(cells))


def _lower(cell: Cell, row: int) -> Cell:
    return Cell(cell.row, cell.column, row - cell.row + 1, cell.columns, cell.blocks)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == f"{W}tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag in _LOOKED_THROUGH:
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in _LOOKED_THROUGH:
            yield from _cells(child)


def _grid_before(row: etree._Element) -> int:
    before = row.find(f"{W}trPr/{W}gridBefore")
    return whole(before.get(f"{W}val"), most=MOST_SPAN) if before is not None else 0


def _value(cell: etree._Element, name: str) -> str | None:
    found = cell.find(f"{W}tcPr/{W}{name}")
    return None if found is None else found.get(f"{W}val")


def _heading_levels(package: Package, folder: str) -> Iterator[tuple[str, int]]:
    """Yield the styles that are headings by their names, with their levels."""
    if f"{folder}styles.xml" not in package.names:
        return
    for style in package.tree(f"{folder}styles.xml").iterchildren(f"{W}style"):
        name = style.find(f"{W}name")
        called = str(name.get(f"{W}val")) if name is not None else ""
        if found := _HEADING.fullmatch(called):
            yield str(style.get(f"{W}styleId")), int(found[1]) + 1
        elif _TITLE.fullmatch(called):
            yield str(style.get(f"{W}styleId")), 1
