"""Office packages written anew: parts changed or left out, and every mention of what was left out gone with it."""

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterable, Mapping

from lxml import etree

from disclosure.documents.limits.picture import form_of
from disclosure.documents.package import Package
from disclosure.documents.reading.office import property_passages
from disclosure.documents.reading.picture import opened, picture_data
from disclosure.errors import Refused

from .pictures import stripped

_FIRST = ("[Content_Types].xml", "mimetype", "OFD.xml")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that ZIP knows: when a part was saved is nobody's business
_MACROS = ("vbaProject.bin", "vbaData.xml", "activeX/")
_SOURCES = {"attachedTemplate", "mailMergeSource", "mailMergeHeaderSource", "transform", "recipientData"}
_LOCAL = ("file:", "\\\\", "c:", "d:", "e:", "f:")

Change = Callable[[etree._Element], Iterable[str]]  # noqa: SLF001  # the only name that lxml has for it


def refuse_macros(package: Package) -> None:
    """Raise Refused for a file with macros: removing them silently would change what was submitted."""
    if any(mark in name for mark in _MACROS for name in package.names):
        raise Refused(f"「{package.name}」含有宏或控件，不能公开。请另存为不含宏的 DOCX 或 XLSX 后再上传。")


def written(package: Package, changed: Mapping[str, bytes | None]) -> bytes:
    """Write the package with these parts replaced (None: left out), in a fixed order and without times."""
    made = io.BytesIO()
    names = sorted(package.names, key=lambda name: (name not in _FIRST, name))
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            data = changed.get(name, b"") if name in changed else package.read(name)
            if data is not None:
                archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


class Rewriting:
    """Collect the changes to a package's parts; `removed` names them in words."""

    def __init__(self, package: Package) -> None:
        refuse_macros(package)
        self.package = package
        self.removed: list[str] = []
        self.changed: dict[str, bytes | None] = {}

    def leave_out(self, names: Iterable[str], label: str) -> None:
        """Drop parts and their relationships."""
        for name in list(names):
            folder, last = posixpath.split(name)
            for part in (name, posixpath.join(folder, "_rels", f"{last}.rels")):
                if part in self.package.names:
                    self.changed[part] = None
                    self.say(label)

    def change(self, name: str, change: Change) -> None:
        """Change a part's tree with a function that returns what it removed."""
        kept = self.changed.get(name)
        root = self.package.parsed(kept) if kept else self.package.tree(name)
        for label in change(root):
            self.say(label)
        self.changed[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def say(self, label: str) -> None:
        if label and label not in self.removed:
            self.removed.append(label)

    def properties(self) -> None:
        """Drop properties and custom data, after naming those with a value; Word opens the file without them."""
        for passage in property_passages(self.package):
            if passage.text.strip():
                self.say(passage.place)
        self.leave_out(
            (name for name in self.package.names if name.startswith("docProps/") and "thumb" in name), "缩略图"
        )
        self.leave_out((name for name in self.package.names if name.startswith("docProps/")), "")
        self.leave_out((name for name in self.package.names if name.startswith("customXml/")), "自定义数据")

    def pictures(self, folder: str) -> None:
        """Strip metadata from pictures; vector drawings stay, broken or too large ones are refused."""
        for number, name in enumerate(sorted(one for one in self.package.names if one.startswith(folder)), 1):
            data = self.package.read(name)
            if form_of(data) not in ("JPEG", "PNG"):
                continue
            told = [passage.place for passage in picture_data(data, f"图片{number}") if passage.text.strip()]
            self.changed[name] = stripped(data, opened(data, name), name)
            for place in told:
                self.say(place)

    def finished(self) -> bytes:
        """Return the new file with reachable parts only, and links and content types of these alone."""
        reached = self._reached()
        for name in self.package.names:
            if name not in reached and name != "[Content_Types].xml" and not name.endswith(".rels"):
                self.changed[name] = None
        gone = {name for name, data in self.changed.items() if data is None}
        for name in sorted(self.package.names - gone):
            if name.endswith(".rels"):
                self._links(name, gone)
        self.change("[Content_Types].xml", lambda root: _without_types(root, gone))
        return written(self.package, self.changed)

    def _reached(self) -> set[str]:
        """Return the parts that relationships reach from the entry without those left out."""
        seen, waiting = set[str](), [""]
        while waiting:
            for link in self.package.links(waiting.pop()):
                there = link.target in self.package.names and self.changed.get(link.target, b"") is not None
                if there and not link.external and link.target not in seen:
                    seen.add(link.target)
                    waiting.append(link.target)
        return seen

    def _links(self, name: str, gone: set[str]) -> None:
        folder, last = posixpath.split(name)
        part = posixpath.join(posixpath.dirname(folder), last.removesuffix(".rels"))
        if part in gone:
            self.changed[name] = None
            return
        links = self.package.links(part)
        dead = {link.id for link in links if (not link.external and link.target in gone) or link.kind in _SOURCES}
        local = {link.id for link in links if link.external and link.target.lower().startswith(_LOCAL)}
        if dead | local:
            self.change(name, lambda root: _cut(root, dead, local))


def _cut(root: etree._Element, dead: set[str], local: set[str]) -> Iterable[str]:
    """Cut links to local files, which name folders and user of the author's computer."""
    for one in list(root.iterchildren("{*}Relationship")):
        if one.get("Id") in dead:
            root.remove(one)
        elif one.get("Id") in local:
            one.set("Target", "about:blank")
            yield "指向本地文件的链接"


def _without_types(root: etree._Element, gone: set[str]) -> Iterable[str]:
    for one in list(root):
        if isinstance(one.tag, str) and str(one.get("PartName", "")).lstrip("/") in gone:
            root.remove(one)
    return ()


def without_attributes(root: etree._Element, names: Iterable[str]) -> None:
    """Remove attributes by local name from the whole tree."""
    etree.strip_attributes(root, *(pattern for name in names for pattern in (name, f"{{*}}{name}")))
