"""What a PDF says: pages, annotations, form fields, bookmarks, embedded files, properties.

PDFium knows no threads: of what is here, only one call may run in a process at a time, and a file from outside may end
the process. Both are seen to by whoever calls it in a process of its own, with one thread.
"""

import io
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pikepdf
import pypdfium2 as pdfium

from disclosure.documents.kinds import SourceFile
from disclosure.documents.limits.faults import as_unreadable, is_memory_shortage
from disclosure.documents.limits.pdf import MOST_PAGES, is_picture, require_modest, without_pictures
from disclosure.documents.passage import Passage, PassageKind
from disclosure.errors import Unreadable

from .embedded import EmbeddedFile
from .pdf_letters import UnknownLetters, has_doubtful_fonts, stacks_of
from .pdf_objects import actual_texts, files_in, with_hidden_drawings, without_actual_text, words_in_objects

MOST_LETTERS = 8_000_000  # of a document: 3,000 pages of 2,000 signs, and what stands between them
_NOT_TEXT = {0xFFFE: None, 0: None}
_PROPERTIES = {
    "/Author": "作者",
    "/Title": "标题",
    "/Subject": "主题",
    "/Keywords": "关键词",
    "/Company": "单位",
    "/Manager": "主管",
}


_OF_PROGRAMS = {"/Producer", "/Creator", "/CreationDate", "/ModDate", "/Trapped"}


@contextmanager
def document_of(read: SourceFile) -> Iterator[pdfium.PdfDocument]:
    """Open the file for reading its text; raises Unreadable where it is encrypted, broken, or too large.

    PDFium is given what qpdf read and we looked at, written anew: a file that two programs read differently is read
    as it will go out, and no picture is unpacked for the sake of a text. It reads what is printed: texts that stand
    for something printed are taken out before.
    """
    with opened(read) as pdf:
        copy = _copy(pdf)
    with _document(copy, read) as document:
        yield document


