"""How a 文号 is written, and what looks wrong about its word."""

import pytest

from disclosure.law.letters.numbers import doubts_about, gaps, number_text, ordinal


def test_number_is_word_series_year_and_count():
    assert number_text("金镇", 2026, 3) == "金镇依申请〔2026〕3号"


@pytest.mark.parametrize(
    "number, count", [("金镇依申请〔2026〕3号", 3), ("金镇依申请〔2026〕120号", 120), ("金镇函3号", None), ("", None)]
)
def test_count_of_a_number(number, count):
    assert ordinal(number) == count


@pytest.mark.parametrize("word", ["金镇", "金政公开", ""])
def test_words_that_are_right(word):
    assert doubts_about(word) == []


@pytest.mark.parametrize(
    "word, said",
    [
        ("金镇依申请", "发文代字里已有「依申请」，文号里会出现两次，请从代字里去掉。"),
        ("金镇〔2026〕", "发文代字里不写年份、括号和「号」，文号会自动加上，请只写机关代字。"),
        ("金镇2026", "发文代字里不写年份、括号和「号」，文号会自动加上，请只写机关代字。"),
        ("金 镇", "发文代字里有空格，请去掉。"),
    ],
)
def test_words_to_look_at_again(word, said):
    assert doubts_about(word) == [said]


@pytest.mark.parametrize("taken, missing", [([], []), ([1, 2], []), ([1, 4], [2, 3]), ([3], [1, 2])])
def test_numbers_that_nobody_has(taken, missing):
    assert gaps(taken) == missing
