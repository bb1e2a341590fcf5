"""文书, as data: how each is titled, whether it has a number, what its writer is asked, which step asks for it.

Statute 3.5 (names as offices use them); periods and duties of 条例 art. 30 to 36, 42.
"""

from collections.abc import Iterable

from disclosure.law.applications.outcomes import Outcome
from disclosure.law.choices.applications import StepKind
from disclosure.law.choices.letters import LetterKind

from .remedies import WITHHOLDING
from .wording import HELD_ELSEWHERE, PUBLIC_ALREADY, Part, Wording, gaps_in

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
    S.WITHDRAWN: (K.REPLY,),
}
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
FINDING = Part("finding", "认定", "可以改写；【】内的文字由上面填写的内容代替。", required=False)
GROUND = Part("ground", "法律依据", "可以改写；写在“根据”和“的规定”之间。", required=False)
DECISION = Part("decision", "决定", "可以改写；【】内的文字由上面填写的内容代替。", required=False)
REMEDIES = Part("remedies", "救济途径", "可以改写；机关和期限以法律规定为准。", required=False)
ENCLOSED = Part("enclosed", "附件", "随答复书提供的材料，每行一件；没有的不填。", required=False)
WITHHELD_AS = Part(
    "withheld_as",
    "不予公开部分的依据",
    "决定救济途径。",
    choices=tuple((one.value, str(one.label)) for one in WITHHOLDING),
)
MATTER = Part("matter", "征求意见的内容", "只写需要征求意见的信息，不写申请人的情况。")

PARTS: dict[LetterKind, tuple[Part, ...]] = {
    K.CORRECTION: (
        Part("matters", "补正事项", "需要补正的全部内容，一次性写明；每行一项。"),
        Part("period", "补正期限", "合理的期限，从收到告知书之日起算。", "15个工作日"),
    ),
    K.REASONS: (
        Part("excess", "数量和频次", "什么时间内提出多少件。"),
        Part("period", "说明期限", "从收到告知书之日起算。", "10个工作日"),
    ),
    K.EXTENSION: (Part("reason", "延长原因", "为什么不能按期答复。"),),
    K.SUPPLEMENT: (Part("content", "补充内容", "补充答复的全部内容。"), REMEDIES),
    K.THIRD_PARTY_ASKED: (
        MATTER,
        Part("reason", "涉及事项", "为什么征求其意见。", "商业秘密、个人隐私"),
    ),
    K.THIRD_PARTY_FORM: (MATTER,),
    K.THIRD_PARTY_TOLD: (
        MATTER,
        Part("reason", "公开的理由", "为什么不采纳第三方的意见。", "不公开可能对公共利益造成重大影响"),
        REMEDIES,
    ),
    K.AGENCY_ASKED: (MATTER,),
    K.ASSISTANCE: (
        Part("addressee", "协办单位", "全称。"),
        Part("matter", "协办事项", "需要查找、核实或者提供什么；不写申请人的情况。"),
        Part("period", "反馈期限", "从收到本函之日起算。", "5个工作日"),
    ),
    K.REVIEW_SHEET: (Part("proposal", "拟办意见", "承办人的意见和理由。"),),
    K.TRANSFER: (Part("addressee", "接收单位", "移送给谁，如：档案室。"),),
}


def variant_of(outcome: Outcome | str, *, is_public_already: bool, other_body: str = "") -> str:
    """Which of an outcome's wordings applies."""
    if outcome == Outcome.DISCLOSED and is_public_already:
        return PUBLIC_ALREADY
    return HELD_ELSEWHERE if outcome == Outcome.NOT_HELD and other_body.strip() else ""


def reply_parts(words: Wording, *, lacks_ground: bool = False, may_be_elsewhere: bool = False) -> tuple[Part, ...]:
    """What the 答复书 asks: its gaps, then the sentences themselves, to be changed.

    `lacks_ground`: partly disclosed, and the record does not say on which ground the rest is withheld.
    """
    gaps: Iterable[Part] = gaps_in(words.finding, words.decision)
    if may_be_elsewhere:
        gaps = (*gaps, _ELSEWHERE)
    return (*([WITHHELD_AS] if lacks_ground else []), *gaps, FINDING, GROUND, DECISION, REMEDIES, ENCLOSED)


_ELSEWHERE = Part(
    "other_body",
    "负责公开的机关",
    "信息由其他机关掌握的填写名称和联系方式（条例第三十六条第（五）项），不属于这种情形的不填。",
    required=False,
)
