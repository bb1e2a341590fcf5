"""What an OFD says (GB/T 33190): text by lines of each page, annotations, attachments' names, properties."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from lxml import etree

from .kinds import Source
from .package import Package
from .passage import Passage

_PROPERTIES = {
    "Author": "作者",
    "Title": "标题",
    "Subject": "主题",
    "Abstract": "摘要",
    "Keyword": "关键词",
    "CustomData": "自定义数据",
}
SAME_LINE = 1.5  # millimetres that two pieces of one line may differ in height
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


def ofd_passages(read: Source) -> Iterator[Passage]:
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
    root = package.tree("OFD.xml")
    found = []
    for one in root.iter("{*}DocRoot"):
        part = _inside(package, "", one.text or "")
        if part:
            found += _pages(package, part)
    if not found:
        raise package.broken()
    return found


def _pages(package: Package, part: str) -> list[list[OfdLine]]:
    document = package.tree(part)
    templates = {
        one.get("ID"): _inside(package, part, one.get("BaseLoc", "")) for one in document.iter("{*}TemplatePage")
    }
    pages = []
    for one in document.iter("{*}Page"):
        content = _inside(package, part, one.get("BaseLoc", ""))
        if content:
            page = package.tree(content)
            drawn = [templates.get(used.get("TemplateID")) for used in page.iter("{*}Template")]
            pieces = [piece for at in drawn if at for piece in _pieces(package.tree(at))]
            pages.append(_lines([*pieces, *_pieces(page)], _width(page, document)))
    return pages


def _width(page: etree._Element, document: etree._Element) -> float:
    """Of the page itself, or of all pages; 210 is A4."""
    boxes = [one.text or "" for root in (page, document) for one in root.iter("{*}PhysicalBox")]
    return next((numbers[2] for numbers in map(_numbers, boxes) if len(numbers) > 2), 210.0)  # noqa: PLR2004


def _pieces(root: etree._Element) -> Iterator[Piece]:
    for drawn in root.iter("{*}TextObject"):
        bounds = _numbers(drawn.get("Boundary", ""))
        left, top = [*bounds, 0.0, 0.0][:2]
        size = (_numbers(drawn.get("Size", "")) or [0.0])[0]
        for code in drawn.iter("{*}TextCode"):
            x, y = ((_numbers(code.get(name, "")) or [0.0])[0] for name in ("X", "Y"))
            delta = _steps(code.get("DeltaX", ""))
            right = left + x + sum(delta) + size if delta else 0.0
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
    cell, end = "", 0.0
    for piece in pieces:
        if cell.strip() and piece.size and piece.left - end > CELL_GAP * piece.size:
            yield cell.strip()
            cell = ""
        cell += piece.text
        end = piece.right or piece.left + sum(0.5 if ord(one) <= LAST_NARROW else 1 for one in piece.text) * piece.size
    if cell.strip():
        yield cell.strip()


def _numbers(text: str) -> list[float]:
    try:
        return [float(one) for one in text.split()]
    except ValueError:
        return []


def _inside(package: Package, part: str, target: str) -> str:
    """Where a path leads: from the root with a stroke, otherwise from the folder of `part`, or of the root."""
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(part), target.strip()))
    tried = [target.strip().lstrip("/")] if target.startswith("/") else [beside, target.strip()]
    return next((name for name in tried if name in package.names), "")


def _steps(text: str) -> list[float]:
    """Widths of letters; `g 3 5.6` stands for three times 5.6."""
    words, steps = text.split(), []
    while words:
        word = words.pop(0)
        count, width = (words.pop(0), words.pop(0)) if word == "g" and len(words) > 1 else ("1", word)
        steps += _numbers(width) * min(int(count) if count.isdigit() else 1, 1000)
    return steps
