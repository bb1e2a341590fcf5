"""Where the annual report counts an application: row, column and year, with the reason (年报格式2019, 2021).

The rows themselves are in `reports.editions`, which this layer must not import; a test compares the labels.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from disclosure.law.applications.outcomes import RULES, ApplicantKind, Outcome, OutcomeGroup

FIRST_YEAR = 2019  # of the statutory format; reports of earlier years had no such table
SPLIT_SINCE = 2021  # 其他处理 has three rows instead of one, and a few labels differ
PART = "第三部分「收到和处理政府信息公开申请情况」"
RECEIVED, CARRIED_IN = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"
CARRIED_OUT = "四、结转下年度继续办理"
ORGANISATIONS, TOTAL, ALL_OUTCOMES = "法人或其他组织", "总计", "（七）总计"
NOT_HELD_BEFORE = "本单位不掌握相关政府信息"
CHINESE = "一二三四五六"
ONCE = "一件申请只在一行、一列计一次；分几次答复或者作补充答复的，也只计一次。"
PARTLY = "区分处理的，只计「部分公开」这一情形，不予公开、没有的部分不再计入其他行。"


@dataclass(frozen=True, slots=True)
class ReportPlace:
    """`year`: None while it is not counted. `row`: its label in the report; `group`: the tall cell to its left.

    `column`: its heading. `sentences`: where and why, for staff; never empty.
    """

    year: int | None
    group: str
    row: str
    column: str
    sentences: tuple[str, ...]


def report_place(
    outcome: Outcome | str,
    applicant_kind: ApplicantKind | str,
    concluded_on: date | None,
    received_on: date | None = None,
) -> ReportPlace:
    """Where an application is counted; without an outcome or a day it is still open.

    `received_on` adds the rows of applications received and carried over.
    """
    kind = ApplicantKind(applicant_kind)
    if not outcome or concluded_on is None:
        return _place_of_open(kind, received_on)
    return _place_of_concluded(Outcome(outcome), kind, concluded_on, received_on)


def column_of(kind: ApplicantKind) -> str:
    return str(kind.label) if kind == ApplicantKind.NATURAL else f"{ORGANISATIONS}—{kind.label}"


def row_of(outcome: Outcome, year: int) -> tuple[str, str]:
    """The tall cell (empty where the row has none) and the row's label in that year's report."""
    group = RULES[outcome].group
    members = [member for member in Outcome if RULES[member].group == group]
    number = CHINESE[list(OutcomeGroup).index(group)]
    caption = f"（{number}）{group.label}"
    if group == OutcomeGroup.OTHERWISE and year < SPLIT_SINCE:
        return "", caption
    if len(members) == 1:
        return "", f"（{number}）{outcome.label}"
    mark = "．" if year < SPLIT_SINCE else "."
    label = NOT_HELD_BEFORE if outcome == Outcome.NOT_HELD and year < SPLIT_SINCE else str(outcome.label)
    return caption, f"{members.index(outcome) + 1}{mark}{label}"


def _place_of_concluded(
    outcome: Outcome, kind: ApplicantKind, concluded_on: date, received_on: date | None
) -> ReportPlace:
    year, column = concluded_on.year, column_of(kind)
    if year < FIRST_YEAR:
        return ReportPlace(None, "", "", column, (f"{year}年办结：{FIRST_YEAR}年以前的年度报告没有这张表，不计入。",))
    group, row = row_of(outcome, year)
    where = f"{group}—{row}" if group else row
    also = f"同时计入这一列的「{ALL_OUTCOMES}」和这一行的「{TOTAL}」"
    sentences = (
        f"计入{year}年度报告{PART}「{where}」一行、「{column}」一列，{also}。",
        *_why(outcome, kind, concluded_on),
        *_carried_over_sentences(year, received_on),
    )
    return ReportPlace(year, group, row, column, sentences)


def _why(outcome: Outcome, kind: ApplicantKind, concluded_on: date) -> Iterator[str]:
    ground = f"（{outcome.ground}）" if outcome.ground else ""
    result = "部分公开" if outcome == Outcome.PARTLY else outcome.label
    yield (
        f"因为办结日期是{concluded_on}，所以在{concluded_on.year}年；办理结果是「{result}」{ground}，申请人类型是「{kind.label}」。"
    )
    if outcome == Outcome.PARTLY:
        yield PARTLY
    if RULES[outcome].group == OutcomeGroup.OTHERWISE and concluded_on.year < SPLIT_SINCE:
        yield f"{concluded_on.year}年的格式把「其他处理」的三种情形合为一行。"
    yield ONCE


def _carried_over_sentences(year: int, received_on: date | None) -> Iterator[str]:
    if received_on is None:
        return
    if received_on.year == year:
        yield f"收到日期是{received_on}，同一年还计入「{RECEIVED}」。"
        return
    first = max(received_on.year, FIRST_YEAR)
    if received_on.year >= FIRST_YEAR:
        yield f"收到日期是{received_on}，{received_on.year}年度报告计入「{RECEIVED}」。"
    between = f"{first}年" if first == year - 1 else f"{first}至{year - 1}年各年"
    yield f"{between}年末还没有办结，当年度报告计入「{CARRIED_OUT}」，下一年度报告计入「{CARRIED_IN}」。"


def _place_of_open(kind: ApplicantKind, received_on: date | None) -> ReportPlace:
    column = column_of(kind)
    if received_on is None:
        return ReportPlace(None, "", "", column, ("还没有确认收到，不计入任何一年的年度报告。",))
    year = received_on.year
    if year < FIRST_YEAR:
        without_year = (f"还没有办结：{FIRST_YEAR}年起各年度报告计入「{CARRIED_IN}」和「{CARRIED_OUT}」。",)
        return ReportPlace(None, "", "", column, without_year)
    then = f"当年度报告计入「{CARRIED_OUT}」，下一年度报告计入「{CARRIED_IN}」"
    sentences = (
        f"收到日期是{received_on}，计入{year}年度报告{PART}「{RECEIVED}」一行、「{column}」一列。",
        f"还没有办结：到年末仍没有办结的，{then}；办结以后计入办结那一年的办理结果。",
    )
    return ReportPlace(year, "", CARRIED_OUT, column, sentences)
