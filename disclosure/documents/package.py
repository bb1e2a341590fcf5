"""ZIP files of XML parts (DOCX, XLSX, OFD), opened so that no crafted file takes the server's memory or its secrets."""

import posixpath
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from disclosure.errors import Unreadable

from .limits import MOST_IN_XML, MOST_PARTS, MOST_UNPACKED
from .limits.budget import FAULTS, Budget, broken, too_much
from .limits.unpacking import TooManyParts, chunks, opened
from .strict import as_transitional, is_strict

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_MARKUP = (".xml", ".rels", ".vml")

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@dataclass(frozen=True, slots=True)
class PackageLink:
    """One relationship of a part: its kind (the last word of its type), and where it leads."""

    id: str
    kind: str
    target: str
    external: bool


class Package:
    """The parts of a file; `name` is what the file is called in sentences."""

    def __init__(self, data: bytes, name: str, budget: Budget | None = None) -> None:
        """Raises Unreadable for what is broken, encrypted, or too large once unpacked."""
        self.name = name
        self.budget = budget or Budget()
        self._links_of: dict[str, list[PackageLink]] = {}
        try:
            self.archive = opened(data)
        except TooManyParts as error:
            raise self._too_large() from error
        except FAULTS as error:
            raise self.broken() from error
        parts = self.archive.infolist()
        if any(part.flag_bits & 1 for part in parts):
            raise Unreadable(f"「{name}」设有密码，请去掉密码后再上传。")
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise self._too_large()
        self.parts = {part.filename: part for part in parts if not part.is_dir()}
        self.names = frozenset(self.parts)
        self.trees_read: set[str] = set()

    def broken(self) -> Unreadable:
        """Return the error for a broken file."""
        return broken(self.name)

    def _too_large(self) -> Unreadable:
        return Unreadable(
            f"「{self.name}」解压后超过 {MOST_UNPACKED // 1024 // 1024} MB 或 {MOST_PARTS} 个文件，为安全起见不予读取。"
            "请删减或拆分后再上传。"
        )

    def read(self, part: str) -> bytes:
        """Return a part, never more than its declared size; raises Unreadable where it is missing or broken."""
        found = self.parts.get(part)
        if found is None:
            raise self.broken()
        self.budget.spend_bytes(found.file_size, self.name)
        try:
            data = b"".join(chunks(self.archive, found))
        except FAULTS as error:
            raise self.broken() from error
        return as_transitional(data) if part.endswith(_MARKUP) else data

    def tree(self, part: str) -> etree._Element:
        """Parse an XML part; raises Unreadable where it is broken, too large or has a document type."""
        found = self.parts.get(part)
        if found is not None and found.file_size > MOST_IN_XML:
            raise too_much(self.name, f"里的一个部分超过 {MOST_IN_XML // 1024 // 1024} MB")
        self.trees_read.add(part)
        return self.parsed(self.read(part))

    def parsed(self, data: bytes) -> etree._Element:
        """Parse XML within the budget."""
        # A byte of "<" or "=" is one in every encoding that the parser knows.
        self.budget.spend_marks(data.count(b"<") + data.count(b"="), self.name)
        root = parsed(data, self.name)
        if is_strict(root):  # in an encoding in which its bytes look different
            root = parsed(as_transitional(etree.tostring(root, encoding="UTF-8")), self.name)
        return root

    def under(self, *prefixes: str) -> list[str]:
        """List the XML parts below a path, in natural order."""
        return sorted(
            (name for name in self.names if name.startswith(prefixes) and name.endswith(".xml")),
            key=lambda name: (len(name), name),
        )

    def links(self, part: str) -> list[PackageLink]:
        """Return the relationships of a part; those of the package for an empty name."""
        if part not in self._links_of:
            self._links_of[part] = self._read_links(part)
        return self._links_of[part]

    def _read_links(self, part: str) -> list[PackageLink]:
        folder, name = posixpath.split(part)
        stored = posixpath.join(folder, "_rels", f"{name}.rels")
        if stored not in self.names:
            return []
        return [self._link(one, folder) for one in self.tree(stored) if isinstance(one.tag, str)]

    def main_part(self, folder: str) -> str:
        """Return the main part if it lies in this folder, else an empty text."""
        return self._main if self._main.startswith(folder) else ""

    @cached_property
    def _main(self) -> str:
        targets = [link.target for link in self.links("") if link.kind == "officeDocument"]
        return targets[0] if targets and targets[0] in self.names else ""

    @staticmethod
    def _link(one: etree._Element, folder: str) -> PackageLink:
        target, external = str(one.get("Target", "")), one.get("TargetMode") == "External"
        inside = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        kind = str(one.get("Type", "")).rpartition("/")[2]
        return PackageLink(str(one.get("Id", "")), kind, target if external else inside, external)


def parsed(data: bytes, name: str) -> etree._Element:
    """Parse XML without resolving entities or fetching anything."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise broken(name) from error
    if root.getroottree().docinfo.doctype:
        raise Unreadable(f"「{name}」含有不安全的文档类型声明，不予读取。请用办公软件重新保存后再上传。")
    return root
