"""文书, as data: how each is titled, whether it has a number, what its writer is asked, which step asks for it.

Statute 3.5 (names as offices use them); periods and duties of 条例 art. 30 to 36, 42.
"""

from collections.abc import Mapping
from dataclasses import replace

from disclosure.law.applications.outcomes import Outcome
from disclosure.law.choices.applications import StepKind
from disclosure.law.choices.letters import LetterKind

from .parts import Answer, Part, one_of
from .reasons import HOLDER, PARTY_SAID
from .remedies import WITHHOLDING
from .wording import PUBLIC_ALREADY, WORDINGS, Wording, gaps_in, wording

K, S = LetterKind, StepKind

# As the letter itself says it; where it is not the kind's own name.
_TITLES = {K.THIRD_PARTY_ASKED: "征求意见书", K.AGENCY_ASKED: "征求意见书"}
# Forms stay inside the office or come back filled in: they are no 公文 and have no 文号.
FORMS = (K.RECEIPT, K.REGISTRATION, K.THIRD_PARTY_FORM, K.REVIEW_SHEET, K.TRANSFER)
# To or about one of those who are asked.
TO_THIRD_PARTY = (K.THIRD_PARTY_ASKED, K.THIRD_PARTY_FORM, K.THIRD_PARTY_TOLD)
OF_PARTY = (*TO_THIRD_PARTY, K.AGENCY_ASKED)
# What goes out of the office; the others have nobody to be sent to.
INSIDE = (K.REGISTRATION, K.REVIEW_SHEET, K.TRANSFER)

# Which letters a step asks for. Of a question to a third party one goes to each, one to the applicant.
BY_STEP: dict[StepKind, tuple[LetterKind, ...]] = {
    S.RECEIVED: (K.RECEIPT, K.REGISTRATION),
    S.CORRECTION_ASKED: (K.CORRECTION,),
    S.REASONS_ASKED: (K.REASONS,),
    S.EXTENDED: (K.EXTENSION,),
    S.THIRD_PARTY_ASKED: (K.ASKING_NOTICE, K.THIRD_PARTY_ASKED, K.THIRD_PARTY_FORM),
    S.AGENCY_ASKED: (K.ASKING_NOTICE, K.AGENCY_ASKED),
    S.FEE_NOTICED: (K.FEE_NOTICE,),
    S.CONCLUDED: (K.REPLY,),
    S.WITHDRAWN: (K.TERMINATION,),
}
# The step that a letter to the applicant tells of: it is dated on that day or later, and not once one of these steps
# (or the end of the application) has overtaken it.
TELLS_OF: dict[LetterKind, StepKind] = {
    K.CORRECTION: S.CORRECTION_ASKED,
    K.REASONS: S.REASONS_ASKED,
    K.EXTENSION: S.EXTENDED,
    K.FEE_NOTICE: S.FEE_NOTICED,
    K.TERMINATION: S.WITHDRAWN,
}
OVERTAKEN_BY: dict[LetterKind, tuple[StepKind, ...]] = {
    K.CORRECTION: (S.CORRECTED,),
    K.REASONS: (S.REASONS_GIVEN,),
    K.EXTENSION: (S.CORRECTION_ASKED, S.CORRECTED, S.FEE_NOTICED, S.FEE_PAID),
    K.FEE_NOTICE: (S.FEE_PAID,),
}
# What is said of an application that is being handled; afterwards it would not be true any more.
WHILE_OPEN = (
    *(K.RECEIPT, K.CORRECTION, K.REASONS, K.EXTENSION, K.ASKING_NOTICE, K.FEE_NOTICE),
    *(K.THIRD_PARTY_ASKED, K.THIRD_PARTY_FORM, K.AGENCY_ASKED, K.ASSISTANCE),
)
# Why a letter is due, with its article.
WHY: dict[LetterKind, str] = {
    K.RECEIPT: "收到申请后可以出具回执",
    K.REGISTRATION: "收到的申请应当登记（条例第四十五条）",
    K.CORRECTION: "告知补正应当一次性书面告知（条例第三十条）",
    K.REASONS: "要求说明理由应当书面告知（条例第三十五条）",
    K.EXTENSION: "延长答复期限应当告知申请人（条例第三十三条）",
    K.ASKING_NOTICE: "正在征求意见，所需时间不计入答复期限（条例第三十三条）",
    K.FEE_NOTICE: "收取信息处理费应当书面通知（条例第四十二条）",
    K.REPLY: "已有办理结果，应当书面答复（条例第三十六条）",
    K.SUPPLEMENT: "答复书发出后还有需要补充的内容",
    K.TERMINATION: "申请人已经撤回，应当告知终止办理",
    K.THIRD_PARTY_ASKED: "应当书面征求第三方的意见（条例第三十二条）",
    K.THIRD_PARTY_FORM: "随征求意见书一并送达，供第三方填写",
    K.THIRD_PARTY_TOLD: "第三方不同意而决定公开的，应当书面告知第三方（条例第三十二条）",
    K.AGENCY_ASKED: "共同制作的信息应当征求其他机关的意见（条例第三十四条）",
    K.ASSISTANCE: "需要其他单位协助查找或者核实",
    K.REVIEW_SHEET: "延长期限和答复决定送负责人审批（条例第十七条、第三十三条）",
    K.TRANSFER: "移送或者归档时列明材料（条例第四十五条）",
}


