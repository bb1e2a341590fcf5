"""What becomes of one file in one go: the copy that goes out with all that is known of it, or the draft of an item."""

from collections.abc import Iterable, Iterator

from .cleaning import clean
from .converting import convert
from .guessing import guess, without_head
from .kinds import source
from .passage import Passage
from .reading import pages_in, passages
from .results import ItemDraft, PublishedFile


def published(data: bytes, name: str) -> PublishedFile:
    """Clean the file and read the copy; raises Unreadable, or Refused for what must not be published."""
    cleaned = clean(data, name)
    kind = source(cleaned.data, name).kind
    text = "\n".join(_lines(passages(cleaned.data, name))).replace("\0", "")
    return PublishedFile(cleaned.data, kind, cleaned.removed, text, pages_in(cleaned.data, name))


def _lines(read: Iterable[Passage]) -> Iterator[str]:
    for passage in read:
        for line in passage.text.splitlines():
            if line.strip():
                yield f"{passage.place}\t{line.strip()}"


def draft(data: bytes, name: str) -> ItemDraft:
    """Convert the file and guess the fields; the body is without what these hold. Raises Unreadable."""
    converted = convert(data, name)
    guesses = guess(converted)
    return ItemDraft(without_head(converted, guesses), guesses)


def body_of(data: bytes, name: str) -> str:
    """Convert the file to HTML; raises Unreadable."""
    return convert(data, name).html
