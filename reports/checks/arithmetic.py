"""Check 13: the texts against themselves: totals and parts, shares, the balance of applications, a claim made twice."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from reports.editions.grid import format_number

from .findings import CellValue, FindingLevel, ReportFinding, Subject, register
from .language.claims import Claim
from .language.mentions import Mention
from .language.parts import ListOfParts
from .language.sentences import Sentence
from .reading import Text, text_of
from .statements import slot_label


def number(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value.normalize()


def said(value: Decimal) -> str:
    return format_number(number(value))


@register(13)
def texts_agree_with_themselves(subject: Subject) -> Iterator[ReportFinding]:
    """`found` is the figure as printed, `expected` the one computed."""
    text = text_of(subject)
    for one in text.lists:
        if one.fault:
            yield _parts(subject, one)
    yield from _shares(subject, text)
    yield from _balance(subject, text)
    yield from _twice(subject, text)


def warn(
    subject: Subject,
    sentence: Sentence,
    why: str,
    found: Decimal,
    expected: Decimal,
    *,
    check: int = 13,
    about: str = "",
) -> ReportFinding:
    message = f"{slot_label(subject, sentence.slot)}「{sentence.printed}」{why}"
    return ReportFinding(
        check,
        FindingLevel.WARNING,
        message,
        expected=number(expected),
        found=number(found),
        difference=number(found - expected),
        sentence=sentence.printed,
        slot=sentence.slot,
        about=about or why,
    )


def _parts(subject: Subject, one: ListOfParts) -> ReportFinding:
    parts = "＋".join(said(part.value) for part in one.parts)
    unit = one.total.unit
    why = f"所列各项 {parts} 合计 {said(one.sum)}{unit}，与总数 {said(one.total.value)}{unit}不符。"
    sentences = dict.fromkeys(mention.sentence for mention in sorted((one.total, *one.parts), key=_order))
    whole = replace(one.total.sentence, printed="".join(sentence.printed for sentence in sentences))
    return warn(subject, whole, why, one.total.value, one.sum)


def _order(mention: Mention) -> tuple[int, int]:
    return mention.sentence.number, mention.numeral.start


# --- Shares -------------------------------------------------------------------

_SHARE = re.compile(r"占(?!用|据|地|领)[^，。；\d]{0,16}\Z")
_OF_ANOTHER = re.compile(r"占(?:全[区县市省州国]|去年|上年|同期|计划|任务|目标|应)")
_SEVERAL = re.compile(r"占比?(?:总数|总量|全部)?(?:的)?(?:比例|比重)?(?:分别|依次)")


def _shares(subject: Subject, text: Text) -> Iterator[ReportFinding]:
    for share, part, whole in shares(text):
        if not _is_share(part, whole, share):
            expected = (part * 100 / whole).quantize(Decimal(1).scaleb(-share.numeral.decimals), ROUND_HALF_UP)
            why = f"{said(part)} 占 {said(whole)} 的 {said(expected)}%，不是 {said(share.value)}%。"
            yield warn(subject, share.sentence, why, share.value, expected)


def shares(text: Text) -> Iterator[tuple[Mention, Decimal, Decimal]]:
    """Each share whose part and whole are printed, with both."""
    by_sentence: dict[int, list[Mention]] = defaultdict(list)
    for mention in text.mentions:
        by_sentence[id(mention.sentence)].append(mention)
    for mentions in by_sentence.values():
        for place, share in enumerate(mentions):
            part = _part_of_share(mentions, place) if share.numeral.is_percent and share.is_exact else None
            whole = next((one.total for one in text.lists if part in one.parts), None)
            if part and whole and part.is_exact and whole.is_exact and whole.value >= part.value:
                yield share, part.value, whole.value


def _part_of_share(mentions: Sequence[Mention], place: int) -> Mention | None:
    share, before = mentions[place], [one for one in mentions[:place] if not one.numeral.is_percent]
    if _SEVERAL.search(share.lead):
        return _part_in_row(mentions, place, before)
    if not before or not _SHARE.search(share.before) or _OF_ANOTHER.search(share.before):
        return None
    return before[-1] if not share.before.partition("占")[0].strip() else None


def _part_in_row(mentions: Sequence[Mention], place: int, before: Sequence[Mention]) -> Mention | None:
    """「A 12篇、B 8篇，占比分别为60%、40%」: the n-th share is the n-th of the last parts."""
    first = next((n for n, one in enumerate(mentions) if one.numeral.is_percent and "分别" in one.before), None)
    if first is None or place < first or any(not one.numeral.is_percent for one in mentions[first : place + 1]):
        return None
    count = next((n for n, one in enumerate(mentions[first:]) if not one.numeral.is_percent), len(mentions) - first)
    parts = before[-count:]
    return parts[place - first] if len(parts) == count and len(before) > count else None


def _is_share(part: Decimal, whole: Decimal, share: Mention) -> bool:
    """Whether the share fits, rounded or cut."""
    if whole == 0:
        return True
    step = Decimal(1).scaleb(-share.numeral.decimals)
    exact = part * 100 / whole
    return share.value in {exact.quantize(step, ROUND_HALF_UP), exact.quantize(step, ROUND_DOWN)}


# --- Applications: 一 + 二 = 三 + 四 -------------------------------------------


def _balance(subject: Subject, text: Text) -> Iterator[ReportFinding]:
    """In one sentence: received (and carried in) against concluded and carried out."""
    by_sentence: dict[int, list[Claim]] = defaultdict(list)
    for claim in text.claims:
        by_sentence[id(claim.sentence)].append(claim)
    for claims in by_sentence.values():
        values = {
            claim.quantity.key.partition("|")[0]: claim for claim in claims if claim.mention and not claim.at_least
        }
        got = values.get("received:total") or values.get("new:total")
        done, left = values.get("concluded"), values.get("carried_out")
        if not (got and done and left) or _skips(got.sentence.text):
            continue
        came = values.get("carried_in")
        carried = came.value if came else subject.values.get("3.carried_in.total")
        sums = {got.value, got.value + Decimal(carried or 0)}
        expected = done.value + left.value
        if carried is not None and expected not in sums:
            why = (
                f"所说的收到 {said(got.value)}{'、上年结转 ' + said(came.value) if came else ''}，"
                f"与办结 {said(done.value)} 加结转 {said(left.value)} 对不上。"
            )
            yield warn(subject, got.sentence, why, got.value, expected - (came.value if came else 0))


def _skips(text: str) -> bool:
    return bool(re.search("撤[回销]|延期|补正|其他", text))


# --- The same claim twice -----------------------------------------------------

_WHOLE_YEAR = re.compile(r"共|累计|全年|总")


def _twice(subject: Subject, text: Text) -> Iterator[ReportFinding]:
    yield from _claimed_twice(subject, text)
    seen: dict[tuple[str, str], Mention] = {}
    inside = {part for one in text.lists for part in one.parts}
    for mention in text.mentions:
        if mention in inside or not mention.is_exact or mention.numeral.is_percent or mention.is_each:
            continue
        words = _phrase(mention)
        if not words or not text.scope.is_whole_year_of_own(mention.lead, mention.after):
            continue
        first = seen.setdefault((words, mention.unit), mention)
        if first.value != mention.value and first.sentence.text[: first.numeral.start] != "":
            why = (
                f"所说的{words} {said(mention.value)}{mention.unit}，与前文「{first.sentence.printed}」的 "
                f"{said(first.value)}{first.unit}不一致。"
            )
            yield warn(subject, mention.sentence, why, mention.value, first.value)


_LEAST_WORDS = 6


def _phrase(mention: Mention) -> str:
    """What a figure counts in the whole year, without whose and when; empty where it may be one of several such."""
    words = mention.before + mention.after
    if (
        not re.search("全年.{0,12}(?:共|累计|主动)|(?:共|累计)(?:主动)?(?:公开|发布|公布)", words)
        or "主动公开" not in words
    ):
        return ""
    plain = re.sub(r"^.*?(?=主动公开)", "", words)
    return plain if len(plain) >= _LEAST_WORDS and not re.search("通过|利用|网站|平台|公众号|微", words) else ""


def _claimed_twice(subject: Subject, text: Text) -> Iterator[ReportFinding]:
    """A claim that is the same in all its readings, with another figure; check 9 judges it where the tables tell."""
    first: dict[str, Claim] = {}
    for claim in text.claims:
        if claim.at_least or claim.quantity.values(subject.values):
            continue
        if len(claim.quantity.readings) > 1 and claim.quantity.domain != "cases":
            continue
        earlier = first.setdefault(claim.quantity.key, claim)
        if earlier.value != claim.value:
            why = (
                f"所说的{claim.quantity.name} {said(claim.value)}，与前文「{earlier.sentence.printed}」的 "
                f"{said(earlier.value)} 不一致。"
            )
            yield warn(subject, claim.sentence, why, claim.value, earlier.value)


__all__ = ["CellValue", "number", "said", "warn"]
