"""Everything in a file that somebody could read, each piece with the place where it stands.

More than what is printed: comments, deleted text, hidden rows, properties and the data of pictures count as well, for
whoever downloads the file reads them too.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from disclosure.documents.kinds import FileKind, SourceFile, source
from disclosure.documents.limits.budget import Budget, TooMuch, guarded
from disclosure.documents.limits.faults import is_memory_shortage
from disclosure.documents.passage import Passage, PassageKind
from disclosure.errors import Unreadable

from .embedded import EmbeddedFile
from .letters import with_unread_letters
from .ofd import ofd_pages, ofd_passages
from .pdf import document_of, pdf_passages
from .picture import picture_passages
from .sheet import sheet_passages
from .text import html_passages, text_passages
from .word import word_passages

__all__ = ["Passage", "pages_in", "passages", "text_of"]

MOST_DEPTH = 5  # files in files: a workbook behind a chart in a document in a PDF is three
MOST_EMBEDDED = 300  # files opened for the sake of one; a report with a chart a page has 200
_OPENED: ContextVar[tuple[int, list[int]] | None] = ContextVar("_OPENED", default=None)  # depth, files so far


def passages(data: bytes, name: str) -> list[Passage]:
    """Read all that `data` says, in reading order; `name` is what the file is called in sentences.

    Raises Unreadable with a sentence where the kind is unknown or the file broken, encrypted or too large.
    """
    return _passages(EmbeddedFile(name, data))


def _passages(file: EmbeddedFile) -> list[Passage]:
    budget = file.budget or Budget()
    with _one_deeper(file.name):
        read = source(file.data, file.name, budget)
        if read.kind not in _READERS:
            raise Unreadable(f"「{file.name}」是压缩包，请解压后逐个上传其中的文件。")
        with guarded(file.name):
            texts = (passage for passage in _with_embedded(_READERS[read.kind](read)) if passage.text.strip())
            return list(budget.given_out(with_unread_letters(texts), file.name))


def _with_embedded(parts: Iterable[Passage | EmbeddedFile]) -> Iterator[Passage]:
    """Put what an embedded file says in its place; one that cannot be read is named, so nobody takes it for empty.

    Raises what it cost the whole: TooMuch of a budget that they share, Unreadable where memory was short.
    """
    for part in parts:
        if isinstance(part, Passage):
            yield part
            continue
        try:
            embedded = _passages(part)
        except Unreadable as error:
            if is_memory_shortage(error) or (part.budget and isinstance(error, TooMuch)):
                raise
            embedded = [Passage("不能读取", part.name, PassageKind.UNREAD)]
        for passage in embedded:
            yield Passage(f"内嵌文件「{part.name}」{passage.place}", passage.text, passage.kind)


@contextmanager
def _one_deeper(name: str) -> Iterator[None]:
    """Limit depth and number of files in files: ten that hold ten each, six deep, would be a million."""
    depth, opened = _OPENED.get() or (0, [0])
    opened[0] += 1
    if depth > MOST_DEPTH or opened[0] > MOST_EMBEDDED:
        raise Unreadable(f"「{name}」在文件中嵌套过深或内嵌文件过多，请取出内嵌文件后分别上传。")
    before = _OPENED.set((depth + 1, opened))
    try:
        yield
    finally:
        _OPENED.reset(before)


def text_of(read: Iterable[Passage]) -> str:
    """Join the texts, one a line."""
    return "\n".join(passage.text for passage in read)


_READERS: dict[FileKind, Callable[[SourceFile], Iterator[Passage | EmbeddedFile]]] = {
    FileKind.WORD: word_passages,
    FileKind.SHEET: sheet_passages,
    FileKind.PDF: pdf_passages,
    FileKind.OFD: ofd_passages,
    FileKind.HTML: html_passages,
    FileKind.TEXT: text_passages,
    FileKind.JPEG: picture_passages,
    FileKind.PNG: picture_passages,
}


def pages_in(data: bytes, name: str) -> int | None:
    """Count the pages of a PDF or OFD; None for the others, whose pages depend on the program."""
    read = source(data, name)
    if read.kind is FileKind.PDF:
        with document_of(read) as document:
            return len(document)
    with guarded(name):
        return len(ofd_pages(read.package())) if read.kind is FileKind.OFD else None
