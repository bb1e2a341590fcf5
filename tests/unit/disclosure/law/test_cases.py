"""By when the office answers, and which way was the wrong one: worked by hand over holidays and make-up days.

2026: 春节 off from 15 to 23 February, Saturdays 14 and 28 February worked; 劳动节 off from 1 to 5 May; 国庆节 off from 1 to 7
October. The year 2024 began with a Monday that was off.
"""

from datetime import date

import pytest

from disclosure.law.applications.outcomes import Outcome
from disclosure.law.cases import (
    EarlierReview,
    Reply,
    answer_due,
    answer_period,
    decision_due,
    extended_decision_due,
    filing_remarks,
    time_left,
)
from disclosure.law.choices.cases import Route
from disclosure.law.months import months_later
from disclosure.law.workdays import Calendar

KNOWN = Calendar()
REVIEW, DIRECT, AFTER = Route.REVIEW, Route.DIRECT, Route.AFTER_REVIEW


@pytest.mark.parametrize(
    "route, received, summary, due",
    [
        # 11, 12, 13, 14 (make-up), 24, 25, 26, 27, 28 (make-up) February, 2 March
        (REVIEW, date(2026, 2, 10), False, date(2026, 3, 2)),
        (REVIEW, date(2026, 3, 2), False, date(2026, 3, 16)),  # two plain weeks
        (REVIEW, date(2026, 2, 12), True, date(2026, 2, 26)),  # 13, 14, 24, 25, 26 February
        (REVIEW, date(2026, 2, 17), True, date(2026, 2, 28)),  # got on a day off: 24 to 28 February
        (DIRECT, date(2026, 3, 2), False, date(2026, 3, 17)),
        (DIRECT, date(2026, 2, 5), False, date(2026, 2, 24)),  # the 20th is off, so are all until the 23rd
        (DIRECT, date(2026, 2, 13), False, date(2026, 2, 28)),  # a Saturday that is worked
        (AFTER, date(2026, 2, 14), False, date(2026, 3, 2)),  # 1 March is a Sunday
        (AFTER, date(2026, 9, 16), True, date(2026, 10, 8)),  # the 15 days know no summary procedure
        # Under the old 复议法 the ten days were days of the calendar.
        (REVIEW, date(2023, 12, 20), False, date(2024, 1, 2)),  # 30 December to 1 January are off
        (REVIEW, date(2023, 12, 29), True, date(2024, 1, 8)),
        (REVIEW, date(2024, 1, 1), False, date(2024, 1, 15)),  # 2 to 5, 8 to 12, 15 January
    ],
)
def test_answer_is_due(route, received, summary, due):
    assert answer_due(route, received, KNOWN, is_summary=summary) == due


def test_day_that_the_office_corrects_moves_the_answer():
    assert answer_due(REVIEW, date(2026, 3, 2), Calendar({date(2026, 3, 16): False})) == date(2026, 3, 17)
    assert answer_due(DIRECT, date(2026, 3, 2), Calendar({date(2026, 3, 17): False})) == date(2026, 3, 18)


def test_period_says_its_days_and_its_articles():
    day = date(2026, 3, 2)

    assert [answer_period(*given).words for given in ((REVIEW, day), (DIRECT, day))] == [
        "10 个工作日（复议法第四十八条、第八十八条）",
        "15 日（诉讼法第六十七条、诉讼法解释第四十八条）",
    ]
    assert answer_period(REVIEW, day, is_summary=True).words == "5 个工作日（复议法第五十四条、第八十八条）"
    assert answer_period(REVIEW, date(2023, 12, 31)).words == "10 日（2024年以前的复议法第二十三条、第四十条）"


@pytest.mark.parametrize(
    "today, review, lawsuit",
    [
        (date(2026, 2, 27), "还剩 2 个工作日", "还剩 3 日"),  # the 28th and 2 March
        (date(2026, 3, 1), "还剩 1 个工作日", "还剩 1 日"),
        (date(2026, 3, 2), "今天到期", "今天到期"),
        (date(2026, 3, 4), "已逾期 2 个工作日", "已逾期 2 日"),
    ],
)
def test_days_left_are_counted_as_the_period_is(today, review, lawsuit):
    due = date(2026, 3, 2)

    assert time_left(due, today, answer_period(REVIEW, today), KNOWN) == review
    assert time_left(due, today, answer_period(DIRECT, today), KNOWN) == lawsuit


def test_on_the_weekend_after_it_a_review_s_answer_is_late_without_a_working_day():
    assert time_left(date(2026, 3, 6), date(2026, 3, 7), answer_period(REVIEW, date(2026, 3, 2)), KNOWN) == "已逾期"


@pytest.mark.parametrize(
    "accepted, summary, due, extended",
    [
        (date(2026, 3, 2), False, date(2026, 5, 6), date(2026, 6, 1)),  # 1 May is off; 31 May is a Sunday
        (date(2026, 3, 2), True, date(2026, 4, 1), None),
        (date(2023, 3, 1), True, date(2023, 5, 4), date(2023, 5, 30)),  # no summary procedure then; off to 3 May
    ],
)
def test_review_is_decided_by(accepted, summary, due, extended):
    assert decision_due(REVIEW, accepted, KNOWN, is_summary=summary) == due
    assert extended_decision_due(REVIEW, accepted, KNOWN, is_summary=summary) == extended


