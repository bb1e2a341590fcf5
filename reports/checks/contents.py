"""Checks 11 and 12: personal data in the texts; sections that say nothing, or what last year's said."""

import re
from collections.abc import Iterator
from functools import lru_cache

from disclosure.law.privacy import FoundKind, FoundText, find, mask
from disclosure.rendering.prose import plain_text

from .findings import FindingLevel, ReportFinding, Subject, register
from .language.sentences import Paragraph, Sentence, paragraphs
from .statements import slot_label


@register(11)
def texts_hold_no_personal_data(subject: Subject) -> Iterator[ReportFinding]:
    """One finding a passage; the message shows it masked, so that a list of findings gives nothing away."""
    for slot, html in subject.texts.items():
        for line in _lines(html):
            for found in _personal_data(line):
                masked = mask(line, found)
                message = (
                    f"{slot_label(subject, slot)}有{found.kind.label}：{found.masked}，"
                    "请遮盖或删去，确需公开的写明理由。"
                )
                yield ReportFinding(
                    11,
                    FindingLevel.ERROR,
                    message,
                    sentence=masked,
                    slot=slot,
                    about=f"{found.kind.value}:{found.masked}",
                )


_OFFICE = re.compile(r"(?:联系|办公|通[讯信])地址|地址：|邮编|邮政编码|办公室|联系(?:电话|方式)|传真")


@lru_cache(maxsize=64)
def _lines(html: str) -> tuple[str, ...]:
    return tuple(plain_text(html))


@lru_cache(maxsize=1024)
def _personal_data(line: str) -> tuple[FoundText, ...]:
    """What the guard finds, without the mailbox of the office that the preamble names."""
    of_office = _OFFICE.search(line)
    return tuple(one for one in find(line) if not (of_office and one.kind == FoundKind.EMAIL))


# --- Check 12 -----------------------------------------------------------------

_HEADING = re.compile(
    r"^(?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]+[、.]|\d+[.、]|（\d+）)?[^，。；：]{1,40}[。：；]?\Z"
)
_NUMBERED = re.compile(r"^(?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|\d+[.、]|（\d+）|[一二三四五]是)")
_PREAMBLE = re.compile(
    r"(?:本|此)(?:年度|年)?(?:报告|年报|报)(?:是|根据|由|全文|中|所列|的|包括|编制|电子版|内容)|根据《[^》]*》|电子版|统计(?:期限|时限|周期|数据)"
    r"|如[对有][^，。]*(?:疑问|问题)|现将|六个(?:部分|方面)|联系"
)
_SHORT = 60  # characters: so little may stay the same year after year
_ALL_BUT = 90  # percent
_OVERVIEW = "overview"


@register(12)
def sections_say_something_of_this_year(subject: Subject) -> Iterator[ReportFinding]:
    """Required texts that are empty, headings only or a preamble only; texts all but equal to last year's."""
    if not subject.texts:
        return
    for part in subject.edition.texts:
        found = list(paragraphs({part.slot: subject.texts.get(part.slot, "")}))
        if part.required and (why := _says_nothing(part.slot, found)):
            yield ReportFinding(12, FindingLevel.WARNING, f"「{part.label}」{why}", slot=part.slot, about=why)
        elif subject.previous and (same := _same_as(found, subject.previous, part.slot)) is not None:
            message = (
                f"「{part.label}」与{subject.previous.year}年报告的文字有 {same}% 相同，请核对是否写了本年的情况。"
            )
            yield ReportFinding(12, FindingLevel.WARNING, message, found=same, slot=part.slot, about=_digest(found))


def _says_nothing(slot: str, found: list[Paragraph]) -> str:
    if not found:
        return "没有内容。"
    if all(_is_heading(paragraph) for paragraph in found):
        return "只有标题，没有内容。"
    told = [sentence for paragraph in found if not _is_heading(paragraph) for sentence in paragraph]
    if slot == _OVERVIEW and all(_PREAMBLE.search(sentence.text) for sentence in told):
        return "只有报告的引言，没有本年的情况。"
    return ""


def _is_heading(paragraph: Paragraph) -> bool:
    """A single numbered line without a sign inside; an ordinary short sentence is none."""
    text = paragraph[0].text
    return len(paragraph) == 1 and bool(_NUMBERED.match(text) and _HEADING.match(text)) and not _says(text)


def _says(text: str) -> bool:
    return text.endswith("。") or bool(re.search("无|没有|未|不", text))


def _same_as(found: list[Paragraph], previous: Subject, slot: str) -> int | None:
    """Percent of the characters in sentences that last year's text had too, years aside; None below _ALL_BUT."""
    now = [sentence for paragraph in found for sentence in paragraph]
    then = {_without_years(one) for paragraph in paragraphs({slot: previous.texts.get(slot, "")}) for one in paragraph}
    total = sum(len(sentence.text) for sentence in now)
    if total < _SHORT or not then:
        return None
    same = sum(len(sentence.text) for sentence in now if _without_years(sentence) in then) * 100 // total
    return same if same >= _ALL_BUT else None


def _without_years(sentence: Sentence) -> str:
    return re.sub(r"(?<!\d)20\d\d(?!\d)", "＊", sentence.text)


def _digest(found: list[Paragraph]) -> str:
    return "".join(sentence.text for paragraph in found for sentence in paragraph)
