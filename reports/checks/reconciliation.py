"""Checks 1 to 4, 7 and 8: the tables against themselves (勾稽关系, printed below table 3)."""

from collections.abc import Iterator
from decimal import Decimal

from reports.editions.grid import COUNT, Equation, Number, format_number

from .findings import CellValue, FindingLevel, ReportFinding, Subject, register


def _equations(subject: Subject, number: int) -> Iterator[ReportFinding]:
    """Compare both sides of each equation with this number; blank cells are left to check 8."""
    for table in subject.edition.tables:
        for equation in table.equations:
            if equation.check == number and (finding := _compare(subject, table.key, equation)):
                yield finding


def _compare(subject: Subject, table: str, equation: Equation) -> ReportFinding | None:
    cells = _cells(subject, (*equation.left, *equation.right))
    found, expected = _sum(subject, equation.left), _sum(subject, equation.right)
    if found is None or expected is None or found == expected:
        return None
    where = cells[0].figure
    place = f"「{where.row}」" if len({cell.figure.row for cell in cells}) == 1 else f"「{where.column}」列"
    message = (
        f"表{table} {place}：{equation.rule}。左边为 {format_number(found)}，右边为 {format_number(expected)}，"
        f"相差 {format_number(found - expected)}。"
    )
    return ReportFinding(equation.check, FindingLevel.ERROR, message, table, cells, expected, found, found - expected)


def _cells(subject: Subject, keys: tuple[str, ...]) -> tuple[CellValue, ...]:
    return tuple(CellValue(subject.edition.by_key[key], subject.values.get(key)) for key in keys)


def _sum(subject: Subject, keys: tuple[str, ...]) -> Number | None:
    total: Number = 0
    for key in keys:
        value = subject.values.get(key)
        if value is None:
            return None
        total += value
    return total


@register(1)
def received_and_carried_in_equal_concluded_and_carried_out(subject: Subject) -> Iterator[ReportFinding]:
    """Table 3, each column: 一 + 二 = 三（七） + 四."""
    yield from _equations(subject, 1)


@register(2)
def outcome_total_is_the_sum_of_its_rows(subject: Subject) -> Iterator[ReportFinding]:
    """Table 3, each column: （七）总计 = the sum of the outcome rows."""
    yield from _equations(subject, 2)


@register(3)
def row_total_is_the_sum_of_the_six_kinds(subject: Subject) -> Iterator[ReportFinding]:
    """Table 3, each row: 总计 = the six kinds of applicant."""
    yield from _equations(subject, 3)


@register(4)
def case_total_is_the_sum_of_its_results(subject: Subject) -> Iterator[ReportFinding]:
    """Table 4: each 总计 = its four results."""
    yield from _equations(subject, 4)


@register(7)
def figure_set_by_hand_differs_from_the_counted_one(subject: Subject) -> Iterator[ReportFinding]:
    """A warning with who, when and why, and whether the count has changed since."""
    for adjusted in subject.adjusted:
        figure, counted, value = adjusted.figure, adjusted.counted, adjusted.value
        if value == counted:
            continue
        since = ""
        if counted != adjusted.counted_then:
            since = f"（设定时统计值为 {format_number(adjusted.counted_then)}，此后已变）"
        message = (
            f"表{figure.table}「{figure.label}」由{adjusted.by}于{adjusted.at:%Y-%m-%d}人工设为 "
            f"{format_number(value)}，统计值为 {format_number(counted)}{since}。理由：{adjusted.reason}"
        )
        difference = None if counted is None else value - counted
        cells = (CellValue(figure, value),)
        yield ReportFinding(7, FindingLevel.WARNING, message, figure.table, cells, counted, value, difference)


@register(8)
def every_figure_is_a_number_that_can_be(subject: Subject) -> Iterator[ReportFinding]:
    """Blank, negative or fractional counts (a net change may be negative, an amount fractional)."""
    for figure in subject.edition.figures:
        value = subject.values.get(figure.key)
        if value is None:
            fault = "没有填写"
        elif value < 0 and not figure.signed:
            fault = f"为 {format_number(value)}，不能是负数"
        elif figure.unit == COUNT and Decimal(value) != Decimal(value).to_integral_value():
            fault = f"为 {format_number(value)}，应为整数"
        else:
            continue
        message = f"表{figure.table}「{figure.label}」{fault}。"
        yield ReportFinding(8, FindingLevel.ERROR, message, figure.table, (CellValue(figure, value),), found=value)
