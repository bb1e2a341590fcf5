"""Check 10: years, periods and signing dates that cannot be this report's."""

from dataclasses import replace
from datetime import date

import pytest

from reports.checks import ReportFinding, Subject, check

from .facts import saying


def found(subject: Subject) -> list[ReportFinding]:
    return [finding for finding in check(subject) if finding.check == 10]


@pytest.mark.parametrize(
    ("sentence", "year"),
    [
        ("现将我镇2022年政府信息公开工作报告如下：", 2022),
        ("现将示例镇2022年度政府信息公开工作情况公布如下。", 2022),
        ("根据《条例》，编制2021年政府信息公开工作年度报告。", 2021),
        ("本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。", 2022),
        ("本报告统计数据时限为2023年1月1日至2022年12月31日。", 2022),
        ("2022年，我镇通过政府网站主动公开各类政府信息915条。", 2022),
        ("（一）主动公开情况。2022年，我镇通过政府网站主动公开各类政府信息915条。", 2022),
        ("2023年12月30日", 2023),
    ],
)
def test_a_year_of_another_report_is_found(sentence: str, year: int) -> None:
    (finding,) = found(saying(sentence))

    assert (finding.found, finding.slot) == (year, "overview")
    assert finding.sentence in sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "现将我镇2023年政府信息公开工作报告如下：",
        "本报告所列数据的统计期限自2023年1月1日起至12月31日止。",
        "统计时限为2023年1月1日至2023年12月31日。",
        "按照《国务院办公厅关于2022年政务公开工作要点的通知》，公开信息30条。",
        "2022年结转申请2件，结转至2024年1件。",
        "2024年，我镇将继续做好政府信息公开工作，力争公开信息300条。",
        "2022年度部门决算、2023年度部门预算等12条财政信息均已公开。",
        "2022年以来，我镇累计公开信息915条。",
        "2024年1月17日",
    ],
)
def test_other_years_can_be_right(sentence: str) -> None:
    assert found(saying(sentence)) == []


@pytest.mark.parametrize(
    ("day", "doubted"),
    [(date(2023, 12, 31), True), (date(2024, 1, 1), False), (date(2024, 12, 31), False), (date(2025, 1, 1), True)],
)
def test_the_signing_date_comes_after_the_year_and_not_years_later(day: date, doubted: bool) -> None:
    assert bool(found(replace(saying("公开信息30条。"), signed_on=day))) is doubted
