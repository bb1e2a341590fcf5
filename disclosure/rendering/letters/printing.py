"""A letter as PDF, set by typst from what its .docx says: no office suite on the server."""

from pathlib import Path

import typst

from disclosure.rendering.typesetting import Data, typeset

from .filling import Unfit
from .reading import blocks

_TEMPLATE = Path(__file__).with_name("letter.typ")


def pdf(letter: bytes, title: str) -> bytes:
    """The filled .docx as PDF under this title, which names nobody; the same letter always gives the same bytes.

    Raises Unfit where an office's own layout cannot be read back or set.
    """
    try:
        return typeset(_TEMPLATE, _data(letter, title))
    except (typst.TypstError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise Unfit("模板的版式无法打印为 PDF，请简化其中的表格和段落格式，或者从系统自带的模板改起。") from error


def _data(letter: bytes, title: str) -> Data:
    return {
        "title": title,
        "author": [],
        "subject": title,
        "keywords": [],
        "date": None,
        "state": "",
        "blocks": blocks(letter),
    }
