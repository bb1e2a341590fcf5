"""A line on top of a letter that was made: what it says of itself has changed, nothing else in it."""

import io
import zipfile

import docx
from lxml import etree

from disclosure.rendering.archive import repacked
from disclosure.rendering.docx.elements import element, paragraph

from .filling import Unfit, bare


def headed(letter: bytes, words: str) -> bytes:
    """The .docx with a framed paragraph before its first; the same letter and words give the same bytes.

    Raises Unfit where it cannot be read.
    """
    try:
        word = docx.Document(io.BytesIO(letter))
        word.element.body.insert(0, _line(words))
        target = io.BytesIO()
        word.save(target)
        return repacked(target.getvalue(), bare)
    except (zipfile.BadZipFile, KeyError, ValueError, etree.LxmlError) as error:
        raise Unfit("文书文件已损坏，请从备份中恢复。") from error


def _line(words: str) -> etree._Element:
    flush = element("ind", firstLineChars=0, firstLine=0)
    below = element("pBdr", element("bottom", val="single", sz=12, space=6, color="B3272D"))
    return paragraph(words, None, below, element("spacing", after=200), flush, element("jc", val="left"))
