"""Identity numbers, bank cards and mobile numbers, however their figures are grouped or written."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from . import checksums
from .contexts import addresses_of_pages, is_asked_for, is_in_code, is_numbered, is_public_account
from .kinds import FoundKind, Span, Spans

CHINESE = "零〇○一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖"
_ARABIC = str.maketrans(CHINESE, "00012345678912123456789")
_DIGIT = f"[0-9{CHINESE}]"
_RUN = re.compile(rf"{_DIGIT}(?:[ \t\n\-·._~()]{{0,3}}{_DIGIT})+")
_GROUP = re.compile(rf"[0-9]+|[{CHINESE}]+")
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
LEAST, MOST = 11, 20
_CENTURIES, _FIRST_OF_CARDS = frozenset(("19", "20")), frozenset("2345689")
MOBILE = re.compile(r"1[3-9][0-9]{9}")
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


class Run:
    """Groups of figures with nothing but separators between them, and their figures in one piece."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.places = [match.span() for match in _GROUP.finditer(text, start, end)]
        self.digits = "".join(text[begin:stop] for begin, stop in self.places).translate(_ARABIC)
        self.offsets = list(accumulate((stop - begin for begin, stop in self.places), initial=0))


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring groups of a run, from `first` to before `after`, of those between `bounds`."""

    run: Run
    first: int
    after: int
    bounds: tuple[int, int]
    digits: str

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return self.run.places[self.first][0]

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.run.places[self.after - 1][1]

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many figures each group has."""
        return tuple(stop - begin for begin, stop in self.run.places[self.first : self.after])

    @property
    def between(self) -> str:
        """The separators."""
        pieces = self.run.places[self.first : self.after]
        return "".join(self.run.text[one[1] : other[0]] for one, other in pairwise(pieces))

    @property
    def is_joined(self) -> bool:
        """Whether figures go on before or after."""
        return self.bounds != (self.first, self.after)


Rule = Callable[[str, Window], Span | None]


def numbers(text: str) -> Spans:
    """Every identity number, bank card and mobile number; where one figure could belong to two, to the surer."""
    pages = addresses_of_pages(text)
    found: Spans = []
    for match in _RUN.finditer(text):
        if match.end() - match.start() >= LEAST:
            found += _in_run(Run(text, *match.span()))
    return [one for one in found if is_asked_for(text, one.start) or not _is_within(one, pages)]


def _is_within(one: Span, pages: list[tuple[int, int]]) -> bool:
    page = bisect_right(pages, (one.start, len(pages) and pages[-1][1])) - 1
    return page >= 0 and pages[page][0] <= one.start < pages[page][1]


def _in_run(run: Run) -> Iterator[Span]:
    """What a checksum vouches for first, mobile numbers among what is left."""
    done = 0
    for window, span in _matching(run, 0, len(run.places), _sure):
        yield from (mobile for _, mobile in _matching(run, done, window.first, _mobile))
        done = window.after
        yield span
    yield from (mobile for _, mobile in _matching(run, done, len(run.places), _mobile))


def _matching(run: Run, begin: int, end: int, rule: Rule) -> Iterator[tuple[Window, Span]]:
    """From left to right, each group in one window at most."""
    first = begin
    while first < end:
        for window in _windows(run, first, begin, end):
            if span := rule(run.text, window):
                yield window, span
                first, begin = window.after - 1, window.after
                break
        first += 1


def _windows(run: Run, first: int, begin: int, end: int) -> Iterator[Window]:
    offset = run.offsets[first]
    for after in range(first + 1, min(end, first + MOST) + 1):
        total = run.offsets[after] - offset
        if total > MOST:
            return
        if total >= LEAST and _may_matter(digits := run.digits[offset : run.offsets[after]]):
            yield Window(run, first, after, (begin, end), digits)


def _may_matter(digits: str) -> bool:
    """A cheap look before a dear one: nearly all windows end here, so that a megabyte of figures takes seconds."""
    match len(digits):
        case 11 | 12 | 13:
            return digits[-11] == "1"
        case 15:
            return digits[8] in "01" and digits[10] in "0123"
        case 20:
            return digits[6:8] in _CENTURIES
        case _:
            return digits[6:8] in _CENTURIES or digits[0] in _FIRST_OF_CARDS


# --- What a checksum vouches for ------------------------------------------------


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
    if not _national(digits, called=True):  # whatever comes before
        return None
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


def _is_amount(text: str, window: Window, before: str) -> bool:
    """Whether money, an area, or a decimal fraction; 1.138… at the beginning of a line is an entry of a list."""
    if _AMOUNT.match(text, window.end):
        return True
    return bool(_PART.search(before)) and (not _LISTED.search(before) or bool(_SPOT.search(before)))


def _national(digits: str, *, called: bool) -> str:
    """The eleven figures without the country's code, or the 0 once dialled before another town's."""
    prefixes = ("86", "0086", "0") if called else ("86", "0086")
    for prefix in ("", *prefixes):
        if digits.startswith(prefix) and MOBILE.fullmatch(digits.removeprefix(prefix)):
            return digits.removeprefix(prefix)
    return ""


def _is_whole(text: str, window: Window, *, called: bool) -> bool:
    """Whether the groups are one number, and no neighbours in a table of figures."""
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
