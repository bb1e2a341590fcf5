"""What may go out of a document: the same to read and to print, nothing of who made it and how.

The original is never changed: a new file is returned.
"""

import base64
import io
from collections.abc import Callable

from lxml import etree

from disclosure.documents.kinds import FileKind, SourceFile, source
from disclosure.documents.limits.budget import guarded
from disclosure.documents.limits.picture import form_of
from disclosure.documents.reading.data_urls import data_of
from disclosure.documents.reading.picture import opened, picture_data
from disclosure.documents.reading.text import html_root
from disclosure.documents.results import CleanedFile
from disclosure.errors import Unreadable

from .ofd import ofd_cleaned
from .pdf import pdf_cleaned
from .pictures import stripped
from .sheet import sheet_cleaned
from .word import word_cleaned

__all__ = ["CleanedFile", "clean"]


_GONE = "gone"  # what elements are called between being chosen and being taken out


def clean(data: bytes, name: str) -> CleanedFile:
    """A copy without authors, comments, changes, hidden parts and other data; raises Unreadable, or Refused for macros.

    Kinds: DOCX, XLSX, PDF, OFD, JPEG, PNG; HTML loses scripts and comments, plain text is as it is.
    """
    read = source(data, name)
    if read.kind not in _CLEANERS:
        raise Unreadable(f"「{name}」是压缩包，请解压后逐个上传其中的文件。")
    with guarded(name):
        cleaned, removed = _CLEANERS[read.kind](read)
    return CleanedFile(cleaned, list(dict.fromkeys(removed)))


def _picture(read: SourceFile) -> tuple[bytes, list[str]]:
    cleaned = stripped(read.data, opened(read.data, read.name), read.name)
    return cleaned, [passage.place for passage in picture_data(read.data, "图片") if passage.text.strip()]


def _html(read: SourceFile) -> tuple[bytes, list[str]]:
    root = html_root(read)
    removed = [
        label
        for label, kind in (("网页脚本", "script"), ("网页注释", etree.Comment))
        if next(root.iter(kind), None) is not None
    ]
    for meta in root.iter("meta"):
        if meta.get("name", "").lower() in {"author", "generator", "copyright"}:
            removed.append("网页的作者")
            meta.tag = _GONE
        elif meta.get("charset") or meta.get("http-equiv", "").lower() == "content-type":
            meta.tag = _GONE
    for image in root.iter("img"):
        removed += _picture_of_page(image, read.name)
    # All at once: taken out one by one, the text behind each is copied for every one before it.
    etree.strip_elements(root, "script", etree.Comment, _GONE, with_tail=False)
    page = io.BytesIO()
    page.write(b"<!DOCTYPE html>\n")
    page.write(etree.tostring(root, method="html", encoding="utf-8"))
    return page.getvalue(), removed


def _picture_of_page(image: etree._Element, name: str) -> list[str]:
    """Strip a picture that stands in the page itself; return what it carried."""
    data = data_of(image.get("src", ""))
    form = form_of(data) if data else None
    if data is None or form not in ("JPEG", "PNG"):
        return []
    told = [passage.place for passage in picture_data(data, "图片") if passage.text.strip()]
    cleaned = base64.b64encode(stripped(data, opened(data, name), name)).decode("ascii")
    image.set("src", f"data:image/{form.lower()};base64,{cleaned}")
    return told


def _text(read: SourceFile) -> tuple[bytes, list[str]]:
    return read.data, []


_CLEANERS: dict[FileKind, Callable[[SourceFile], tuple[bytes, list[str]]]] = {
    FileKind.WORD: word_cleaned,
    FileKind.SHEET: sheet_cleaned,
    FileKind.PDF: pdf_cleaned,
    FileKind.OFD: ofd_cleaned,
    FileKind.JPEG: _picture,
    FileKind.PNG: _picture,
    FileKind.HTML: _html,
    FileKind.TEXT: _text,
}
