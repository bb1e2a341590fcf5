"""Checks 1 to 4, 7 and 8 over figures made by hand."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from reports.checks import AdjustedFigure, FindingLevel, ReportFinding, Subject, check
from reports.editions import edition_for
from reports.editions.grid import Number

EDITION = edition_for(2023)
BALANCED = EDITION.with_formulas({"3.received.natural": 3, "3.carried_in.natural": 1, "3.disclosed.natural": 4})


def findings(**changed: Number | None) -> list[ReportFinding]:
    values = {**BALANCED, **{key.replace("__", "."): value for key, value in changed.items()}}
    return check(Subject("标题", 2023, EDITION, values))


def test_balanced_tables_have_no_finding() -> None:
    assert findings() == []


def test_check_1_names_its_cells_both_values_and_the_difference() -> None:
    found = findings(**{"3__received__natural": 5, "3__received__total": 5})

    assert [finding.check for finding in found] == [1, 1]
    first = found[0]
    assert (first.level, first.table) == (FindingLevel.ERROR, "3")
    assert (first.found, first.expected, first.difference) == (6, 4, 2)
    assert [(cell.figure.row, cell.figure.column, cell.value) for cell in first.cells] == [
        ("一、本年新收政府信息公开申请数量", "自然人", 5),
        ("二、上年结转政府信息公开申请数量", "自然人", 1),
        ("（七）总计", "自然人", 4),
        ("四、结转下年度继续办理", "自然人", 0),
    ]
    assert "「自然人」列" in first.message
    assert "相差 2" in first.message


def test_check_2_compares_the_printed_total_with_its_rows() -> None:
    found = findings(**{"3__concluded__natural": 7, "3__concluded__total": 7, "3__received__natural": 6})

    assert [(finding.check, finding.found, finding.expected) for finding in found if finding.check == 2] == [
        (2, 7, 4),
        (2, 7, 4),
    ]


def test_check_3_compares_each_rows_total_with_the_six_kinds() -> None:
    found = [finding for finding in findings(**{"3__disclosed__total": 5}) if finding.check == 3]

    assert [(finding.cells[0].figure.row, finding.difference) for finding in found] == [("（一）予以公开", 1)]


@pytest.mark.parametrize("route", ["review", "direct", "after_review"])
def test_check_4_compares_each_cases_total_with_its_four_results(route: str) -> None:
    found = findings(**{f"4__{route}__open": 2})

    assert [(finding.check, finding.table, finding.difference) for finding in found] == [(4, "4", -2)]


def test_check_7_warns_of_a_figure_set_by_hand_with_who_when_and_why() -> None:
    figure = EDITION.by_key["2.penalty.decisions"]
    at = datetime(2024, 1, 9, 8, tzinfo=UTC)

    def warned(**facts: Any) -> list[ReportFinding]:
        adjusted = AdjustedFigure(figure, facts["value"], facts["counted"], facts["then"], "漏录", "示例甲", at)
        return check(Subject("标题", 2023, EDITION, BALANCED, adjusted=(adjusted,)))

    (finding,) = warned(value=9, counted=4, then=4)
    assert (finding.check, finding.level, finding.expected, finding.found, finding.difference) == (
        7,
        FindingLevel.WARNING,
        4,
        9,
        5,
    )
    assert "由示例甲于2024-01-09人工设为 9，统计值为 4" in finding.message
    assert "漏录" in finding.message
    assert "此后已变" in warned(value=9, counted=5, then=4)[0].message
    assert warned(value=4, counted=4, then=3) == []


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("2.licence.decisions", None, "没有填写"),
        ("2.licence.decisions", -1, "不能是负数"),
        ("2.licence.decisions", Decimal("1.5"), "应为整数"),
        ("2.charge.amount", Decimal("-0.5"), "不能是负数"),
        ("2.charge.amount", None, "没有填写"),
    ],
)
def test_check_8_finds_what_no_count_can_be(key: str, value: Number | None, fault: str) -> None:
    (finding,) = findings(**{key.replace(".", "__"): value})

    assert (finding.check, finding.level) == (8, FindingLevel.ERROR)
    assert fault in finding.message
    assert finding.cells[0].figure.key == key


def test_check_8_lets_an_amount_be_fractional_and_a_net_change_negative() -> None:
    assert findings(**{"2__charge__amount": Decimal("1.2346")}) == []

    edition = edition_for(2020)
    values = edition.with_formulas({"2.licence.change": -3})
    assert check(Subject("标题", 2020, edition, values)) == []


def test_a_blank_cell_is_one_finding_not_several() -> None:
    found = findings(**{"3__received__natural": None, "3__received__total": None})

    assert {finding.check for finding in found} == {8}


def test_as_json_has_the_agreed_shape() -> None:
    (finding,) = findings(**{"4__review__open": 2})

    assert finding.as_json == {
        "check": 4,
        "level": "error",
        "table": "4",
        "cells": [
            {"row": "行政复议", "column": "总计", "value": 0},
            {"row": "行政复议", "column": "结果维持", "value": 0},
            {"row": "行政复议", "column": "结果纠正", "value": 0},
            {"row": "行政复议", "column": "其他结果", "value": 0},
            {"row": "行政复议", "column": "尚未审结", "value": 2},
        ],
        "expected": 2,
        "found": 0,
        "difference": -2,
        "sentence": None,
        "message": "表4 「行政复议」：行政复议的总计应等于四项结果之和。左边为 0，右边为 2，相差 -2。",
    }
