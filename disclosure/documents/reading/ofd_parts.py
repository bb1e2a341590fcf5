"""What an OFD holds beside its pages: annotations, units, seals, custom data, parts that nothing lists."""

import posixpath
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from lxml import etree

from disclosure.documents.limits.picture import form_of
from disclosure.documents.package import Package
from disclosure.documents.passage import Passage, PassageKind
from disclosure.documents.xml import TELLS

from .embedded import EmbeddedFile
from .leftovers import loose_tree
from .ofd_structure import OfdStructure
from .picture import is_bitmap, picture_data
from .seals import seal_texts

_FONTS = (b"\x00\x01\x00\x00", b"OTTO", b"true", b"ttcf", b"\x01\x00\x04", b"%!PS")
_DRAWING = {"Glyphs", "AbbreviatedData", "PhysicalBox", "ApplicationBox", "CheckValue", "SignatureMethod"}
_NAMES_OF_FONTS = {"FontName", "FamilyName"}
_LABELS = {
    "PageAnnot": "批注",
    "Annotations": "批注",
    "Res": "资源",
    "CustomTags": "自定义数据",
    "Extensions": "扩展数据",
}

Drawn = Callable[[etree._Element], Iterator[tuple[str, PassageKind]]]  # noqa: SLF001  # lxml's only name


def part_passages(
    structure: OfdStructure, pages: set[str], said: Iterable[str], drawn: Drawn
) -> Iterator[Passage | EmbeddedFile]:
    """Yield what `said` does not have. `pages`: parts that were read as pages; `drawn` reads another one's text."""
    package, known, pictures = structure.package, {_plain(line) for line in said}, 0
    attached = {part for _, _, part in structure.attachments}
    for part in sorted(package.names - attached):
        data = package.read(part)
        if is_bitmap(data, part):
            pictures += 1
        elif form_of(data) is not None:
            pictures += 1
            yield from picture_data(data, f"图片「{posixpath.basename(part)}」")
        elif data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or part.lower().endswith(".xml"):
            yield from _of_xml(structure, part, known, None if part in pages else drawn)
        else:
            yield from _of_other(package, part, data)
    if pictures:
        yield Passage("图片", f"{pictures} 张图片中的文字没有读取", PassageKind.PICTURES)


def _of_other(package: Package, part: str, data: bytes) -> Iterator[Passage | EmbeddedFile]:
    if not data or data.startswith(_FONTS):
        return
    name = posixpath.basename(part)
    if part.lower().endswith((".dat", ".esl")):
        texts = seal_texts(data)
        if texts is not None:
            yield from (Passage(f"签章数据「{name}」", text) for text in texts)
            return
    yield EmbeddedFile(name, data, package.budget)


def _of_xml(structure: OfdStructure, part: str, known: set[str], drawn: Drawn | None) -> Iterator[Passage]:
    package = structure.package
    root = loose_tree(package, part)
    if root is None:
        yield Passage(f"文件中的「{part}」", "内容已损坏，没有读取", PassageKind.UNREAD)
        return
    where = _where(structure, part, root)
    texts = drawn(root) if drawn is not None else iter(())
    for text, kind in chain(texts, ((text, PassageKind.TEXT) for text in _written(root))):
        fresh = [line for line in text.splitlines() if _plain(line) not in known]
        if kind is PassageKind.TEXT:
            known.update(map(_plain, fresh))
        if kind is not PassageKind.TEXT or any(map(_plain, fresh)):
            yield Passage(where, "\n".join(fresh) if kind is PassageKind.TEXT else text, kind)


def _where(structure: OfdStructure, part: str, root: etree._Element) -> str:
    local = etree.QName(root).localname
    if local in _LABELS:
        return _LABELS[local]
    if "annot" in part.lower():
        return "批注"
    return f"文件中的「{part}」" if part in structure.kept else f"没有列入目录的「{part}」"


def _written(root: etree._Element) -> Iterator[str]:
    """Yield texts of elements, comments and attributes but those that only place or draw something."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            yield element.text or ""
            continue
        local = str(element.tag).rpartition("}")[2]
        if local not in _DRAWING and local != "TextCode" and TELLS.search(element.text or ""):
            yield element.text or ""
        if TELLS.search(element.tail or ""):
            yield element.tail or ""
        for name, value in element.attrib.items():
            if name not in _NAMES_OF_FONTS and TELLS.search(value):
                yield value


def _plain(text: str) -> str:
    return "".join(text.split())
