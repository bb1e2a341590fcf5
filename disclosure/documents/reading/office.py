"""What DOCX and XLSX have in common: properties, links to the outside, pictures, what is embedded, custom data."""

import posixpath
from collections.abc import Iterator

from lxml import etree

from disclosure.documents.limits.budget import TooMuch
from disclosure.documents.package import Package
from disclosure.documents.passage import Passage
from disclosure.documents.wordml import A
from disclosure.errors import Unreadable

from .embedded import EmbeddedFile
from .picture import picture_data

_PROPERTIES = {
    "creator": "作者",
    "lastModifiedBy": "最后修改者",
    "title": "标题",
    "subject": "主题",
    "keywords": "关键词",
    "description": "备注",
    "category": "类别",
    "contentStatus": "状态",
    "Company": "单位",
    "Manager": "主管",
    "HyperlinkBase": "超链接基础",
}
_PARTS = ("docProps/core.xml", "docProps/app.xml")


def property_passages(package: Package) -> Iterator[Passage]:
    """Yield title, author and other properties, custom ones included."""
    for part in _PARTS:
        if part in package.names:
            for one in package.tree(part):
                name = etree.QName(one).localname if isinstance(one.tag, str) else ""
                if name in _PROPERTIES:
                    yield Passage(f"文件属性「{_PROPERTIES[name]}」", one.text or "")
    if "docProps/custom.xml" in package.names:
        for one in package.tree("docProps/custom.xml"):
            yield Passage(f"文件属性「{one.get('name', '')}」", "".join(one.itertext()))


def shared_passages(package: Package, folder: str) -> Iterator[Passage | EmbeddedFile]:
    """Yield targets of links, what pictures carry, custom data and embedded files; `folder` is the main part's."""
    for part in sorted(name for name in package.names if name.startswith(folder) and name.endswith(".rels")):
        for one in package.tree(part):
            if one.get("TargetMode") == "External":
                yield Passage("链接地址", one.get("Target", ""))
    media = (name for name in package.names if name.startswith(f"{folder}media/"))
    for number, part in enumerate(sorted(media, key=lambda name: (len(name), name)), 1):
        yield from picture_data(package.read(part), f"图片{number}")
    for part in package.under("customXml/item"):
        if not posixpath.basename(part).startswith("itemProps"):
            yield Passage("自定义数据", "\n".join(filter(str.strip, package.tree(part).itertext())))
    for part in sorted(name for name in package.names if name.startswith(f"{folder}embeddings/")):
        yield EmbeddedFile(posixpath.basename(part), _unpacked(package, part), package.budget)


def _unpacked(package: Package, part: str) -> bytes:
    """Return a part; empty where it is broken, so that at least its name is told."""
    try:
        return package.read(part)
    except TooMuch:
        raise
    except Unreadable:
        return b""


def drawn_texts(root: etree._Element) -> Iterator[str]:
    """Yield paragraphs and cached values of a drawing or chart; the runs of a paragraph are one text."""
    for paragraph in root.iter(f"{A}p"):
        yield "".join(run.text or "" for run in paragraph.iter(f"{A}t"))
    for value in root.iter("{*}t", "{*}v"):
        if value.text and next(value.iterancestors(f"{A}p"), None) is None:
            yield value.text
