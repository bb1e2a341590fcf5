"""Check 10: years, reporting periods and signing dates that cannot belong to the report."""

import re
from collections.abc import Iterator
from datetime import date

from .findings import FindingLevel, ReportFinding, Subject, register
from .language.sentences import Sentence
from .reading import Text, text_of
from .statements import slot_label

_REPORT_OF = re.compile(
    r"(?:现将|现就|公布|编制|形成|发布|撰写)[^，。；《]{0,30}?(?<!\d)(?P<year>20\d\d)年(?:度)?[^，。；]{0,20}?(?:报告|情况)(?:如下"
    r"|公布|报告|予以|，|。|；|\Z)"
    r"|(?<!\d)(?P<title>20\d\d)年(?:度)?政府信息公开(?:工作)?(?:年度)?报告(?:如下|公布|，|。|\Z)"
)
_PERIOD = re.compile(r"(?<!\d)(?P<first>20\d\d)年1月1日起?[，、]?(?:至|到|—|－|-|~)+(?:(?P<last>20\d\d)年)?12月31日")
_DATE_LINE = re.compile(r"(?P<year>20\d\d)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
_FACT = re.compile(
    r"^(?:（[一二三四五六七八九十]+）[^，。]{0,30}[。：]?)?(?:截[至止]?)?(?P<year>20\d\d)年(?:度)?(?:，|我|全|本"
    r"|[\u4e00-\u9fff]{2,10}?(?:共|累计|通过|主动|公开|收到|受理))"
)
_SAYS_PAST = re.compile(
    r"较|相比|同比|比上|对比|以来|结转|决算|规划|届|会议精神|批复|印发|上年|去年|回顾|自20|起|整改|问题|将|力争|计划|下一步|打算"
)
_TELLS = re.compile(r"公开|发布|收到|受理|办理|制发|接收|公布|答复|培训|召开")
_BEFORE_AND_AFTER = 1


@register(10)
def years_belong_to_the_report(subject: Subject) -> Iterator[ReportFinding]:
    """Years in the texts, the reporting period, and the signing dates."""
    text = text_of(subject)
    for sentence in text.sentences:
        yield from _report_year(subject, sentence)
        yield from _period(subject, sentence)
        yield from _signed_in_text(subject, sentence)
    yield from _facts(subject, text)
    yield from _signed(subject)


def _warn(subject: Subject, sentence: Sentence, why: str, year: int, about: str) -> ReportFinding:
    message = f"{slot_label(subject, sentence.slot)}「{sentence.printed}」{why}"
    return ReportFinding(
        10,
        FindingLevel.WARNING,
        message,
        expected=subject.year,
        found=year,
        difference=year - subject.year,
        sentence=sentence.printed,
        slot=sentence.slot,
        about=about,
    )


def _report_year(subject: Subject, sentence: Sentence) -> Iterator[ReportFinding]:
    plain = re.sub(r"《[^》]*》", "", sentence.text)
    for match in _REPORT_OF.finditer(plain):
        year = int(match["year"] or match["title"])
        if year != subject.year:
            yield _warn(subject, sentence, f"写的是{year}年的报告，而这是{subject.year}年的报告。", year, match.group())


def _period(subject: Subject, sentence: Sentence) -> Iterator[ReportFinding]:
    for match in _PERIOD.finditer(sentence.text):
        first, last = int(match["first"]), int(match["last"] or match["first"])
        if first != last or first == subject.year:
            wrong = last if first == subject.year else first
            if last == subject.year == first or not _is_reporting_period(sentence.text, match):
                continue
        else:
            wrong = first
            if not _is_reporting_period(sentence.text, match):
                continue
        yield _warn(subject, sentence, f"所写的统计期限不是{subject.year}年1月1日至12月31日。", wrong, match.group())


def _is_reporting_period(text: str, match: re.Match[str]) -> bool:
    return bool(re.search("统计|数据|期限|周期|时限|报告", text[: match.start()])) or match.start() == 0


def _signed_in_text(subject: Subject, sentence: Sentence) -> Iterator[ReportFinding]:
    """A line that is a date and nothing else."""
    match = _DATE_LINE.fullmatch(sentence.text)
    day = _day(match) if match else None
    if day and (why := _impossible(subject.year, day)):
        yield _warn(subject, sentence, why, day.year, sentence.text)


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _impossible(year: int, day: date) -> str:
    """Why a report of the year cannot be signed on that day; empty where it can."""
    if day <= date(year, 12, 31):
        return f"落款日期 {day:%Y-%m-%d} 时{year}年还没有结束。"
    if day.year > year + _BEFORE_AND_AFTER:
        return f"落款日期 {day:%Y-%m-%d} 晚于{year + 1}年，不像是{year}年报告的日期。"
    return ""


def _signed(subject: Subject) -> Iterator[ReportFinding]:
    if subject.signed_on and (why := _impossible(subject.year, subject.signed_on)):
        year = subject.signed_on.year
        yield ReportFinding(
            10, FindingLevel.WARNING, why, found=year, expected=subject.year, about=f"{subject.signed_on:%Y-%m-%d}"
        )


def _facts(subject: Subject, text: Text) -> Iterator[ReportFinding]:
    """「2023年，经开区公开信息915条」 in the report of 2024: a figure of the year told under another."""
    told = {id(mention.sentence) for mention in text.mentions}
    for sentence in text.sentences:
        match = _FACT.match(sentence.text)
        if match is None or id(sentence) not in told or int(match["year"]) == subject.year:
            continue
        year, rest = int(match["year"]), sentence.text[match.end("year") :]
        if f"{subject.year}年" in rest or re.search("今年|本年|本年度", rest) or _SAYS_PAST.search(rest):
            continue
        if _is_history(subject, text, sentence):
            continue
        if _TELLS.search(rest) and abs(year - subject.year) <= 2:  # noqa: PLR2004 copied from a report of these years
            why = f"写的是{year}年的情况，而这是{subject.year}年的报告，请核对是否沿用了旧文字。"
            yield _warn(subject, sentence, why, year, match.group())


def _is_history(subject: Subject, text: Text, sentence: Sentence) -> bool:
    """Whether last year's report holds a figure of the sentence: then it tells of last year by intent."""
    if subject.previous is None:
        return False
    then = {value for value in subject.previous.values.values() if value}
    return any(mention.value in then for mention in text.mentions if mention.sentence is sentence)
