"""Mistyped identity numbers: the check character is wrong, yet they are labelled one and personal."""

import re

from .checksums import is_born, is_identity
from .contexts import is_numbered
from .findings import FoundKind, Span, Spans
from .people import NAME

# A region, a day, and the last figures with one too few or one too many.
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9])[1-9](?:[ \-]?[0-9]){5}[ \-]?(?:19|20)(?:[ \-]?[0-9]){8,10}[ \-]?[0-9X](?![A-Za-z0-9*])",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"(?:身份证(?:件)?(?:号码|编号|号)?|身份号码?|公民身份号码?|证件号码?|社会保障号码?|身份证明号码?)"
    r"(?:\([^()\n]{0,8}\))?(?:[:\s|(“\"]|为|是){0,3}$"
)
# No label, but what stands in a list of people: 王小明，男，汉族，370305… or 王小明 370305….
_LISTED = re.compile(rf"(?:[男女](?:[,，、\s|]{{1,2}}[汉回满]族?)?|(?:^|[\s,，、;；|]){NAME})[,，、\s|(]{{1,2}}$")


def mistyped_identity_numbers(text: str) -> Spans:
    """Numbers labelled or formed like an identity number; valid ones are found elsewhere."""
    spans: Spans = []
    for match in _NUMBER.finditer(text):
        number = match.group().replace(" ", "").replace("-", "").upper()
        if not is_identity(number) and is_born(number) and _is_called(text, match.start()):
            spans.append(Span(FoundKind.IDENTITY, *match.span(), number))
    return spans


def _is_called(text: str, start: int) -> bool:
    before = text[max(start - 24, 0) : start]
    return bool(_CALLED.search(before) or _LISTED.search(before)) and not is_numbered(text, start)
