"""Choices of letters and of the files kept with applications and cases."""

from django.db.models import TextChoices


class PaperKind(TextChoices):
    """Kinds of stored files."""

    IDENTITY = "identity", "身份证明"
    GIVEN = "given", "申请人提交的材料"
    LETTER = "letter", "文书"
    REPLY = "reply", "答复附件"
    PARTY = "party", "第三方或其他机关意见"
    EVIDENCE = "evidence", "凭证"
    CASE = "case", "案件材料"


class LetterKind(TextChoices):
    """文书 and forms, by the names that offices use (statute 3.5)."""

    RECEIPT = "receipt", "接收回执"
    REGISTRATION = "registration", "政府信息公开申请登记表"
    CORRECTION = "correction", "补正告知书"
    REASONS = "reasons", "说明理由告知书"
    EXTENSION = "extension", "延期答复告知书"
    ASKING_NOTICE = "asking_notice", "征求意见告知书"
    FEE_NOTICE = "fee_notice", "收费通知书"
    REPLY = "reply", "政府信息公开申请答复书"
    SUPPLEMENT = "supplement", "补充答复书"
    TERMINATION = "termination", "终止办理告知书"
    THIRD_PARTY_ASKED = "third_party_asked", "征求意见书（第三方）"
    THIRD_PARTY_FORM = "third_party_form", "征求意见确认函"
    THIRD_PARTY_TOLD = "third_party_told", "依申请公开告知书"
    AGENCY_ASKED = "agency_asked", "征求意见书（其他机关）"
    ASSISTANCE = "assistance", "协办函"
    REVIEW_SHEET = "review_sheet", "审查呈批单"
    TRANSFER = "transfer", "移送明细表"


# Sent to the applicant, who may download them again with the query code.
TO_APPLICANT = (
    LetterKind.RECEIPT,
    LetterKind.CORRECTION,
    LetterKind.REASONS,
    LetterKind.EXTENSION,
    LetterKind.ASKING_NOTICE,
    LetterKind.FEE_NOTICE,
    LetterKind.REPLY,
    LetterKind.SUPPLEMENT,
    LetterKind.TERMINATION,
)
