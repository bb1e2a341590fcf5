"""Which parts an OFD (GB/T 33190) lists, and as what: what nothing lists is in the file all the same."""

import posixpath
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from lxml import etree

from disclosure.documents.package import Package

ENTRY = "ofd.xml"
# Elements that name a part, in their text or in BaseLoc, and that the public copy follows. What they name is read as a
# page, a resource, an annotation or a seal. Not among them: attachments, custom tags, extensions, earlier versions.
_FOLLOWED = {
    *("DocRoot", "Signatures", "PublicRes", "DocumentRes", "PageRes", "TemplatePage", "Page", "Annotations"),
    *("FontFile", "MediaFile", "Signature", "SignedValue", "Seal", "BaseLoc"),
}
_OF_ANNOTATIONS = "FileLoc"  # in annotations a page's part; in attachments the file itself


class OfdStructure:
    """The parts of a package by their role. Paths are found regardless of letter case, as Windows does."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._by_lower: dict[str, list[str]] = defaultdict(list)
        for name in sorted(package.names):
            self._by_lower[name.lower()].append(name)

    @cached_property
    def entry(self) -> str:
        """Return the part with which an OFD begins."""
        return "OFD.xml" if "OFD.xml" in self.package.names else self._by_lower[ENTRY][0]

    def inside(self, part: str, target: str, base: str = "") -> str:
        """Where a path leads: from the root with a stroke, otherwise from the folder of `part`, or of the root."""
        target = target.strip().replace("\\", "/")
        folder = posixpath.dirname(part)
        tried = [target.lstrip("/")] if target.startswith("/") else [posixpath.join(folder, base, target)]
        tried += [posixpath.join(folder, target), posixpath.join(base, target), target]
        found = (self._named(posixpath.normpath(path.lstrip("/"))) for path in tried if target)
        return next((name for name in found if name), "")

    def _named(self, path: str) -> str:
        if path in self.package.names:
            return path
        return next(iter(self._by_lower.get(path.lower(), ())), "")

    @cached_property
    def documents(self) -> list[str]:
        """Return the document parts, each once."""
        roots = (self.inside("", one.text or "") for one in self.package.tree(self.entry).iter("{*}DocRoot"))
        return [part for part in dict.fromkeys(roots) if part]

    @cached_property
    def kept(self) -> frozenset[str]:
        """Return the parts that the public copy carries: those that are reached from the entry."""
        seen, waiting = {self.entry}, [self.entry]
        while waiting:
            for part in self._named_by(waiting.pop()):
                if part not in seen:
                    seen.add(part)
                    if part.lower().endswith(".xml"):
                        waiting.append(part)
        return frozenset(seen)

    def _named_by(self, part: str) -> Iterator[str]:
        root = self.package.tree(part)
        base = root.get("BaseLoc", "") if _local(root) == "Res" else ""
        followed = _FOLLOWED | {_OF_ANNOTATIONS} if _local(root) == "Annotations" else _FOLLOWED
        for element in root.iter():
            if _local(element) in followed:
                for target in (element.text, element.get("BaseLoc")):
                    if target and (named := self.inside(part, target, base)):
                        yield named

    @cached_property
    def attachments(self) -> list[tuple[str, str, str]]:
        """Return name, list and part of each attachment; the part is empty where it is not in the file."""
        lists = {
            self.inside(document, one.text or "")
            for document in self.documents
            for one in self.package.tree(document).iter("{*}Attachments")
        }
        lists |= {name for name in self.package.names if posixpath.basename(name).lower() == "attachments.xml"}
        return [
            (one.get("Name", ""), part, self.inside(part, one.findtext("{*}FileLoc") or ""))
            for part in sorted(lists - {""})
            for one in self.package.tree(part).iter("{*}Attachment")
        ]


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
