"""Columns to scale on zero, words that fit, a drawing that needs no style, and a table that says the same."""

import re

import pytest
from django.template.loader import render_to_string
from lxml import etree, html

from disclosure.rendering.charts import Chart, LimitLine, Series, number


def chart(*values, names=None, **given):
    series = tuple(Series(f"s{n}", f"列{n}", one) for n, one in enumerate(values))
    return Chart("key", "某图", "日期", names or [str(n) for n in range(len(values[0]))], series, **given)


def drawn(shown):
    """The drawing as XML, which forgives nothing."""
    return etree.fromstring(render_to_string("charts/columns.html", {"chart": shown}))


# --- Geometry ---------------------------------------------------------------------


def test_highest_value_reaches_the_top_and_0_has_no_height():
    bars = list(chart([0, 3, 6]).bars)  # 11 high, 2.1 below, 1.7 above: 7.2 for 6

    assert [(bar.y, bar.height) for bar in bars] == [(8.9, 0), (5.3, 3.6), (1.7, 7.2)]


def test_series_stand_side_by_side_within_a_name_s_room():
    bars = list(chart([1, 1], [1, 1]).bars)  # 50 % each, 45 % of it empty

    assert [(bar.series, bar.x, bar.width) for bar in bars] == [
        ("s0", 11.25, 13.75), ("s0", 61.25, 13.75), ("s1", 25, 13.75), ("s1", 75, 13.75),
    ]  # fmt: skip


def test_number_stands_over_the_middle_of_its_column():
    (bar,) = chart([5]).bars

    assert (bar.text, bar.middle, bar.over) == ("5", 50, 1.3)


def test_small_value_beside_a_large_one_is_seen():
    assert next(chart([1, 10_000]).bars).height == 0.15


def test_what_is_not_known_is_not_drawn_as_0():
    shown = chart([None, 0, 2])

    assert [(bar.text, bar.height > 0) for bar in shown.bars] == [("0", False), ("2", True)]
    assert [values for _, values in shown.rows] == [["—"], ["0"], ["2"]]


def test_limit_belongs_to_the_scale_and_leaves_room_for_its_name():
    shown = chart([5, 10], limit=LimitLine(20, "期限"))  # 1.4 more above: 5.8 for 20

    assert shown.line == 3.1
    assert [bar.height for bar in shown.bars] == [1.45, 2.9]


def test_series_apart_keep_one_scale():
    first, second = chart([2], [4]).apart  # 8.5 high each: 4.7 for 4

    assert (first.title, second.title) == ("列0", "列1")
    assert [next(one.bars).height for one in (first, second)] == [2.35, 4.7]
    assert len({one.key for one in (first, second)}) == 2


# --- Words ------------------------------------------------------------------------


def test_names_are_thinned_from_the_last_one_on():
    names = [f"{n}日" for n in range(1, 31)]

    labels = list(chart([0] * 30, names=names).labels)

    assert [one.text for one in labels if one.is_main] == ["5日", "10日", "15日", "20日", "25日", "30日"]
    assert [one.text for one in labels] == names


def test_few_names_are_all_shown():
    assert all(one.is_main for one in chart([0] * 8).labels)


def test_of_many_numbers_the_highest_and_the_last_always_show():
    shown = chart([1, 7, 2, 3, 1, 1, 1, 4, 0, 0])

    assert [bar.text for bar in shown.bars if bar.is_main] == ["7", "4"]
    assert [bar.text for bar in shown.bars] == ["1", "7", "2", "3", "1", "1", "1", "4", "", ""]


def test_peak_names_all_of_the_highest():
    assert chart([3, 1, 3], names=["甲", "乙", "丙"]).peak == (["甲", "丙"], "3")
    assert chart([3, 1, 2], names=["甲", "乙", "丙"]).peak == (["甲"], "3")
    assert chart([0, 0]).peak is None


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (12, "12"), (11.5, "11.5"), (11.0, "11"), (1234, "1234")])
def test_number_has_a_decimal_only_where_it_needs_one(value, text):
    assert number(value) == text


def test_table_and_summary_say_what_the_picture_shows():
    shown = chart([1, 4], [2, 0], names=["1月", "2月"])

    assert list(shown.rows) == [("1月", ["1", "2"]), ("2月", ["4", "0"])]
    assert shown.summary == "某图：列0共 5，列1共 2，最高 4。"
    assert chart([1, 4.5], names=["1月", "2月"]).summary == "某图：1月 1，2月 4.5。"


def test_chart_without_any_value():
    assert [bar.height for bar in chart([0, 0]).bars] == [0, 0]


# --- The drawing ------------------------------------------------------------------


@pytest.fixture
def full():
    return chart(
        [None, 0, *range(1, 23)], [2] * 24, names=[f"第{n}月" for n in range(24)], short=[f"{n}" for n in range(24)],
        eras=[(0, "前年"), (12, "去年")], limit=LimitLine(20, "期限<20>"), marked="第3月",
    )  # fmt: skip


def test_drawing_is_well_formed_and_needs_no_style(full):
    tree = drawn(full)

    assert tree.tag == "svg"
    assert not tree.xpath("//@style | //style | //script | //@onload")
    places = [
        value for one in tree.iter() for name, value in one.items() if name in {"x", "y", "x1", "x2", "width", "height"}
    ]
    assert all(re.fullmatch(r"\d+(\.\d+)?(%|em)?", place) for place in places), places


def test_drawing_says_what_it_is_to_those_who_do_not_see_it(full):
    tree = drawn(full)

    named = {one.get("id"): one.text for one in tree.xpath("/*/title | /*/desc")}
    assert tree.get("role") == "img"
    assert [named[one] for one in tree.get("aria-labelledby").split()] == [full.title, full.summary]


def test_drawing_stays_inside_its_frame(full):
    tree = drawn(full)
    height = float(tree.get("height").removesuffix("em"))

    for rect in tree.xpath("//rect"):
        x, width = (float(rect.get(name).removesuffix("%")) for name in ("x", "width"))
        y, tall = (float(rect.get(name).removesuffix("em")) for name in ("y", "height"))
        assert 0 <= x < x + width <= 100.01
        assert 0 <= y < y + tall <= height
    assert all(float(text.get("x").rstrip("%")) <= 100 for text in tree.xpath("//text"))


def test_drawing_marks_one_name_and_draws_a_column_for_every_value_above_0(full):
    tree = drawn(full)

    assert len(tree.xpath("//rect")) == 22 + 24
    assert len(tree.xpath("//rect[contains(@class, 'chart-marked')]")) == 2
    assert tree.xpath("//text[contains(@class, 'chart-era')]/text()") == ["前年", "去年"]
    assert tree.xpath("string(//text[@class='chart-limit-name'])") == "期限<20>"


def test_table_has_a_caption_and_headings_and_the_numbers_of_the_picture(full):
    table = html.fromstring(render_to_string("charts/table.html", {"chart": full}))

    assert table.findtext("caption") == "某图"
    assert [one.text for one in table.xpath(".//th[@scope='col']")] == ["日期", "列0", "列1"]
    rows = [[cell.text for cell in row] for row in table.xpath(".//tbody/tr")]
    assert rows[:3] == [["第0月", "—", "2"], ["第1月", "0", "2"], ["第2月", "1", "2"]]
    assert len(rows) == 24
