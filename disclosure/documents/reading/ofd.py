"""What an OFD says (GB/T 33190): text by lines of each page, annotations, attachments' names, properties."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from lxml import etree

from disclosure.documents.kinds import SourceFile
from disclosure.documents.limits import FARTHEST, LONGEST_NUMBER, MOST_CHARACTERS, MOST_PAGES, MOST_PIECES
from disclosure.documents.limits.budget import too_much
from disclosure.documents.limits.wholes import whole
from disclosure.documents.package import Package
from disclosure.documents.passage import Passage

_PROPERTIES = {
    "Author": "作者",
    "Title": "标题",
    "Subject": "主题",
    "Abstract": "摘要",
    "Keyword": "关键词",
    "CustomData": "自定义数据",
}
SAME_LINE = 1.5  # millimetres that two pieces of one line may differ in height
_A4 = 210.0  # millimetres wide
_LONGEST_STEPS = 1000  # letters that one `g` of a line's steps may stand for
CELL_GAP = 1.5  # letters between two pieces that stand in two cells
LAST_NARROW = 0x7F  # letters and figures up to here are half as wide as they are high


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text on a page: its place from the top left in millimetres, and its letters' height."""

    top: float
    left: float
    size: float
    text: str
    right: float


@dataclass(frozen=True, slots=True)
class OfdLine:
    """A line of a page, in millimetres; `width` is the page's. `cells`: its pieces where wide gaps part them."""

    text: str
    left: float
    right: float
    size: float
    width: float
    cells: tuple[str, ...] = ()


def ofd_passages(read: SourceFile) -> Iterator[Passage]:
    """Pages first, then annotations and properties."""
    package = read.package()
    for number, lines in enumerate(ofd_pages(package), 1):
        yield from _of_page(lines, f"第{number}页")
    root = package.tree("OFD.xml")
    for part in sorted(package.names):
        if "annot" in part.lower() and part.endswith(".xml"):
            yield Passage("批注", "\n".join(_written(package.tree(part))))
        elif posixpath.basename(part).lower() == "attachments.xml":
            for one in package.tree(part).iter("{*}Attachment"):
                yield Passage("内嵌文件的名称", one.get("Name", ""))
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


def _written(root: etree._Element) -> Iterator[str]:
    """Texts and remarks of annotations."""
    for one in root.iter("{*}TextCode", "{*}Remark"):
        yield one.text or ""
    for one in root.iter("{*}Annot"):
        yield one.get("Creator", "")


def ofd_pages(package: Package) -> list[list[OfdLine]]:
    """The lines of each page, from the top; a page's template, which carries the red head, counts as part of it."""
    parts = (_inside(package, "", one.text or "") for one in package.tree("OFD.xml").iter("{*}DocRoot"))
    pages = _Pages(package)
    found = [page for part in dict.fromkeys(parts) if part for page in pages.of(part)]
    if not found:
        raise package.broken()
    return found


