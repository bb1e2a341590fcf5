"""Checks 5, 6 and 17: against last year, and what the authority can hardly have."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from reports.checks import AuthorityNames, FindingLevel, LateRecord, ReportFinding, Subject, check
from reports.editions import edition_for
from reports.editions.grid import Number

from .facts import LAST_YEAR, saying


def found(subject: Subject, number: int) -> list[ReportFinding]:
    return [finding for finding in check(subject) if finding.check == number]


def test_carried_in_that_differs_from_last_years_report_is_an_error_in_each_column() -> None:
    findings = found(saying("", **{"3__carried_in__natural": 3}), 5)

    assert [(one.level, one.cells[0].figure.column, one.found, one.expected) for one in findings] == [
        (FindingLevel.ERROR, "自然人", 3, 2),
        (FindingLevel.ERROR, "总计", 3, 2),
    ]


def test_a_late_record_is_named_where_it_makes_the_difference() -> None:
    late = LateRecord("2022-9", date(2022, 12, 30), date(2023, 3, 1), "natural")
    subject = replace(saying("", **{"3__carried_in__natural": 3}), late_records=(late,))

    assert "2022-9（2022-12-30收到，2023-03-01登记）" in found(subject, 5)[0].message


def test_carried_in_is_not_compared_without_last_years_report_or_with_a_blank() -> None:
    subject = saying("", **{"3__carried_in__natural": 3})
    blank = replace(LAST_YEAR, values={**LAST_YEAR.values, "3.carried_out.natural": None, "3.carried_out.total": None})

    assert found(replace(subject, previous=None), 5) == []
    assert found(replace(subject, previous=blank), 5) == []


def test_documents_in_force_follow_from_last_years() -> None:
    (finding,) = found(saying("", **{"2__normative__in_force": 14}), 6)

    assert (finding.level, finding.found, finding.expected) == (FindingLevel.WARNING, 14, 11)
    assert [cell.figure.column for cell in finding.cells] == ["现行有效件数", "本年制发件数", "本年废止件数"]


def test_another_format_has_no_figure_to_follow_from() -> None:
    before = edition_for(2020)
    earlier = Subject("", 2020, before, before.with_formulas({"2.normative.public": 99}))

    assert found(replace(saying(""), previous=earlier), 6) == []


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("示例镇人民政府", False),
        ("示例街道办事处", False),
        ("示例县人民政府", False),
        ("示例省教育厅", False),
        ("示例市财政局", False),
        ("示例综合实验区", False),
        ("示例市人民政府", True),
        ("示例省人民政府", True),
        ("国家示例总局", True),
    ],
)
def test_regulations_are_doubted_where_none_can_be_made(name: str, may: bool) -> None:
    subject = replace(saying("", **{"2__regulation__in_force": 6}), authority=AuthorityNames((name,)), previous=None)

    assert [one.found for one in found(subject, 17)] == ([] if may else [6])


def test_regulations_are_not_doubted_where_the_name_is_unknown() -> None:
    subject = replace(saying("", **{"2__regulation__in_force": 6}), authority=AuthorityNames(), previous=None)

    assert found(subject, 17) == []


def test_an_amount_in_yuan_is_seen_by_last_years() -> None:
    (finding,) = found(saying("", **{"2__charge__amount": Decimal(25000)}), 17)

    assert finding.expected == Decimal("2.5")
    assert "可能误以元填写" in finding.message


@pytest.mark.parametrize(("amount", "doubted"), [(Decimal(8040), True), (Decimal("52.15"), False)])
def test_a_towns_purchase_is_not_so_dear(amount: Number, doubted: bool) -> None:
    edition = edition_for(2020)
    values = edition.with_formulas({"2.procurement.projects": 1, "2.procurement.amount": amount})
    subject = Subject("", 2020, edition, values, authority=AuthorityNames(("示例镇人民政府",)))

    assert bool(found(subject, 17)) is doubted


@pytest.mark.parametrize(("now", "doubted"), [(1001, True), (1000, False), (9, True), (10, False)])
def test_a_jump_of_more_than_tenfold_is_doubted(now: int, doubted: bool) -> None:
    assert bool(found(saying("", **{"2__licence__decisions": now}), 17)) is doubted


def test_small_figures_jump_by_chance() -> None:
    assert found(saying("", **{"4__review__upheld": 19, "4__review__open": 0}), 17) == []
