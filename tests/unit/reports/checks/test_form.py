"""Check 15: tables, labels, headings, title and the format cited."""

from dataclasses import replace

import pytest

from reports.checks import FindingLevel, ReportFinding, Subject, check
from reports.editions.printed import PrintedLabel, PrintedReport, PrintedTable

from .facts import saying

HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
TABLES = tuple(PrintedTable(key, "2021") for key in "234")
PRINTED = PrintedReport(
    title="示例镇人民政府2023年政府信息公开工作年度报告",
    authority="示例镇人民政府",
    year=2023,
    edition_key="2021",
    headings=HEADINGS,
    sections={},
    texts={},
    values={},
    tables=TABLES,
)


def found(subject: Subject) -> list[ReportFinding]:
    return [finding for finding in check(subject) if finding.check == 15]


def printed(**changed: object) -> list[ReportFinding]:
    return found(replace(saying("公开信息30条。"), printed=replace(PRINTED, **changed)))


def test_a_report_of_the_prescribed_form_has_no_finding() -> None:
    assert printed() == []


def test_a_missing_table_and_a_picture_are_errors() -> None:
    findings = printed(tables=(TABLES[0], PrintedTable("3", "", is_picture=True)))

    assert [(one.level, one.table, one.about) for one in findings] == [
        (FindingLevel.ERROR, "3", "picture"),
        (FindingLevel.ERROR, "4", "missing"),
    ]


def test_tables_of_the_other_edition_are_told_but_table_4_is_the_same_in_both() -> None:
    findings = printed(tables=tuple(PrintedTable(key, "2019") for key in "234"))

    assert [(one.level, one.table) for one in findings] == [(FindingLevel.WARNING, "2"), (FindingLevel.WARNING, "3")]
    assert "2019年格式" in findings[0].message


def test_a_label_that_deviates_is_told_with_the_one_meant() -> None:
    table = PrintedTable("2", "2021", labels=(PrintedLabel("行政规范性文件", "规范性文件"),))

    (finding,) = printed(tables=(table, *TABLES[1:]))
    assert finding.message == "表2的「规范性文件」与格式不同，应为「行政规范性文件」。"


@pytest.mark.parametrize(
    ("headings", "about"),
    [
        (HEADINGS[:4] + HEADINGS[5:], {"missing 存在的主要问题及改进情况"}),
        ((*HEADINGS, HEADINGS[5]), {"twice 其他需要报告的事项"}),
        ((*HEADINGS[:4], "五、存在的主要问题及整改措施", HEADINGS[5]), {"renamed 五、存在的主要问题及整改措施"}),
        (("一、概述", *HEADINGS[1:]), {"renamed 一、概述"}),
        ((*HEADINGS[:4], HEADINGS[5], HEADINGS[4]), {"order"}),
        ((*HEADINGS, "七、附件"), {"unknown 七、附件"}),
        (
            (*HEADINGS[:3], "四、政府信息公开行政法复议、行政诉讼情况", *HEADINGS[4:]),
            {"renamed 四、政府信息公开行政法复议、行政诉讼情况"},
        ),
    ],
)
def test_sections_are_there_once_by_name_and_in_order(headings: tuple[str, ...], about: set[str]) -> None:
    assert {finding.about for finding in printed(headings=headings)} == about


def test_a_number_written_in_another_way_is_no_other_heading() -> None:
    assert printed(headings=("1、 总体情况", *HEADINGS[1:])) == []


@pytest.mark.parametrize(
    ("title", "fine"),
    [
        ("示例镇2023年政府信息公开工作年度报告", True),
        ("示例镇2023年度政府信息公开工作年度报告", False),
        ("示例镇政府信息公开工作年度报告", False),
        ("示例镇政府信息公开工作2023年度报告", False),
        ("示例镇2022年政府信息公开工作年度报告", False),
    ],
)
def test_the_title_is_the_prescribed_one(title: str, fine: bool) -> None:
    assert (printed(title=title) == []) is fine


def test_the_old_format_cited_since_2021_is_told_with_its_sentence() -> None:
    sentence = "根据《有关事项的通知》（国办公开办函〔2019〕60号）编制。"

    (finding,) = found(saying(sentence))
    assert (finding.level, finding.sentence) == (FindingLevel.WARNING, sentence)


def test_the_old_format_may_be_cited_by_its_own_reports() -> None:
    assert found(replace(saying("根据国办公开办函〔2019〕60号编制。"), year=2020)) == []
