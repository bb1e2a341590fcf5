"""Checks 11 and 12: personal data; sections that say nothing or last year's."""

from dataclasses import replace

import pytest

from reports.checks import FindingLevel, ReportFinding, Subject, check

from .facts import LAST_YEAR, saying

LONG = "我镇坚持以公开为常态、不公开为例外，" * 6 + "公开信息{year}条，{year}年全年工作平稳有序。"


def found(subject: Subject, number: int) -> list[ReportFinding]:
    return [finding for finding in check(subject) if finding.check == number]


def with_text(**texts: str) -> Subject:
    subject = saying("全年公开信息30条。")
    return replace(subject, texts={**subject.texts, **texts})


def test_personal_data_is_an_error_and_is_told_masked() -> None:
    (finding,) = found(saying("如有疑问请拨打经办人手机13812345678咨询。"), 11)

    assert (finding.level, finding.slot) == (FindingLevel.ERROR, "overview")
    assert "13812345678" not in str(finding.as_json)
    assert "138****5678" in finding.message


def test_the_offices_own_line_and_mailbox_are_no_personal_data() -> None:
    preamble = "<p>联系地址：示例市示例路1号，邮编：350400，电话：0591-23165250，电子邮箱：example@163.com。</p>"

    assert found(with_text(preamble=preamble), 11) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "没有内容"),
        ("<p> </p>", "没有内容"),
        ("<h3>（一）主动公开</h3><p></p><h3>（二）依申请公开</h3><p></p>", "只有标题"),
        ("<p>（一）主动公开情况</p><p>（二）依申请公开情况</p>", "只有标题"),
        ("<p>本报告是根据《条例》编制，从六个方面汇报我镇2023年政府信息公开工作。</p>", "只有报告的引言"),
        ("<p>本年报根据《条例》要求编制。</p><p>如对本报告有疑问，请与我镇联系。</p>", "只有报告的引言"),
    ],
)
def test_a_section_that_says_nothing_is_told(text: str, why: str) -> None:
    (finding,) = found(with_text(overview=text), 12)

    assert finding.level == FindingLevel.WARNING
    assert why in finding.message


@pytest.mark.parametrize("text", ["<p>无。</p>", "<p>无其他需要报告的事项</p>", "<p>本年度没有收费。</p>"])
def test_a_short_text_says_something(text: str) -> None:
    assert found(with_text(other=text), 12) == []


def test_an_optional_text_may_be_empty() -> None:
    assert found(with_text(preamble=""), 12) == []


def test_a_report_without_texts_given_is_not_judged_by_them() -> None:
    assert found(replace(saying(""), texts={}), 12) == []


def test_a_text_like_last_years_tells_how_much_is_the_same() -> None:
    before = replace(LAST_YEAR, texts={"problems": f"<p>{LONG.format(year=2022)}</p>"})
    subject = replace(with_text(problems=f"<p>{LONG.format(year=2023)}</p>"), previous=before)

    (finding,) = found(subject, 12)
    assert finding.found == 100
    assert "2022年报告的文字有 100% 相同" in finding.message


def test_another_text_or_a_short_one_is_not_told() -> None:
    before = replace(LAST_YEAR, texts={"problems": f"<p>{LONG.format(year=2022)}</p>", "other": "<p>无。</p>"})
    changed = f"<p>{LONG.format(year=2023)}</p><p>{'今年着力解决解读形式单一的问题。' * 3}</p>"

    assert found(replace(with_text(problems=changed, other="<p>无。</p>"), previous=before), 12) == []
