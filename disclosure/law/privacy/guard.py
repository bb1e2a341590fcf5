"""The privacy guard (个保法; 条例 art. 15): what in a text is a person's, and the text without it."""

import re
from collections.abc import Iterable

from .addresses import addresses
from .folding import fold
from .health import health
from .kinds import Found, FoundKind, Span, Spans
from .masks import mask_email, mask_name, mask_number
from .numbers import numbers
from .papers import emails, passports
from .people import candidates, people
from .plates import plates

_KEPT_OF_PLATE = 2
_AREA = re.compile(r"省|市(?!场)|县|镇|乡(?!村)|(?<![小社街园校厂片营景])区")


def find(text: str) -> list[Found]:
    """Personal data in `text`, by place; findings of different kinds may overlap. Reads 1 MB in seconds, any 1 MB."""
    folded = fold(text)
    spans = sorted(_spans(folded.text), key=lambda span: (span.start, span.end))
    return [_found(text, span, folded.place(span.start, span.end)) for span in spans]


def _spans(text: str) -> Spans:
    hard = [*numbers(text), *plates(text), *passports(text)]
    maybe = candidates(text)
    hard += [*emails(text), *addresses(text, [*hard, *maybe, *people(text, hard)])]
    named = people(text, hard)
    return [*hard, *named, *health(text, named, maybe)]


def _found(text: str, span: Span, place: tuple[int, int]) -> Found:
    return Found(span.kind, *place, text[slice(*place)], masked(span.kind, span.value))


def masked(kind: FoundKind, value: str) -> str:
    """`value` as it may be published: 370305********1234, 138****1234, 鲁C****5, 张**."""
    match kind:
        case FoundKind.NAME | FoundKind.MINOR:
            return mask_name(value)
        case FoundKind.EMAIL:
            return mask_email(value)
        case FoundKind.PLATE:
            return f"{value[:_KEPT_OF_PLATE]}{'*' * (len(value) - _KEPT_OF_PLATE - 1)}{value[-1]}"
        case FoundKind.ADDRESS:
            return _area(value) + "****"
        case FoundKind.HEALTH:
            return "***"
        case _:
            return mask_number(value)


def _area(address: str) -> str:
    """As far as the county or town; a village is small enough to find a house in, and so is 金岭小区."""
    ends = [match.end() for match in _AREA.finditer(address, 0, len(address) - 1)]
    return address[: max(ends, default=0)]


def mask(text: str, found: Found | Iterable[Found]) -> str:
    """`text` with one finding or several masked; of overlapping ones the longer mask wins."""
    several = [found] if isinstance(found, Found) else list(found)
    pieces, done = [], 0
    for one in sorted(several, key=lambda one: (one.start, -one.end)):
        if one.start >= done:
            pieces += [text[done : one.start], one.masked]
            done = one.end
    return "".join([*pieces, text[done:]])
