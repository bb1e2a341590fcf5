"""A calendar file (RFC 5545) that every calendar program reads."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

CONTENT_TYPE = "text/calendar; charset=utf-8"
LONGEST = 75  # octets of a line
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """`key` is stable between exports. `start`: a moment, or a whole day."""

    key: str
    start: datetime | date
    summary: str
    place: str = ""


def icalendar(events: Iterable[CalendarEvent], *, name: str, host: str, made_at: datetime) -> bytes:
    """Make the file. `host` makes the keys globally unique."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{host}//{name}//ZH", f"X-WR-CALNAME:{name}"]
    for event in events:
        lines += _event(event, host, made_at)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line)).encode()


def _event(event: CalendarEvent, host: str, made_at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.key}@{host}"
    yield f"DTSTAMP:{_moment(made_at)}"
    if isinstance(event.start, datetime):
        yield f"DTSTART:{_moment(event.start)}"
    else:
        yield f"DTSTART;VALUE=DATE:{event.start:%Y%m%d}"
    yield f"SUMMARY:{event.summary.translate(ESCAPES)}"
    if event.place:
        yield f"LOCATION:{event.place.translate(ESCAPES)}"
    yield "END:VEVENT"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def folded(line: str) -> Iterator[str]:
    """Fold a line into pieces of at most 75 octets without splitting characters; later ones begin with a blank."""
    piece, size = "", 0
    for character in line:
        width = len(character.encode())
        if size + width > LONGEST:
            yield piece
            piece, size = " ", 1
        piece, size = piece + character, size + width
    yield piece
