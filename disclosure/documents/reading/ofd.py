"""What an OFD says (GB/T 33190): its pages, and everything else in the package, listed or not."""

import posixpath
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from lxml import etree

from disclosure.documents.kinds import SourceFile
from disclosure.documents.limits import MOST_CHARACTERS, MOST_PAGES, MOST_PIECES
from disclosure.documents.limits.budget import too_much
from disclosure.documents.package import Package
from disclosure.documents.passage import Passage, PassageKind

from .embedded import EmbeddedFile
from .letters import unread_sentence
from .ofd_layout import (
    OfdLine,
    Piece,
    TooManyPieces,
    glyphs_without_text,
    lines_of,
    page_width,
    pieces_of,
    stacks_of,
)
from .ofd_parts import part_passages
from .ofd_structure import OfdStructure

__all__ = ["OfdLine", "ofd_pages", "ofd_passages"]

_PROPERTIES = {
    "Author": "作者",
    "Title": "标题",
    "Subject": "主题",
    "Abstract": "摘要",
    "Keyword": "关键词",
    "CustomData": "自定义数据",
}
_A4 = 210.0  # millimetres wide


def ofd_passages(read: SourceFile) -> Iterator[Passage | EmbeddedFile]:
    """Yield the pages, attachments and properties, then every part and place that these left out."""
    package = read.package()
    structure = OfdStructure(package)
    pages = _Pages(package, structure)
    said: list[str] = []
    for passage in _listed(pages, structure):
        if isinstance(passage, Passage):
            said += passage.text.splitlines()
        yield passage
    yield from part_passages(structure, pages.drawn, said, pages.elsewhere)


def _listed(pages: "_Pages", structure: OfdStructure) -> Iterator[Passage | EmbeddedFile]:
    for number, lines in enumerate(pages.all(), 1):
        yield from _of_page(lines, f"第{number}页")
    for part, page_numbers in pages.numbers.items():
        where = "、".join(f"第{number}页" for number in page_numbers[:3])
        yield from pages.remarks(part, where)
    package = structure.package
    for name, _, part in structure.attachments:
        yield Passage("内嵌文件的名称", name)
        yield EmbeddedFile(posixpath.basename(part) or name, package.read(part) if part else b"", package.budget)
    root = package.tree(structure.entry)
    for name, label in _PROPERTIES.items():
        for one in root.iter(f"{{*}}{name}"):
            yield Passage(f"文件属性「{label}」", one.text or "")


def _of_page(lines: list[OfdLine], where: str) -> Iterator[Passage]:
    """Lines of as many cells, one below the other, are a table; nothing else of it is written in the file."""
    tables = 0
    for count, group in groupby(lines, key=lambda line: len(line.cells)):
        if count <= 1:
            yield Passage(where, "\n".join(line.text for line in group))
            continue
        tables += 1
        for row, line in enumerate(group, 1):
            for column, cell in enumerate(line.cells, 1):
                yield Passage(f"{where}表格{tables}第{row}行第{column}列", cell)


def ofd_pages(package: Package) -> list[list[OfdLine]]:
    """The lines of each page, from the top; a page's template, which carries the red head, counts as part of it."""
    return list(_Pages(package, OfdStructure(package)).all())


class _Pages:
    """The pages of a package: a part is read once, however many pages name it."""

    def __init__(self, package: Package, structure: OfdStructure) -> None:
        self.package, self.structure = package, structure
        self.count = self.pieces_drawn = self.characters = 0
        self.lines: dict[str, list[OfdLine]] = {}
        self.pieces: dict[str, list[Piece]] = {}
        self.numbers: dict[str, list[int]] = defaultdict(list)
        self.units: dict[str, list[etree._Element]] = defaultdict(list)

    @property
    def drawn(self) -> set[str]:
        """Return the parts of which all pages together show the text."""
        return {*self.lines, *self.pieces}

    def all(self) -> Iterator[list[OfdLine]]:
        """Yield the lines of each page; raises Unreadable where there is none."""
        self._read_units()
        for part in self.structure.documents:
            yield from self._of(part)
        if not self.count:
            raise self.package.broken()

    def _read_units(self) -> None:
        """Resources may hold drawings with text, which pages use by number."""
        for part in self.package.under(""):
            if b"CompositeGraphicUnit" in self.package.read(part):
                for unit in self.package.tree(part).iter("{*}CompositeGraphicUnit"):
                    self.units[unit.get("ID", "")].append(unit)

    def _of(self, part: str) -> Iterator[list[OfdLine]]:
        """Of one document of the package."""
        document = self.package.tree(part)
        templates = {
            one.get("ID"): self.structure.inside(part, one.get("BaseLoc", ""))
            for one in document.iter("{*}TemplatePage")
        }
        usual = page_width(document)
        for one in document.iter("{*}Page"):
            content = self.structure.inside(part, one.get("BaseLoc", ""))
            if content:
                self.count += 1
                if self.count > MOST_PAGES:
                    raise too_much(self.package.name, f"超过 {MOST_PAGES} 页")
                if content not in self.lines:
                    self.lines[content] = self._page(content, templates, usual)
                self.numbers[content].append(self.count)
                yield self._given(self.lines[content])

    def _page(self, content: str, templates: dict[str | None, str], usual: float) -> list[OfdLine]:
        page = self.package.tree(content)
        drawn: list[Piece] = []
        for used in page.iter("{*}Template"):
            if at := templates.get(used.get("TemplateID")):
                if at not in self.pieces:
                    self.pieces[at] = self._pieces(self.package.tree(at))
                self._count(len(self.pieces[at]))
                drawn += self.pieces[at]
        own = self._pieces(page)
        self._count(len(own))
        return lines_of([*drawn, *own], page_width(page) or usual or _A4)

    def _pieces(self, root: etree._Element) -> list[Piece]:
        try:
            return pieces_of(root, self.units)
        except TooManyPieces as error:
            raise too_much(self.package.name, "的复合图元层层嵌套过多") from error

    def remarks(self, part: str, where: str) -> Iterator[Passage]:
        """Yield what is set vertically on a page, what of it cannot be read, and whether it is only a picture."""
        root = self.package.tree(part)
        for text in stacks_of(self._pieces(root)):
            yield Passage(f"{where}竖排文字", text)
        if count := glyphs_without_text(root):
            yield Passage(where, unread_sentence(count), PassageKind.UNREAD)
        if not self.lines[part] and next(root.iter("{*}ImageObject"), None) is not None:
            yield Passage(where, "整页是图片，其中的文字没有读取", PassageKind.SCAN)

    def elsewhere(self, root: etree._Element) -> Iterator[tuple[str, PassageKind]]:
        """Yield what a part draws that no page shows, and what of it cannot be read."""
        pieces = self._pieces(root)
        self._count(len(pieces))
        for text in ("\n".join(line.text for line in lines_of(pieces, _A4)), *stacks_of(pieces)):
            yield text, PassageKind.TEXT
        if count := glyphs_without_text(root):
            yield unread_sentence(count), PassageKind.UNREAD

    def _given(self, lines: list[OfdLine]) -> list[OfdLine]:
        """The lines of one page, counted each time that they are given out."""
        self._count(len(lines))
        self.characters += sum(len(line.text) for line in lines)
        if self.characters > MOST_CHARACTERS:
            raise too_much(self.package.name, f"里的文字超过 {MOST_CHARACTERS // 10_000} 万字")
        return lines

    def _count(self, pieces: int) -> None:
        self.pieces_drawn += pieces
        if self.pieces_drawn > MOST_PIECES:
            raise too_much(self.package.name, f"各页的文字超过 {MOST_PIECES // 10_000} 万段")
