"""Labels that are printed otherwise than the format has them."""

import pytest

from reports.editions import edition
from reports.reading.forms import forms
from reports.reading.labels import match

TABLE_3 = next(form for form in forms(edition("2021")) if form.key == "3")
TABLE_2 = next(form for form in forms(edition("2021")) if form.key == "2")


@pytest.mark.parametrize("label", TABLE_3.labels)
def test_every_label_is_itself_however_it_is_spaced_or_quoted(label):
    for printed in (label, " ".join(label), label.replace("“", '"').replace("”", '"'), label.replace("（", "(")):
        found = match(printed, TABLE_3.labels)
        assert (found.label, found.exact) == (label, True)


@pytest.mark.parametrize(
    ("printed", "meant", "is_near"),
    [
        ("2.其他法律行政止公开", "2.其他法律行政法规禁止公开", True),
        ("2．其他法律行政法规禁止公开", "2.其他法律行政法规禁止公开", False),
        ("（四）其他法律行政法规禁止公开", "2.其他法律行政法规禁止公开", False),
        ("（二）部分公开", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", False),
        ("1.申请人无正当理由逾期不补正", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", True),
        ("总计", "（七）总计", False),
    ],
)
def test_a_deviating_label_is_found(printed, meant, is_near):
    found = match(printed, TABLE_3.labels)
    assert (found.label, found.is_near) == (meant, is_near)


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("现行有效件", "现行有效件数"),
        ("现行有效件数(历史累计)", "现行有效件数"),
        ("本年(2023)制发件数", "本年制发件数"),
        ("本年收费金额(单位:元)", "本年收费金额（单位：万元）"),
    ],
)
def test_headings_with_remarks_and_losses(printed, meant):
    assert match(printed, TABLE_2.headings).label == meant


@pytest.mark.parametrize(
    "printed", ["", "0", "不予公开", "行政机关不再处理其政府信息公开申请", "其", "申请" * 200, "领导小组"]
)
def test_what_is_near_nothing_or_two_is_not_taken(printed):
    assert match(printed, TABLE_3.labels) is None


def test_rules_and_normative_documents_are_not_mixed_up():
    assert match("规章 (全区机关均无制定规章的权限)", TABLE_2.labels).label == "规章"
    assert match("规范性文件", TABLE_2.labels).label == "行政规范性文件"