def title(kind: LetterKind) -> str:
    """What stands at the head of the letter, below the office's name."""
    return _TITLES.get(kind, str(kind.label))


def is_numbered(kind: LetterKind) -> bool:
    """Whether it gets a 文号."""
    return kind not in FORMS


# --- What the writer is asked -----------------------------------------------------

# Changed words for this one letter; what the form offers are the standard ones.
_KEEP = "【】内的文字由上面填写的内容和办理记录代替，改写时要保留。"
FINDING = Part("finding", "认定", f"可以改写；{_KEEP}", required=False, answer=Answer.LINES)
GROUND = Part("ground", "法律依据", "可以改写；写在“根据”和“的规定”之间。", required=False)
DECISION = Part("decision", "决定", f"可以改写；{_KEEP}", required=False, answer=Answer.LINES)
REMEDIES = Part("remedies", "救济途径", "可以改写；机关和期限以法律规定为准。", required=False, answer=Answer.LINES)
ENCLOSED = Part("enclosed", "附件", "随答复书提供的材料，每行一件；没有的不填。", required=False, answer=Answer.LINES)
WITHHELD_AS = Part(
    "withheld_as",
    "不予公开部分的依据",
    "决定救济途径。",
    choices=tuple((one.value, str(one.label)) for one in WITHHOLDING),
    article="条例第三十七条",
)
MATTER = Part("matter", "征求意见的内容", "只写需要征求意见的信息，不写申请人的情况。", answer=Answer.LINES)

PARTS: dict[LetterKind, tuple[Part, ...]] = {
    K.CORRECTION: (
        Part(
            "matters",
            "补正事项",
            "需要补正的全部内容，一次性写明；每行一项。",
            article="条例第三十条",
            answer=Answer.LINES,
        ),
    ),
    K.REASONS: (Part("excess", "数量和频次", "什么时间内提出多少件。", article="条例第三十五条"),),
    K.EXTENSION: (
        Part(
            "reason",
            "延长原因",
            "为什么不能按期答复，写这件申请的情况。",
            article="条例第三十三条",
            is_reason=True,
            formulas=("情况复杂", "工作需要", "因故", "不能按期答复"),
        ),
    ),
    K.SUPPLEMENT: (Part("content", "补充内容", "补充答复的全部内容。", answer=Answer.LINES), REMEDIES),
    K.THIRD_PARTY_ASKED: (
        MATTER,
        Part(
            "reason",
            "涉及事项",
            "为什么征求其意见。",
            choices=one_of("商业秘密", "个人隐私", "商业秘密和个人隐私", "其他合法权益"),
            article="条例第三十二条",
        ),
    ),
    K.THIRD_PARTY_FORM: (MATTER,),
    K.THIRD_PARTY_TOLD: (
        MATTER,
        Part(
            "reason",
            "公开的理由",
            "为什么不采纳第三方的意见，不公开会怎样影响公共利益；写具体的事实。",
            article="条例第三十二条",
            answer=Answer.LINES,
            is_reason=True,
            formulas=("不公开可能对公共利益造成重大影响",),
        ),
        REMEDIES,
    ),
    K.AGENCY_ASKED: (MATTER,),
    K.ASSISTANCE: (
        Part("addressee", "协办单位", "全称。"),
        Part("matter", "协办事项", "需要查找、核实或者提供什么；不写申请人的情况。"),
        Part("period", "反馈期限", "从收到本函之日起算。", "5个工作日"),
    ),
    K.REVIEW_SHEET: (Part("proposal", "拟办意见", "承办人的意见和理由。", answer=Answer.LINES),),
    K.TRANSFER: (Part("addressee", "接收单位", "移送给谁，如：档案室。"),),
}


