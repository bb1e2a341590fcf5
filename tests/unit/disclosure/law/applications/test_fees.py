"""信息处理费: amounts worked out by hand from 收费办法 art. 6 and 7."""

import pytest

from disclosure.law.applications.fees import Tariff, by_items, by_pages, may_be_by_pages
from disclosure.law.applications.outcomes import Outcome


@pytest.mark.parametrize(
    "items,yuan",
    [
        (1, 0),
        (10, 0),
        (11, 100),
        (30, 2_000),  # 20 × 100
        (31, 2_200),  # and 1 × 200
        (40, 4_000),  # and 10 × 200
        (41, 4_300),  # and 1 × 300
        (50, 7_000),
        (100, 37_000),  # 2,000 + 10 × (200 + 300 + … + 800)
    ],
)
def test_by_items(items, yuan):
    assert by_items(items).amount == yuan


@pytest.mark.parametrize(
    "before,items,yuan",
    [
        (0, 10, 0),
        (9, 1, 0),  # the tenth
        (10, 1, 100),  # the eleventh
        (9, 2, 100),
        (29, 1, 100),  # the thirtieth
        (30, 1, 200),  # the thirty-first
        (29, 2, 300),
        (39, 2, 500),  # the fortieth and the forty-first
    ],
)
def test_items_of_one_month_add_up(before, items, yuan):
    assert by_items(items, before=before).amount == yuan


@pytest.mark.parametrize("first,second", [(3, 40), (10, 10), (31, 1), (25, 60)])
def test_two_applications_cost_what_one_of_all_would(first, second):
    assert by_items(first).amount + by_items(second, before=first).amount == by_items(first + second).amount


@pytest.mark.parametrize(
    "pages,yuan",
    [
        (1, 0),
        (30, 0),
        (31, 10),
        (100, 700),  # 70 × 10
        (101, 720),  # and 1 × 20
        (200, 2_700),  # and 100 × 20
        (201, 2_740),  # and 1 × 40
        (1_000, 34_700),
    ],
)
def test_by_pages(pages, yuan):
    assert by_pages(pages).amount == yuan


def test_table_of_the_amount():
    charge = by_items(33, before=8)

    assert charge.tariff is Tariff.ITEMS
    assert [
        (line.bracket.first, line.bracket.last, line.units, line.bracket.price, line.amount) for line in charge.lines
    ] == [
        (1, 10, 2, 0, 0),
        (11, 30, 20, 100, 2_000),
        (31, 40, 10, 200, 2_000),
        (41, 50, 1, 300, 300),
    ]


def test_last_bracket_of_pages_has_no_end():
    assert [(line.bracket.last, line.units) for line in by_pages(250).lines] == [
        (30, 30),
        (100, 70),
        (200, 100),
        (None, 50),
    ]


@pytest.mark.parametrize("units,before", [(0, 0), (-1, 0), (1, -1)])
def test_impossible_numbers_are_refused(units, before):
    with pytest.raises(ValueError, match="units"):
        by_items(units, before=before)


def test_pages_are_charged_only_for_what_is_given_out():
    assert may_be_by_pages(Outcome.DISCLOSED, already_public=False)
    assert may_be_by_pages(Outcome.PARTLY, already_public=False)
    assert not may_be_by_pages(Outcome.DISCLOSED, already_public=True)
    assert not may_be_by_pages(Outcome.THIRD_PARTY, already_public=False)
