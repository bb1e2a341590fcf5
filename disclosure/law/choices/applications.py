"""Choices of applications, of their steps and of what is decided about them."""

from django.db.models import TextChoices


class Channel(TextChoices):
    """How an application came in; decides its date of receipt (条例 art. 29, 31)."""

    IN_PERSON = "in_person", "当面提交"
    REGISTERED_MAIL = "registered_mail", "邮寄"
    ORDINARY_MAIL = "ordinary_mail", "平常信函"
    INTERNET = "internet", "互联网渠道"
    FAX = "fax", "传真"
    ORAL = "oral", "口头申请"


# Received when both sides have confirmed it, not when it arrives (条例 art. 31).
CONFIRMED = (Channel.ORDINARY_MAIL, Channel.INTERNET, Channel.FAX)


class Delivery(TextChoices):
    """获取方式: how the applicant wants to receive the information."""

    POST = "post", "邮寄"
    EMAIL = "email", "电子邮件"
    FAX = "fax", "传真"
    PICK_UP = "pick_up", "当面领取"
    ON_SITE = "on_site", "当场查阅、抄录"


class Medium(TextChoices):
    """提供形式: the form in which the applicant wants it."""

    PAPER = "paper", "纸面"
    EMAIL = "email", "电子邮件"
    DISC = "disc", "光盘"
    OTHER = "other", "其他"


class StepKind(TextChoices):
    """办理步骤: the clock's input; labels as files and screens give them."""

    RECEIVED = "received", "收到"
    CORRECTION_ASKED = "correction_asked", "补正告知"
    CORRECTION_DELIVERED = "correction_delivered", "补正告知送达"
    CORRECTED = "corrected", "补正"
    THIRD_PARTY_ASKED = "third_party_asked", "征求第三方意见"
    THIRD_PARTY_DELIVERED = "third_party_delivered", "第三方送达"
    THIRD_PARTY_ANSWERED = "third_party_answered", "第三方答复"
    AGENCY_ASKED = "agency_asked", "征求其他机关意见"
    AGENCY_DELIVERED = "agency_delivered", "其他机关送达"
    AGENCY_ANSWERED = "agency_answered", "其他机关答复"
    EXTENDED = "extended", "延长告知"
    FEE_NOTICED = "fee_noticed", "收费通知"
    FEE_DELIVERED = "fee_delivered", "收费通知送达"
    FEE_PAID = "fee_paid", "缴费"
    REASONS_ASKED = "reasons_asked", "说明理由告知"
    REASONS_DELIVERED = "reasons_delivered", "说明理由告知送达"
    REASONS_GIVEN = "reasons_given", "说明理由"
    CONCLUDED = "concluded", "办结"
    REPLY_SENT = "reply_sent", "答复发出"
    WITHDRAWN = "withdrawn", "撤回"
    REOPENED = "reopened", "重新办理"


CLOSING = (StepKind.CONCLUDED, StepKind.WITHDRAWN)


class PartyKind(TextChoices):
    """Who is consulted before an application is answered (条例 art. 32, 34)."""

    THIRD_PARTY = "third_party", "第三方"
    AGENCY = "agency", "其他机关"


class PartyAnswer(TextChoices):
    """Their answer. A silent third party leaves it to the office (条例 art. 32), a silent agency consents (art. 34)."""

    CONSENTS = "consents", "同意公开"
    OBJECTS = "objects", "不同意公开"
    SILENT = "silent", "逾期未答复"


class OpinionAct(TextChoices):
    """Internal entries about an application."""

    ASSIGN = "assign", "分办"
    RETURN = "return", "办回"
    NOTE = "note", "意见"
    ASK = "ask", "呈批"
    APPROVE = "approve", "同意"
    REFUSE = "refuse", "不同意"


class ApprovalSubject(TextChoices):
    """What the head of the disclosure office must approve (条例 art. 33; a rule of the office for the others)."""

    EXTENSION = "extension", "延长答复期限"
    DECISION = "decision", "答复决定"
    FEE = "fee", "收取信息处理费"
    LATE_ENTRY = "late_entry", "补录日期"
    RECTIFICATION = "rectification", "更正登记"
    REOPENING = "reopening", "重新办理"
