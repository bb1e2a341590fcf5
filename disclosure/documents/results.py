"""What becomes of a file: clean HTML, its pictures, what was left out, its lines for guessing; cleaned copies."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import PurePath
from typing import Self

from .kinds import FileKind

CONVERTED = "原来的格式"  # how the list of what was taken out begins where a file was converted
_PLACEHOLDER = re.compile(r'src="picture-(\d+)"')


@dataclass(frozen=True, slots=True)
class ConvertedLine:
    """The look of a paragraph: size in points (0 unknown), centred, bold; `title` where its style says so."""

    text: str
    size: float = 0.0
    centred: bool = False
    title: bool = False
    red: bool = False


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A cleaned picture of a body: bytes, content type, alternative text, size in pixels."""

    data: bytes
    content_type: str
    alternative: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Converted:
    """`html` names its pictures picture-0, picture-1 …; `warnings` are sentences for whoever checks the draft."""

    html: str
    pictures: Sequence[PagePicture] = ()
    warnings: Sequence[str] = ()
    lines: Sequence[ConvertedLine] = field(default=(), repr=False)
    pages: int | None = None

    def with_addresses(self, addresses: Sequence[str]) -> str:
        """Return the HTML with these addresses, in the order of `pictures`."""
        return _PLACEHOLDER.sub(lambda found: f'src="{addresses[int(found[1])]}"', self.html)

    def with_html(self, html: str) -> Self:
        return replace(self, html=html)


@dataclass(frozen=True, slots=True)
class Guesses:
    """Guessed fields of an item, empty where unknown. `head`: the lines they were read from."""

    title: str = ""
    document_number: str = ""
    publisher: str = ""
    formed_on: date | None = None
    genre: str = ""
    keywords: str = ""
    summary: str = ""
    head: tuple[str, ...] = ()

    def found(self) -> dict[str, str | date]:
        """Return the fields that have a guess."""
        names = (one.name for one in fields(self) if one.name != "head")
        return {name: value for name in names if (value := getattr(self, name))}


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """The body of an item and its guessed fields."""

    body: Converted
    guesses: Guesses


@dataclass(frozen=True, slots=True)
class CleanedFile:
    """The file that may be published, and what was removed, in words."""

    data: bytes
    removed: list[str]


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A cleaned copy: its kind, what was taken out in words, its pages where fixed, and whether it was converted.

    `text`: all it says, a line each of the place, a tab, and what stands there.
    """

    data: bytes
    kind: FileKind
    removed: list[str]
    text: str
    pages: int | None
    is_converted: bool = False

    def name_for(self, name: str) -> str:
        """What the copy of a file of this name is called: a conversion has the ending of what it became."""
        return f"{PurePath(name).stem}.{self.kind.value}" if self.is_converted else name


@dataclass(frozen=True, slots=True)
class IdentityProof:
    """A cleaned picture or PDF with its content type."""

    data: bytes
    media_type: str
