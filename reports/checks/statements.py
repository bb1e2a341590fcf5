"""Check 9: what the texts say of a figure against its cell."""

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.editions.grid import Number, SumOfFigures, format_number

from .findings import CellValue, FindingLevel, ReportFinding, Subject, register
from .language.claims import Claim
from .language.quantities import CASES, Expression
from .reading import Text, text_of

_ALL_DONE = re.compile(
    r"(?:所有(?:的)?(?:政府信息公开)?申请|申请件?|全部|均|都)(?:(?!按[时期]|期限|时限|规定|依法)[^，。；]){0,12}"
    r"(?:办结|办理完成|办理完毕|处理完毕|答复完毕|办复)"
)
_ALL_UPHELD = re.compile(r"(?:均|全部|都)(?:被|获|获得|予以|为|已)*(?:结果)?维持")
_OF_THOSE_DONE = re.compile(r"已(?:审结|办结)|审结(?:的)?")


@register(9)
def texts_agree_with_the_tables(subject: Subject) -> Iterator[ReportFinding]:
    """A figure in a text that fits no reading of its words differs from its cell."""
    text = text_of(subject)
    for claim in text.claims:
        if finding := _compare(subject, claim):
            yield finding
    yield from _all_done(subject, text)
    yield from _all_upheld(subject, text)


def _compare(subject: Subject, claim: Claim) -> ReportFinding | None:
    quantity, values = claim.quantity, subject.values
    known = quantity.values(values)
    if not known or not quantity.complete(subject.edition, values) or fits(claim, [value for _, value in known]):
        return None
    reading, expected = known[0]  # the likeliest
    figure = subject.edition.by_key[reading[0][1]]
    said = f"{format_number(_plain(claim.value))}{'以上' if claim.at_least else ''}"
    meanings = "、".join(dict.fromkeys(format_number(value) for _, value in known))
    several = f"（按不同口径可为 {meanings}）" if len({value for _, value in known}) > 1 else ""
    message = (
        f"{place(subject, claim)}「{claim.sentence.printed}」所说的{quantity.name}为 {said}，"
        f"而表{figure.table}「{figure.label}」得出 {format_number(expected)}{several}。"
    )
    return ReportFinding(
        9,
        FindingLevel.WARNING,
        message,
        figure.table,
        _cells(subject, reading),
        expected=expected,
        found=_plain(claim.value),
        difference=_plain(claim.value - expected),
        sentence=claim.sentence.printed,
        slot=claim.sentence.slot,
        about=claim.words,
    )


def fits(claim: Claim, values: list[Number]) -> bool:
    return any(claim.value <= value if claim.at_least else claim.value == value for value in values)


def _cells(subject: Subject, reading: Expression) -> tuple[CellValue, ...]:
    return tuple(CellValue(subject.edition.by_key[key], subject.values.get(key)) for _, key in reading)


def _plain(value: Decimal | int) -> Number:
    return int(value) if value == int(value) else Decimal(value)


def place(subject: Subject, claim: Claim) -> str:
    return slot_label(subject, claim.sentence.slot)


def slot_label(subject: Subject, slot: str) -> str:
    labels = {text.slot: text.label for text in subject.edition.texts}
    headings = [section.heading for section in subject.edition.sections if section.heading]
    # A report that was read from a file may have a text beside a table.
    labels |= {f"section-{number}": heading for number, heading in enumerate(headings, 1)}
    return f"「{labels.get(slot, slot)}」中，"


def _all_done(subject: Subject, text: Text) -> Iterator[ReportFinding]:
    """「所有申请均已办结」 where some are carried to the next year."""
    left = _carried_out(subject, text)
    if not left:
        return
    for sentence in text.sentences:
        match = _ALL_DONE.search(sentence.text)
        excepted = re.search(r"除.{0,14}(?:外|以外)|复议|诉讼|诉求|热线|建议|提案|留言|信箱|咨询|办件", sentence.text)
        if not match or excepted or not text.scope.is_whole_year_of_own(sentence.text[: match.start()], ""):
            continue
        if not re.search("申请", sentence.text) or "申请" not in sentence.text[: match.end()]:
            continue
        figure = subject.edition.by_key["3.carried_out.total"]
        message = (
            f"{slot_label(subject, sentence.slot)}「{sentence.printed}」说申请全部办结，"
            f"而表3「{figure.label}」为 {format_number(left)}。"
        )
        cells = (CellValue(figure, left),)
        yield ReportFinding(
            9, FindingLevel.WARNING, message, "3", cells, left, 0, -left, sentence.printed, sentence.slot, match.group()
        )


def _carried_out(subject: Subject, text: Text) -> Number | None:
    """The cell, the sum of its row where the total is blank, or what the texts say."""
    key = "3.carried_out.total"
    if key not in subject.edition.by_key:
        return None
    if (total := subject.values.get(key)) is not None:
        return total
    source = subject.edition.by_key[key].source
    parts = [subject.values.get(part) for part in source.parts] if isinstance(source, SumOfFigures) else []
    said = [claim.value for claim in text.claims if claim.quantity.key == "carried_out"]
    return sum((part for part in parts if part), 0) or max(said, default=None)


def _all_upheld(subject: Subject, text: Text) -> Iterator[ReportFinding]:
    """「均获维持」 where some cases ended otherwise, or the sentence counts more than were upheld."""
    for sentence in text.sentences:
        match = _ALL_UPHELD.search(sentence.text)
        if not match or not text.scope.is_whole_year_of_own(sentence.text[: match.start()], ""):
            continue
        own = [claim for claim in text.claims if claim.sentence is sentence and claim.quantity.domain == CASES]
        lead = sentence.text[: match.end()]
        routes = [r for r in ("review", "direct", "after_review") if _speaks(lead, r)]
        cells = [f"4.{route}" for route in routes]
        if not cells or any(subject.values.get(f"{cell}.{result}") is None for cell in cells for result in _RESULTS):
            continue
        against = _sum(subject, cells, "corrected") + _sum(subject, cells, "other")
        upheld = _sum(subject, cells, "upheld")
        counted = max((claim.value for claim in own), default=Decimal(upheld))
        is_wrong = against > 0 or (counted > upheld and not _OF_THOSE_DONE.search(lead))
        if is_wrong:
            total = _sum(subject, cells, "total")
            figures = tuple(
                CellValue(subject.edition.by_key[f"{cell}.{result}"], subject.values.get(f"{cell}.{result}"))
                for cell in cells
                for result in ("upheld", "total")
            )
            message = (
                f"{slot_label(subject, sentence.slot)}「{sentence.printed}」说全部维持，"
                f"而表4 {format_number(total)} 件中结果维持的为 {format_number(upheld)} 件。"
            )
            yield ReportFinding(
                9,
                FindingLevel.WARNING,
                message,
                "4",
                figures,
                upheld,
                total,
                total - upheld,
                sentence.printed,
                sentence.slot,
                match.group(),
            )


_RESULTS = ("upheld", "corrected", "other", "open", "total")


def _speaks(lead: str, route: str) -> bool:
    return "复议" in lead if route == "review" else "诉讼" in lead


def _sum(subject: Subject, cells: list[str], result: str) -> Number:
    return sum((subject.values.get(f"{cell}.{result}") or 0 for cell in cells), 0)
