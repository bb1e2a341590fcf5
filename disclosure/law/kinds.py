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
