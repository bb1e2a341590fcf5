"""Letters of a PDF that a font draws without saying which they are, and letters set below each other."""

from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2 as pdfium
from pypdfium2 import raw

from disclosure.documents.passage import Passage, PassageKind

from .letters import unread_sentence

_FEW = 2  # different unknown letters that a document may have: the dots and boxes of its lists
_LEAST_OF_STACK = 4  # lines of one letter each that are read as one text


def has_doubtful_fonts(pdf: pikepdf.Pdf) -> bool:
    """Whether a font has no table of what its letters are; only such a document is looked through letter by letter."""
    return any(
        isinstance(one, pikepdf.Dictionary)
        and one.get("/Type") == "/Font"
        and not str(one.get("/Subtype", "")).startswith("/CIDFont")
        and "/ToUnicode" not in one
        for one in pdf.objects
    )


class UnknownLetters:
    """The letters of a document whose meaning PDFium could not tell, page by page."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._different: set[Any] = set()

    def add(self, words: pdfium.PdfTextPage, place: str) -> None:
        """Look through the letters of a page."""
        has_error, sign_at, handle = raw.FPDFText_HasUnicodeMapError, raw.FPDFText_GetUnicode, words.raw
        for letter in range(words.count_chars()):
            if has_error(handle, letter) == 1:
                self._places[place] = self._places.get(place, 0) + 1
                self._different.add(sign_at(handle, letter))

    def passages(self) -> Iterator[Passage]:
        """Yield how many letters of each page are unknown, where they are more than a sign or two."""
        total = sum(self._places.values())
        if len(self._different) > _FEW or (total > _FEW and 0 in self._different):
            for place, count in self._places.items():
                yield Passage(place, unread_sentence(count), PassageKind.UNREAD)


def stacks_of(text: str) -> Iterator[str]:
    """Join lines of one letter each that follow one another: text that is set vertically."""
    run: list[str] = []
    for line in (*text.split("\n"), "  "):
        letter = line.strip()
        if len(letter) == 1:
            run.append(letter)
        elif letter or line == "  ":
            if len(run) >= _LEAST_OF_STACK:
                yield "".join(run)
            run = []
