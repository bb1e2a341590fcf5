"""Titles as offices print them."""

import pytest

from reports.reading.titles import parsed, title_in, year_of_period


@pytest.mark.parametrize(
    ("printed", "authority", "year"),
    [
        ("临淄区金岭回族镇2020年政府信息公开工作年度报告", "临淄区金岭回族镇", 2020),
        ("沭阳县发展和改革局2023年政府信息公开年度报告", "沭阳县发展和改革局", 2023),
        ("示例局2023年度政府信息公开工作年度报告", "示例局", 2023),
        ("示例市公安局政府信息公开工作2021年度报告", "示例市公安局", 2021),
        ("示例区2021政府信息公开工作年度报告", "示例区", 2021),
        ("示例镇2023年政府信息公开工作告年度报", "示例镇", 2023),
        ("示例市政府信息公开工作年度报告", "示例市", None),
        ("2023年度政府信息公开工作年度报告", "", 2023),
        ("示例 街道 二〇二二年 政府信息公开工作年度报告", "示例街道", 2022),
        ("关于示例镇２０２２年政府信息公开工作年度报告", "示例镇", 2022),
        ("《示例镇2022年政府信息公开年报》", "示例镇", 2022),
        ("示例镇人民政府关于2022年政务公开工作年度报告", "示例镇人民政府", 2022),
    ],
)
def test_a_title(printed, authority, year):
    title = parsed(printed)
    assert (title.authority, title.year) == (authority, year)


@pytest.mark.parametrize(
    "line",
    [
        "一、总体情况",
        "根据《条例》要求，现向社会公布示例局2023年度政府信息公开年度报告",
        "首页 > 政府信息公开 > 政府信息公开年报",
        "政府信息公开指南",
        "示例镇2022年工作报告",
        "政府信息公开工作年度报告" * 8,
    ],
)
def test_what_is_no_title(line):
    assert parsed(line) is None


def test_a_title_of_several_lines_is_joined():
    start, count, title = title_in(
        ["索引号：123", "示例县某局", "2023年政府信息公开工作", "年度报告", "根据《条例》编制。"]
    )
    assert (start, count) == (1, 3)
    assert (title.authority, title.year) == ("示例县某局", 2023)


def test_of_several_titles_the_one_that_says_most_is_taken():
    lines = ["政府信息公开年报", "2023年政府信息公开年度报告", "示例镇2023年政府信息公开工作年度报告"]
    assert title_in(lines)[2].authority == "示例镇"


def test_without_a_title_there_is_none():
    assert title_in(["通知", "各村："]) is None


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("统计期限自2019年1月1日起至2019年12月31日止。", 2019),
        ("所列数据的统计周期为2024年1月1日至12月31日。", 2024),
        ("统计时限为20 23 年1 月1日至2023年12月31日", 2023),
        ("自2023年3月1日起施行", None),
    ],
)
def test_the_year_of_the_period(text, year):
    assert year_of_period(["引言", text]) == year
