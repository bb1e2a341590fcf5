"""Number plates (GA 36-2018): usual, new energy, police, driving schools, trailers, Hong Kong and Macau."""

import re

from .findings import FoundKind, Span, Spans

_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_BODY = (
    r"(?:[A-HJK][A-Z0-9][0-9]{4}(?![0-9])|[0-9]{5}[A-HJK](?![A-Z0-9])"  # new energy
    r"|[A-Z0-9]{4}[A-Z0-9挂](?![A-Z0-9])|[A-Z0-9]{4}(?=[港澳警学领试超])[港澳警学领试超])"
)
_PLATE = re.compile(rf"(?<![更刷最全重创])[{_PROVINCE}] ?[A-Z][ ·\-._]{{0,3}}{_BODY}挂?", re.IGNORECASE)
_SPACED = re.compile(rf"[{_PROVINCE}] ?[A-Z](?: [A-Z0-9]){{5,6}}(?![A-Za-z0-9])", re.IGNORECASE)
_POLICE = re.compile(rf"(?<![A-Z0-9])WJ[ ·\-]?[{_PROVINCE}0-9][ ·\-]?[0-9]{{4}}[0-9XBTSHJD](?![A-Z0-9])", re.IGNORECASE)
_NO_PLATE = re.compile(r"(?:型号|编号|货号|标准|证号|证书|文号|图号)[:\s]?$")
_DIGITS = re.compile(r"[0-9]")
LEAST_DIGITS = 2


def plates(text: str) -> Spans:
    found = (match for pattern in (_PLATE, _POLICE, _SPACED) for match in pattern.finditer(text))
    return [
        Span(FoundKind.PLATE, match.start(), match.end(), re.sub(r"[ ·\-._]", "", match.group().upper()))
        for match in found
        if len(_DIGITS.findall(match.group())) >= LEAST_DIGITS
        and not _NO_PLATE.search(text[max(match.start() - 6, 0) : match.start()])
    ]
