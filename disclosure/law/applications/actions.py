"""The acts by which an application is handled, each with the law that it rests on."""

from dataclasses import dataclass

from django.db.models import TextChoices

from disclosure.law.clock import ASK_WITHIN, LONGEST_EXTENSION


class Action(TextChoices):
    """What is done about an application, in the order of the procedure."""

    CONFIRM = "confirm", "确认收到"
    ASK_CORRECTION = "ask_correction", "补正告知"
    TAKE_CORRECTION = "take_correction", "收到补正"
    ASK_PARTY = "ask_party", "征求第三方意见"
    TAKE_PARTY = "take_party", "第三方答复"
    ASK_AGENCY = "ask_agency", "征求其他机关意见"
    TAKE_AGENCY = "take_agency", "其他机关答复"
    NOTE_SILENCE = "note_silence", "登记逾期未答复"
    DELIVER = "deliver", "登记送达"
    EXTEND = "extend", "延长告知"
    NOTICE_FEE = "notice_fee", "收费通知"
    TAKE_PAYMENT = "take_payment", "收到缴费"
    ASK_REASONS = "ask_reasons", "说明理由告知"
    TAKE_REASONS = "take_reasons", "收到说明理由"
    DECIDE = "decide", "作出答复"
    SEND = "send", "发出答复"
    WITHDRAW = "withdraw", "撤回"
    SUPPLEMENT = "supplement", "补充答复"
    REOPEN = "reopen", "重新办理"

    @property
    def article(self) -> str:
        """The article behind it, as shown beside the button."""
        return BASES[self].article

    @property
    def words(self) -> str:
        """What it is, in one line."""
        return BASES[self].words


@dataclass(frozen=True, slots=True)
class Basis:
    """The legal basis of an action."""

    article: str
    words: str


A = Action
FEE_RULES = "条例第四十二条、收费办法"
BASES = {
    A.CONFIRM: Basis("条例第三十一条", "网上提交、平常信函和传真的，以双方确认之日为收到申请之日。"),
    A.ASK_CORRECTION: Basis(
        "条例第三十条", f"申请内容不明确的，收到后 {ASK_WITHIN} 个工作日内一次性告知补正的事项和合理的期限。"
    ),
    A.TAKE_CORRECTION: Basis("条例第三十条", "收到补正的申请，答复期限重新计算。"),
    A.ASK_PARTY: Basis("条例第三十二条", "公开会损害第三方合法权益的，书面征求第三方意见，15 个工作日内答复。"),
    A.TAKE_PARTY: Basis("条例第三十二条", "登记第三方的意见；不同意又有合理理由的，不予公开。"),
    A.ASK_AGENCY: Basis("条例第三十四条", "信息由几个机关共同制作的，书面征求相关机关意见，15 个工作日内答复。"),
    A.TAKE_AGENCY: Basis("条例第三十四条", "登记相关机关的意见。"),
    A.NOTE_SILENCE: Basis(
        "条例第三十二条、第三十四条", "15 个工作日内没有答复：第三方的，由本机关决定；其他机关的，视为同意公开。"
    ),
    A.DELIVER: Basis(
        "条例第三十条、第三十二条、第三十四条、收费办法",
        "登记补正告知、征求意见书、收费通知送达的日子：对方的期限从收到之日起算，没有送达的不能认定逾期。",
    ),
    A.EXTEND: Basis(
        "条例第三十三条", f"经负责人同意并在期限内告知申请人，延长一次，最长 {LONGEST_EXTENSION} 个工作日。"
    ),
    A.NOTICE_FEE: Basis(FEE_RULES, "超出免费件数或者页数的，在答复期限内通知缴费，申请人 20 个工作日内缴纳。"),
    A.TAKE_PAYMENT: Basis(FEE_RULES, "申请人缴费后，答复期限重新计算。"),
    A.ASK_REASONS: Basis("条例第三十五条", "申请的数量、频次明显超过合理范围的，要求申请人说明理由。"),
    A.TAKE_REASONS: Basis("条例第三十五条", "申请人说明了理由。"),
    A.DECIDE: Basis("条例第三十六条至第三十九条", "选择办理结果并办结；不予公开和部分公开的，先经负责人审批。"),
    A.SEND: Basis("条例第三十三条", "登记答复书寄出、发送或者当面交付的日子：是否按期，以发出之日为准。"),
    A.WITHDRAW: Basis("申请人自愿", "申请人撤回申请，计入「其他处理」的「其他」。"),
    A.SUPPLEMENT: Basis("条例第三十六条", "答复以后再补充的内容，随原答复保存，不另计数。"),
    A.REOPEN: Basis("复议法第六十四条、诉讼法第七十条", "复议决定、法院判决或者自行纠正，撤销原答复，重新计算期限。"),
}
