"""Choices of published information, its review and its columns."""

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
    """A step taken on an item; each is one line of its review record."""

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


class CategoryKind(TextChoices):
    """How fresh a category must be kept (检查指标)."""

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
    """Kinds of documents that table 2 counts (条例 art. 20(1))."""

    REGULATION = "regulation", "规章"
    NORMATIVE = "normative", "规范性文件"


class MarkDecision(TextChoices):
    """What the secrecy review says of a mark of state secrecy (保守国家秘密法 art. 24)."""

    DECLASSIFIED = "declassified", "已经解密"
    NO_MARK = "no_mark", "不是密级标志"
