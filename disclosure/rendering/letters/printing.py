"""A letter as PDF, set by typst from what its .docx says: no office suite on the server."""

from pathlib import Path

from disclosure.rendering.typesetting import Data, typeset

from .reading import blocks

_TEMPLATE = Path(__file__).with_name("letter.typ")


def pdf(letter: bytes, title: str) -> bytes:
    """The filled .docx as PDF under this title, which names nobody; the same letter always gives the same bytes."""
    data: Data = {
        "title": title,
        "author": [],
        "subject": title,
        "keywords": [],
        "date": None,
        "state": "",
        "blocks": blocks(letter),
    }
    return typeset(_TEMPLATE, data)
