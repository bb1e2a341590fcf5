"""Numbers of social security and medical insurance cards; the account number on them is found as a bank card."""

import re

from .findings import FoundKind, Span, Spans

_CARD = re.compile(
    r"(?:社会保障卡|社保卡|社会保障|社会保险|社保|医保卡|医疗保险卡|医保|参保)(?:个人|人员)?[(]?(?:卡号|编号|号码|号)"
    r"(?:[:\s|(“\"]|为|是){0,3}(?P<number>[A-Z0-9]{7,12})(?![A-Za-z0-9*]|-[0-9])",
    re.IGNORECASE,
)
_OF_OFFICE = re.compile(r"(?:单位|企业|机构|公司)(?:的)?$")
LEAST_DIGITS = 5


def cards(text: str) -> Spans:
    """Numbers labelled as such; an employer's number is not personal."""
    return [
        Span(FoundKind.SOCIAL_SECURITY, *match.span("number"), match["number"])
        for match in _CARD.finditer(text)
        if sum(map(str.isdigit, match["number"])) >= LEAST_DIGITS
        and not _OF_OFFICE.search(text[max(match.start() - 6, 0) : match.start()])
    ]