class _Pages:
    """The pages of a package: a part is read once, however many pages name it."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.count = self.drawn = self.characters = 0
        self.lines: dict[str, list[OfdLine]] = {}
        self.pieces: dict[str, list[Piece]] = {}

    def of(self, part: str) -> Iterator[list[OfdLine]]:
        """Of one document of the package."""
        document = self.package.tree(part)
        templates = {
            one.get("ID"): _inside(self.package, part, one.get("BaseLoc", ""))
            for one in document.iter("{*}TemplatePage")
        }
        usual = _width(document)
        for one in document.iter("{*}Page"):
            content = _inside(self.package, part, one.get("BaseLoc", ""))
            if content:
                self.count += 1
                if self.count > MOST_PAGES:
                    raise too_much(self.package.name, f"超过 {MOST_PAGES} 页")
                if content not in self.lines:
                    self.lines[content] = self._page(content, templates, usual)
                yield self._given(self.lines[content])

    def _page(self, content: str, templates: dict[str | None, str], usual: float) -> list[OfdLine]:
        page = self.package.tree(content)
        drawn: list[Piece] = []
        for used in page.iter("{*}Template"):
            if at := templates.get(used.get("TemplateID")):
                if at not in self.pieces:
                    self.pieces[at] = list(_pieces(self.package.tree(at)))
                self._count(len(self.pieces[at]))
                drawn += self.pieces[at]
        own = list(_pieces(page))
        self._count(len(own))
        return _lines([*drawn, *own], _width(page) or usual or _A4)

    def _given(self, lines: list[OfdLine]) -> list[OfdLine]:
        """The lines of one page, counted each time that they are given out."""
        self._count(len(lines))
        self.characters += sum(len(line.text) for line in lines)
        if self.characters > MOST_CHARACTERS:
            raise too_much(self.package.name, f"里的文字超过 {MOST_CHARACTERS // 10_000} 万字")
        return lines

    def _count(self, pieces: int) -> None:
        self.drawn += pieces
        if self.drawn > MOST_PIECES:
            raise too_much(self.package.name, f"各页的文字超过 {MOST_PIECES // 10_000} 万段")


def _width(root: etree._Element) -> float:
    """Of a page, or of all pages where it stands in the document; 0 where it is not said."""
    boxes = (_numbers(one.text or "") for one in root.iter("{*}PhysicalBox"))
    return next((numbers[2] for numbers in boxes if len(numbers) > 2), 0.0)  # noqa: PLR2004


def _pieces(root: etree._Element) -> Iterator[Piece]:
    for drawn in root.iter("{*}TextObject"):
        bounds = _numbers(drawn.get("Boundary", ""))
        left, top = [*bounds, 0.0, 0.0][:2]
        size = (_numbers(drawn.get("Size", "")) or [0.0])[0]
        for code in drawn.iter("{*}TextCode"):
            x, y = ((_numbers(code.get(name, "")) or [0.0])[0] for name in ("X", "Y"))
            advance = _advance(code.get("DeltaX", ""))
            right = 0.0 if advance is None else left + x + advance + size
            yield Piece(top + y, left + x, size, code.text or "", right)


def _lines(pieces: list[Piece], width: float) -> list[OfdLine]:
    """Pieces at about one height make a line, from left to right."""
    ordered = sorted(pieces, key=lambda piece: piece.top)
    heights = {}
    height = -SAME_LINE * 2
    for place, piece in enumerate(ordered):
        height = piece.top if piece.top - height > SAME_LINE else height
        heights[place] = height
    numbered = sorted(range(len(ordered)), key=lambda place: (heights[place], ordered[place].left))
    lines = (_line([ordered[place] for place in line], width) for _, line in groupby(numbered, key=heights.__getitem__))
    return [line for line in lines if line.text.strip()]


def _line(pieces: list[Piece], width: float) -> OfdLine:
    text, size = "".join(piece.text for piece in pieces), max(piece.size for piece in pieces)
    last = pieces[-1]
    right = max(last.right, last.left + last.size * len(last.text))
    return OfdLine(text, pieces[0].left, right, size, width, tuple(_cells(pieces)))


def _cells(pieces: list[Piece]) -> Iterator[str]:
    """The texts between wide gaps."""
    cell: list[str] = []
    filled, end = False, 0.0
    for piece in pieces:
        if filled and piece.size and piece.left - end > CELL_GAP * piece.size:
            yield "".join(cell).strip()
            cell, filled = [], False
        cell.append(piece.text)
        filled = filled or bool(piece.text.strip())
        end = piece.right or piece.left + sum(0.5 if ord(one) <= LAST_NARROW else 1 for one in piece.text) * piece.size
    if filled:
        yield "".join(cell).strip()


def _numbers(text: str) -> list[float]:
    """Millimetres; none where one of them is no place on any page."""
    words = text.split()
    try:
        found = [float(one) for one in words if len(one) <= LONGEST_NUMBER]
    except ValueError:
        return []
    # The comparison fails for nan as it does for what is too far.
    return found if len(found) == len(words) and all(-FARTHEST <= one <= FARTHEST for one in found) else []


def _inside(package: Package, part: str, target: str) -> str:
    """Where a path leads: from the root with a stroke, otherwise from the folder of `part`, or of the root."""
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(part), target.strip()))
    tried = [target.strip().lstrip("/")] if target.startswith("/") else [beside, target.strip()]
    return next((name for name in tried if name in package.names), "")


def _advance(text: str) -> float | None:
    """The widths of a line's letters together; `g 3 5.6` stands for three times 5.6. None where none is written."""
    total, words = None, iter(text.split())
    for word in words:
        count, width = (next(words, ""), next(words, "")) if word == "g" else ("1", word)
        for one in _numbers(width):
            total = (total or 0.0) + one * min(whole(count, 1), _LONGEST_STEPS)
    return total
