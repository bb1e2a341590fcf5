"""Medians worked out by hand, over holidays and make-up days, and where there are too few to tell."""

from datetime import date

import pytest

from disclosure.law.applications.reply_times import Span, median, reply_times
from disclosure.law.workdays import Calendar

# 2023: 春节 was off from 21 to 27 January, 28 and 29 were worked; 中秋节、国庆节 from 29 September to 6 October, 7 and 8
# were worked; 端午节 from 22 to 24 June, Sunday 25 was worked.
FIVE = (
    Span(date(2023, 1, 16), date(2023, 1, 31)),  # 17 to 20, 28 to 31 January: 8 working days, 15 days
    Span(date(2023, 1, 20), date(2023, 1, 28)),  # the make-up Saturday alone: 1, 8
    Span(date(2023, 9, 28), date(2023, 10, 7)),  # the make-up Saturday alone: 1, 9
    Span(date(2023, 6, 1), date(2023, 7, 3)),  # 2, 5-9, 12-16, 19-21, 25-30 June, 3 July: 21, 32
    Span(date(2023, 3, 1), date(2023, 3, 1)),  # at once: 0, 0
)
SIXTH = Span(date(2023, 3, 1), date(2023, 3, 6))  # 2, 3, 6 March: 3, 5


def test_median_share_and_days_of_an_odd_number():
    times = reply_times(FIVE, Calendar())

    assert (times.working_days, times.days, times.in_time) == (1, 9, 80)  # 0 1 1 8 21; 0 8 9 15 32; 4 of 5


def test_median_of_an_even_number_lies_between_the_two_in_the_middle():
    times = reply_times([*FIVE, SIXTH], Calendar())

    assert (times.working_days, times.days) == (2, 8.5)  # 0 1 1 3 8 21; 0 5 8 9 15 32
    assert times.in_time == 83  # 5 of 6 are 83.3: rounded down


def test_days_that_the_office_corrects_count_as_it_says():
    thursday_off = Calendar({date(2023, 1, 19): False})

    longest = [Span(date(2023, 1, 16), date(2023, 1, 31), 5)]

    assert reply_times(longest, Calendar()).working_days == 8
    assert reply_times(longest, thursday_off).working_days == 7


@pytest.mark.parametrize(("last", "share"), [(date(2023, 3, 29), 100), (date(2023, 3, 30), 0)])
def test_the_twentieth_working_day_is_in_time(last, share):
    """After Wednesday 1 March: 2 and 3, then weeks of five up to the 28th (19), the 29th (20)."""
    assert reply_times([Span(date(2023, 3, 1), last, 5)], Calendar()).in_time == share


def test_all_in_time_is_100_and_all_but_one_of_many_is_not():
    late = Span(date(2023, 1, 3), date(2023, 6, 1))

    assert reply_times([Span(date(2023, 3, 1), date(2023, 3, 2), 999), late], Calendar()).in_time == 99


@pytest.mark.parametrize(
    ("spans", "told"), [(FIVE, True), (FIVE[:4], False), ((Span(*[date(2023, 3, 1)] * 2, 5),), True), ((), False)]
)
def test_fewer_than_five_are_not_told_of(spans, told):
    assert (reply_times(spans, Calendar()) is not None) == told


@pytest.mark.parametrize(
    ("weighted", "middle"),
    [
        ([(7, 1)], 7),
        ([(1, 1), (9, 1)], 5),
        ([(9, 1), (1, 2)], 1),
        ([(1, 3), (2, 3)], 1.5),
        ([(3, 1), (1, 1), (2, 4)], 2),
    ],
)
def test_median_of_values_that_occur_several_times(weighted, middle):
    assert median(weighted) == middle
