"""Into which column a document goes: likeness to what went before, worked out by hand; silence where it is unsure."""

from math import log, sqrt

import pytest

from disclosure.documents.placing import (
    NAMED,
    SAME_ENDING,
    SAME_ISSUER,
    CategoryProfile,
    ColumnCandidate,
    ComparedDocument,
)

FLOODS, FIRES, RULES, READINGS = 1, 2, 3, 4
COLUMNS = {FLOODS: "防汛抗旱", FIRES: "森林防火", RULES: "规范性文件", READINGS: "政策解读"}
EARLIER = [
    (FLOODS, ComparedDocument("强降雨应对情况", publisher="应急管理办公室")),
    (FLOODS, ComparedDocument("汛期强降雨转移安置情况", publisher="应急管理办公室")),
    (FIRES, ComparedDocument("森林防火戒严期的通告", publisher="林业站")),
    (RULES, ComparedDocument("关于印发《示例镇公墓管理办法》的通知", "示例政发〔2024〕3号")),
    (READINGS, ComparedDocument("《示例镇公墓管理办法》解读")),
]


@pytest.fixture
def shelf():
    return CategoryProfile(COLUMNS, EARLIER, "示例镇人民政府")


def test_document_goes_where_its_like_went(shelf):
    assert shelf.guess(ComparedDocument("七月强降雨应对情况", publisher="应急管理办公室")) == FLOODS


def test_words_of_the_text_count_where_the_title_says_little(shelf):
    assert shelf.guess(ComparedDocument("一份说明")) is None
    text = "强降雨应对和汛期转移安置，强降雨"
    assert [one.column for one in shelf.ranked(ComparedDocument("一份说明", text=text))] == [FLOODS]


def test_name_of_a_column_in_the_title_speaks_for_it_without_anything_before():
    shelf = CategoryProfile({7: "养老服务", 8: "就业"}, [])

    assert shelf.ranked(ComparedDocument("养老服务补贴发放公示")) == [ColumnCandidate(7, NAMED)]
    assert shelf.guess(ComparedDocument("养老服务补贴发放公示")) == 7


def test_series_of_the_number_tells_a_rule_from_its_reading(shelf):
    title = "关于修改《示例镇公墓管理办法》的通知"

    assert shelf.guess(ComparedDocument(title, "示例政发〔2026〕1号")) == RULES
    assert shelf.guess(ComparedDocument("《示例镇公墓管理办法》图文解读")) == READINGS


def test_series_that_never_came_before_tells_nothing(shelf):
    given = {"title": "强降雨应对情况", "publisher": "应急管理办公室"}

    assert shelf.ranked(ComparedDocument(**given, document_number="另一机关发〔2026〕1号")) == shelf.ranked(
        ComparedDocument(**given)
    )


def test_unlike_everything_is_not_guessed(shelf):
    assert shelf.ranked(ComparedDocument("幼儿园招生简章")) == []
    assert shelf.guess(ComparedDocument("幼儿园招生简章")) is None


def test_two_columns_close_together_are_both_told_and_neither_is_guessed():
    twins = CategoryProfile({1: "社会救助", 2: "社会救助"}, [])
    document = ComparedDocument("社会救助申请渠道公示")

    assert [one.column for one in twins.ranked(document)] == [1, 2]
    assert twins.guess(document) is None


def test_score_by_hand():
    """One earlier document of two words, 森林 and 防火; each is known in one of two, so each weighs log 3."""
    shelf = CategoryProfile(
        {1: "甲", 2: "乙"}, [(1, ComparedDocument("森林防火", publisher="林业站")), (2, ComparedDocument("幼儿园"))]
    )
    [found] = shelf.ranked(ComparedDocument("森林", publisher="林业站"))

    cosine = log(3) / sqrt(2 * log(3) ** 2)
    assert found.column == 1
    assert found.score == pytest.approx(cosine + SAME_ISSUER)
    [same] = shelf.ranked(ComparedDocument("森林防火"))
    assert same.score == pytest.approx(1 + SAME_ENDING)


def test_name_of_the_office_says_nothing():
    earlier = [(1, ComparedDocument("金岭镇公墓公告"))]

    assert CategoryProfile({1: "甲"}, earlier, "金岭镇").ranked(ComparedDocument("金岭镇")) == []
    assert CategoryProfile({1: "甲"}, earlier).ranked(ComparedDocument("金岭镇")) != []


def test_column_that_is_gone_is_not_guessed():
    assert (
        CategoryProfile({1: "甲"}, [(9, ComparedDocument("强降雨应对情况"))]).ranked(ComparedDocument("强降雨应对情况"))
        == []
    )


@pytest.mark.parametrize(
    ("document", "series", "ending"),
    [
        (ComparedDocument("关于某事的通知", "金政办发〔2026〕3号"), "金政办发", "通知"),
        (ComparedDocument("防汛预案（修订版）"), "", "预案"),
        (ComparedDocument("短"), "", "短"),
    ],
)
def test_series_and_ending(document, series, ending):
    assert (document.series, document.ending) == (series, ending)
