"""Months as numbers."""

from datetime import date

import pytest

from disclosure.portal.common.months import month_name, month_number, months_in, months_until


@pytest.mark.parametrize(
    ("day", "name"),
    [(date(2026, 1, 1), "2026年1月"), (date(2025, 12, 31), "2025年12月"), (date(2026, 11, 24), "2026年11月")],
)
def test_a_day_is_in_its_month(day, name):
    assert month_name(month_number(day)) == name


def test_months_run_over_new_year_and_end_with_the_day_s():
    assert [month_name(month) for month in months_until(date(2026, 2, 28), 4)] == [
        "2025年11月", "2025年12月", "2026年1月", "2026年2月",
    ]  # fmt: skip


def test_a_year_has_its_twelve():
    assert [month_name(month) for month in (months_in(2025)[0], months_in(2025)[-1])] == ["2025年1月", "2025年12月"]
    assert len(months_in(2025)) == 12
