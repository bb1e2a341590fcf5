"""How alike two contents are, worked out by hand."""

import pytest

from disclosure.law.applications.similarity import Likeness, likeness, pairs, share


def test_pairs_are_of_what_is_asked_for_alone():
    assert pairs("名称：2025年决算\n特征描述：含明细表") == {
        "20",
        "02",
        "25",
        "5年",
        "年决",
        "决算",
        "含明",
        "明细",
        "细表",
    }
    assert pairs("申请公开有关的政府信息") == frozenset()
    assert pairs("（Ａ）表") == {"a", "表"}


@pytest.mark.parametrize(
    "one, other, of_all",
    [
        ("示例村征地批复", "申请公开示例村征地批复", 1.0),
        ("甲乙丙", "甲乙丁", 0.5),  # 甲乙, 乙丙 | 甲乙, 乙丁: 2 × 1 of 4
        ("甲乙丙", "丁戊", 0.0),
        ("", "甲乙", 0.0),
    ],
)
def test_share(one, other, of_all):
    assert share(pairs(one), pairs(other)) == of_all


@pytest.mark.parametrize(
    "one, other, said",
    [
        ("名称：2025年镇级财政决算", "申请公开2025年镇级财政决算的信息", Likeness.SAME),
        ("镇级财政决算", "示例镇镇级财政决算", Likeness.MOSTLY),  # 5 and 8 pairs, 5 in common: 10 of 13
        ("示例村2019年征地补偿款分配方案", "示例村2018年征地补偿款分配方案", Likeness.ALIKE),  # of another year
        ("2019年征地补偿款分配方案", "征地补偿款分配方案", Likeness.MOSTLY),  # 12 and 8 pairs, 8 in common: 16 of 20
        ("2025年镇级财政决算", "2024年镇级财政预算", Likeness.ALIKE),
        ("2025年镇级财政决算", "示例村征地批复", None),
    ],
)
def test_in_words(one, other, said):
    assert likeness(pairs(one), pairs(other)) == said
