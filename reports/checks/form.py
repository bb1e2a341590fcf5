"""Check 15: the form of a published report: tables, labels, sections, title, the format it rests on."""

import re
from collections.abc import Iterator, Sequence

from reports.editions import edition, edition_for
from reports.editions.grid import Edition
from reports.editions.printed import PrintedReport, PrintedTable

from .findings import FindingLevel, ReportFinding, Subject, register
from .reading import text_of
from .statements import slot_label

_CITES_2019 = re.compile(r"国办公开办函?[〔\[（]?2019[〕\]）]?60号")
_SINCE = 2021


@register(15)
def form_is_the_prescribed_one(subject: Subject) -> Iterator[ReportFinding]:
    """Texts of any report; tables, headings and title of one that was read from a file."""
    yield from _cites_the_old_format(subject)
    if subject.printed:
        yield from _tables(subject, subject.printed)
        yield from _headings(subject, subject.printed.headings)
        yield from _title(subject, subject.printed.title)


def _warning(message: str, about: str, table: str | None = None) -> ReportFinding:
    return ReportFinding(15, FindingLevel.WARNING, message, table, about=about)


def _cites_the_old_format(subject: Subject) -> Iterator[ReportFinding]:
    if subject.year < _SINCE:
        return
    for sentence in text_of(subject).sentences:
        if match := _CITES_2019.search(sentence.text):
            message = (
                f"{slot_label(subject, sentence.slot)}「{sentence.printed}」引用了2019年的格式文件，"
                f"{subject.year}年的报告应依照{subject.edition.source}。"
            )
            yield ReportFinding(
                15,
                FindingLevel.WARNING,
                message,
                sentence=sentence.printed,
                slot=sentence.slot,
                about=match.group(),
            )


# --- Tables --------------------------------------------------------------------


def _tables(subject: Subject, printed: PrintedReport) -> Iterator[ReportFinding]:
    tables = {table.key: table for table in printed.tables}
    for layout in subject.edition.tables:
        table = tables.get(layout.key)
        if table is None:
            message = f"没有找到表{layout.key}「{layout.title}」。"
            yield ReportFinding(15, FindingLevel.ERROR, message, layout.key, about="missing")
        elif table.is_picture:
            message = f"表{layout.key}「{layout.title}」是图片，数据无法核对，也不便于查阅，应改为表格。"
            yield ReportFinding(15, FindingLevel.ERROR, message, layout.key, about="picture")
        else:
            yield from _edition(subject, table)
            yield from _labels(table)


def _edition(subject: Subject, table: PrintedTable) -> Iterator[ReportFinding]:
    if table.edition_key and table.edition_key != _wanted(subject).key and not _same_table(subject, table):
        used, wanted = edition(table.edition_key).name, _wanted(subject).name
        message = f"表{table.key}用的是{used}，{subject.year}年的报告应当用{wanted}。"
        yield _warning(message, f"edition {table.edition_key}", table.key)


def _wanted(subject: Subject) -> Edition:
    return edition_for(subject.year)


def _same_table(subject: Subject, table: PrintedTable) -> bool:
    """Whether both formats print this table alike (table 4)."""
    layouts = [
        layout
        for one in (edition(table.edition_key), _wanted(subject))
        for layout in one.tables
        if layout.key == table.key
    ]
    return len(layouts) == 2 and layouts[0].rows == layouts[1].rows  # noqa: PLR2004 one of each format


def _labels(table: PrintedTable) -> Iterator[ReportFinding]:
    for label in table.labels:
        meant = f"，应为「{label.meant}」" if label.meant else "，格式中没有"
        yield _warning(f"表{table.key}的「{label.printed}」与格式不同{meant}。", label.printed, table.key)


# --- Headings and title ----------------------------------------------------------

_NUMBER = re.compile(r"^\s*[一二三四五六七八九十\d]+\s*[、.．]\s*")


def _bare(heading: str) -> str:
    return re.sub(r"\s", "", _NUMBER.sub("", heading)).strip("。：:、")


def _headings(subject: Subject, headings: Sequence[str]) -> Iterator[ReportFinding]:
    wanted = [_bare(section.heading) for section in subject.edition.sections if section.heading]
    meant = [_nearest(_bare(heading), wanted) for heading in headings]
    for place, section in enumerate(wanted):
        times = meant.count(place)
        if times == 0:
            yield _warning(f"没有「{section}」这一部分。", f"missing {section}")
        elif times > 1:
            yield _warning(f"「{section}」这一部分有 {times} 个。", f"twice {section}")
    for heading, of in zip(headings, meant, strict=True):
        if of is None:
            yield _warning(f"「{heading}」不是格式规定的部分。", f"unknown {heading}")
        elif _bare(heading) != wanted[of]:
            yield _warning(f"标题「{heading}」与格式不同，应为「{wanted[of]}」。", f"renamed {heading}")
    order = [place for place in meant if place is not None]
    if order != sorted(order):
        yield _warning(f"各部分的次序与格式不同：{'、'.join(headings)}。", "order")


_SIGNS = (
    ("主动公开",),
    ("申请",),
    ("复议", "诉讼"),
    ("问题", "改进", "整改"),
    ("其他", "其它"),
    ("总体", "概述", "概况"),
)
_PLACES = (1, 2, 3, 4, 5, 0)


def _nearest(heading: str, wanted: Sequence[str]) -> int | None:
    """The place of the section that a heading means: its own words, or the word that only this section has."""
    if heading in wanted:
        return wanted.index(heading)
    for place, signs in sorted(zip(_PLACES, _SIGNS, strict=True), key=lambda pair: -pair[0]):
        if place < len(wanted) and any(sign in heading for sign in signs):
            return place
    return None


def _title(subject: Subject, title: str) -> Iterator[ReportFinding]:
    plain = re.sub(r"\s", "", title)
    if not plain or re.fullmatch(rf".+{subject.year}年政府信息公开工作年度报告", plain):
        return
    wanted = subject.edition.title.format(authority="（机关名称）", year=subject.year)
    yield _warning(f"标题「{title}」与格式不同，应为「{wanted}」。", title)
