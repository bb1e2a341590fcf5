"""The file around the document: an own template instead of python-docx's, and a zip without the hour it was made at.

python-docx's template brings a theme, a hundred English styles, a thumbnail and a description; none of them belong in
an official document. The parts of ours are the XML files of `template/`.
"""

import io
from functools import cache
from pathlib import Path

import docx
from docx.document import Document as WordDocument

from disclosure.rendering.archive import repacked, zipped
from disclosure.rendering.prose import clean

_TEMPLATE = Path(__file__).with_name("template")


@cache
def _template() -> bytes:
    names = sorted(path.relative_to(_TEMPLATE).as_posix() for path in _TEMPLATE.rglob("*.*") if path.is_file())
    return zipped({name: (_TEMPLATE / name).read_bytes() for name in names})


def opened() -> WordDocument:
    """Open an empty document with our styles."""
    return docx.Document(io.BytesIO(_template()))


def marked(word: WordDocument, state: str) -> None:
    """Put a word such as 草稿 or 废止 at the head of every page; no head without one."""
    section = word.sections[0]
    for header in (section.header, section.even_page_header) if state else ():
        header.is_linked_to_previous = False
        header.paragraphs[0].text = clean(f"〔{state}〕")


def saved(document: WordDocument) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return repacked(target.getvalue())
