"""Texts of the office in Word."""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from functools import partial

from docx.document import Document as WordDocument
from lxml import etree

from disclosure.rendering import tree
from disclosure.rendering.printed_picture import PrintedPicture

from .elements import TEXT_WIDTH, element, paragraph
from .pictures import WordPictures
from .tables import LARGE, prose_table

_LIST_INDENT, _FIRST_INDENT, _DEEPEST = 480, 640, 8  # twentieths of a point, and levels that Word has


class Texts:
    """Turn texts of the office into paragraphs, lists and tables; list numbers belong to the document."""

    def __init__(self, word: WordDocument, pictures: Mapping[str, PrintedPicture] | None = None) -> None:
        """`pictures` by the addresses that texts call them by."""
        self._numbering = word.part.numbering_part.element
        self._pictures, self._drawn = pictures or {}, WordPictures(word)

    def blocks(self, blocks: Iterable[tree.Block]) -> Iterator[etree._Element]:
        return self._blocks(blocks, TEXT_WIDTH)

    def _blocks(self, blocks: Iterable[tree.Block], room: int, depth: int = 0) -> Iterator[etree._Element]:
        for block in blocks:
            match block:
                case tree.ProseList():
                    yield from self._listing(block, room, depth)
                case tree.ProseTable():
                    yield prose_table(block, room, partial(self._cell, room=room))
                    yield paragraph("", "TableGap")
                case tree.Heading():
                    yield paragraph(block.runs, "Heading3" if block.level == tree.LOWEST_LEVEL else "Heading2")
                case tree.Figure() if block.address in self._pictures:
                    yield self._drawn.paragraph(self._pictures[block.address], room)
                case tree.Salutation():
                    yield paragraph(block.runs, None, element("ind", firstLine=0, firstLineChars=0))
                case tree.Signature():
                    right = element("ind", right=_FIRST_INDENT, rightChars=200, firstLine=0, firstLineChars=0)
                    yield paragraph(block.runs, None, right, element("jc", val="right"))
                case _:
                    yield paragraph(block.runs)

    def _listing(self, listing: tree.ProseList, room: int, depth: int) -> Iterator[etree._Element]:
        level = min(depth, _DEEPEST)
        number = self._numbered(listing.start, level) if listing.ordered else 1
        mark = element("numPr", element("ilvl", val=level), element("numId", val=number))
        below = element("ind", left=_FIRST_INDENT + _LIST_INDENT * (level + 1), firstLineChars=0, firstLine=0)
        for item in listing.items:
            properties = mark
            for block in item.blocks:
                if isinstance(block, tree.Paragraph) and not self._is_drawn(block):
                    yield paragraph(block.runs, "ListParagraph", deepcopy(properties))
                    properties = below
                else:
                    yield from self._blocks((block,), room, depth + 1)

    def _is_drawn(self, block: tree.Block) -> bool:
        return isinstance(block, tree.Figure) and block.address in self._pictures

    def _numbered(self, start: int, level: int) -> int:
        """Make a numbering of its own, so that every list starts anew."""
        number = self._numbering.add_num(1)
        number.add_lvlOverride(ilvl=level).add_startOverride(start)
        return int(number.numId)

    def _cell(self, cell: tree.ProseCell, number: int, *, room: int) -> Iterator[etree._Element]:
        """Return the content of a table cell: at least one paragraph, as Word requires."""
        blocks = cell.blocks if cell.row == number else ()
        last: tree.Block | None = None
        for block in blocks:
            last = block
            if isinstance(block, tree.Paragraph) and not self._is_drawn(block):
                short = cell.header or (len(block.text) <= tree.SHORT and not cell.is_left)
                yield paragraph(block.runs, LARGE, *([] if short else [element("jc", val="both")]))
            else:
                yield from self._blocks((block,), room // 2)
        if not isinstance(last, tree.Paragraph):
            yield paragraph("", LARGE)
