"""A report's texts as paragraphs and sentences that know their place."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from disclosure.rendering.prose import plain_text

# One character for one, so that places stay: full-width digits and signs, and the punctuation of copies.
_FOLDED = str.maketrans(
    {
        **{chr(0xFF10 + n): str(n) for n in range(10)},
        **{chr(0xFF21 + n): chr(0x41 + n) for n in range(26)},
        **{chr(0xFF41 + n): chr(0x61 + n) for n in range(26)},
        "．": ".",
        "％": "%",
        ";": "；",
        ":": "：",
        "(": "（",
        ")": "）",
        "!": "！",
        "?": "？",
        "\u00a0": " ",
        "\u3000": " ",
    }
)
_COMMA = re.compile(r"(?<!\d),|,(?!\d{3}(?!\d))")
_GAP = re.compile(r"(?<=[\u2e80-\uffef\d%]) +(?=[\u2e80-\uffef\d])|(?<=\d) +(?=[\u2e80-\uffef])|^ +| +$")
_END = re.compile(r"(?<=[。！？])(?![”’」』）])|(?<=[。！？][”’」』）])")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: as printed, folded for reading, and where it stands (0-based paragraph and sentence)."""

    slot: str
    paragraph: int
    number: int
    printed: str
    text: str


Paragraph = tuple[Sentence, ...]


def fold(text: str) -> str:
    """`text` with digits and punctuation of one kind and without blanks between characters."""
    return _GAP.sub("", _COMMA.sub("，", text.translate(_FOLDED)))


def paragraphs(texts: Mapping[str, str]) -> Iterator[Paragraph]:
    """The paragraphs of HTML texts by slot, without those that hold no word."""
    for slot, html in texts.items():
        yield from _of_slot(slot, html)


@lru_cache(maxsize=64)
def _of_slot(slot: str, html: str) -> tuple[Paragraph, ...]:
    lines = (line for text in plain_text(html) for line in text.splitlines())
    split = (tuple(_sentences(slot, number, line)) for number, line in enumerate(lines))
    return tuple(paragraph for paragraph in split if paragraph)


def _sentences(slot: str, paragraph: int, line: str) -> Iterator[Sentence]:
    printed = [piece.strip() for piece in _END.split(line)]
    for number, piece in enumerate(filter(None, printed)):
        yield Sentence(slot, paragraph, number, piece, fold(piece))
