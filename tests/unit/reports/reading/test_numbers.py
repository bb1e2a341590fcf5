"""What stands in a cell, read as a figure or said to be none."""

from decimal import Decimal

import pytest

from reports.editions.grid import COUNT, MONEY
from reports.reading.numbers import ReadNumber, read_number


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("0", 0),
        (" 12\n", 12),
        ("\u00a07\u3000", 7),
        ("１２３", 123),
        ("1,234", 1234),
        ("1，234,567", 1234567),
        ("0件", 0),
        ("15 件", 15),
        ("+2", 2),
        ("＋62", 62),
        ("-18", -18),
        ("－18", -18),
        ("—4", -4),
        ("减4", -4),
        ("减少4", -4),
        ("增3", 3),
        ("22.0", 22),
        ("1.5", Decimal("1.5")),
    ],
)
def test_a_count(printed, value):
    assert read_number(printed, COUNT) == ReadNumber(value)


@pytest.mark.parametrize("printed", ["", " ", "\u00a0", "\u3000\n"])
def test_a_blank_stays_one(printed):
    assert read_number(printed, COUNT) == ReadNumber(None)


@pytest.mark.parametrize(
    "printed",
    [
        "/",
        "—",
        "——",
        "-",
        "*",
        "若干",
        "见附件",
        "1/2",
        "3 份 4 件",
        "12345,6",
        "1.2.3",
        "第3",
        "251000元",
        "1e9",
        "²",
        "2²",
        "22①",
        "22⑴",
        "٣",
    ],
)
def test_what_is_no_count_is_unread(printed):
    assert read_number(printed, COUNT) == ReadNumber(None, unread=True)


@pytest.mark.parametrize(
    ("printed", "value", "said"),
    [
        ("22（其中修订16件）", 22, "按 22 读取（其余文字按附注处理）"),
        ("55(含自然失效29件)", 55, "按 55 读取（其余文字按附注处理）"),
        ("22件，其中修订16件", 22, "按 22 读取（其余文字按附注处理）"),
        ("1 2", 12, "按 12 读取（数字中间有空格）"),
        ("无", 0, "按 0 读取"),
        ("零", 0, "按 0 读取"),
    ],
)
def test_what_is_understood_otherwise_than_printed_is_said(printed, value, said):
    assert read_number(printed, COUNT) == ReadNumber(value, converted=said)


@pytest.mark.parametrize(
    ("printed", "heading", "value", "said"),
    [
        ("24252.311082", "", Decimal("24252.311082"), ""),
        ("18.8710", "万元", Decimal("18.871"), ""),
        ("52.15万元", "", Decimal("52.15"), ""),
        ("251000元", "", Decimal("25.1"), "按 25.1 读取（单位是元，换算为万元）"),
        ("75,394,432.52元", "", Decimal("7539.443252"), "按 7539.443252 读取（单位是元，换算为万元）"),
        ("8040", "元", Decimal("0.804"), "按 0.804 读取（单位是元，换算为万元）"),
        ("3万元", "元", 3, ""),
        ("1.2亿元", "", 12000, "按 12000 读取（单位是亿元，换算为万元）"),
        ("0", "元", 0, "按 0 读取（单位是元，换算为万元）"),
    ],
)
def test_an_amount_is_in_ten_thousand_yuan_and_conversion_is_said(printed, heading, value, said):
    assert read_number(printed, MONEY, heading) == ReadNumber(value, converted=said)


@pytest.mark.parametrize("printed", ["3件", "0.0000001", "9" * 20, "1" * 5000, "0." + "1" * 5000])
def test_what_is_no_amount_is_unread(printed):
    assert read_number(printed, MONEY).unread
