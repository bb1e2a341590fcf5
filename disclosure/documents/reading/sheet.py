"""What an XLSX says: every cell of every sheet, hidden or not, comments, headers, drawings, properties."""

from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

from disclosure.documents.kinds import SourceFile
from disclosure.documents.limits import LARGEST_EXPONENT, LONGEST_NUMBER, MOST_SHEETS
from disclosure.documents.limits.budget import too_much
from disclosure.documents.limits.wholes import whole
from disclosure.documents.package import Package
from disclosure.documents.passage import Passage
from disclosure.documents.xml import TELLS

from .embedded import EmbeddedFile
from .leftovers import with_leftovers
from .office import drawn_texts, property_passages, shared_passages
from .spreadsheetml import S

USUAL_ATTRIBUTES = 4  # of a cell: its place, look, kind, and one more that newer programs write
R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def sheet_passages(read: SourceFile) -> Iterator[Passage | EmbeddedFile]:
    """Yield sheet by sheet in the workbook's order, then names, drawings, properties, and every other part."""
    package = read.package()
    yield from with_leftovers(package, _sheet_passages(package))


def _sheet_passages(package: Package) -> Iterator[Passage | EmbeddedFile]:
    main = package.main_part("xl/")
    workbook = package.tree(main)
    shared = _shared(package)
    for name, part in sheets(package):
        yield Passage("工作表名称", name)
        yield from _of_sheet(package, part, f"工作表「{name}」", shared)
    for defined in workbook.iter("{*}definedName"):
        yield Passage(f"定义的名称「{defined.get('name', '')}」", defined.get("comment", ""))
    for part in package.under("xl/drawings/", "xl/charts/", "xl/diagrams/"):
        yield Passage("图形中的文字", "\n".join(drawn_texts(package.tree(part))))
    yield from _cached(package)
    yield from shared_passages(package, "xl/")
    yield from property_passages(package)


def sheets(package: Package) -> list[tuple[str, str]]:
    """Names and parts of the sheets, hidden ones among them."""
    main = package.main_part("xl/")
    parts = {link.id: link.target for link in package.links(main)}
    found = [(one.get("name", ""), parts.get(one.get(R_ID, ""), "")) for one in package.tree(main).iter(f"{S}sheet")]
    kept = [(name, part) for name, part in found if part in package.names]
    if len(kept) > MOST_SHEETS:
        raise too_much(package.name, f"里的工作表超过 {MOST_SHEETS} 张")
    if len({part for _, part in kept}) < len(kept) or len({name for name, _ in kept}) < len(kept):
        raise package.broken()  # which of two the reader sees depends on the program
    return kept


def _shared(package: Package) -> list[str]:
    if "xl/sharedStrings.xml" not in package.names:
        return []
    return [_rich(one) for one in package.tree("xl/sharedStrings.xml").iter(f"{S}si")]


def _rich(element: etree._Element) -> str:
    """The text of an entry, without the readings that Japanese puts beside it."""
    return "".join(one.text or "" for one in element.iter(f"{S}t") if one.getparent().tag != f"{S}rPh")


def _of_sheet(package: Package, part: str, where: str, shared: list[str]) -> Iterator[Passage]:
    root = package.tree(part)
    for cell in root.iter(f"{S}c"):
        value, place = _value(cell, shared), f"{where}{cell.get('r', '')}"
        yield Passage(place, value)
        if len(cell) > 1 or not value or len(cell.attrib) > USUAL_ATTRIBUTES or _has_readings(cell):
            yield from (Passage(f"{place}的公式和附加文字", text) for text in _beside(cell, value))
    for printed in root.iter(
        *(f"{S}{kind}{side}" for kind in ("odd", "even", "first") for side in ("Header", "Footer"))
    ):
        yield Passage(f"{where}的页眉页脚", printed.text or "")
    for hint in root.iter(f"{S}dataValidation"):
        yield Passage(f"{where}的输入提示", "\n".join(str(hint.get(name, "")) for name in ("prompt", "error")).strip())
    for link in root.iter(f"{S}hyperlink"):
        yield Passage(f"{where}{link.get('ref', '')}的提示", link.get("tooltip", ""))
    for link in package.links(part):
        if link.kind == "comments" and link.target in package.names:
            yield from _comments(package.tree(link.target), where)
        elif link.kind == "threadedComment" and link.target in package.names:
            for note in package.tree(link.target).iter("{*}threadedComment"):
                yield Passage(f"{where}{note.get('ref', '')}的批注", "".join(note.itertext()))


def _has_readings(cell: etree._Element) -> bool:
    """Whether a text of its own has more than one part, such as the reading of a name."""
    return len(cell) > 0 and cell[0].tag == f"{S}is" and len(cell[0]) > 1


def _beside(cell: etree._Element, value: str) -> Iterator[str]:
    """Yield what a cell holds beside its value: words in its formula, readings, attributes that no program writes."""
    whole = "".join(str(text) for text in cell.itertext())
    if whole != value and TELLS.search(whole):
        yield from (child.text or "" for child in cell.iter(f"{S}f") if TELLS.search(child.text or ""))
        yield from ("".join(str(text) for text in child.itertext()) for child in cell.iterchildren(f"{S}is"))
    yield from (str(text) for text in cell.attrib.values() if TELLS.search(str(text)))


def _comments(root: etree._Element, where: str) -> Iterator[Passage]:
    for note in root.iter(f"{S}comment"):
        yield Passage(f"{where}{note.get('ref', '')}的批注", _rich(note))
    for author in root.iter(f"{S}author"):
        yield Passage(f"{where}批注的作者", author.text or "")


def _value(cell: etree._Element, shared: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _rich(cell)
    written = cell.findtext(f"{S}v") or ""
    if kind == "s":
        place = whole(written, len(shared))
        return shared[place] if place < len(shared) else ""
    return _plain(written) if kind == "n" else written


def _plain(number: str) -> str:
    """1.38E10 in all its digits: a telephone number is found however the program wrote it."""
    if "E" not in number.upper() or len(number) > LONGEST_NUMBER:
        return number
    try:
        exact = Decimal(number)
    except ArithmeticError:
        return number
    # Written out, 1E300000000 has as many digits as a library.
    return f"{exact:f}" if exact.is_finite() and abs(exact.adjusted()) <= LARGEST_EXPONENT else number


def _cached(package: Package) -> Iterator[Passage]:
    """Rows that a pivot table keeps of its source, and values kept of other workbooks."""
    for part in package.under("xl/pivotCache/"):
        values = [one.get("v", "") for one in package.tree(part).iter(f"{S}s")]
        yield Passage("数据透视表的缓存", "\n".join(values))
    for part in package.under("xl/externalLinks/"):
        values = [one.text or "" for one in package.tree(part).iter(f"{S}v")]
        yield Passage("外部链接的缓存", "\n".join(values))
    for part in package.under("xl/persons/"):
        for person in package.tree(part):
            yield Passage("批注的作者", person.get("displayName", ""))
