"""What the guard says of a part of a file that nobody could read: never that it is clean."""

from disclosure.documents.passage import Passage, PassageKind
from disclosure.law.privacy import FoundKind, FoundText

_TOLD = frozenset((PassageKind.SCAN, PassageKind.UNREAD))


def is_text(passage: Passage) -> bool:
    """Whether the passage was read."""
    return passage.kind is PassageKind.TEXT


def unread_text(passage: Passage) -> FoundText | None:
    """Return the finding about a part that was not read, with the reason as its mask; None for pictures beside text."""
    return FoundText(FoundKind.UNREAD, 0, 0, "", passage.text) if passage.kind in _TOLD else None


def is_unread(found: FoundText) -> bool:
    """Whether a finding is about a part that was not read."""
    return found.kind is FoundKind.UNREAD
