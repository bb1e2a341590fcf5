"""OFD for the public: pages with what they draw, annotations and seals; nothing that the pages do not use."""

from collections.abc import Iterator

from lxml import etree

from disclosure.documents.kinds import SourceFile
from disclosure.documents.package import Package
from disclosure.documents.reading.ofd_structure import OfdStructure

from .rewriting import written

_OF_ENTRY = {
    "Author": "文件属性「作者」",
    "Creator": "文件属性「制作软件」",
    "CreatorVersion": "文件属性「制作软件」",
    "CustomDatas": "文件属性「自定义数据」",
    "Versions": "以前的版本",
}
_OF_DOCUMENT = {
    "Attachments": "内嵌文件",
    "CustomTags": "自定义数据",
    "Extensions": "扩展数据",
}
_OF_ANNOTATIONS = ("Creator", "LastModDate")
_SIGNED = "注意：去掉的内容在电子签章的保护范围内，公开的文件中签章只有外观，不能再验证"


def ofd_cleaned(read: SourceFile) -> tuple[bytes, list[str]]:
    """Return the file and what was removed; parts that are kept stay byte for byte where nothing in them goes."""
    package = read.package()
    structure = OfdStructure(package)
    changed: dict[str, bytes | None] = {}
    removed: list[str] = []
    for part, names in ((structure.entry, _OF_ENTRY), *((part, _OF_DOCUMENT) for part in structure.documents)):
        _without(package, part, names, changed, removed)
    for part in structure.kept:
        if part.lower().endswith(".xml"):
            _without_remarks(package, part, changed, removed)
    attached = {part for _, _, part in structure.attachments}
    unlisted = sorted(package.names - structure.kept)
    for part in unlisted:
        changed[part] = None
    if any(part not in attached for part in unlisted if not _is_list(part, structure)):
        removed.append("没有列入目录的部分")
    if attached:
        removed.append("内嵌文件")
    if _signed(structure) & changed.keys():
        removed.append(_SIGNED)
    return written(package, changed), removed


def _is_list(part: str, structure: OfdStructure) -> bool:
    return part in {holder for _, holder, _ in structure.attachments}


def _without(
    package: Package, part: str, names: dict[str, str], changed: dict[str, bytes | None], removed: list[str]
) -> None:
    root = package.tree(part)
    gone = list(root.iter(*(f"{{*}}{name}" for name in names)))
    for element in gone:
        removed.append(names[etree.QName(element).localname])
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    if gone or part not in changed:
        changed[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8") if gone else package.read(part)


def _without_remarks(package: Package, part: str, changed: dict[str, bytes | None], removed: list[str]) -> None:
    """Take the remarks and authors of annotations; what they draw on the page stays."""
    if b"Annot" not in package.read(part):
        return
    root = package.tree(part)
    gone = list(_remarks(root))
    for element in gone:
        removed.append("批注的文字")
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    authors = [(note, name) for note in root.iter("{*}Annot") for name in _OF_ANNOTATIONS if name in note.attrib]
    for note, name in authors:
        removed += ["批注的作者"] if name == "Creator" else []
        del note.attrib[name]
    if gone or authors:
        changed[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _remarks(root: etree._Element) -> Iterator[etree._Element]:
    for note in root.iter("{*}Annot"):
        yield from note.iterchildren("{*}Remark", "{*}Parameters")


def _signed(structure: OfdStructure) -> set[str]:
    """Return the parts that seals protect."""
    package = structure.package
    return {
        structure.inside(part, one.get("FileRef", ""))
        for part in structure.kept
        if part.lower().endswith(".xml") and b"FileRef" in package.read(part)
        for one in package.tree(part).iter("{*}Reference")
    }
