"""A file as PDF/A, or the reason why it stays as it is. Reads files from outside: run by a worker alone."""

from datetime import date
from html import escape

from disclosure.documents.archiving import pages
from disclosure.documents.archiving.pdfa import inspect
from disclosure.documents.archiving.results import ArchivalCopy
from disclosure.documents.converting import convert
from disclosure.documents.kinds import FileKind, SourceFile, source
from disclosure.errors import Unreadable

from .sheets import LEVEL, ArchiveSheet, pdf

_BY_TEXT = (FileKind.WORD, FileKind.TEXT)
_MARK = "文字转换件，版式以原件为准"


def archival(data: bytes, name: str, title: str, day: date, is_ours: bool) -> ArchivalCopy:  # noqa: FBT001 of a job
    """Make a file into PDF/A under this title; never raises for a file that cannot be made, but says why."""
    try:
        read = source(data, name)
        if read.kind == FileKind.PDF:
            return pages.of_pdf(read, title, is_ours=is_ours)
        if read.kind in (FileKind.JPEG, FileKind.PNG):
            return pages.of_picture(read, title)
        if read.kind in _BY_TEXT:
            return _of_text(read, title, day)
        return ArchivalCopy(None, why_not=f"{read.kind.value.upper()} 文件没有可靠的转换办法，保留原格式")
    except Unreadable as error:
        return ArchivalCopy(None, why_not=f"不能转换：{error}")


def _of_text(read: SourceFile, title: str, day: date) -> ArchivalCopy:
    """Set the words of a document anew, where words are all it has: nothing is left out without being said."""
    converted = convert(read.data, read.name)
    if converted.pictures or converted.warnings:
        return ArchivalCopy(None, why_not="含有图片或者无法转换的内容，转换会缺少内容，保留原格式")
    texts = ArchiveSheet(title=title, author="", day=day, mark=_MARK)
    made = pdf(texts, html=converted.html)
    report = inspect(made, f"{escape(title)}.pdf")
    if not report.is_archival:
        return ArchivalCopy(None, why_not="转换所得不是 PDF/A，保留原格式")
    return ArchivalCopy(made, LEVEL, report.pages, f"由 {read.kind.value.upper()} 的文字转换，版式以原件为准")
