"""What was typed, as the strings to look for. Nothing that can be typed is an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.search.terms import parse_terms
from disclosure.search.tokens import LONGEST_TERM


@pytest.mark.parametrize(
    "text,terms",
    [
        ("", ()),
        ("  \u3000 ", ()),
        ("防汛", ("防汛",)),
        ("防汛 通知", ("防汛", "通知")),
        ("防汛\u3000通知", ("防汛", "通知")),
        ("防汛 防汛工作", ("防汛工作",)),
        ('"Open Data" 平台', ("open data", "平台")),
        ("“Open Data”", ("open data",)),
        ("“放管服”改革", ('"放管服"改革',)),
        ('"没有另一半', ('"没有另一半',)),
        ("金政发〔2020〕3号", ("金政发(2020)3号",)),
        ("金政发 [ 2020 ] 3 号", ("金政发(2020)3号",)),
        ("金政发（２０２０）３号 绿化", ("金政发(2020)3号", "绿化")),
        ("通知 （2020年）", ("通知", "(2020年)")),
        ("NEAR(甲 乙)", ("near(甲", "乙)")),
        ("甲 AND 乙", ("甲", "and", "乙")),
        ("*", ("*",)),
        ("\0防汛\0", ("防汛",)),
        ("😀", ("😀",)),
    ],
)
def test_terms(text, terms):
    assert parse_terms(text).terms == terms


@pytest.mark.parametrize(
    "text, number",
    [
        ("金政发2026 13号", "金政发(2026)13号"),
        ("金政发 2026 第13号", "金政发(2026)第13号"),
        ("金政发2026-13", "金政发(2026)13号"),
        ("金政发２０２６１３号", "金政发(2026)13号"),
        ("金政发〔2026〕13号", ""),  # that is one, as typed
        ("金政发2026", ""),
        ("金政发1326号", ""),
        ("金政发2026 0号", ""),
        ("金政发2026年13号", ""),
        ("电话2026 12345号", ""),
        ("金政发2026 13号 绿化", ""),
    ],
)
def test_number_without_its_brackets_is_read_as_one_beside_what_was_typed(text, number):
    wanted = parse_terms(text)

    assert wanted.number == number
    assert wanted.readings == ((wanted.terms, (number,)) if number else (wanted.terms,))


def test_long_query_is_cut_and_says_so():
    wanted = parse_terms("长" * 300)

    assert wanted.terms == ("长" * LONGEST_TERM,)
    assert wanted.is_cut
    assert not parse_terms("长" * LONGEST_TERM).is_cut


def test_of_many_words_the_first_are_looked_for():
    wanted = parse_terms(" ".join("甲乙丙丁戊己庚辛壬癸"))

    assert wanted.terms == tuple("甲乙丙丁戊己庚辛")
    assert wanted.is_cut


@given(st.text(max_size=200))
def test_nothing_is_an_error(text):
    assert all(parse_terms(text).terms)
