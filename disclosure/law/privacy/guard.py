"""The privacy guard (个保法; 条例 art. 15): finds personal data in a text, and masks it."""

import re
from collections.abc import Callable, Iterable

from .addresses import addresses, names_a_house
from .cards import cards
from .chats import chats
from .findings import FoundKind, FoundText, Span, Spans
from .folding import fold
from .health import health
from .masks import mask_account, mask_email, mask_name, mask_number
from .mistyped import mistyped_identity_numbers
from .numbers import numbers
from .papers import emails, passports
from .people import candidates, people
from .plates import plates
from .registers import registered_people

_KEPT_OF_PLATE = 2
_AREA = re.compile(r"省|市(?!场)|县|镇|乡(?!村)|(?<![小社街园校厂片营景])区")


def find(text: str) -> list[FoundText]:
    """Personal data in `text`, by place; findings of different kinds may overlap. Linear: any 1 MB takes seconds."""
    folded = fold(text)
    spans = sorted(_spans(folded.text), key=lambda span: (span.start, span.end))
    return [_found_text(text, span, folded.place(span.start, span.end)) for span in spans]


# Finders of what is recognised by its own form and label.
NUMBERS: tuple[Callable[[str], Spans], ...] = (numbers, plates, passports, mistyped_identity_numbers, chats, cards)


def _spans(text: str) -> Spans:
    hard = [one for finder in NUMBERS for one in finder(text)]
    maybe = candidates(text)
    persons = [*hard, *maybe, *people(text, hard)] if names_a_house(text) else []  # only house addresses need them
    hard += [*emails(text), *addresses(text, persons)]
    named = people(text, hard)
    named += registered_people(text, named)
    return [*hard, *named, *health(text, named, maybe)]


def _found_text(text: str, span: Span, place: tuple[int, int]) -> FoundText:
    return FoundText(span.kind, *place, text[slice(*place)], mask_value(span.kind, span.value))


def _mask_plate(plate: str) -> str:
    return f"{plate[:_KEPT_OF_PLATE]}{'*' * (len(plate) - _KEPT_OF_PLATE - 1)}{plate[-1]}"


_PERSONS = (
    FoundKind.NAME,
    FoundKind.MINOR,
    FoundKind.HARDSHIP,
    FoundKind.VETERAN,
    FoundKind.FAMILY,
    FoundKind.COMPENSATED,
    FoundKind.PETITIONER,
)
# Kinds not listed here are masked as numbers.
_MASKS: dict[FoundKind, Callable[[str], str]] = {
    **dict.fromkeys(_PERSONS, mask_name),
    FoundKind.EMAIL: mask_email,
    FoundKind.WECHAT: mask_account,
    FoundKind.PLATE: _mask_plate,
    FoundKind.ADDRESS: lambda address: f"{_area(address)}****",
    FoundKind.HEALTH: lambda _: "***",
}


def mask_value(kind: FoundKind, value: str) -> str:
    """`value` as it may be published: 370305********1234, 138****1234, 鲁C****5, 张**."""
    return _MASKS.get(kind, mask_number)(value)


def _area(address: str) -> str:
    """Down to the county or town only; a village or 金岭小区 is small enough to identify a house."""
    ends = [match.end() for match in _AREA.finditer(address, 0, len(address) - 1)]
    return address[: max(ends, default=0)]


def mask(text: str, findings: FoundText | Iterable[FoundText]) -> str:
    """`text` with one or several findings masked; where they overlap, the longer mask wins."""
    several = [findings] if isinstance(findings, FoundText) else list(findings)
    pieces, done = [], 0
    for finding in sorted(several, key=lambda finding: (finding.start, -finding.end)):
        if finding.start >= done:
            pieces += [text[done : finding.start], finding.masked]
            done = finding.end
    return "".join([*pieces, text[done:]])
