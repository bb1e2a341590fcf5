"""What the readers of DOCX and XLSX pass over: every other part of the package, and odd places in their own parts.

Office programs show, search and copy far more than paragraphs and cells. Whatever is in the file goes out with it, so
a part that none of the readers asked for is read here, or named as unread.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator

from lxml import etree, html

from disclosure.documents.kinds import decoded
from disclosure.documents.limits.budget import FAULTS, TooMuch
from disclosure.documents.limits.picture import form_of
from disclosure.documents.package import Package
from disclosure.documents.passage import Passage, PassageKind
from disclosure.documents.wordml import DELETED, A, M, W
from disclosure.documents.xml import TELLS
from disclosure.errors import Unreadable

from .embedded import EmbeddedFile
from .picture import is_bitmap, picture_data
from .spreadsheetml import S
from .vectors import is_vector, vector_texts

_NUMBERS = re.compile(r"\d{11}|@")
_NAMES_OF_FONTS = {"ascii", "hAnsi", "eastAsia", "cs", "typeface", "fontRef", "script"}
_LOOKS = ("styles.xml", "fontTable.xml", "stylesWithEffects.xml")  # names of styles and fonts, which are no text
_MEASURES_OF_FONTS = {"panose1", "panose", "sig"}
_NAME_BY_PROGRAM = re.compile(r"\D{1,6}\s?\d{1,4}")  # 图片 1, 文本框 12
_RUNS = {f"{W}t", f"{W}delText", f"{M}t", f"{A}t"}
_PARAGRAPHS = (f"{W}p", f"{A}p")
_STRING_TEXTS = frozenset(("t", "r"))  # of shared strings, which are read whole
_STRINGS = (f"{S}si", f"{S}is")
_BESIDE_WORDS = ("文件属性", "链接地址", "图片", "工作表名称")  # what a file of pictures alone has too
_WITHOUT_TEXT = ("printerSettings", "fonts/", "[Content_Types].xml")
_MACROS = ("vbaProject.bin", "vbaData.xml", "vbaProjectSignature")
_IS_XML = (".xml", ".rels", ".vml", ".xhtml")


def with_leftovers(package: Package, passages: Iterable[Passage | EmbeddedFile]) -> Iterator[Passage | EmbeddedFile]:
    """Yield `passages`, then what the package holds beside them."""
    said: list[str] = []
    has_words = False
    for passage in passages:
        if isinstance(passage, Passage):
            said.append(passage.text)
            has_words = has_words or (bool(passage.text.strip()) and not passage.place.startswith(_BESIDE_WORDS))
        yield passage
    yield from _leftovers(package, said, has_words=has_words)


def _leftovers(package: Package, said: Iterable[str], *, has_words: bool) -> Iterator[Passage | EmbeddedFile]:
    """Parts that hold no words (printer settings, fonts) are passed over; cleaning drops them."""
    known = {_plain(line) for text in said for line in (text, *text.splitlines())}
    pictures = 0
    for part in sorted(package.names):
        if any(mark in part for mark in _WITHOUT_TEXT) or "/embeddings/" in part:
            continue
        if TELLS.search(part):
            yield Passage("文件中部分的名称", part)
        if any(mark in part for mark in _MACROS):
            yield _unread(part, "宏没有读取")
        elif part.endswith(_IS_XML):
            yield from _of_xml(package, part, known)
        else:
            data = package.read(part)
            form = form_of(data)
            pictures += form is not None or is_bitmap(data, part)
            yield from _of_other(part, data, form)
    if pictures:
        kind = PassageKind.PICTURES if has_words else PassageKind.SCAN
        yield Passage("图片", f"{pictures} 张图片中的文字没有读取", kind)


def _unread(part: str, why: str) -> Passage:
    return Passage(f"文件中的「{part}」", why, PassageKind.UNREAD)


def _of_other(part: str, data: bytes, form: str | None) -> Iterator[Passage | EmbeddedFile]:
    name = posixpath.basename(part)
    if is_bitmap(data, name):
        return
    if form is not None:
        if "/media/" not in part:
            yield from picture_data(data, f"图片「{name}」")
    elif is_vector(data):
        try:
            yield from (Passage(f"图片「{name}」中的文字", text) for text in vector_texts(data))
        except FAULTS:
            yield _unread(part, "图片已损坏，其中的文字没有读取")
    elif "customProperty" in part:
        yield Passage("自定义数据", data.decode("utf-16-le", "ignore"))
    elif data:
        yield EmbeddedFile(name, data)


def _of_xml(package: Package, part: str, known: set[str]) -> Iterator[Passage]:
    is_new = part not in package.trees_read
    root = loose_tree(package, part)
    if root is None:
        yield _unread(part, "内容已损坏，没有读取")
        return
    where = f"文件中的「{part}」"
    for text in _once((*_texts(root, part, is_new=is_new), *_attributes(root, part, is_new=is_new)), known):
        yield Passage(where, text)


def loose_tree(package: Package, part: str) -> etree._Element | None:
    """Parse a part that should be XML; as a page of the web where it is not well-formed, None where it is neither.

    Programs read such parts all the same, or show them to whoever looks into the file.
    """
    try:
        return package.tree(part)
    except TooMuch:
        raise
    except Unreadable:
        text = decoded(package.read(part)) or ""
    try:
        return html.document_fromstring(text.partition("?>")[2] if text.startswith("<?xml") else text)
    except FAULTS:
        return None


def _once(texts: Iterable[str], known: set[str]) -> Iterator[str]:
    for text in texts:
        plain = _plain(text)
        if plain and plain not in known:
            known.add(plain)
            yield text.strip()


def _plain(text: str) -> str:
    return "".join(text.split())


def _elements(root: etree._Element, *tags: str, is_new: bool) -> Iterator[etree._Element]:
    """Yield the elements but the cells of a sheet, of which there may be a million and each was read."""
    if is_new or root.find(f"{S}sheetData") is None:
        yield from root.iter(*tags)
        return
    for child in root:
        if child.tag != f"{S}sheetData":
            yield from child.iter(*tags)


def _texts(root: etree._Element, part: str, *, is_new: bool) -> Iterator[str]:
    """Yield paragraphs whole, since a number may stand in several runs, and what stands outside of any."""
    for paragraph in root.iter(*_PARAGRAPHS):
        yield "".join(_own(paragraph))
    for entry in _elements(root, *_STRINGS, is_new=is_new):
        yield "".join(str(text) for text in entry.itertext())
    passed_over = _STRING_TEXTS if part.endswith("sharedStrings.xml") else frozenset()
    whole = is_new and part.endswith(".xml") and not part.startswith("docProps/")
    outside: list[str] = []
    for element in _elements(root, is_new=is_new):
        if element.tag in _RUNS:
            if next(element.iterancestors(*_PARAGRAPHS), None) is None:
                outside.append(element.text or "")
        elif not isinstance(element.tag, str) or str(element.tag).rpartition("}")[2] not in passed_over:
            yield element.text or "" if whole else _telling(element.text)
        yield _telling(element.tail)
    yield "".join(outside)


def _telling(text: str | None) -> str:
    return text if text and TELLS.search(text) else ""


def _own(paragraph: etree._Element) -> Iterator[str]:
    """Yield the runs of a paragraph but those deleted or in its boxes, whose paragraphs have their turn."""
    for run in paragraph.iter(*_RUNS):
        around = run.iterancestors(*_PARAGRAPHS, *DELETED)
        if next(around, None) is paragraph:
            yield run.text or ""


def _attributes(root: etree._Element, part: str, *, is_new: bool) -> Iterator[str]:
    looks = part.endswith(_LOOKS) or "/theme/" in part
    for element in _elements(root, is_new=is_new):
        if not isinstance(element.tag, str) or not element.attrib:
            continue
        local = str(element.tag).rpartition("}")[2]
        if local in _MEASURES_OF_FONTS:
            continue
        for name, value in element.attrib.items():
            if _is_told(name.rpartition("}")[2], value, looks=looks):
                yield value


def _is_told(name: str, value: str, *, looks: bool) -> bool:
    if len(value) == 1 or name in _NAMES_OF_FONTS or not TELLS.search(value):
        return False
    if looks and name != "formatCode":
        return bool(_NUMBERS.search(value))
    return not (name == "name" and _NAME_BY_PROGRAM.fullmatch(value))
