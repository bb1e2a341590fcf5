"""Spellings that a reader takes for the same are the same; nothing else is."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.search.folding import fold, fold_traced


@pytest.mark.parametrize(
    "raw,folded",
    [
        ("ＡＢＣ１２３", "abc123"),
        ("Open Data", "open data"),
        ("金政发〔2020〕3号", "金政发(2020)3号"),
        ("金政发［２０２０］ 3 号", "金政发(2020)3号"),
        ("金政发【2020】3号", "金政发(2020)3号"),
        ("“放管服”改革", '"放管服"改革'),
        ("「放管服」改革", '"放管服"改革'),
        ("第 3 期\n通知", "第3期通知"),
        ("PM 2.5", "pm2.5"),
        ("12 34", "12 34"),
        ("12\n 34", "12 34"),
        ("面积㎡", "面积m2"),
        ("①", "1"),
        ("⽅案", "方案"),  # a Kangxi radical
        ("防\u200b汛\ufeff", "防汛"),
        ("e\u0301tat", "état"),
        ("  头尾  ", "头尾"),
        ("甲，乙。", "甲,乙。"),
        ("\0", ""),
        ("☎\ufe0f", "☎"),
    ],
)
def test_folded(raw, folded):
    assert fold(raw) == folded


@pytest.mark.parametrize(
    "one,other", [("防汛", "防讯"), ("甲、乙", "甲乙"), ("open data", "opendata"), ("12 34", "1234")]
)
def test_what_differs_stays_different(one, other):
    assert fold(one) != fold(other)


TEXT = st.text(st.sampled_from("防汛aB1 2（〔“。\u3000\n㎡①\u200b"), max_size=30)


@given(TEXT, st.integers(0, 30), st.integers(0, 30))
def test_part_of_a_text_is_part_of_it_folded(raw, begin, end):
    assert fold(raw[begin:end]) in fold(raw)


@given(TEXT)
def test_places_lead_back_to_the_raw_text(raw):
    text = fold_traced(unicodedata.normalize("NFC", raw))

    assert text.text == fold(raw)
    assert list(text.places) == sorted(text.places)
    assert all(char in (fold(raw[place]) or " ") for char, place in zip(text.text, text.places, strict=True))
