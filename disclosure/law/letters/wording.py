"""What a reply says, by outcome, as data: finding, ground and decision (条例 art. 36 to 39; statute 3.4, 3.5).

`{you}` is the applicant (你, 你单位). 【…】 is a gap that the person who writes the letter fills
(`GAPS`). The office changes the words of one letter on its form, of all in its own template.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from disclosure.law.applications.outcomes import Outcome

LAW = "《中华人民共和国政府信息公开条例》"
FEE_RULES = "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）"
# 条例 art. 36(3): whoever is refused is told so, with the reason.
_REFUSED = "、第三十六条第（三）项"


@dataclass(frozen=True, slots=True)
class Wording:
    """The three sentences. `ground`: articles as a letter cites them; stands after 「根据」 and before 「的规定」."""

    finding: str
    ground: str
    decision: str


@dataclass(frozen=True, slots=True)
class Part:
    """What only the person who writes a letter knows: asked for on its form under `label`, given by `name`.

    `label` is the name of the gap in the words, or of the field in the template. `choices`: nothing else may be given.
    """

    name: str
    label: str
    help: str = ""
    initial: str = ""
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()


GAPS = {
    part.label: part
    for part in (
        Part("where", "获取方式和途径", "在哪里、怎样可以看到或者领取。"),
        Part("given", "提供方式", "怎样交给申请人。", "以申请人要求的方式随本答复书提供"),
        Part("withheld", "不予公开的部分", "哪些内容不公开，如：第3页的联系电话。"),
        Part("other_rule", "禁止公开的规定", "法律、行政法规的名称和条款。"),
        Part("harm", "公开的后果", "公开后会危及什么。"),
        Part("search", "检索情况", "在哪里查找过。", "本机关档案和办公系统中"),
        Part("other_body", "负责公开的机关", "名称；知道联系方式的一并写明（条例第三十六条第（五）项）。"),
        Part("procedure", "查询办法", "依照什么规定、到哪里查询。"),
        Part("unclear", "仍不明确之处", "补正以后还有什么不明确。"),
        Part("channel", "提出的渠道", "向哪里提出。", "信访、投诉、举报等相应渠道"),
        Part("earlier", "先前的答复", "先前答复的文号和日期。"),
        Part("excess", "数量和频次", "什么时间内提出多少件，理由为什么不合理。"),
        Part("circumstance", "具体情形", "为什么终止办理，如：申请人已书面撤回申请。"),
        Part("obtained", "已获取的信息", "先前从哪里、以什么方式获取。"),
    )
}
PUBLIC_ALREADY, HELD_ELSEWHERE = "public_already", "held_elsewhere"
REFUSAL = "本机关决定不予公开。"

WORDINGS: dict[Outcome, Wording] = {
    Outcome.DISCLOSED: Wording(
        "{you}申请公开的信息属于可以公开的政府信息。",
        f"{LAW}第三十六条第（二）项",
        "本机关决定予以公开，【提供方式】。",
    ),
    Outcome.PARTLY: Wording(
        "{you}申请公开的信息中含有不应当公开的内容，但能够作区分处理。",
        f"{LAW}第三十七条",
        "本机关决定部分公开：可以公开的内容【提供方式】；【不予公开的部分】不予公开。",
    ),
    Outcome.STATE_SECRET: Wording("{you}申请公开的信息依法确定为国家秘密。", f"{LAW}第十四条{_REFUSED}", REFUSAL),
    Outcome.OTHER_LAW: Wording(
        "{you}申请公开的信息属于法律、行政法规禁止公开的政府信息（【禁止公开的规定】）。",
        f"{LAW}第十四条{_REFUSED}",
        REFUSAL,
    ),
    Outcome.SAFETY: Wording(
        "{you}申请公开的信息公开后可能危及国家安全、公共安全、经济安全、社会稳定：【公开的后果】。",
        f"{LAW}第十四条{_REFUSED}",
        REFUSAL,
    ),
    Outcome.THIRD_PARTY: Wording(
        "{you}申请公开的信息涉及商业秘密、个人隐私等，公开会对第三方合法权益造成损害。",
        f"{LAW}第十五条{_REFUSED}",
        REFUSAL,
    ),
    Outcome.INTERNAL: Wording(
        "{you}申请公开的信息属于本机关人事管理、后勤管理、内部工作流程等方面的内部事务信息。",
        f"{LAW}第十六条第一款{_REFUSED}",
        REFUSAL,
    ),
    Outcome.PROCESS: Wording(
        "{you}申请公开的信息属于本机关在履行行政管理职能过程中形成的讨论记录、过程稿、磋商信函、请示报告等过程性信息。",
        f"{LAW}第十六条第二款{_REFUSED}",
        REFUSAL,
    ),
    Outcome.ENFORCEMENT_FILE: Wording(
        "{you}申请公开的信息属于行政执法案卷信息。", f"{LAW}第十六条第二款{_REFUSED}", REFUSAL
    ),
    Outcome.INQUIRY: Wording(
        "{you}申请公开的信息属于行政查询事项，有关法律、行政法规对其获取有特别规定。",
        f"{LAW}第三十六条第（七）项",
        "请{you}按照下列办法查询：【查询办法】。",
    ),
    Outcome.NOT_HELD: Wording(
        "经在【检索情况】检索，没有找到{you}申请公开的信息，本机关不掌握相关政府信息。",
        f"{LAW}第三十六条第（四）项",
        "本机关无法提供，告知{you}该政府信息不存在。",
    ),
    Outcome.NEEDS_MAKING: Wording(
        "{you}申请公开的信息没有现成信息，需要本机关对现有政府信息进行加工、分析或者另行制作。",
        f"{LAW}第三十八条",
        "本机关无法提供。",
    ),
    Outcome.STILL_UNCLEAR: Wording(
        "{you}补正以后，申请内容仍不明确：【仍不明确之处】。",
        f"{LAW}第三十条",
        "本机关无法提供；{you}可以在明确所需信息的名称、文号或者便于查询的其他特征以后重新申请。",
    ),
    Outcome.PETITION: Wording(
        "{you}以政府信息公开申请的形式进行信访、投诉、举报等活动。",
        f"{LAW}第三十九条第一款",
        "本机关不作为政府信息公开申请处理，{you}可以通过【提出的渠道】提出。",
    ),
    Outcome.REPEATED: Wording(
        "对{you}就相同政府信息提出的申请，本机关已经作出答复（【先前的答复】），本次属于重复申请。",
        f"{LAW}第三十六条第（六）项",
        "本机关不予重复处理。",
    ),
    Outcome.PUBLICATION: Wording(
        "{you}申请提供的是政府公报、报刊、书籍等公开出版物。",
        f"{LAW}第三十九条第二款",
        "本机关不作为政府信息公开申请处理，{you}可以通过以下途径获取：【获取方式和途径】。",
    ),
    Outcome.EXCESSIVE: Wording(
        "{you}申请公开政府信息的数量、频次明显超过合理范围，且理由不合理：【数量和频次】。",
        f"{LAW}第三十五条",
        "本机关不予处理。",
    ),
    Outcome.CONFIRMATION: Wording(
        "{you}要求本机关确认或者重新出具已经获取的信息（【已获取的信息】）。",
        f"{LAW}关于申请获取政府信息",
        "该请求不属于申请获取政府信息，本机关不予处理。",
    ),
    Outcome.NOT_CORRECTED: Wording(
        "本机关已书面告知{you}补正申请内容，{you}无正当理由逾期不补正，视为放弃申请。",
        f"{LAW}第三十条",
        "本机关不再处理该政府信息公开申请。",
    ),
    Outcome.NOT_PAID: Wording(
        "本机关已书面通知{you}缴纳信息处理费，{you}逾期未按收费通知要求缴纳，视为放弃申请。",
        f"{LAW}第四十二条、{FEE_RULES}",
        "本机关不再处理该政府信息公开申请。",
    ),
    Outcome.OTHER: Wording(
        "{you}的申请有下列情形：【具体情形】。",
        f"{LAW}关于依申请公开",
        "本机关终止办理该政府信息公开申请。",
    ),
}
VARIANTS: dict[tuple[Outcome, str], Wording] = {
    (Outcome.DISCLOSED, PUBLIC_ALREADY): Wording(
        "{you}申请公开的信息已经主动公开。",
        f"{LAW}第三十六条第（一）项",
        "告知{you}获取该政府信息的方式、途径：【获取方式和途径】。",
    ),
    (Outcome.NOT_HELD, HELD_ELSEWHERE): Wording(
        "{you}申请公开的信息不属于本机关负责公开，本机关不掌握相关政府信息。",
        f"{LAW}第三十六条第（五）项",
        "请{you}向负责公开该政府信息的机关提出申请：【负责公开的机关】。",
    ),
}


def wording(outcome: Outcome | str, *, variant: str = "", withheld_as: Outcome | str = "") -> Wording:
    """The words for an outcome. `withheld_as`: the ground of what is not given out of what is partly disclosed.

    A variant that the outcome does not have changes nothing. Raises ValueError for no outcome, and for 部分公开
    without its ground.
    """
    found = Outcome(outcome)
    words = VARIANTS.get((found, variant), WORDINGS[found])
    if found != Outcome.PARTLY:
        return words
    rest = WORDINGS[Outcome(withheld_as)]
    why = rest.finding.removeprefix(_ASKED_FOR) if rest.finding.startswith(_ASKED_FOR) else f"：{rest.finding}"
    return Wording(
        f"{words.finding.removesuffix('。')}：【不予公开的部分】{why}",
        f"{words.ground}、{rest.ground.removeprefix(LAW)}",
        words.decision,
    )


_ASKED_FOR = "{you}申请公开的信息"


def gaps_in(*texts: str) -> list[Part]:
    """The gaps that these words leave, each once, in their order."""
    names = (name for text in texts for name in re.findall("【([^】]+)】", text))
    return [GAPS[name] for name in dict.fromkeys(names) if name in GAPS]


def filled(text: str, values: Mapping[str, str]) -> str:
    """The words with their gaps (by label) filled; no full stop stands twice."""
    for label, value in values.items():
        text = text.replace(f"【{label}】", value.strip().rstrip("。；，"))
    return text
