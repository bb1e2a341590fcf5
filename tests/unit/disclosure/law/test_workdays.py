"""Working days against calendars written by hand from the State Council's notices."""

from datetime import date, timedelta

import pytest

from disclosure.law.workdays import LAST_KNOWN, LUNAR, Calendar, statutory

KNOWN = Calendar()


def _days(text, year):
    """「10-01~10-07 10-10」 as days."""
    for part in text.split():
        first, _, last = part.partition("~")
        day, end = (date.fromisoformat(f"{year}-{one}") for one in (first, last or first))
        while day <= end:
            yield day
            day += timedelta(days=1)


# Days off and make-up days, as printed.
SPRING_2020 = ("01-24~02-02", "01-19 02-03")  # prolonged to 2 February by 国办发明电〔2020〕1号
NATIONAL = {
    2020: ("10-01~10-08", "09-27 10-10"),
    2021: ("10-01~10-07", "09-26 10-09"),
    2022: ("10-01~10-07", "10-08 10-09"),
    2023: ("09-29~10-06", "10-07 10-08"),
    2024: ("10-01~10-07", "09-29 10-12"),
    2025: ("10-01~10-08", "09-28 10-11"),
    2026: ("10-01~10-07", "09-20 10-10"),
}


@pytest.mark.parametrize("year,off,on", [(2020, *SPRING_2020), *((year, *days) for year, days in NATIONAL.items())])
def test_days_off_and_make_up_days_are_those_of_the_notice(year, off, on):
    assert not [day for day in _days(off, year) if KNOWN.is_working(day)]
    assert not [day for day in _days(on, year) if not KNOWN.is_working(day)]


def test_ordinary_week():
    monday = date(2026, 11, 16)

    assert [KNOWN.is_working(monday + timedelta(days=n)) for n in range(7)] == [True] * 5 + [False] * 2


@pytest.mark.parametrize(
    "start,n,due",
    [
        ("2026-11-02", 20, "2026-11-30"),  # four plain weeks
        ("2026-11-01", 20, "2026-11-27"),  # a Sunday: the first day is Monday
        ("2026-10-31", 1, "2026-11-02"),  # a Saturday
        ("2020-01-23", 1, "2020-02-03"),  # the day before the long Spring Festival
        ("2020-01-10", 20, "2020-02-14"),  # 13-17 5, Sunday 19 a make-up day 6, 20-23 10, February 3-7 15, 10-14 20
        ("2026-09-18", 1, "2026-09-20"),  # a make-up Sunday
        ("2026-09-30", 3, "2026-10-10"),  # 8, 9, and the make-up Saturday
        ("2026-12-31", 1, "2027-01-04"),  # over the end of what is known: New Year, then a weekend
    ],
)
def test_working_days_after_a_day(start, n, due):
    start, due = date.fromisoformat(start), date.fromisoformat(due)

    assert KNOWN.add(start, n) == due
    assert KNOWN.between(start, due) == n
    assert KNOWN.between(due, start) == -n


@pytest.mark.parametrize(
    "day,n,before",
    [("2026-11-30", 20, "2026-11-02"), ("2026-10-10", 3, "2026-09-30"), ("2027-01-04", 1, "2026-12-31")],
)
def test_working_days_before_a_day(day, n, before):
    assert KNOWN.back(date.fromisoformat(day), n) == date.fromisoformat(before)


def test_nothing_lies_between_a_day_and_itself():
    assert KNOWN.between(date(2026, 11, 2), date(2026, 11, 2)) == 0


@pytest.mark.parametrize("offset", range(0, 800, 7))
def test_functions_agree_with_counting_day_by_day(offset):
    start = date(2025, 6, 1) + timedelta(days=offset)
    day, left = start, 20
    while left:
        day += timedelta(days=1)
        left -= KNOWN.is_working(day)

    assert KNOWN.add(start, 20) == day
    latest = KNOWN.latest_start(day, 20)
    assert KNOWN.add(latest, 20) <= day < KNOWN.add(latest + timedelta(days=1), 20)


def test_corrections_go_before_the_arrangement():
    corrected = Calendar({date(2026, 11, 20): False, date(2026, 11, 21): True})

    assert not corrected.is_working(date(2026, 11, 20))
    assert corrected.is_working(date(2026, 11, 21))
    assert corrected.add(date(2026, 11, 19), 1) == date(2026, 11, 21)
    assert KNOWN.add(date(2026, 11, 19), 1) == date(2026, 11, 20)


# --- Beyond what is known ------------------------------------------------------


def test_year_beyond_what_is_known_is_provisional_until_its_national_day_is_entered():
    year = LAST_KNOWN + 1
    begun, entered = Calendar({date(year, 1, 2): False}), Calendar({date(year, 10, 5): False})

    assert not KNOWN.is_provisional(date(LAST_KNOWN, 12, 31))
    assert KNOWN.is_provisional(year)
    assert begun.is_provisional(year)
    assert not entered.is_provisional(date(year, 1, 1))


def test_provisional_year_has_the_statutory_holidays():
    assert sorted(statutory(2028)) == list(_days("01-01 01-25~01-28 04-04 05-01~05-02 05-28 10-01~10-03", 2028))


def test_lunar_holidays_of_known_years_lie_on_no_working_day():
    # The table begins where the package ends; should the package learn a year, both must agree.
    learned = [year for year in LUNAR if year <= LAST_KNOWN]

    assert not [day for year in learned for day in statutory(year) if KNOWN.is_working(day)]


def test_years_without_a_table_are_counted_all_the_same():
    assert KNOWN.add(date(1999, 12, 31), 1) == date(2000, 1, 3)  # a Monday after New Year's Saturday
    assert KNOWN.add(date(2050, 9, 30), 1) == date(2050, 10, 4)  # a Friday, then 1 to 3 October


@pytest.mark.parametrize(
    "day,why",
    [
        ("2026-11-20", ""),
        ("2026-11-21", "星期六"),
        ("2026-10-01", "国庆节放假"),
        ("2026-09-20", "调休上班"),
        ("2027-01-01", "法定节假日放假"),
        ("2026-11-19", "按放假安排放假"),
        ("2026-11-22", "调休上班"),
    ],
)
def test_a_day_says_why_it_is_off_or_on(day, why):
    corrected = Calendar({date(2026, 11, 19): False, date(2026, 11, 22): True})

    assert corrected.reason(date.fromisoformat(day)) == why
