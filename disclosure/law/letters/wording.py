"""What a reply says, by outcome, as data: finding, ground and decision (条例 art. 36 to 39; statute 3.4, 3.5).

`{you}` is the applicant (你, 你单位). 【…】 is a gap: the person who writes the letter fills it (`reasons.GAPS`), or
the record does (`reasons.RECORDED`). The office changes the words of one letter on its form, of all in its template.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from disclosure.law.applications.outcomes import Outcome

from .parts import Part
from .reasons import ELSEWHERE, ELSEWHERE_UNKNOWN, GAPS

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


PUBLIC_ALREADY = "public_already"
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
    Outcome.STATE_SECRET: Wording(
        "{you}申请公开的信息依法确定为国家秘密，密级为【密级】，保密期限为【保密期限】，由【定密机关】确定。",
        f"{LAW}第十四条{_REFUSED}",
        REFUSAL,
    ),
    Outcome.OTHER_LAW: Wording(
        "{you}申请公开的信息属于法律、行政法规禁止公开的政府信息，依据是【法律或者行政法规】【禁止公开的条款】。【适用的理由】。",
        f"{LAW}第十四条{_REFUSED}",
        REFUSAL,
    ),
    Outcome.SAFETY: Wording(
        "{you}申请公开的信息公开后可能危及【危及的方面】。【公开的后果】。",
        f"{LAW}第十四条{_REFUSED}",
        REFUSAL,
    ),
    Outcome.THIRD_PARTY: Wording(
        "{you}申请公开的信息涉及第三方的【涉及的权益】（【权益的内容】），公开会对第三方合法权益造成损害。"
        "【征求第三方意见的情况】。本机关认为不公开不会对公共利益造成重大影响：【公共利益的衡量】。",
        f"{LAW}第十五条、第三十二条{_REFUSED}",
        REFUSAL,
    ),
    Outcome.INTERNAL: Wording(
        "{you}申请公开的信息（【材料的名称】）属于本机关【内部事务的类别】方面的内部事务信息。【不公开的理由】。",
        f"{LAW}第十六条第一款{_REFUSED}",
        REFUSAL,
    ),
    Outcome.PROCESS: Wording(
        "{you}申请公开的信息（【材料的名称】）属于本机关在履行行政管理职能过程中形成的【过程性信息的类别】，"
        "【材料所处的状态】。【不公开的理由】。",
        f"{LAW}第十六条第二款{_REFUSED}",
        REFUSAL,
    ),
    Outcome.ENFORCEMENT_FILE: Wording(
        "{you}申请公开的信息（【材料的名称】）属于行政执法案卷信息，所属案件为【执法案件】。【不公开的理由】。",
        f"{LAW}第十六条第二款{_REFUSED}",
        REFUSAL,
    ),
    Outcome.INQUIRY: Wording(
        "{you}申请公开的信息属于行政查询事项（【查询事项】），【特别规定】对其获取有特别规定。",
        f"{LAW}第三十六条第（七）项",
        "请{you}按照下列办法查询：【查询办法】。",
    ),
    Outcome.NOT_HELD: Wording(
        "经在【检索范围】检索（检索方法：【检索方法】），没有找到{you}申请公开的信息，本机关不掌握相关政府信息。",
        f"{LAW}第三十六条第（四）项",
        "本机关无法提供，告知{you}该政府信息不存在。",
    ),
    Outcome.NEEDS_MAKING: Wording(
        "{you}申请公开的信息没有现成信息。要提供该信息，本机关须另行制作【需要制作的信息】：【需要的加工、分析】。",
        f"{LAW}第三十八条",
        "本机关无法提供。",
    ),
    Outcome.STILL_UNCLEAR: Wording(
        "【补正的情况】。补正以后，申请内容仍不明确：【仍不明确之处】。",
        f"{LAW}第三十条",
        "本机关无法提供；{you}可以在明确所需信息的名称、文号或者便于查询的其他特征以后重新申请。",
    ),
    Outcome.PETITION: Wording(
        "{you}以政府信息公开申请的形式进行信访、投诉、举报等活动：【申请中的诉求】。",
        f"{LAW}第三十九条第一款",
        "本机关不作为政府信息公开申请处理，{you}可以通过以下渠道提出：【提出的渠道】。",
    ),
    Outcome.REPEATED: Wording(
        "对{you}就相同政府信息提出的申请，本机关已经作出答复（【先前的答复】），本次属于重复申请。",
        f"{LAW}第三十六条第（六）项",
        "本机关不予重复处理。",
    ),
    Outcome.PUBLICATION: Wording(
        "{you}申请提供的是公开出版物：【出版物的名称】。",
        f"{LAW}第三十九条第二款",
        "本机关不作为政府信息公开申请处理，{you}可以通过以下途径获取：【获取方式和途径】。",
    ),
    Outcome.EXCESSIVE: Wording(
        "{you}申请公开政府信息的数量、频次明显超过合理范围：【数量和频次】。【说明理由的情况】。"
        "本机关认为理由不合理：【理由不合理的原因】。",
        f"{LAW}第三十五条",
        "本机关不予处理。",
    ),
    Outcome.CONFIRMATION: Wording(
        "{you}要求本机关确认或者重新出具已经获取的信息（【已获取的信息】）。",
        f"{LAW}关于申请获取政府信息",
        "该请求不属于申请获取政府信息，本机关不予处理。",
    ),
    Outcome.NOT_CORRECTED: Wording(
        "【补正告知的情况】，{you}无正当理由逾期不补正，视为放弃申请。",
        f"{LAW}第三十条",
        "本机关不再处理该政府信息公开申请。",
    ),
    Outcome.NOT_PAID: Wording(
        "【收费通知的情况】，{you}逾期未按收费通知要求缴纳，视为放弃申请。",
        f"{LAW}第四十二条、{FEE_RULES}第七条",
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
    (Outcome.NOT_HELD, ELSEWHERE): Wording(
        "{you}申请公开的信息不属于本机关负责公开，本机关不掌握相关政府信息。【不由本机关负责的理由】。",
        f"{LAW}第三十六条第（五）项",
        "请{you}向负责公开该政府信息的机关提出申请：【负责公开的机关】。",
    ),
    (Outcome.NOT_HELD, ELSEWHERE_UNKNOWN): Wording(
        "{you}申请公开的信息不属于本机关负责公开。【不由本机关负责的理由】。"
        "经在【检索范围】检索（检索方法：【检索方法】），本机关不掌握相关政府信息。",
        f"{LAW}第三十六条第（五）项",
        "本机关无法提供，也不能确定负责公开该政府信息的机关，特此告知。",
    ),
}


def wording(outcome: Outcome | str, *, variant: str = "", withheld_as: Outcome | str = "") -> Wording:
    """The words for an outcome. `withheld_as`: the ground of what is not given out of what is partly disclosed.

    A variant that neither of the two has changes nothing. Raises ValueError for no outcome, and for 部分公开 without
    its ground.
    """
    outcome = Outcome(outcome)
    words = VARIANTS.get((outcome, variant), WORDINGS[outcome])
    if outcome != Outcome.PARTLY:
        return words
    withheld_as = Outcome(withheld_as)
    rest = VARIANTS.get((withheld_as, variant), WORDINGS[withheld_as])
    why = rest.finding.removeprefix(_ASKED_FOR) if rest.finding.startswith(_ASKED_FOR) else f"：{rest.finding}"
    is_refused = rest.decision == REFUSAL
    return Wording(
        f"{words.finding.removesuffix('。')}：【不予公开的部分】{why}",
        f"{words.ground}、{rest.ground.removeprefix(LAW)}",
        words.decision if is_refused else f"{_THE_REST_GIVEN}对【不予公开的部分】，{rest.decision}",
    )


_THE_REST_GIVEN = "本机关决定部分公开：可以公开的内容【提供方式】。"
_ASKED_FOR = "{you}申请公开的信息"


def gaps_in(*texts: str) -> list[Part]:
    """The gaps of these words that their writer is asked for, each once, in their order."""
    return [GAPS[label] for label in labels_in(*texts) if label in GAPS]


def labels_in(*texts: str) -> list[str]:
    """The names of all gaps in these words, each once, in their order, whoever fills them."""
    return list(dict.fromkeys(label for text in texts for label in re.findall("【([^】]+)】", text)))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The words with their gaps (by label) filled; no full stop stands twice."""
    for label, value in values.items():
        text = text.replace(f"【{label}】", value.strip().rstrip("。；，"))
    return text
