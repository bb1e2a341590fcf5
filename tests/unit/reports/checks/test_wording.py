"""Check 16: words that are not this authority's, placeholders, missing figures, instructions, doublings."""

from dataclasses import replace

import pytest

from reports.checks import AuthorityNames, ReportFinding, Subject, check

from .facts import saying


def found(subject: Subject) -> list[ReportFinding]:
    return [finding for finding in check(subject) if finding.check == 16]


@pytest.mark.parametrize(
    ("sentence", "about"),
    [
        ("全年主动公开信息XX条。", "XX"),
        ("收到申请××件。", "××"),
        ("收到申请X件。", "X"),
        ("某某镇公开信息。", "某某"),
        ("全年在政府网上共主动公开条，其中机构职能1条。", "主动公开条"),
        ("全年公开核准企业资质条、施工许可证76条。", "企业资质条"),
        ("共收到件，均已答复。", "共收到件"),
        ("制发3件，现行有效的规范性文件。", "现行有效的规范性文件"),
        ("该部分以表格形式报告。", "该部分以表格形式报告"),
        ("本年增/减（指2019年增加或减少的事项数，减用负值表示，如-8）。", "减用负值表示"),
        ("二是规范审核审核发布机制。", "审核审核"),
        ("公开2023年科技计划资金资金分配结果。", "资金资金"),
        ("示例镇镇人民政府高度重视。", "镇"),
        ("召开周年专场新闻发布会召开周年专场新闻发布会。", "召开周年专场新闻发布会召开周年专场新闻发布会"),
        ("我局高度重视政府信息公开。", "我局"),
        ("我街道收到申请。", "我街道"),
        ("邻近镇人民政府高度重视政府信息公开工作。", "邻近镇人民政府"),
    ],
)
def test_a_fault_of_wording_is_found(sentence: str, about: str) -> None:
    findings = found(saying(sentence))

    assert about in {finding.about for finding in findings} or any(about in one.about for one in findings)
    assert {finding.sentence for finding in findings} == {sentence}


@pytest.mark.parametrize(
    "sentence",
    [
        "政务公开公开栏内容及时更新。",
        "完善信息公示公示栏。",
        "梳理服务项目项目库。",
        "收到申请件12件，申请件均已办结。",
        "公开文件、要件齐全。",
        "示例镇人民政府高度重视。",
        "赴邻近镇人民政府学习经验。",
        "示例区人民政府组织培训，我区各镇参加。",
        "网址为http://www.xxgk.example.cn/zfxxgk，邮箱xxgkb@example.cn。",
        "一条一条梳理，一个一个落实，家家户户知晓。",
        "现行有效的规范性文件11件。",
        "按照条例逐条落实，公开条目清晰。",
        "《示例省政府信息公开办法》施行以来，《示例省政府信息公开办法》得到落实。",
        "工作人员2023年2023人次参加。",
    ],
)
def test_ordinary_wording_is_left_alone(sentence: str) -> None:
    assert [finding.message for finding in found(saying(sentence))] == []


def test_a_rule_of_another_province_is_doubted() -> None:
    subject = saying("根据《福建省政府信息公开办法》编制本报告。转发《江苏省政府信息公开申请办理答复规范》，认真学习。")

    (finding,) = found(subject)
    assert finding.about == "《江苏省政府信息公开申请办理答复规范》"


def test_a_government_may_speak_of_its_towns() -> None:
    subject = replace(saying("邻近镇人民政府高度重视。"), authority=AuthorityNames(("示例区人民政府",)))

    assert found(subject) == []
