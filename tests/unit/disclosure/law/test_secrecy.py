"""Marks of secrecy, against documents judged by hand.

`tests/data/secrecy`: `state`, `internal` or `none`, a tab, and the text. `aside` was only measured; both lots were
written before the rules, and both were judged right in the first run.
"""

from pathlib import Path

import pytest

from disclosure.law.privacy import FoundKind
from disclosure.law.secrecy import calls_for_comments, find_marks, find_marks_in_pieces, is_draft
from tests.unit.disclosure.law.privacy.hostile_texts import repeated
from tests.unit.disclosure.law.privacy.test_linear import SHORT, assert_linear

FOLDER = Path(__file__).parents[3] / "data" / "secrecy"


def documents(lot):
    lines = (FOLDER / f"{lot}.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t", 1) for line in lines)
    return [(judgement, text.replace("\\n", "\n").replace("\\t", "\t")) for judgement, text in pairs]


def judged(text):
    is_call = calls_for_comments(text)
    kinds = {mark.kind for mark in find_marks(text) if not (is_call and is_draft(mark.masked))}
    return "state" if FoundKind.SECRECY in kinds else "internal" if kinds else "none"


def state(text, **given):
    return [mark.masked for mark in find_marks(text, **given) if mark.kind == FoundKind.SECRECY]


def internal(text, **given):
    return [mark.masked for mark in find_marks(text, **given) if mark.kind == FoundKind.INTERNAL]


def test_enough_documents_are_judged():
    judgements = [judgement for lot in ("own", "aside") for judgement, _ in documents(lot)]

    assert judgements.count("none") >= 20
    assert len(judgements) - judgements.count("none") >= 20


@pytest.mark.parametrize("lot", ["own", "aside"])
def test_documents_are_judged_as_a_person_judged_them(lot):
    assert [(text, judgement) for judgement, text in documents(lot) if judged(text) != judgement] == []


@pytest.mark.parametrize(
    "text",
    [
        *(
            "秘密★1年",
            "秘密★１年",
            "秘 密 ★ 1 年",
            "秘密\n★1年",
            "秘|密|★|1|年",
            "机密☆贰拾年",
            "绝密⭐长期",
            "秘密*1年",
        ),
        *("机密★启用前", "机\u200b密★3年", "祕密★5年", "<b>机密</b>★10年", "關於機密★10年", "本报告（机密★10年）请阅"),
        *("密级：机密", "密 级: 秘密", "（绝密）", "【机密级】", "机密", "机密　特急", "秘密 1年", "000012\t机密"),
    ],
)
def test_levels_are_found_by_form_and_place(text):
    assert state(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "国家秘密",
            "保 守 国 家 秘 密",
            "商业秘密",
            "密级：公开",
            "机密计算机",
            "保守秘密是义务",
            "机密性",
            "秘密举报",
        ),
        *("密级分为绝密、机密、秘密三级", "样式为“秘密★10年”的标志", "一、工作秘密", "工作秘密★3年", "秘密花园"),
    ],
)
def test_what_only_speaks_of_secrets_is_no_state_secret(text):
    assert state(text) == []


@pytest.mark.parametrize(
    "text",
    [
        *(
            "内部资料",
            "内 部 资 料　注意保存",
            "仅供内部使用",
            "（此件不公开）",
            "（此件依申请公开）",
            "不得公开",
            "传阅件",
        ),
        *(
            "工作秘密★3年",
            "工作秘密",
            "信息公开选项：不予公开",
            "办法（送审稿）",
            "办法（修订草案征求意见稿）",
            "内部文件，不得外传",
        ),
    ],
)
def test_internal_marks_are_found(text):
    assert internal(text)


@pytest.mark.parametrize(
    "text",
    [
        *("请注意保存好收据", "个人隐私不得公开", "内部资料性出版物", "《办法（送审稿）》已经通过", "依申请公开"),
        *(
            "办事指南（依申请公开）",
            "票据（妥善保管）",
            "公开方式：主动公开",
            "传阅文件应当登记",
            "内部使用管理制度",
            "征求意见稿的起草说明如下",
        ),
    ],
)
def test_what_only_speaks_of_them_is_no_mark(text):
    assert internal(text) == []


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("秘密-方案.docx", "秘密"),
        ("名单（机密）.xlsx", "机密"),
        ("内部资料_口径.pdf", "内部资料"),
        ("办法送审稿.docx", "送审稿"),
    ],
)
def test_names_of_files_are_read_part_by_part(name, mark):
    assert [found.masked for found in find_marks(name, is_name=True)] == [mark]


def test_an_upright_mark_is_placed_where_it_begins():
    found = find_marks_in_pieces(["通知", "秘", "密", "★", "1", "年", "各村"])

    assert [(number, mark.masked) for number, mark in found] == [(1, "秘密★1年")]


def test_a_mark_keeps_its_place_in_the_text():
    text = "通知\n（机密）\n"
    (mark,) = find_marks(text)

    assert text[mark.start : mark.end] == mark.text == "机密"


@pytest.mark.parametrize("title", ["关于公开征求《办法（征求意见稿）》意见的公告", "《办法（征求意见稿）》意见征集"])
def test_a_call_for_comments_is_told(title):
    assert calls_for_comments(title)


def test_a_plan_that_was_commented_on_is_no_call():
    assert not calls_for_comments("金岭镇停车管理办法（征求意见稿）")


@pytest.mark.parametrize(
    "piece", ["秘密", "秘 密\n", "机密★1年", "（机密）", "内部资料", "密级：", "征求意见", "“秘密★", "送审稿）"]
)
def test_four_times_the_text_takes_four_times_the_steps(piece):
    find_marks(repeated(piece, SHORT))  # tables that are filled once

    assert_linear(find_marks, repeated(piece, SHORT), repeated(piece, 4 * SHORT))
