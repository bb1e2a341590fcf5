"""What becomes of a document: clean HTML, its pictures, what was left out, and its lines for guessing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Self

_PLACEHOLDER = re.compile(r'src="picture-(\d+)"')


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph as it looks: size in points (0 unknown), centred, bold; `title` where its style says so."""

    text: str
    size: float = 0.0
    centred: bool = False
    title: bool = False
    red: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture of the body, cleaned of what it carried: bytes, kind, alternative text, size in pixels."""

    data: bytes
    content_type: str
    alternative: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Converted:
    """`html` names its pictures picture-0, picture-1 …; `warnings` are sentences for whoever checks the draft."""

    html: str
    pictures: Sequence[Shown] = ()
    warnings: Sequence[str] = ()
    lines: Sequence[Line] = field(default=(), repr=False)
    pages: int | None = None

    def with_addresses(self, addresses: Sequence[str]) -> str:
        """The HTML with the pictures' addresses, in the order of `pictures`."""
        return _PLACEHOLDER.sub(lambda found: f'src="{addresses[int(found[1])]}"', self.html)

    def with_html(self, html: str) -> Self:
        """The same with another body."""
        return replace(self, html=html)