def _copy(pdf: pikepdf.Pdf) -> bytes:
    without_pictures(pdf)
    without_actual_text(pdf)
    copy = io.BytesIO()
    pdf.save(copy, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return copy.getvalue()


@contextmanager
def _document(copy: bytes, read: SourceFile, *, more: int = 0) -> Iterator[pdfium.PdfDocument]:
    with _errors_of(read):
        document = pdfium.PdfDocument(copy)
        try:
            if len(document) - more > MOST_PAGES:
                raise Unreadable(f"「{read.name}」超过 {MOST_PAGES} 页，请拆分后再上传。")
            yield document
        finally:
            document.close()


def pages_of(read: SourceFile) -> Iterator[Passage]:
    """Yield the text of each page in reading order, then of drawings that no page shows, and what cannot be read."""
    with opened(read) as pdf:
        pages, pictures = len(pdf.pages), _pages_with_pictures(pdf)
        hidden = with_hidden_drawings(pdf, require_modest(pdf, read.name))
        doubtful = has_doubtful_fonts(pdf)
        copy = _copy(pdf)
    places = [f"第{number}页" for number in range(1, pages + 1)] + hidden
    letters, unknown = 0, UnknownLetters()
    with _document(copy, read, more=len(hidden)) as document:
        for number, place in enumerate(places[: len(document)]):
            with page_text(document, number) as words:
                letters += words.count_chars()
                require_few_letters(letters, read)
                text = str(words.get_text_range()).translate(_NOT_TEXT).replace("\r\n", "\n")
                if doubtful:
                    unknown.add(words, place)
            yield Passage(place, text)
            yield from (Passage(f"{place}竖排文字", stack) for stack in stacks_of(text))
            if not text.strip() and number in pictures:
                yield Passage(place, "整页是图片（可能是扫描件），其中的文字没有读取", PassageKind.SCAN)
    yield from unknown.passages()


def _pages_with_pictures(pdf: pikepdf.Pdf) -> set[int]:
    """Return the places of pages that name a picture, or draw a form in which one may be."""
    return {number for number, page in enumerate(pdf.pages) if page.resources.get("/XObject")}


@contextmanager
def page_text(document: pdfium.PdfDocument, number: int) -> Iterator[pdfium.PdfTextPage]:
    """Open the text of a page; closed before the next is opened."""
    page = document[number]
    try:
        words = page.get_textpage()
        try:
            yield words
        finally:
            words.close()
    finally:
        page.close()


def require_few_letters(letters: int, read: SourceFile) -> None:
    """Raise Unreadable for more text than anybody could read."""
    if letters > MOST_LETTERS:
        raise Unreadable(f"「{read.name}」文字超过 {MOST_LETTERS // 10_000} 万字，请拆分后再上传。")


def _errors_of(read: SourceFile) -> AbstractContextManager[None]:
    """Turn whatever a PDF library raises into one sentence."""
    return as_unreadable(read.name, f"「{read.name}」已损坏或不完整，请用办公软件重新生成 PDF 后再上传。")


@contextmanager
def opened(read: SourceFile) -> Iterator[pikepdf.Pdf]:
    """Open the file as objects within the limits; raises Unreadable, inside the block as well."""
    with _errors_of(read):
        try:
            pdf = pikepdf.open(io.BytesIO(read.data))
        except pikepdf.PasswordError as error:
            raise Unreadable(f"「{read.name}」设有打开密码，请去掉密码后再上传。") from error
        with pdf:
            require_modest(pdf, read.name)
            yield pdf


def pdf_passages(read: SourceFile) -> Iterator[Passage | EmbeddedFile]:
    """Yield pages, annotations and fields, properties, embedded files, and the words of every other object."""
    said: set[str] = set()
    for passage in pages_of(read):
        said.add(passage.text)
        yield passage
    with opened(read) as pdf:
        beside = list(_beside(pdf))
        beside += [Passage("替代文字", text) for text in actual_texts(pdf)]
        said.update(passage.text for passage in beside)
        more = [passage for passage in words_in_objects(pdf) if passage.text not in said]
        embedded = list(_embedded_files(pdf))
        pictures = sum(isinstance(one, pikepdf.Stream) and is_picture(one) for one in pdf.objects)
    yield from dict.fromkeys([*beside, *more])
    for file in embedded:
        yield Passage("内嵌文件的名称", file.name)
        yield file
    if pictures:
        yield Passage("图片", f"{pictures} 张图片中的文字没有读取", PassageKind.PICTURES)


def _beside(pdf: pikepdf.Pdf) -> Iterator[Passage]:
    for number, sheet in enumerate(pdf.pages, 1):
        yield from _annotations(sheet, number)
    form = pdf.Root.get("/AcroForm")
    yield from _fields(form.get("/Fields") if isinstance(form, pikepdf.Dictionary) else None)
    for key, value in pdf.docinfo.items():
        if key not in _OF_PROGRAMS:
            yield Passage(f"文件属性「{_PROPERTIES.get(key, key.removeprefix('/'))}」", _words(value))
    yield from _bookmarks(pdf.Root.get("/Outlines"))


def _annotations(page: pikepdf.Page, number: int) -> Iterator[Passage]:
    for note in entries(page.get("/Annots")):
        if not isinstance(note, pikepdf.Dictionary):
            continue
        if note.get("/Subtype") != "/Widget":
            yield Passage(f"第{number}页的批注", _words(note.get("/Contents")))
            yield Passage(f"第{number}页批注的作者", _words(note.get("/T")))
        action = note.get("/A")
        if isinstance(action, pikepdf.Dictionary):
            yield Passage(f"第{number}页的链接地址", _words(action.get("/URI")))


def entries(value: Any) -> list[Any]:
    """Return the items of an array; empty for anything else."""
    return list(value) if isinstance(value, pikepdf.Array) else []


def _fields(fields: Any) -> Iterator[Passage]:
    """Yield every field once: crafted files repeat or nest them in circles."""
    seen: set[tuple[int, int]] = set()
    waiting = entries(fields)[::-1]
    while waiting:
        field = waiting.pop()
        if not isinstance(field, pikepdf.Dictionary) or field.objgen in seen:
            continue
        if field.is_indirect:
            seen.add(field.objgen)
        yield Passage("表单内容", _words(field.get("/V")))
        waiting += entries(field.get("/Kids"))[::-1]


def _bookmarks(outlines: Any) -> Iterator[Passage]:
    """Yield every title once, nested ones included."""
    seen: set[tuple[int, int]] = set()
    waiting = [outlines]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, pikepdf.Dictionary) or one.objgen in seen:
            continue
        if one.is_indirect:
            seen.add(one.objgen)
        yield Passage("书签", _words(one.get("/Title")))
        waiting += [one.get("/Next"), one.get("/First")]


def _embedded_files(pdf: pikepdf.Pdf) -> Iterator[EmbeddedFile]:
    """Yield embedded files; one that cannot be unpacked comes empty, so that its name is still told."""
    for name, stream in files_in(pdf):
        try:
            with as_unreadable(name, "broken"):
                data = stream.read_bytes()
        except Unreadable as error:
            if is_memory_shortage(error):
                raise
            data = b""
        yield EmbeddedFile(name, data)


def _words(value: Any) -> str:
    if value is None or isinstance(value, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream):
        return ""
    return str(value)
