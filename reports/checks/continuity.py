"""Checks 5, 6 and 17: the tables against last year's report, and figures that this authority can hardly have."""

from collections.abc import Iterator
from decimal import Decimal

from disclosure.law.applications.outcomes import ApplicantKind
from reports.editions.grid import MONEY, Figure, Number, format_number

from .authorities import may_make_regulations
from .findings import CellValue, FindingLevel, LateRecord, ReportFinding, Subject, register

COLUMNS = (*(kind.value for kind in ApplicantKind), "total")


@register(5)
def carried_in_equals_last_years_carried_out(subject: Subject) -> Iterator[ReportFinding]:
    """Every column; a record entered after last year's report was published is named where it makes the difference."""
    previous = subject.previous
    if previous is None:
        return
    for column in COLUMNS:
        figure = subject.edition.by_key.get(f"3.carried_in.{column}")
        now, then = subject.values.get(f"3.carried_in.{column}"), previous.values.get(f"3.carried_out.{column}")
        if figure is None or now is None or then is None or now == then:
            continue
        message = (
            f"表3「{figure.label}」为 {format_number(now)}，{previous.year}年报告的「结转下年度继续办理」为 "
            f"{format_number(then)}，相差 {format_number(now - then)}。{_late(subject, column)}"
        )
        cells = (CellValue(figure, now),)
        yield ReportFinding(5, FindingLevel.ERROR, message, "3", cells, then, now, now - then)


def _late(subject: Subject, column: str) -> str:
    late = [one for one in subject.late_records if column in {"total", one.applicant_kind}]
    if not late:
        return ""
    return f"上一年报告公布以后才登记的申请：{'；'.join(map(_described, late))}。"


def _described(record: LateRecord) -> str:
    return f"{record.number}（{record.received_on:%Y-%m-%d}收到，{record.entered_on:%Y-%m-%d}登记）"


@register(6)
def in_force_follows_from_last_year(subject: Subject) -> Iterator[ReportFinding]:
    """Format of 2021: 现行有效 = last year's 现行有效 + 制发 − 废止."""
    previous = subject.previous
    if previous is None:
        return
    for row in ("regulation", "normative"):
        keys = [f"2.{row}.{column}" for column in ("in_force", "made", "repealed")]
        before = previous.values.get(keys[0])
        values = [subject.values.get(key) for key in keys]
        if before is None or any(value is None for value in values):
            continue
        found, made, repealed = (value or 0 for value in values)
        expected = before + made - repealed
        if found == expected:
            continue
        figure = subject.edition.by_key[keys[0]]
        message = (
            f"表2「{figure.label}」为 {format_number(found)}；{previous.year}年报告为 {format_number(before)}，"
            f"加制发 {format_number(made)}、减废止 {format_number(repealed)}，应为 {format_number(expected)}。"
        )
        cells = tuple(CellValue(subject.edition.by_key[key], subject.values.get(key)) for key in keys)
        yield ReportFinding(6, FindingLevel.WARNING, message, "2", cells, expected, found, found - expected)


# --- Check 17 -----------------------------------------------------------------

TENFOLD = 10
_WORTH_A_WORD = 20  # smaller figures jump by chance
_YUAN_AS_MYRIADS = (2_000, 50_000)  # times last year's: 10,000 times, give or take what a year changes
_PER_PROJECT = 3_000  # 万元: no town buys one thing for so much


@register(17)
def figures_can_be_this_authoritys(subject: Subject) -> Iterator[ReportFinding]:
    """规章 where it can make none, 元 in a column of 万元, a jump of more than tenfold."""
    yield from _regulations(subject)
    yield from _yuan(subject)
    yield from _jumps(subject)


def _regulations(subject: Subject) -> Iterator[ReportFinding]:
    if may_make_regulations(subject.authority.names):
        return
    for figure in subject.edition.figures:
        value = subject.values.get(figure.key)
        if figure.key.startswith("2.regulation.") and value:
            message = (
                f"表2「{figure.label}」为 {format_number(value)}：本机关无权制定规章，通常应为 0，"
                "请核对是否误填规范性文件。"
            )
            yield _warning(figure, value, message, expected=0)


def _yuan(subject: Subject) -> Iterator[ReportFinding]:
    for figure in subject.edition.figures:
        value = subject.values.get(figure.key)
        if figure.unit != MONEY or not value:
            continue
        then = subject.previous.values.get(figure.key) if subject.previous else None
        low, high = _YUAN_AS_MYRIADS
        if then and low <= Decimal(value) / Decimal(then) <= high:
            why = f"是上一年 {format_number(then)} 的 {round(Decimal(value) / Decimal(then))} 倍"
        elif not then and _dear(subject, figure, value):
            why = "对乡镇街道来说过大"
        else:
            continue
        message = f"表2「{figure.label}」为 {format_number(value)} 万元，{why}，可能误以元填写。"
        yield _warning(figure, value, message, expected=Decimal(value) / 10_000)


def _dear(subject: Subject, figure: Figure, value: Number) -> bool:
    projects = subject.values.get("2.procurement.projects")
    is_town = any(end in name for name in subject.authority.names[:2] for end in ("镇", "乡", "街道"))
    return (
        is_town and figure.key.startswith("2.procurement.") and Decimal(value) / Decimal(projects or 1) > _PER_PROJECT
    )


def _jumps(subject: Subject) -> Iterator[ReportFinding]:
    previous = subject.previous
    if previous is None:
        return
    for figure in subject.edition.figures:
        now, then = subject.values.get(figure.key), previous.values.get(figure.key)
        if not now or not then or figure.signed or not _is_told(figure):
            continue
        small, large = sorted((Decimal(now), Decimal(then)))
        is_yuan = figure.unit == MONEY and large / small >= _YUAN_AS_MYRIADS[0]
        if small < 0 or large <= small * TENFOLD or large < _WORTH_A_WORD or is_yuan:
            continue
        both = f"为 {format_number(now)}，上一年为 {format_number(then)}"
        message = f"表{figure.table}「{figure.label}」{both}，相差十倍以上，请核对。"
        yield _warning(figure, now, message, expected=then)


def _is_told(figure: Figure) -> bool:
    """Tables 3 and 4: their totals alone, so that one jump is told once."""
    return figure.table == "2" or figure.key.endswith(".total")


def _warning(figure: Figure, value: Number, message: str, *, expected: Number) -> ReportFinding:
    cells = (CellValue(figure, value),)
    return ReportFinding(
        17, FindingLevel.WARNING, message, figure.table, cells, expected, value, Decimal(value) - Decimal(expected)
    )
