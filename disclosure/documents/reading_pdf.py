"""What a PDF says: pages, annotations, form fields, bookmarks, embedded files, properties."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf
import pypdfium2 as pdfium

from disclosure.errors import Unreadable

from .kinds import Source
from .passage import Passage

MOST_PAGES = 3000
_PROPERTIES = {
    "/Author": "作者",
    "/Title": "标题",
    "/Subject": "主题",
    "/Keywords": "关键词",
    "/Company": "单位",
    "/Manager": "主管",
}


@contextmanager
def document_of(read: Source) -> Iterator[pdfium.PdfDocument]:
    """The file for reading its text; raises Unreadable where it is encrypted, broken or has too many pages."""
    try:
        document = pdfium.PdfDocument(read.data)
    except pdfium.PdfiumError as error:
        raise _unreadable(read, locked="password" in str(error).lower()) from error
    try:
        if len(document) > MOST_PAGES:
            raise Unreadable(f"「{read.name}」超过 {MOST_PAGES} 页，请拆分后再上传。")
        yield document
    except pdfium.PdfiumError as error:
        raise _unreadable(read, locked=False) from error
    finally:
        document.close()


def pages_of(read: Source) -> list[str]:
    """The text of each page in reading order."""
    with document_of(read) as document:
        return [_text(document, number) for number in range(len(document))]


def _text(document: pdfium.PdfDocument, number: int) -> str:
    page = document[number]
    words = page.get_textpage()
    try:
        return str(words.get_text_bounded()).replace("\r\n", "\n").replace("\ufffe", "").replace("\x00", "")
    finally:
        words.close()
        page.close()


def _unreadable(read: Source, locked: bool) -> Unreadable:  # noqa: FBT001  # one of two sentences
    if locked:
        return Unreadable(f"「{read.name}」设有打开密码，请去掉密码后再上传。")
    return Unreadable(f"「{read.name}」已损坏或不完整，请用办公软件重新生成 PDF 后再上传。")


def opened(read: Source) -> pikepdf.Pdf:
    """The file as objects; raises Unreadable as `pages_of`."""
    try:
        return pikepdf.open(io.BytesIO(read.data))
    except pikepdf.PasswordError as error:
        raise _unreadable(read, locked=True) from error
    except pikepdf.PdfError as error:
        raise _unreadable(read, locked=False) from error


def pdf_passages(read: Source) -> Iterator[Passage]:
    """Pages first, then what is fastened to them, then what nobody sees."""
    for number, page in enumerate(pages_of(read), 1):
        yield Passage(f"第{number}页", page)
    with opened(read) as pdf:
        for number, sheet in enumerate(pdf.pages, 1):
            yield from _annotations(sheet, number)
        form = pdf.Root.get("/AcroForm")
        yield from _fields(form.get("/Fields", ()) if isinstance(form, pikepdf.Dictionary) else ())
        for key, label in _PROPERTIES.items():
            yield Passage(f"文件属性「{label}」", _words(pdf.docinfo.get(key)))
        if "/Metadata" in pdf.Root:
            yield from _metadata(pdf)
        yield from _bookmarks(pdf)
        yield from _embedded(pdf)


def _annotations(page: pikepdf.Page, number: int) -> Iterator[Passage]:
    for note in page.get("/Annots", ()):
        if not isinstance(note, pikepdf.Dictionary):
            continue
        if note.get("/Subtype") != "/Widget":
            yield Passage(f"第{number}页的批注", _words(note.get("/Contents")))
            yield Passage(f"第{number}页批注的作者", _words(note.get("/T")))
        action = note.get("/A")
        if isinstance(action, pikepdf.Dictionary):
            yield Passage(f"第{number}页的链接地址", _words(action.get("/URI")))


def _fields(fields: Any, depth: int = 0) -> Iterator[Passage]:
    for field in fields if depth < 20 else ():  # noqa: PLR2004  # a crafted file may hang in a circle
        if isinstance(field, pikepdf.Dictionary):
            yield Passage("表单内容", _words(field.get("/V")))
            yield from _fields(field.get("/Kids", ()), depth + 1)


def _metadata(pdf: pikepdf.Pdf) -> Iterator[Passage]:
    try:
        kept = pdf.open_metadata()
        values = {name: value for name, value in kept.items() if "creator" in name or "description" in name}
    except (ValueError, pikepdf.PdfError, KeyError):
        return
    for value in values.values():
        yield Passage("文件属性", "、".join(value) if isinstance(value, list | set) else str(value))


def _bookmarks(pdf: pikepdf.Pdf) -> Iterator[Passage]:
    try:
        with pdf.open_outline(max_depth=10) as outline:
            titles = [item.title for item in outline.root]
    except (pikepdf.PdfError, ValueError):
        return
    for title in titles:
        yield Passage("书签", title)


def _embedded(pdf: pikepdf.Pdf) -> Iterator[Passage]:
    from .reading import passages  # noqa: PLC0415 a file inside a file is read by the same reader

    for name, spec in pdf.attachments.items():
        yield Passage("内嵌文件的名称", name)
        try:
            inside = passages(spec.get_file().read_bytes(), name)
        except Unreadable:
            inside = [Passage("不能读取", name)]
        for passage in inside:
            yield Passage(f"内嵌文件「{name}」{passage.place}", passage.text)


def _words(value: Any) -> str:
    if value is None or isinstance(value, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream):
        return ""
    return str(value)
