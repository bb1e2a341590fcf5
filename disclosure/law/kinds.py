"""The kinds that the law and the report distinguish; labels exactly as lists, letters and spreadsheets use them."""

from django.db.models import TextChoices


class Method(TextChoices):
    """公开方式: what the disclosure review decides (条例 art. 13, 27, 14 to 16)."""

    PROACTIVE = "proactive", "主动公开"
    ON_REQUEST = "on_request", "依申请公开"
    WITHHELD = "withheld", "不予公开"


class Validity(TextChoices):
    """有效性 of a document."""

    IN_FORCE = "in_force", "有效"
    LAPSED = "lapsed", "失效"
    REPEALED = "repealed", "废止"
    AMENDED = "amended", "已修改"


ENDED = (Validity.LAPSED, Validity.REPEALED)


class ItemState(TextChoices):
    """Where an item stands on its way through the disclosure review (条例 art. 17)."""

    DRAFT = "draft", "草稿"
    CHECK = "check", "待部门审核"
    SECRECY = "secrecy", "待保密审查"
    APPROVED = "approved", "待发布"
    PUBLISHED = "published", "已发布"
    WITHHELD = "withheld", "不主动公开"
    WITHDRAWN = "withdrawn", "已撤回"


BEFORE_PUBLICATION = (ItemState.DRAFT, ItemState.CHECK, ItemState.SECRECY, ItemState.APPROVED)


class ReviewAct(TextChoices):
    """What is done to an item on that way; each is one line of its review record."""

    EDIT = "edit", "编辑"
    SUBMIT = "submit", "提交审核"
    CHECK = "check", "部门审核通过"
    CLEAR = "clear", "保密审查通过"
    SEND_BACK = "send_back", "退回修改"
    PUBLISH = "publish", "发布"
    SCHEDULE = "schedule", "定时发布"
    WITHHOLD = "withhold", "决定不主动公开"
    REEVALUATE = "reevaluate", "定期评估"
    AMEND = "amend", "修订发布"
    WITHDRAW = "withdraw", "撤回"
    END = "end", "变更效力"
    MOVE = "move", "调整栏目"
    IMPORT = "import", "导入"


class Ground(TextChoices):
    """Why an item is not disclosed to everybody (条例 art. 13 to 16)."""

    STATE_SECRET = "state_secret", "国家秘密（第十四条）"
    OTHER_LAW = "other_law", "法律、行政法规禁止公开（第十四条）"
    SECURITY = "security", "危及国家安全、公共安全、经济安全、社会稳定（第十四条）"
    THIRD_PARTY = "third_party", "商业秘密、个人隐私（第十五条）"
    INTERNAL = "internal", "内部事务信息（第十六条第一款）"
    PROCESS = "process", "过程性信息（第十六条第二款）"
    CASE_FILE = "case_file", "行政执法案卷信息（第十六条第二款）"
    ON_REQUEST = "on_request", "不属于主动公开范围，可依申请公开（第十三条）"


class ColumnKind(TextChoices):
    """What a column promises of its freshness (检查指标)."""

    NEWS = "news", "动态要闻"
    NOTICE = "notice", "通知公告"
    POLICY = "policy", "政策文件"
    STANDING = "standing", "常设内容"


class Relation(TextChoices):
    """How one item stands to another."""

    INTERPRETS = "interprets", "解读"
    REPLACES = "replaces", "替代"
    AMENDS = "amends", "修改"


class Nature(TextChoices):
    """Documents that table 2 counts (条例 art. 20(1))."""

    REGULATION = "regulation", "规章"
    NORMATIVE = "normative", "规范性文件"


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
    """提供形式: the form the applicant wants."""

    PAPER = "paper", "纸面"
    EMAIL = "email", "电子邮件"
    DISC = "disc", "光盘"
    OTHER = "other", "其他"


class StepKind(TextChoices):
    """办理步骤: what the clock of an application counts by; labels as files and screens give them."""

    RECEIVED = "received", "收到"
    CORRECTION_ASKED = "correction_asked", "补正告知"
    CORRECTED = "corrected", "补正"
    THIRD_PARTY_ASKED = "third_party_asked", "征求第三方意见"
    THIRD_PARTY_ANSWERED = "third_party_answered", "第三方答复"
    AGENCY_ASKED = "agency_asked", "征求其他机关意见"
    AGENCY_ANSWERED = "agency_answered", "其他机关答复"
    EXTENDED = "extended", "延长告知"
    FEE_NOTICED = "fee_noticed", "收费通知"
    FEE_PAID = "fee_paid", "缴费"
    REASONS_ASKED = "reasons_asked", "说明理由告知"
    REASONS_GIVEN = "reasons_given", "说明理由"
    CONCLUDED = "concluded", "办结"
    WITHDRAWN = "withdrawn", "撤回"
    REOPENED = "reopened", "重新办理"


