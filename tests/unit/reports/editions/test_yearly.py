"""Which totals make up a line that runs through the years, in each format; literal, as printed."""

import pytest

from reports.editions import register_temporarily
from reports.editions.yearly import CARRIED_OUT, LAWSUITS, OUTCOMES, RECEIVED, REVIEWS, totals, value
from tests.support.made_up_edition import MADE_UP

REFUSED = ("state_secret", "other_law", "safety", "third_party", "internal", "process", "enforcement_file", "inquiry")
UNHANDLED = ("petition", "repeated", "publication", "excessive", "confirmation")
ROWS = {
    "本年新收": ("received",),
    "结转下年度": ("carried_out",),
    "予以公开": ("disclosed",),
    "部分公开": ("partly",),
    "不予公开": REFUSED,
    "无法提供": ("not_held", "needs_making", "still_unclear"),
    "不予处理": UNHANDLED,
}
LINES = {line.name: line for line in (RECEIVED, CARRIED_OUT, *OUTCOMES, REVIEWS, LAWSUITS)}


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("name", ROWS)
def test_line_is_made_of_the_totals_of_its_rows(edition, name):
    assert totals(edition, LINES[name]) == tuple(f"3.{row}.total" for row in ROWS[name])


def test_other_handling_is_one_row_until_2020_and_three_since():
    assert totals("2019", LINES["其他处理"]) == ("3.otherwise.total",)
    assert totals("2021", LINES["其他处理"]) == ("3.not_corrected.total", "3.not_paid.total", "3.other.total")


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_cases_are_told_by_their_route(edition):
    assert totals(edition, REVIEWS) == ("4.review.total",)
    assert totals(edition, LAWSUITS) == ("4.direct.total", "4.after_review.total")


def test_value_adds_the_totals_and_is_blank_where_one_is():
    figures = {"4.direct.total": 2, "4.after_review.total": 3, "4.direct.upheld": 9}

    assert value("2021", LAWSUITS, figures) == 5
    assert value("2021", LAWSUITS, figures | {"4.direct.total": None}) is None
    assert value("2021", LAWSUITS, figures | {"4.direct.total": 0, "4.after_review.total": 0}) == 0


def test_format_that_does_not_divide_outcomes_has_no_value_of_them():
    with register_temporarily(MADE_UP):
        assert value("2027", RECEIVED, {"3.received.total": 4}) == 4
        assert value("2027", LINES["予以公开"], {"3.done.total": 4}) is None
