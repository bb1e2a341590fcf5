"""Bars to scale, names that fit, and a table that says the same."""

from jinling_portal.charts import Chart, Series


def chart(*values, names=None):
    series = tuple(Series(f"s{n}", f"列{n}", one) for n, one in enumerate(values))
    return Chart("key", "某图", "日期", names or [str(n) for n in range(len(values[0]))], series)


def test_highest_value_reaches_the_top_and_nothing_is_drawn_for_0():
    bars = list(chart([0, 3, 6]).bars)

    assert [(bar.y, bar.height) for bar in bars] == [(55, 39), (16, 78)]  # 112 high, 18 below, 16 above
    assert {round(bar.y + bar.height) for bar in bars} == {94}


def test_series_stand_side_by_side_within_a_name_s_room():
    bars = list(chart([1, 1], [1, 1]).bars)  # 160 wide each, a quarter of it empty

    assert [(bar.series, bar.x, bar.width) for bar in bars] == [
        ("s0", 20, 60), ("s0", 180, 60), ("s1", 80, 60), ("s1", 240, 60),
    ]  # fmt: skip


def test_small_value_beside_a_large_one_is_seen():
    assert next(chart([1, 10_000]).bars).height == 1.5


def test_names_are_thinned_from_the_last_one_on():
    names = [f"{n}日" for n in range(1, 31)]

    assert [name for _, name in chart([0] * 30, names=names).labels] == ["5日", "10日", "15日", "20日", "25日", "30日"]
    assert all(14 <= x <= 306 for x, _ in chart([0] * 30, names=names).labels)


def test_table_and_summary_say_what_the_picture_shows():
    shown = chart([1, 4], [2, 0], names=["1月", "2月"])

    assert list(shown.rows) == [("1月", [1, 2]), ("2月", [4, 0])]
    assert shown.summary == "某图：列0共 5，列1共 2，最高 4。"


def test_chart_without_any_value():
    assert list(chart([0, 0]).bars) == []