def variant_of(outcome: Outcome | str, *, is_public_already: bool, holder: str = "") -> str:
    """Which of an outcome's wordings applies. `holder`: the answer to `reasons.HOLDER`, where that was asked."""
    return PUBLIC_ALREADY if outcome == Outcome.DISCLOSED and is_public_already else holder


def reply_parts(
    outcome: Outcome | str, *, withheld_as: str = "", is_public_already: bool = False, has_objection: bool = False
) -> tuple[Part, ...]:
    """What the 答复书 asks: the facts and reasons of its ground, then the sentences themselves, to be changed.

    `withheld_as`: of what is partly disclosed, the ground of the rest; where the record does not say it, it is asked
    first. `has_objection`: of a third party, whose reasons the letter gives.
    """
    if Outcome.NOT_HELD in (outcome, withheld_as):
        words = {key: wording(outcome, variant=key, withheld_as=withheld_as) for key, _ in HOLDER.choices}
        facts = (HOLDER, *_by_choice(HOLDER, words))
    elif outcome == Outcome.PARTLY and not withheld_as:
        grounds = {one.value: WORDINGS[one] for one in WITHHOLDING}
        part = gaps_in("【不予公开的部分】", WORDINGS[Outcome.PARTLY].decision)
        facts = (WITHHELD_AS, *part, *_by_choice(WITHHELD_AS, grounds))
    else:
        variant = variant_of(outcome, is_public_already=is_public_already)
        facts = _gaps(wording(outcome, variant=variant, withheld_as=withheld_as))
    if has_objection:
        facts = _with_objection(facts, outcome, withheld_as)
    return (*facts, FINDING, GROUND, DECISION, REMEDIES, ENCLOSED)


def _gaps(words: Wording) -> tuple[Part, ...]:
    return tuple(gaps_in(words.finding, words.decision))


def _by_choice(question: Part, words: Mapping[str, Wording]) -> tuple[Part, ...]:
    """The gaps of several wordings, each asked only where an answer to the question leads to one that has it."""
    choices: dict[str, list[str]] = {}
    gaps: dict[str, Part] = {}
    for choice, wording_of_it in words.items():
        for gap in _gaps(wording_of_it):
            gaps[gap.name] = gap
            choices.setdefault(gap.name, []).append(choice)
    return tuple(
        gap if len(choices[name]) == len(words) else replace(gap, when=(question.name, tuple(choices[name])))
        for name, gap in gaps.items()
    )


def _with_objection(facts: tuple[Part, ...], outcome: Outcome | str, withheld_as: str) -> tuple[Part, ...]:
    if Outcome.THIRD_PARTY in (outcome, withheld_as):
        return (*facts, PARTY_SAID)
    if outcome == Outcome.PARTLY and not withheld_as:
        return (*facts, replace(PARTY_SAID, when=(WITHHELD_AS.name, (Outcome.THIRD_PARTY.value,))))
    return facts
