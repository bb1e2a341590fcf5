"""What an answer has to be: one of the choices, complete, and of this case."""

import pytest

from disclosure.law.letters.parts import Part, one_of

CHOICE = Part("kind", "类别", choices=one_of("甲", "乙", "丙"), stops={"丙": "丙不可以。"})
LAW = Part("law", "规定", "写明全称和条款。", pattern="《.+》")
REASON = Part("why", "理由", "写事实。", is_reason=True, formulas=("属于过程性信息", "可以不予公开"))


@pytest.mark.parametrize(
    "part, value, words",
    [
        (CHOICE, "甲", ""),
        (CHOICE, "丁", "「类别」不在可选的范围内，请从列出的选项中选择。"),
        (CHOICE, "丙", "丙不可以。"),
        (LAW, "《统计法》第九条", ""),
        (LAW, "统计法", "「规定」写得不完整。写明全称和条款。"),
        (REASON, "仍在征求意见", ""),
        (REASON, "该信息属于过程性信息，仍在征求意见", ""),
    ],
)
def test_answers(part, value, words):
    assert part.against(value) == words


@pytest.mark.parametrize(
    "value", ["属于过程性信息。", "依法可以不予公开", "无", "同上", "……", "根据规定，不宜公开！", "见附件"]
)
def test_formula_alone_is_no_reason(value):
    assert REASON.against(value) == "「理由」只有套话，没有写这件申请的事实和理由。写事实。"


@pytest.mark.parametrize(
    "when, given, is_asked",
    [
        (None, {}, True),
        (("kind", ("甲", "乙")), {"kind": "乙"}, True),
        (("kind", ("甲", "乙")), {"kind": "丙"}, False),
        (("kind", ("甲",)), {}, False),
    ],
)
def test_one_answer_makes_another_question_needless(when, given, is_asked):
    assert Part("x", "某", when=when).is_asked(given) is is_asked