CLOSING = (StepKind.CONCLUDED, StepKind.WITHDRAWN)


class Route(TextChoices):
    """Table 4's three groups.

    One value says both what a case is and whether a review went before: a lawsuit always says it, a review never does.
    """

    REVIEW = "review", "行政复议"
    DIRECT = "direct", "行政诉讼（未经复议直接起诉）"
    AFTER_REVIEW = "after_review", "行政诉讼（复议后起诉）"

    @property
    def case_type(self) -> str:
        """案件类型, as spreadsheets give it."""
        return "行政复议" if self == Route.REVIEW else "行政诉讼"

    @property
    def reviewed_before(self) -> str:
        """是否经复议, as spreadsheets give it; empty for a review."""
        return {Route.REVIEW: "", Route.DIRECT: "否", Route.AFTER_REVIEW: "是"}[self]


class Result(TextChoices):
    """How a case ended; the columns of table 4."""

    UPHELD = "upheld", "结果维持"
    CORRECTED = "corrected", "结果纠正"
    OTHER = "other", "其他结果"


class MatterKind(TextChoices):
    """事项类型: the rows of table 2 (条例 art. 20(5), (6), (8))."""

    LICENCE = "licence", "行政许可"
    SERVICE = "service", "其他对外管理服务事项"
    PENALTY = "penalty", "行政处罚"
    COERCION = "coercion", "行政强制"
    CHARGE = "charge", "行政事业性收费"


class PartyKind(TextChoices):
    """Who is asked about an application before it is answered (条例 art. 32, 34)."""

    THIRD_PARTY = "third_party", "第三方"
    AGENCY = "agency", "其他机关"


class PartyAnswer(TextChoices):
    """What they said. Silence leaves the decision to the office (条例 art. 32); an agency's is consent (art. 34)."""

    CONSENTS = "consents", "同意公开"
    OBJECTS = "objects", "不同意公开"
    SILENT = "silent", "逾期未答复"


class PaperKind(TextChoices):
    """What a kept file is."""

    IDENTITY = "identity", "身份证明"
    GIVEN = "given", "申请人提交的材料"
    LETTER = "letter", "文书"
    REPLY = "reply", "答复附件"
    PARTY = "party", "第三方或其他机关意见"
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
    THIRD_PARTY_ASKED = "third_party_asked", "征求意见书（第三方）"
    THIRD_PARTY_FORM = "third_party_form", "征求意见确认函"
    THIRD_PARTY_TOLD = "third_party_told", "依申请公开告知书"
    AGENCY_ASKED = "agency_asked", "征求意见书（其他机关）"
    ASSISTANCE = "assistance", "协办函"
    REVIEW_SHEET = "review_sheet", "审查呈批单"
    TRANSFER = "transfer", "移送明细表"


# What an applicant gets, and may read again with the query code.
TO_APPLICANT = (
    LetterKind.RECEIPT,
    LetterKind.CORRECTION,
    LetterKind.REASONS,
    LetterKind.EXTENSION,
    LetterKind.ASKING_NOTICE,
    LetterKind.FEE_NOTICE,
    LetterKind.REPLY,
    LetterKind.SUPPLEMENT,
)


class OpinionAct(TextChoices):
    """What is written down inside the office about an application."""

    ASSIGN = "assign", "分办"
    RETURN = "return", "办回"
    NOTE = "note", "意见"
    ASK = "ask", "呈批"
    APPROVE = "approve", "同意"
    REFUSE = "refuse", "不同意"


class ApprovalSubject(TextChoices):
    """What the head of the office approves before it goes out (条例 art. 33; house rule for refusals)."""

    EXTENSION = "extension", "延长答复期限"
    DECISION = "decision", "答复决定"


class ConcernResult(TextChoices):
    """How a request to correct one's own record ended (条例 art. 41)."""

    CORRECTED = "corrected", "已更正"
    PASSED_ON = "passed_on", "已转送有权更正的机关"
    DECLINED = "declined", "不予更正"
    OTHER = "other", "其他"


class ComplaintResult(TextChoices):
    """How a complaint about disclosure ended (条例 art. 51)."""

    UPHELD = "upheld", "投诉属实，已改正"
    PARTLY = "partly", "部分属实，已改正"
    UNFOUNDED = "unfounded", "投诉不属实"
    PASSED_ON = "passed_on", "已转有权处理的机关"
