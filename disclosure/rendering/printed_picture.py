"""A picture of a text, for the files that a text is printed as."""

from collections.abc import Callable
from dataclasses import dataclass, field

MEDIA_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif"}
MOST_PIXELS = 25_000_000  # of one picture; more is printed as its alternative text: it takes 100 MB to unpack


@dataclass(frozen=True, slots=True)
class PrintedPicture:
    """`address` is what the text calls it; `read` gives its cleaned bytes when they are needed, size in pixels."""

    address: str
    media_type: str
    alternative: str
    width: int
    height: int
    read: Callable[[], bytes] = field(repr=False, compare=False)

    def fitted(self, width: int, height: int) -> tuple[int, int]:
        """Return the size in pixels, made smaller where it is wider or higher than this."""
        share = min(1.0, width / max(self.width, 1), height / max(self.height, 1))
        return max(int(self.width * share), 1), max(int(self.height * share), 1)
