"""The 20 working days of 条例 art. 26, with days counted by hand on the calendar of 2026."""

from datetime import date, timedelta

import pytest

from disclosure.law.publication_deadline import LIMIT, SOON, starts_by_state, time_left
from disclosure.law.workdays import Calendar

KNOWN = Calendar()
FORMED = date(2026, 11, 2)  # a Monday; the twentieth working day after it is Monday 30 November
DUE = date(2026, 11, 30)


@pytest.mark.parametrize(
    "today,days,words",
    [
        ("2026-11-02", 20, "还剩 20 个工作日"),
        ("2026-11-23", 5, "还剩 5 个工作日"),
        ("2026-11-27", 1, "还剩 1 个工作日"),
        ("2026-11-29", 1, "还剩 1 个工作日"),  # a Sunday
        ("2026-11-30", 0, "今天到期"),
        ("2026-12-01", -1, "逾期 1 个工作日"),
        ("2026-12-03", -3, "逾期 3 个工作日"),
    ],
)
def test_open_item(today, days, words):
    left = time_left(FORMED, None, date.fromisoformat(today), KNOWN)

    assert (left.due_on, left.days, left.words) == (DUE, days, words)
    assert not left.is_done
    assert left.is_late == (days < 0)
    assert left.is_soon == (0 <= days <= 5)


@pytest.mark.parametrize(
    "published,days,words",
    [("2026-11-10", 14, "按时公开"), ("2026-11-30", 0, "按时公开"), ("2026-12-02", -2, "逾期 2 个工作日公开")],
)
def test_published_item(published, days, words):
    left = time_left(FORMED, date.fromisoformat(published), date(2027, 6, 1), KNOWN)

    assert (left.days, left.words, left.is_done, left.is_soon) == (days, words, True, False)


def test_over_the_limit_on_a_day_off():
    formed = date(2026, 10, 23)  # due on Friday 20 November

    saturday = time_left(formed, None, date(2026, 11, 21), KNOWN)
    published = time_left(formed, date(2026, 11, 21), date(2026, 11, 30), KNOWN)

    assert saturday.due_on == date(2026, 11, 20)
    assert (saturday.is_late, saturday.words, published.words) == (True, "已逾期", "逾期公开")


def test_scheduled_for_a_day_to_come_is_not_done():
    assert time_left(FORMED, date(2026, 11, 25), date(2026, 11, 24), KNOWN).words == "还剩 4 个工作日"


def test_due_date_in_a_year_without_arrangement_is_provisional():
    assert not time_left(date(2026, 12, 1), None, FORMED, KNOWN).provisional
    assert time_left(date(2026, 12, 31), None, FORMED, KNOWN).provisional


@pytest.mark.parametrize("offset", range(0, 60, 3))
def test_ranges_of_dates_are_those_of_the_days_left(offset):
    today = date(2026, 9, 10) + timedelta(days=offset)  # over the National Day and its make-up days
    ranges = starts_by_state(today, KNOWN)

    def named(start):
        left = time_left(start, None, today, KNOWN)
        return "overdue" if left.is_late else "soon" if left.days <= SOON else "later"

    for days in range(-70, 1):
        start = today + timedelta(days=days)
        within = [
            name
            for name, one in ranges.items()
            if (one.first is None or one.first <= start) and (one.last is None or start <= one.last)
        ]
        assert within == [named(start)]


def test_limit_is_that_of_the_law():
    assert LIMIT == 20
