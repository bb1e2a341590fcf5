"""Kinds of applicant and kinds of reply: the columns and the leaf rows of the annual report's table 3."""

from dataclasses import dataclass

from django.db.models import TextChoices


class ApplicantKind(TextChoices):
    """Who applies; exactly the columns of table 3 (年报格式2019, 年报格式2021)."""

    NATURAL = "natural", "自然人"
    BUSINESS = "business", "商业企业"
    RESEARCH = "research", "科研机构"
    CHARITY = "charity", "社会公益组织"
    LEGAL = "legal", "法律服务机构"
    OTHER = "other", "其他"


# 法人或者其他组织: their names are no personal data. 其他 may be either.
ORGANISATIONS = (ApplicantKind.BUSINESS, ApplicantKind.RESEARCH, ApplicantKind.CHARITY, ApplicantKind.LEGAL)


class OutcomeGroup(TextChoices):
    """The seven-part grouping of replies; the tall cells of table 3."""

    DISCLOSED = "disclosed", "予以公开"
    PARTLY = "partly", "部分公开"
    REFUSED = "refused", "不予公开"
    UNAVAILABLE = "unavailable", "无法提供"
    NOT_HANDLED = "not_handled", "不予处理"
    OTHERWISE = "otherwise", "其他处理"


class Outcome(TextChoices):
    """How an application ended. An application counts once, in one of these rows (条例 art. 36 to 39)."""

    DISCLOSED = "disclosed", "予以公开"
    PARTLY = "partly", "部分公开（区分处理的，只计这一情形，不计其他情形）"
    STATE_SECRET = "state_secret", "属于国家秘密"
    OTHER_LAW = "other_law", "其他法律行政法规禁止公开"
    SAFETY = "safety", "危及“三安全一稳定”"
    THIRD_PARTY = "third_party", "保护第三方合法权益"
    INTERNAL = "internal", "属于三类内部事务信息"
    PROCESS = "process", "属于四类过程性信息"
    ENFORCEMENT_FILE = "enforcement_file", "属于行政执法案卷"
    INQUIRY = "inquiry", "属于行政查询事项"
    NOT_HELD = "not_held", "本机关不掌握相关政府信息"
    NEEDS_MAKING = "needs_making", "没有现成信息需要另行制作"
    STILL_UNCLEAR = "still_unclear", "补正后申请内容仍不明确"
    PETITION = "petition", "信访举报投诉类申请"
    REPEATED = "repeated", "重复申请"
    PUBLICATION = "publication", "要求提供公开出版物"
    EXCESSIVE = "excessive", "无正当理由大量反复申请"
    CONFIRMATION = "confirmation", "要求行政机关确认或重新出具已获取信息"
    NOT_CORRECTED = (
        "not_corrected",
        "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    )
    NOT_PAID = (
        "not_paid",
        "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    )
    OTHER = "other", "其他"

    @property
    def group(self) -> OutcomeGroup:
        """The tall cell of table 3 that this row stands under."""
        return RULES[self].group

    @property
    def ground(self) -> str:
        """The article it rests on, as letters and lists cite it; empty where the rules name none."""
        return RULES[self].ground


@dataclass(frozen=True, slots=True)
class Rule:
    """What the law says of one outcome."""

    group: OutcomeGroup
    ground: str


_REFUSED, _UNAVAILABLE, _NOT_HANDLED = OutcomeGroup.REFUSED, OutcomeGroup.UNAVAILABLE, OutcomeGroup.NOT_HANDLED
_OTHERWISE = OutcomeGroup.OTHERWISE

RULES: dict[Outcome, Rule] = {
    Outcome.DISCLOSED: Rule(OutcomeGroup.DISCLOSED, "条例第三十六条第（一）、（二）项"),
    Outcome.PARTLY: Rule(OutcomeGroup.PARTLY, "条例第三十七条"),
    Outcome.STATE_SECRET: Rule(_REFUSED, "条例第十四条"),
    Outcome.OTHER_LAW: Rule(_REFUSED, "条例第十四条"),
    Outcome.SAFETY: Rule(_REFUSED, "条例第十四条"),
    Outcome.THIRD_PARTY: Rule(_REFUSED, "条例第十五条"),
    Outcome.INTERNAL: Rule(_REFUSED, "条例第十六条"),
    Outcome.PROCESS: Rule(_REFUSED, "条例第十六条"),
    Outcome.ENFORCEMENT_FILE: Rule(_REFUSED, "条例第十六条"),
    Outcome.INQUIRY: Rule(_REFUSED, "条例第三十六条第（七）项"),
    Outcome.NOT_HELD: Rule(_UNAVAILABLE, "条例第三十六条第（四）、（五）项"),
    Outcome.NEEDS_MAKING: Rule(_UNAVAILABLE, "条例第三十八条"),
    Outcome.STILL_UNCLEAR: Rule(_UNAVAILABLE, "条例第三十条"),
    Outcome.PETITION: Rule(_NOT_HANDLED, "条例第三十九条"),
    Outcome.REPEATED: Rule(_NOT_HANDLED, "条例第三十六条第（六）项"),
    Outcome.PUBLICATION: Rule(_NOT_HANDLED, "条例第三十九条"),
    Outcome.EXCESSIVE: Rule(_NOT_HANDLED, "条例第三十五条"),
    Outcome.CONFIRMATION: Rule(_NOT_HANDLED, ""),
    Outcome.NOT_CORRECTED: Rule(_OTHERWISE, "条例第三十条"),
    Outcome.NOT_PAID: Rule(_OTHERWISE, "收费办法"),
    Outcome.OTHER: Rule(_OTHERWISE, ""),
}

# With these, information is given to the applicant (条例 art. 36(2), 37).
RELEASED = (Outcome.DISCLOSED, Outcome.PARTLY)
# On grounds of these groups a part is withheld (条例 art. 37).
WITHHELD = (OutcomeGroup.REFUSED, OutcomeGroup.UNAVAILABLE, OutcomeGroup.NOT_HANDLED)


def may_withhold_part(ground: str) -> bool:
    """Whether a part of what was asked for can be withheld on this ground (条例 art. 37)."""
    return ground in Outcome and Outcome(ground).group in WITHHELD


# Other spellings that published reports, older forms and spreadsheets use for the same row.
SYNONYMS: dict[str, Outcome] = {
    "部分公开": Outcome.PARTLY,
    "本单位不掌握相关政府信息": Outcome.NOT_HELD,
    "申请人无正当理由逾期不补正": Outcome.NOT_CORRECTED,
    "申请人逾期未按收费通知要求缴纳费用": Outcome.NOT_PAID,
    "其他处理": Outcome.OTHER,
}

_FOLD = str.maketrans({'"': None, "“": None, "”": None, "(": "（", ")": "）", ",": "，", " ": None, "\u3000": None})


def _folded(label: str) -> str:
    """Quotation marks, half-width brackets and spaces differ between spreadsheets; the words do not."""
    return label.translate(_FOLD)


_BY_LABEL: dict[str, Outcome] = {
    **{_folded(outcome.label): outcome for outcome in Outcome},
    **{_folded(label): outcome for label, outcome in SYNONYMS.items()},
}


def outcome_from_label(label: str) -> Outcome | None:
    """The outcome a table row's label names, whatever its quotation marks and brackets; None if none does."""
    return _BY_LABEL.get(_folded(label))
