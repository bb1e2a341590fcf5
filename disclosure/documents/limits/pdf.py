"""Limits of PDF, held before anything is drawn, read or unpacked: pages, objects, streams, and what pages draw.

What qpdf does while it opens a file is held by its own limits, set below, and by the walls of the process.
"""

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import settings

from disclosure.errors import Unreadable

from .pdf_drawing import Drawing
from .pdf_streams import MOST_FILTERS, TooLarge, filters_of, unpacked_size

MOST_PAGES = 3_000  # a statistical yearbook has 1,000
MOST_TREE = 50  # levels of the tree of pages; programs that balance it need four for 3,000 pages
MOST_OBJECTS = 600_000  # a book of 3,000 pages that is tagged for readers has 300,000; each takes about 1 KB
MOST_STREAM = 64 * 2**20  # bytes that one stream becomes, pictures apart; a font of all Chinese letters has 30 MB
MOST_STREAMS = 512 * 2**20  # bytes that they become together: two seconds
MOST_METADATA = 4 * 2**20  # bytes; PDFium reads them whenever it opens a file, 20 MB in half a second

settings.set_qpdf_limits(
    flate_max_memory=MOST_STREAM,
    run_length_max_memory=MOST_STREAM,
    png_max_memory=MOST_STREAM,
    tiff_max_memory=MOST_STREAM,
    parser_max_nesting=200,  # brackets in brackets; what programs write has ten
    parser_max_container_size=1_000_000,  # entries of one array or dictionary
    doc_max_warnings=10_000,  # a file that is broken everywhere is given up
)


def require_modest(pdf: pikepdf.Pdf, name: str) -> Drawing:
    """Raise Unreadable with a sentence for a file that is too much for whoever opens it; return what its pages draw."""
    if len(pdf.objects) > MOST_OBJECTS:
        raise Unreadable(f"「{name}」结构过于复杂（对象过多），请用办公软件重新生成或拆分后再上传。")
    pages = list(_pages(pdf, name))
    if len(pages) > MOST_PAGES:
        raise _too_many(name)
    _require_small_streams(pdf, name)
    drawing = Drawing(name)
    for page, resources in pages:
        drawing.page(page, resources)
    return drawing


def _pages(pdf: pikepdf.Pdf, name: str) -> Iterator[tuple[Any, Any]]:
    """Yield each page with its own or inherited resources; endless and circular trees are refused."""
    waiting: list[tuple[Any, Any, frozenset[tuple[int, int]]]] = [(pdf.Root.get("/Pages"), None, frozenset())]
    seen = 0
    while waiting:
        node, resources, above = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary):
            continue
        seen += 1
        if node.objgen in above or len(above) > MOST_TREE:
            raise Unreadable(f"「{name}」的页面结构已损坏，请用办公软件重新生成 PDF 后再上传。")
        if seen > 2 * MOST_PAGES:  # branches count as well: no more of them than pages
            raise _too_many(name)
        resources = node.get("/Resources", resources)
        kids = node.get("/Kids")
        if isinstance(kids, pikepdf.Array):
            if len(kids) > MOST_PAGES:
                raise _too_many(name)
            below = above | {node.objgen} if node.is_indirect else above
            waiting += [(kid, resources, below) for kid in reversed(list(kids))]
        else:
            yield node, resources


def _too_many(name: str) -> Unreadable:
    return Unreadable(f"「{name}」超过 {MOST_PAGES} 页，请拆分后再上传。")


def _require_small_streams(pdf: pikepdf.Pdf, name: str) -> None:
    """Check fonts, character maps, properties and contents; pictures are never unpacked here."""
    total = 0
    for one in pdf.objects:
        if not isinstance(one, pikepdf.Stream):
            continue
        if len(filters_of(one)) > MOST_FILTERS:
            raise _packed(name)
        if is_picture(one):
            continue
        try:
            most = MOST_METADATA if one.get("/Type") == "/Metadata" else MOST_STREAM
            total += unpacked_size(one, most)
        except TooLarge as error:
            raise _packed(name) from error
        if total > MOST_STREAMS:
            raise _packed(name)


def _packed(name: str) -> Unreadable:
    return Unreadable(f"「{name}」中有内容解压后过大，请用办公软件重新生成 PDF 后再上传。")


def is_picture(stream: Any) -> bool:
    """Whether a stream is declared a picture: we do not unpack it, nor give it to PDFium."""
    return bool(stream.get("/Subtype") == "/Image" and "/Width" in stream and "/Height" in stream)


def without_pictures(pdf: pikepdf.Pdf) -> None:
    """Empty the pictures of a copy that is read for its text only, whatever they really are."""
    for one in pdf.objects:
        if isinstance(one, pikepdf.Stream) and is_picture(one):
            one.write(b"")
            one.Width = one.Height = 1
