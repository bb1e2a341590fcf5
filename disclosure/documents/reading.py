"""Everything in a file that somebody could read, each piece with the place where it stands.

More than what is printed: comments, deleted text, hidden rows, properties and the data of pictures count as well, for
whoever downloads the file reads them too.
"""

from collections.abc import Callable, Iterable, Iterator

from disclosure.errors import Unreadable

from .kinds import Kind, Source, source
from .package import Package
from .passage import Passage
from .reading_ofd import ofd_pages, ofd_passages
from .reading_pdf import document_of, pdf_passages
from .reading_picture import picture_passages
from .reading_sheet import sheet_passages
from .reading_text import html_passages, text_passages
from .reading_word import word_passages

__all__ = ["Passage", "pages_in", "passages", "text_of"]


def passages(data: bytes, name: str) -> list[Passage]:
    """All that `data` says, in reading order; `name` is what the file is called in sentences.

    Raises Unreadable with a sentence where the kind is unknown or the file broken, encrypted or too large.
    """
    read = source(data, name)
    if read.kind not in _READERS:
        raise Unreadable(f"「{name}」是压缩包，请解压后逐个上传其中的文件。")
    return [passage for passage in _READERS[read.kind](read) if passage.text.strip()]


def text_of(read: Iterable[Passage]) -> str:
    """The texts alone, one a line."""
    return "\n".join(passage.text for passage in read)


_READERS: dict[Kind, Callable[[Source], Iterator[Passage]]] = {
    Kind.WORD: word_passages,
    Kind.SHEET: sheet_passages,
    Kind.PDF: pdf_passages,
    Kind.OFD: ofd_passages,
    Kind.HTML: html_passages,
    Kind.TEXT: text_passages,
    Kind.JPEG: picture_passages,
    Kind.PNG: picture_passages,
}


def pages_in(data: bytes, name: str) -> int | None:
    """How many pages a file of fixed pages has; None for the others, whose pages depend on the program."""
    read = source(data, name)
    if read.kind is Kind.PDF:
        with document_of(read) as document:
            return len(document)
    return len(ofd_pages(Package(data, name))) if read.kind is Kind.OFD else None
