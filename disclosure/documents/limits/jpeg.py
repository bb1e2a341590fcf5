"""The markers of a JPEG, walked without unpacking anything."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # they say the size
SCAN, END, COMMENT = 0xDA, 0xD9, 0xFE
APPLICATIONS = range(0xE0, 0xF0)
_BARE = {0x01, *range(0xD0, 0xD9)}  # no length follows
_NEXT = re.compile(rb"\xff+[^\x00\xff]")
_NEXT_BUT_RESTARTS = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")


@dataclass(frozen=True, slots=True)
class Segment:
    """A marker with what belongs to it, from `start` to `end`; `skipped` bytes before it belong to nothing."""

    marker: int
    start: int
    end: int
    skipped: int


def segments(data: bytes) -> Iterator[Segment]:
    """Every segment up to the end of the picture, a scan with its packed data; raises ValueError where it is broken.

    Each step goes on by two bytes at least, whatever lengths are written.
    """
    place = 2
    while found := _NEXT.search(data, place):
        start, marker = found.end() - 2, data[found.end() - 1]
        if marker in _BARE or marker == END:
            end = start + 2
        else:
            length = int.from_bytes(data[start + 2 : start + 4], "big")
            end = start + 2 + length
            if length < 2 or end > len(data):  # noqa: PLR2004  # the length counts itself
                raise ValueError("a segment that does not fit")
        if marker == SCAN:
            following = _NEXT_BUT_RESTARTS.search(data, end)
            end = following.start() if following else len(data)
        yield Segment(marker, start, end, start - place)
        if marker == END:
            return
        place = end