def test_lawsuit_has_no_such_day():
    assert decision_due(DIRECT, date(2026, 3, 2), KNOWN) is None
    assert extended_decision_due(AFTER, date(2026, 3, 2), KNOWN) is None


# --- 复议前置 -----------------------------------------------------------------------


def found(route, accepted, reply=None, *reviews):
    return filing_remarks(route, accepted, reply, reviews, KNOWN)


def test_lawsuit_without_review_against_withholding_is_pointed_out():
    [said] = found(DIRECT, date(2026, 4, 1), Reply(Outcome.INTERNAL, date(2026, 3, 2)))

    assert said.startswith("复议前置：2026-03-02 的答复以「属于三类内部事务信息」不予公开，应当先申请行政复议")
    assert "第二十三条第一款第（四）项" in said


def test_partly_disclosed_names_the_ground_of_what_is_withheld():
    [said] = found(DIRECT, date(2026, 4, 1), Reply(Outcome.PARTLY, date(2026, 3, 2), Outcome.PROCESS))
    assert "「属于四类过程性信息」" in said

    [asked] = found(DIRECT, date(2026, 4, 1), Reply(Outcome.PARTLY, date(2026, 3, 2)))
    assert "没有登记不予公开部分的依据" in asked


@pytest.mark.parametrize(
    "route, accepted, reply, reviews",
    [
        (DIRECT, date(2026, 4, 1), None, ()),
        (DIRECT, date(2026, 4, 1), Reply(Outcome.NOT_HELD, date(2026, 3, 2)), ()),
        (DIRECT, date(2026, 7, 6), Reply(Outcome.NOT_HELD, date(2026, 1, 5)), ()),  # 5 July is a Sunday
        (DIRECT, date(2023, 12, 1), Reply(Outcome.PARTLY, date(2023, 11, 1)), ()),
        (REVIEW, date(2026, 5, 6), Reply(Outcome.INTERNAL, date(2026, 3, 2)), ()),  # 1 to 5 May are off
        (REVIEW, date(2026, 5, 7), None, ()),
        (AFTER, date(2026, 4, 1), None, ()),
        (
            *(AFTER, date(2026, 2, 24), Reply(Outcome.INTERNAL, date(2025, 11, 3))),
            (EarlierReview(date(2025, 12, 1), date(2026, 2, 5)),),  # the 15th day is 20 February, off
        ),
        # Not decided in time: the way to court is open (诉讼法 art. 45).
        (AFTER, date(2026, 5, 7), Reply(Outcome.INTERNAL, date(2026, 2, 2)), (EarlierReview(date(2026, 3, 2)),)),
    ],
)
def test_nothing_is_pointed_out(route, accepted, reply, reviews):
    assert found(route, accepted, reply, *reviews) == []


@pytest.mark.parametrize(
    "route, accepted, reply, reviews, said",
    [
        (DIRECT, date(2026, 7, 7), Reply(Outcome.NOT_HELD, date(2026, 1, 5)), (), "到 2026-07-06 为止"),
        (REVIEW, date(2026, 5, 7), Reply(Outcome.INTERNAL, date(2026, 3, 2)), (), "到 2026-05-06 为止"),
        (
            *(DIRECT, date(2026, 4, 1), Reply(Outcome.NOT_HELD, date(2026, 3, 2))),
            *((EarlierReview(date(2026, 3, 9), date(2026, 3, 30)),), "有 2026-03-09 受理的行政复议"),
        ),
        (AFTER, date(2026, 4, 1), Reply(Outcome.INTERNAL, date(2026, 3, 2)), (), "还没有登记行政复议案件"),
        (
            *(AFTER, date(2026, 2, 25), Reply(Outcome.INTERNAL, date(2025, 11, 3))),
            *((EarlierReview(date(2025, 12, 1), date(2026, 2, 5)),), "复议决定 2026-02-05 作出"),
        ),
        (
            *(AFTER, date(2026, 5, 6), Reply(Outcome.INTERNAL, date(2026, 2, 2))),
            *((EarlierReview(date(2026, 3, 2)),), "决定期限到 2026-05-06 为止"),
        ),
    ],
)
def test_what_comes_late_or_contradicts_is_to_be_checked(route, accepted, reply, reviews, said):
    [one] = found(route, accepted, reply, *reviews)

    assert said in one


@pytest.mark.parametrize(
    "day, end",
    [
        (date(2025, 8, 31), date(2026, 2, 28)),
        (date(2026, 6, 30), date(2026, 12, 30)),
        (date(2026, 7, 1), date(2027, 1, 1)),
    ],
)
def test_six_months_end_on_the_day_of_that_number(day, end):
    assert months_later(day, 6) == end
