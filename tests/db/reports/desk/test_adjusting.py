"""A value set by hand stands over the counted one, with its reason, until it is taken back."""

from datetime import date
from decimal import Decimal

import pytest

from disclosure.errors import Refused
from disclosure.law.applications.outcomes import ApplicantKind
from disclosure.models import Application, Authority, User
from reports.desk.adjusting import adjust, remove_adjustment
from reports.desk.figures import current_figures
from reports.models import AnnualReport
from tests.db.reports.conftest import NOW

NATURAL, TOTAL = "3.received.natural", "3.received.total"


def set_to(report: AnnualReport, by: User | None, value: str, figure: str = NATURAL, reason: str = "补登") -> None:
    adjust(report=report, figure=figure, value=Decimal(value), reason=reason, by=by, at=NOW)


def test_totals_follow_an_adjustment(report: AnnualReport, clerk: User) -> None:
    set_to(report, clerk, "5")

    states = current_figures(report).states
    assert (states[NATURAL].counted, states[NATURAL].value) == (1, 5)
    assert (states[TOTAL].counted, states[TOTAL].value) == (2, 6)


def test_an_adjustment_keeps_who_when_and_why(report: AnnualReport, clerk: User) -> None:
    set_to(report, clerk, "5")

    adjustment = current_figures(report).states[NATURAL].adjustment
    assert adjustment is not None
    assert (adjustment.by, adjustment.reason, adjustment.counted_then) == ("示例甲", "补登", 1)
    assert str(adjustment.at.tzinfo) == "Asia/Shanghai"  # the day told is the office's


def test_taking_back_returns_to_the_count_and_leaves_a_trace(report: AnnualReport, clerk: User) -> None:
    set_to(report, clerk, "5")

    remove_adjustment(report=report, figure=NATURAL, by=clerk, at=NOW)

    assert current_figures(report).states[NATURAL].value == 1
    trace = report.adjustments.get()
    assert (trace.value, trace.taken_back_by, trace.taken_back_at) == (5, clerk, NOW)


def test_an_adjustment_survives_recounting_and_says_that_the_count_changed(
    report: AnnualReport, town: Authority, clerk: User
) -> None:
    set_to(report, clerk, "5")
    assert not current_figures(report).states[NATURAL].is_stale

    Application.objects.create(
        authority=town,
        number="4",
        applicant_kind=ApplicantKind.NATURAL,
        applicant="示例乙",
        received_on=date(2023, 2, 1),
        content="申请内容",
    )

    state = current_figures(report).states[NATURAL]
    assert (state.counted, state.value, state.is_stale) == (2, 5, True)


def test_a_second_adjustment_replaces_the_first(report: AnnualReport, clerk: User) -> None:
    set_to(report, clerk, "5")
    set_to(report, clerk, "6")

    assert current_figures(report).states[NATURAL].value == 6
    assert report.adjustments.count() == 2


def test_setting_the_counted_value_itself_takes_the_adjustment_back(report: AnnualReport, clerk: User) -> None:
    set_to(report, clerk, "5")
    set_to(report, clerk, "1")

    assert current_figures(report).states[NATURAL].adjustment is None


@pytest.mark.parametrize(
    ("figure", "value", "reason", "sentence"),
    [
        (TOTAL, "5", "补登", "由其他数据相加得出，不能直接填写"),
        (NATURAL, "-1", "补登", "不能是负数"),
        (NATURAL, "1.5", "补登", "应为整数"),
        (NATURAL, "5", " ", "请填写人工调整"),
        (NATURAL, "1000000000000", "补登", "数值过大"),
        (NATURAL, "9" * 40, "补登", "数值过大"),
        (NATURAL, "1E300000000", "补登", "数值过大"),
        (NATURAL, "-1E40", "补登", "数值过大"),
        ("2.charge.amount", "1.2345678", "补登", "最多保留6位小数"),
        ("9.nothing", "1", "补登", "没有这个数据"),
    ],
)
def test_what_cannot_be_set_is_refused_with_a_sentence(
    report: AnnualReport, figure: str, value: str, reason: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        set_to(report, None, value, figure, reason)

    assert not report.adjustments.exists()


def test_nothing_to_take_back_is_said(report: AnnualReport, clerk: User) -> None:
    with pytest.raises(Refused, match="没有人工调整"):
        remove_adjustment(report=report, figure=NATURAL, by=clerk, at=NOW)
