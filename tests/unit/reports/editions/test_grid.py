"""Cells, figures and formulas of a table; what no format may get wrong is refused."""

from dataclasses import replace
from decimal import Decimal

import pytest

from reports.editions.grid import (
    CountedFigure,
    Edition,
    Figure,
    Label,
    Section,
    Slot,
    SumOfFigures,
    TableLayout,
    format_number,
    grid,
)

FIGURES = (
    Figure("a", "t", "甲", "", CountedFigure("items_made")),
    Figure("b", "t", "乙", "", CountedFigure("items_made")),
    Figure("ab", "t", "合计", "", SumOfFigures(("a", "b"))),
    Figure("all", "t", "总计", "", SumOfFigures(("ab", "a"))),
)
ROWS = ((Label("甲乙", rows=2), Slot("a"), Slot("b")), (Slot("ab"), Slot("all")))


def table(rows, columns=3):
    return TableLayout("t", "表", (1,) * columns, 0, rows)


def edition(figures=FIGURES, rows=ROWS):
    parts = (table(rows),)
    return Edition("t", "测试格式", "", 2027, None, "{authority}{year}", (Section("", parts),), figures)


def test_formulas_follow_from_counted_figures_whatever_their_order():
    assert edition(figures=FIGURES[::-1]).with_formulas({"a": 1, "b": 2}) == {"a": 1, "b": 2, "ab": 3, "all": 4}


def test_figure_that_was_not_counted_is_0():
    assert edition().with_formulas({"b": 2}) == {"a": 0, "b": 2, "ab": 2, "all": 2}


def test_sum_over_a_blank_is_blank():
    assert edition().with_formulas({"a": 1, "b": None}) == {"a": 1, "b": None, "ab": None, "all": None}


def test_key_used_twice_is_refused():
    with pytest.raises(ValueError, match="used twice"):
        edition(figures=(*FIGURES, FIGURES[0]))


@pytest.mark.parametrize(
    "figures, rows",
    [
        pytest.param(FIGURES[:-1], ROWS, id="a cell without figure"),
        pytest.param((*FIGURES, replace(FIGURES[0], key="c")), ROWS, id="a figure without cell"),
    ],
)
def test_cells_and_figures_must_match(figures, rows):
    with pytest.raises(ValueError, match="cells and figures differ"):
        edition(figures, rows)


def test_cells_are_placed_around_merged_ones():
    cells = grid(table(ROWS), edition().by_key, {"a": 1, "b": None, "ab": 3, "all": Decimal("4.50")}).flat()
    assert [(cell.row, cell.column, cell.rows, cell.text) for cell in cells] == [
        (0, 0, 2, "甲乙"),
        (0, 1, 1, "1"),
        (0, 2, 1, ""),
        (1, 1, 1, "3"),
        (1, 2, 1, "4.5"),
    ]


def test_merged_cell_stands_once_and_is_continued_by_an_empty_text():
    assert grid(table(ROWS), edition().by_key, dict.fromkeys(("a", "b", "ab", "all"), 0)).text_rows() == [
        ["甲乙", "0", "0"],
        ["", "0", "0"],
    ]


@pytest.mark.parametrize(
    "rows, complaint",
    [
        pytest.param(((Label("一"), Label("二")),), "row 1 is not filled", id="a row too short"),
        pytest.param(((Label("一"), Label("二", columns=3)),), "row 1 overlaps another or leaves", id="a row too wide"),
        pytest.param(((Label("一", rows=2, columns=3),),), "row 1 overlaps another or leaves", id="a cell below the last row"),
        pytest.param(
            ((Label("一"), Label("二", rows=2), Label("三")), (Label("四", columns=2), Label("五"))),
            "row 2 overlaps another or leaves",
            id="two cells in one place",
        ),
    ],
)  # fmt: skip
def test_table_that_cannot_be_laid_out_is_refused(rows, complaint):
    with pytest.raises(ValueError, match=complaint):
        grid(table(rows), {}, {})


@pytest.mark.parametrize(
    "value, text",
    [
        (None, ""),
        (0, "0"),
        (-3, "-3"),
        (1234567, "1234567"),
        (Decimal("0.0000"), "0"),
        (Decimal("0.0050"), "0.005"),
        (Decimal("12.3400"), "12.34"),
        (Decimal("100.0000"), "100"),
        (Decimal("9007199254.7410"), "9007199254.741"),
        (Decimal(100), "100"),
        (Decimal("1E+2"), "100"),
    ],
)
def test_number_on_paper(value, text):
    assert format_number(value) == text
