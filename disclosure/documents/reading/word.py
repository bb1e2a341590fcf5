"""What a DOCX says: paragraphs, tables, boxes, headers, notes, comments, deleted text, properties, what is embedded."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from disclosure.documents.kinds import SourceFile
from disclosure.documents.package import Package
from disclosure.documents.passage import Passage
from disclosure.documents.wordml import DELETED, W, boxes, text, texts
from disclosure.documents.xml import TELLS

from .embedded import EmbeddedFile
from .leftovers import with_leftovers
from .office import drawn_texts, property_passages, shared_passages

_STORIES = {"header": "页眉", "footer": "页脚"}
_NOTES = {"footnotes": "脚注", "endnotes": "尾注"}


def word_passages(read: SourceFile) -> Iterator[Passage | EmbeddedFile]:
    """Yield the body first, then what stands around it, then what nobody sees, and every other part."""
    package = read.package()
    yield from with_leftovers(package, _word_passages(package))


def _word_passages(package: Package) -> Iterator[Passage | EmbeddedFile]:
    root = word_body(package)
    yield from _Story(package).of(root)
    folder = package.main_part("word/").rpartition("/")[0] + "/"
    for part in package.under(folder):
        yield from _of_part(package, part, part.removeprefix(folder).removesuffix(".xml"))
    yield from shared_passages(package, folder)
    yield from property_passages(package)


def word_body(package: Package) -> etree._Element:
    """Return the document part."""
    return package.tree(package.main_part("word/"))


def _of_part(package: Package, part: str, name: str) -> Iterator[Passage]:
    story = next((label for start, label in _STORIES.items() if name.startswith(start)), "")
    if story:
        yield from _Story(package, story).of(package.tree(part))
    elif name in _NOTES:
        for number, note in enumerate(_real(package.tree(part)), 1):
            yield from _Story(package, f"{_NOTES[name]}{number}").of(note)
    elif name == "comments":
        yield from _comments(package.tree(part))
    elif name == "glossary/document":
        yield from _Story(package, "文档部件").of(package.tree(part))
    elif name == "people":
        for person in package.tree(part):
            yield Passage("批注和修订的作者", str(next(iter(person.attrib.values()), "")))
    elif name.startswith(("diagrams/data", "charts/chart")):
        label = "图示" if name.startswith("diagrams") else "图表"
        yield Passage(label, "\n".join(drawn_texts(package.tree(part))))


def _real(notes: etree._Element) -> list[etree._Element]:
    """Without the lines that only separate notes from the text."""
    return [note for note in notes if isinstance(note.tag, str) and not note.get(f"{W}type")]


def _comments(root: etree._Element) -> Iterator[Passage]:
    for number, comment in enumerate(root.iterchildren(f"{W}comment"), 1):
        lines = [text(paragraph, deleted=True) for paragraph in comment.iter(f"{W}p")]
        yield Passage(f"批注{number}", "\n".join(lines))
        yield Passage(f"批注{number}的作者", comment.get(f"{W}author", ""))


class _Story:
    """One run of blocks: the body, or a header; `where` is empty for the body, whose paragraphs are numbered."""

    def __init__(self, package: Package, where: str = "") -> None:
        self.package, self.where = package, where
        self.count: Counter[str] = Counter()

    def of(self, root: etree._Element) -> Iterator[Passage]:
        """The blocks in order, then boxes, deleted text, and what pictures are described by."""
        yield from self._blocks(root, self.where)
        for number, box in enumerate(boxes(root), 1):
            for block in self._blocks(box, f"{self.where}文本框{number}"):
                yield Passage(f"{self.where}文本框{number}", block.text)
        yield from self._deleted(root)
        yield from self._descriptions(root)
        yield from self._links(root)

    def _blocks(self, parent: etree._Element, where: str) -> Iterator[Passage]:
        for child in parent:
            if child.tag == f"{W}p":
                written = text(child)
                if written.strip():
                    self.count[where + "段"] += 1
                    yield Passage(where or f"第{self.count['段']}段", written)
            elif child.tag == f"{W}tbl":
                self.count["表格"] += 1
                yield from self._table(child, f"{self.where}表格{self.count['表格']}")
            elif isinstance(child.tag, str) and child.tag not in DELETED:
                yield from self._blocks(child, where)

    def _table(self, table: etree._Element, where: str) -> Iterator[Passage]:
        """A table inside a cell counts as part of the cell."""
        for number, row in enumerate(_within(table, f"{W}tr"), 1):
            for column, cell in enumerate(_within(row, f"{W}tc"), 1):
                lines = ["".join(texts(paragraph)) for paragraph in cell.iter(f"{W}p") if not _in_box(paragraph, cell)]
                yield Passage(f"{where}第{number}行第{column}列", "\n".join(line for line in lines if line.strip()))

    def _deleted(self, root: etree._Element) -> Iterator[Passage]:
        for gone in root.iter(*DELETED):
            yield Passage("修订删除的文字", text(gone, deleted=True))
        authors = (
            {str(mark.get(f"{W}author")) for mark in root.iter() if mark.get(f"{W}author")} if not self.where else set()
        )
        for author in sorted(authors):
            yield Passage("修订的作者", author)

    def _descriptions(self, root: etree._Element) -> Iterator[Passage]:
        """Alternative texts; names that Word gives by itself say nothing."""
        for drawn in root.iter("{*}docPr"):
            self.count["图片"] += 1
            for attribute in ("title", "descr"):
                yield Passage(f"{self.where}图片{self.count['图片']}的替代文字", drawn.get(attribute, ""))

    def _links(self, root: etree._Element) -> Iterator[Passage]:
        """Yield what fields are made of, the addresses of links among them; a code may stand in several runs."""
        codes: dict[etree._Element | None, list[str]] = {}
        for field in root.iter(f"{W}instrText", f"{W}delInstrText"):
            codes.setdefault(next(field.iterancestors(f"{W}p"), None), []).append(field.text or "")
        for code in map("".join, codes.values()):
            if "HYPERLINK" in code or TELLS.search(code):
                yield Passage("链接地址" if "HYPERLINK" in code else "域代码", code)


def _within(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Children of that tag, also inside content controls and tracked insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and child.tag not in (f"{W}tr", f"{W}tc", f"{W}p"):
            yield from _within(child, tag)


def _in_box(paragraph: etree._Element, cell: etree._Element) -> bool:
    for parent in paragraph.iterancestors():
        if parent is cell:
            return False
        if parent.tag == f"{W}txbxContent":
            return True
    return False
