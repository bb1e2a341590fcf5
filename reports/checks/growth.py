"""Check 14: growth that the texts claim, against last year's report or the figure printed beside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from reports.editions.grid import Number

from .arithmetic import said, warn
from .findings import ReportFinding, Subject, register
from .language.claims import Claim
from .language.mentions import Mention
from .reading import Text, text_of

_LAST_YEAR = r"(?:上一?年(?:度|同期)?|去年(?:同期)?|同期|往年同期)"
_MORE, _LESS = r"增[加长]|上升|提[高升]|多", r"减少|下降|降低|少"
_COMPARED = re.compile(
    rf"(?:同比|较(?:{_LAST_YEAR}|(?P<year>20\d\d)年度?)|(?:比|与){_LAST_YEAR}|(?:比|与)(?P<other>20\d\d)年度?|环比)"
    rf"(?:的)?(?:相比|比)?[，、]?(?:有所|共|共计|总量|数量)*(?P<how>{_MORE}|{_LESS})(?:了|幅度?为|率为)?\Z"
)
_BESIDE = re.compile(rf"(?:较|比)(?:{_LAST_YEAR}|20\d\d年度?)(?:的)?\Z")
_THEN = re.compile(rf"^[，、]?(?:同比|相比)?(?P<how>{_MORE}|{_LESS})(?:了)?\Z")


@dataclass(frozen=True, slots=True)
class Growth:
    """「增加3件」 or 「下降5.2%」, printed behind the figure it is about."""

    mention: Mention
    is_less: bool
    year: int | None


@register(14)
def growth_agrees_with_last_year(subject: Subject) -> Iterator[ReportFinding]:
    """A change fits where any reading of the figure, this year and last, gives it; else it is wrong."""
    text = text_of(subject)
    for place in range(1, len(text.mentions)):
        yield from _beside(subject, text, place)
    for growth, claim, then in compared(subject):
        yield from _against_last_year(subject, growth, claim, then)


def compared(subject: Subject) -> Iterator[tuple[Growth, Claim, list[Number]]]:
    """Each change with the claim it is about, where last year's report holds what it is compared with."""
    text = text_of(subject)
    for place, mention in enumerate(text.mentions[1:], 1):
        growth = _growth(mention)
        if growth is None or growth.year not in {None, subject.year - 1}:
            continue
        claim = _claim_before(text, mention, text.mentions[place - 1])
        then = _last_year(subject, claim) if claim and mention.unit in {"%", claim.mention_unit} else []
        if claim and then:
            yield growth, claim, then


def _growth(mention: Mention) -> Growth | None:
    match = _COMPARED.search(_lead(mention))
    if match is None or not mention.is_exact:
        return None
    year = match["year"] or match["other"]
    return Growth(mention, re.search(_LESS, match["how"]) is not None, int(year) if year else None)


def _lead(mention: Mention) -> str:
    return re.split("[。；]", mention.lead)[-1]


def _claim_before(text: Text, mention: Mention, previous: Mention) -> Claim | None:
    """The claim that the change is about: the figure printed right before it in the sentence."""
    if previous.sentence is not mention.sentence:
        return None
    gap = mention.sentence.text[previous.numeral.end : mention.numeral.start]
    if re.search("[。；]|其中", gap):
        return None
    return next((claim for claim in text.claims if claim.mention == previous), None)


def _against_last_year(subject: Subject, growth: Growth, claim: Claim, then: list[Number]) -> Iterator[ReportFinding]:
    mention = growth.mention
    changes = [_change(Decimal(value), claim.value, growth) for value in then]
    if any(_fits(change, growth) for change in changes if change is not None):
        return
    if changes[0] is None:
        return
    expected = _rounded(changes[0], mention)
    sign = Decimal(-1) if growth.is_less else Decimal(1)
    unit = "%" if mention.numeral.is_percent else mention.unit
    kind = "减少" if expected < 0 else "增加"
    why = (
        f"所说的变化与上一年报告不符：上一年{claim.quantity.name}为 {said(Decimal(then[0]))}，"
        f"本年 {said(claim.value)}，"
        f"应为{kind} {said(abs(expected))}{unit}。"
    )
    yield warn(subject, mention.sentence, why, mention.value * sign, expected, check=14)


def _last_year(subject: Subject, claim: Claim) -> list[Number]:
    """Last year's values by the readings that this year's figure has; none where one of them cannot be told."""
    previous = subject.previous
    if previous is None:
        return []
    meant = {reading for reading, value in claim.quantity.values(subject.values) if value == claim.value}
    possible = [
        reading
        for reading in claim.quantity.readings
        if (not meant or reading in meant) and all(key in previous.edition.by_key for _, key in reading)
    ]
    known = dict(claim.quantity.values(previous.values))
    return [known[reading] for reading in possible] if all(reading in known for reading in possible) else []


def _change(then: Decimal, now: Decimal, growth: Growth) -> Decimal | None:
    """The signed change, in percent where the text says so; None from nothing."""
    if not growth.mention.numeral.is_percent:
        return now - then
    return (now - then) * 100 / then if then else None


def _fits(change: Decimal, growth: Growth) -> bool:
    printed = -growth.mention.value if growth.is_less else growth.mention.value
    step = Decimal(1).scaleb(-growth.mention.numeral.decimals)
    return printed in {change.quantize(step, ROUND_HALF_UP), change.quantize(step, ROUND_DOWN)}


def _rounded(change: Decimal, mention: Mention) -> Decimal:
    return change.quantize(Decimal(1).scaleb(-mention.numeral.decimals), ROUND_HALF_UP)


def _beside(subject: Subject, text: Text, place: int) -> Iterator[ReportFinding]:
    """「1200条，较上年的1000条增长20%」: all three figures stand in the sentence."""
    if place + 1 >= len(text.mentions):
        return
    now, then, change = text.mentions[place - 1 : place + 2]
    match = _THEN.search(change.sentence.text[then.numeral.end : change.numeral.start])
    same = now.sentence is then.sentence is change.sentence and now.unit == then.unit
    if not (match and same and _BESIDE.search(_lead(then)) and now.is_exact and then.is_exact and change.is_exact):
        return
    growth = Growth(change, re.search(_LESS, match["how"]) is not None, None)
    computed = _change(then.value, now.value, growth)
    if computed is None or _fits(computed, growth):
        return
    expected = _rounded(computed, change)
    why = f"从 {said(then.value)} 到 {said(now.value)}，变化应为 {said(expected)}{change.unit}。"
    yield warn(subject, change.sentence, why, -change.value if growth.is_less else change.value, expected, check=14)
