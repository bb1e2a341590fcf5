"""Identity numbers, bank cards and mobile numbers, however their digits are grouped or written."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from . import checksums
from .contexts import addresses_of_pages, is_asked_for, is_in_code, is_numbered, is_public_account
from .findings import FoundKind, Span, Spans
from .runs import DigitRun, NumberPattern, Window, matches, runs

_CHECK = re.compile(r"[ \-]{0,2}[Xx](?:[1-7][1-4])?(?![A-Za-z0-9])")  # on a disability card kind and degree follow
_CALLED_CARD = re.compile(r"(?:卡|账|帐|存折|一卡通)[^，,。；;\n|\t\d]{0,12}$")
_CALLED_PHONE = re.compile(
    r"(?:电\s?话|手\s?机|联系|号码|微信|致电|拨打|传呼|短信|Tel|Phone|Mobile|Mob)[^，,。；;\n|\t\d]{0,12}$",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"\s?(?:元|万元|亿元|美元|港元|欧元|平方|立方|公里|千克|公斤|吨|亩|%|‰|\.\d)")
_PART = re.compile(r"(?:\d\.|[¥$]|人民币|RMB)$")
_LISTED = re.compile(r"(?:^|[\n\s；;，,])[0-9]{1,2}\.$")
_ORDINAL = re.compile(r"(?:第|字|[\])])\s?$")  # 〔2023〕…号
_SPOT = re.compile(r"经度|纬度|东经|北纬|坐标")
_ABROAD = re.compile(r"(?:(?<![\d+])(?:\+|00)?86[ \-]{0,2}|\+)$")
_CENTURIES = frozenset(("19", "20"))
MOBILE = re.compile(r"1[3-9][0-9]{9}")
_DIALLED = re.compile(rf"(?:0|86|0086)?{MOBILE.pattern}")
MOBILE_GROUPS = {
    (3, 4, 4),
    (3, 8),
    (4, 3, 4),
    (4, 4, 3),
    (7, 4),
    (5, 6),
    (3, 3, 5),
    (3, 4, 2, 2),
    (4, 7),
    (6, 5),
    (3, 5, 3),
}
CARD_GROUPS = re.compile(r"(?:4,){3,4}[1-4]|(?:6,)[0-9]+|(?:1,)+1|[0-9]+|(?:6,4,4,[1-5])|(?:4,4,4,[4-7])")
OLD_GROUPS = {(15,), (6, 6, 3), (1,) * 15}


def numbers(text: str) -> Spans:
    """Every identity number, bank card and mobile number; a digit that fits two goes to the more certain one."""
    pages = addresses_of_pages(text)
    spans = (span for run in runs(text) for span in _in_run(run))
    return [span for span in spans if is_asked_for(text, span.start) or not _is_within(span, pages)]


def _is_within(span: Span, pages: list[tuple[int, int]]) -> bool:
    page = bisect_right(pages, (span.start, len(pages) and pages[-1][1])) - 1
    return page >= 0 and pages[page][0] <= span.start < pages[page][1]


def _in_run(run: DigitRun) -> Iterator[Span]:
    done = 0
    for window, span in matches(run, 0, len(run.places), _SURE):
        yield from (mobile for _, mobile in matches(run, done, window.first, _MOBILE))
        done = window.after
        yield span
    yield from (mobile for _, mobile in matches(run, done, len(run.places), _MOBILE))


# --- What a checksum vouches for ------------------------------------------------


def _may_be_sure(digits: str) -> bool:
    match len(digits):
        case checksums.SHORT:
            return checksums.is_old_identity(digits)
        case checksums.DISABILITY:
            return checksums.is_disability_card(digits)
        case 17 if digits[6:8] in _CENTURIES:  # the check character may follow
            return True
        case 18 if checksums.is_identity(digits):
            return True
    if digits[0] not in checksums.FIRST_OF_CARDS:
        return False
    return checksums.has_luhn(digits) and checksums.is_bank_card(digits, named=True)


def _sure(text: str, window: Window) -> Span | None:
    match len(window.digits):
        case 15:
            return _old_identity(text, window)
        case 16 | 19:
            return _card(text, window)
        case 17 | 18:
            return _identity(text, window) or _card(text, window)
        case 20:
            return _identity(text, window)
    return None


# Cards; identity numbers of 15 figures by month and day; those of 18 by the century.
_SURE_HOPE = re.compile(
    rf"[{checksums.FIRST_OF_CARDS}][0-9]{{15}}|[0-9]{{8}}[01][0-9][0-3][0-9]{{4}}|[0-9]{{6}}(?:19|20)[0-9]{{9}}"
)
_SURE = NumberPattern(_SURE_HOPE, (15, 16, 17, 18, 19, 20), _may_be_sure, _sure)


def _identity(text: str, window: Window) -> Span | None:
    digits, end = window.digits, window.end
    if len(digits) == checksums.LONG - 1 and (check := _CHECK.match(text, end)):
        digits, end = digits + "X", check.end()
    if checksums.is_identity(digits) or checksums.is_disability_card(digits):
        return Span(FoundKind.IDENTITY, window.start, end, digits)
    return None


def _old_identity(text: str, window: Window) -> Span | None:
    if window.is_joined and window.after - window.first > 1:
        return None
    if not checksums.is_old_identity(window.digits) or window.sizes not in OLD_GROUPS:
        return None
    if "\n" in window.between:
        return None
    if is_numbered(text, window.start) or is_in_code(text, window.start):
        return None
    return Span(FoundKind.IDENTITY, window.start, window.end, window.digits)


def _card(text: str, window: Window) -> Span | None:
    if not checksums.has_luhn(window.digits) or set(window.between) - set(" -"):
        return None
    if not CARD_GROUPS.fullmatch(",".join(map(str, window.sizes))):
        return None
    named = bool(_CALLED_CARD.search(text[max(window.start - 24, 0) : window.start]))
    if not checksums.is_bank_card(window.digits, named=named) or is_in_code(text, window.start):
        return None
    if is_numbered(text, window.start) or is_public_account(text, window.start, window.end):
        return None
    return Span(FoundKind.BANK_CARD, window.start, window.end, window.digits)


# --- Mobile numbers ---------------------------------------------------------------


def _mobile(text: str, window: Window) -> Span | None:
    digits, start = window.digits, window.start
    before = text[max(start - 30, 0) : start]
    called = bool(_CALLED_PHONE.search(before))
    number = _national(digits, called=called)
    if not number or not _is_whole(text, window, called=called) or _is_amount(text, window, before):
        return None
    if _ORDINAL.search(before) and text.startswith("号", window.end):
        return None
    if is_in_code(text, start) or (is_numbered(text, start) and not called):
        return None
    abroad = _ABROAD.search(before)
    return Span(FoundKind.MOBILE, start - len(abroad.group()) if abroad else start, window.end, number)


def _may_be_mobile(digits: str) -> bool:
    return bool(_DIALLED.fullmatch(digits))


_MOBILE = NumberPattern(_DIALLED, (11, 12, 13, 15), _may_be_mobile, _mobile)


def _is_amount(text: str, window: Window, before: str) -> bool:
    """Whether it is money, an area or a decimal; 1.138… at the beginning of a line is a list entry."""
    if _AMOUNT.match(text, window.end):
        return True
    return bool(_PART.search(before)) and (not _LISTED.search(before) or bool(_SPOT.search(before)))


def _national(digits: str, *, called: bool) -> str:
    """The eleven digits without the country code, or without the 0 once dialled before another town's number."""
    prefixes = ("86", "0086", "0") if called else ("86", "0086")
    for prefix in ("", *prefixes):
        if digits.startswith(prefix) and MOBILE.fullmatch(digits.removeprefix(prefix)):
            return digits.removeprefix(prefix)
    return ""


def _is_whole(text: str, window: Window, *, called: bool) -> bool:
    """Whether the groups form one number and are no neighbours in a table of figures."""
    if len(window.sizes) == 1:
        return True
    if set(window.between) & set("\n\t"):
        return False
    if "." in window.between and set(window.between) != {"."}:
        return False
    sizes = window.sizes[1:] if window.digits.startswith(("86", "0086")) else window.sizes
    is_usual = sizes in MOBILE_GROUPS or set(sizes) == {1} or len(sizes) == 1 or not window.between
    if called or _is_after_name(text, window.start):
        return is_usual or not window.is_joined
    return is_usual and not window.is_joined


def _is_after_name(text: str, start: int) -> bool:
    return bool(re.search(r"[\u4e00-\u9fff]{2,4}[:\s]?$", text[max(start - 6, 0) : start]))
