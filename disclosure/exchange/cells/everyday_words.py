"""Everyday words for the values of choices: what each is taken for, and which label is offered where one is refused.

Taken is only what can mean nothing else in its column; every taking is said in the preview. What hangs on a judgement
of the office (is 驳回 an upheld result?) is offered at most.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from disclosure.law.applications.outcomes import ApplicantKind, Outcome
from disclosure.law.choices.applications import Channel, Delivery, Medium, StepKind
from disclosure.law.choices.cases import Result
from disclosure.law.choices.items import Method, Nature, Validity
from disclosure.law.choices.matters import MatterKind


@dataclass(frozen=True, slots=True)
class Words:
    """What words of one column mean: those that are taken, by value, and those for which a label is offered."""

    taken: Mapping[str, str]
    offered: Mapping[str, str] = field(default_factory=dict)


# Written where nothing is meant, in columns that may be empty.
NOTHING = frozenset({"/", "-", "--", "—", "——", "－", "\\", "无", "暂无", "空", "未填", "N/A", "n/a", "NA"})
STILL_OPEN = frozenset({"未办结", "办理中", "正在办理", "在办", "未结", "尚未办结", "审理中", "未审结", "正在审理"})

_APPLICANT_KINDS = {
    **dict.fromkeys(("公民", "个人", "自然人（公民）", "公民个人", "村民", "居民", "群众"), ApplicantKind.NATURAL),
    **dict.fromkeys(("企业", "公司", "商业公司", "有限公司", "企业单位", "法人（商业企业）"), ApplicantKind.BUSINESS),
    **dict.fromkeys(("科研院所", "科研单位", "研究所", "研究院", "法人（科研机构）"), ApplicantKind.RESEARCH),
    **dict.fromkeys(("公益组织", "社会公益机构", "法人（社会公益组织）"), ApplicantKind.CHARITY),
    **dict.fromkeys(("律师事务所", "律所", "法律服务所", "法人（法律服务机构）"), ApplicantKind.LEGAL),
    **dict.fromkeys(("其它", "法人（其他）"), ApplicantKind.OTHER),
}
_APPLICANT_KIND_HINTS = {
    **dict.fromkeys(("男", "女"), ApplicantKind.NATURAL.label),
    **dict.fromkeys(("律师",), ApplicantKind.LEGAL.label),
    **dict.fromkeys(("法人", "单位", "个体工商户", "个体户", "合作社", "事业单位"), ApplicantKind.BUSINESS.label),
    **dict.fromkeys(("社会组织", "社会团体", "协会", "基金会"), ApplicantKind.CHARITY.label),
    **dict.fromkeys(("高校", "大学", "学校"), ApplicantKind.RESEARCH.label),
}

_OUTCOMES = {
    **dict.fromkeys(("公开", "全部公开", "同意公开", "予以全部公开", "已公开"), Outcome.DISCLOSED),
    "部分予以公开": Outcome.PARTLY,
    "其它": Outcome.OTHER,
}
_OUTCOME_HINTS = {
    "不公开": "不予公开",
    **dict.fromkeys(("不存在", "信息不存在", "政府信息不存在", "不属于本机关公开"), Outcome.NOT_HELD.label),
    **dict.fromkeys(("主动公开", "已主动公开"), Outcome.DISCLOSED.label),
    "不处理": "不予处理",
}

_CHANNELS = {
    **dict.fromkeys(("当面", "现场提交", "现场", "当场提交", "上门", "来访", "窗口"), Channel.IN_PERSON),
    **dict.fromkeys(
        ("邮寄（签收）", "挂号信", "邮政快递", "特快专递", "EMS", "快递", "邮政特快专递"), Channel.REGISTERED_MAIL
    ),
    **dict.fromkeys(("信函", "平信", "普通信函"), Channel.ORDINARY_MAIL),
    **dict.fromkeys(
        ("互联网", "网络", "网上", "网上提交", "网络渠道", "网站", "门户网站", "在线提交", "网上申请"), Channel.INTERNET
    ),
    "口头": Channel.ORAL,
}
_CHANNEL_HINTS = {
    **dict.fromkeys(("电子邮件", "邮箱", "邮件"), Channel.INTERNET.label),
    **dict.fromkeys(("电话",), Channel.ORAL.label),
}

_DELIVERIES = {
    **dict.fromkeys(("邮件", "电子邮箱", "邮箱"), Delivery.EMAIL),
    **dict.fromkeys(("自行领取", "自取", "现场领取"), Delivery.PICK_UP),
    **dict.fromkeys(("邮递", "快递", "邮政快递", "EMS"), Delivery.POST),
    **dict.fromkeys(
        (
            *("当场查阅/抄录", "当场查阅抄录", "当场查阅，抄录", "当场查阅、抄录", "当场查阅或抄录", "当场查阅"),
            *("当场抄录", "现场查阅"),
        ),
        Delivery.ON_SITE,
    ),
}
_MEDIA = {
    **dict.fromkeys(("纸质", "纸面文本", "书面", "纸质文本", "纸质件"), Medium.PAPER),
    **dict.fromkeys(("邮件", "电子邮箱", "邮箱"), Medium.EMAIL),
    **dict.fromkeys(("光盘/其他", "其它"), Medium.OTHER),
}
_MEDIUM_HINTS = dict.fromkeys(("电子", "电子版", "电子文档"), Medium.EMAIL.label)

_STEPS = {
    **dict.fromkeys(("收到申请",), StepKind.RECEIVED),
    **dict.fromkeys(("补正通知", "告知补正", "一次性告知补正"), StepKind.CORRECTION_ASKED),
    **dict.fromkeys(("申请人补正", "补正材料", "已补正"), StepKind.CORRECTED),
    **dict.fromkeys(("征求第三方", "第三方征求意见"), StepKind.THIRD_PARTY_ASKED),
    **dict.fromkeys(("延期", "延期告知", "延期答复", "延长", "告知延期"), StepKind.EXTENDED),
    **dict.fromkeys(("缴纳费用", "已缴费"), StepKind.FEE_PAID),
    **dict.fromkeys(("撤回申请", "申请人撤回"), StepKind.WITHDRAWN),
}
_STEP_HINTS = {
    **dict.fromkeys(("受理", "登记", "收件"), StepKind.RECEIVED.label),
    **dict.fromkeys(("答复", "回复"), StepKind.CONCLUDED.label),
}

_CASE_TYPES = {
    **dict.fromkeys(("复议", "行政复议案件"), "行政复议"),
    **dict.fromkeys(("诉讼", "行政诉讼案件"), "行政诉讼"),
}
_YES_OR_NO = {
    **dict.fromkeys(("经复议", "复议后起诉", "√", "✓", "✔", "有", "对", "Y", "YES", "TRUE", "经过复议"), "是"),
    **dict.fromkeys(("未经复议", "未经复议直接起诉", "直接起诉", "×", "✗", "✕", "X", "N", "NO", "FALSE", "没有"), "否"),
}
_RESULTS = {"维持": Result.UPHELD, "纠正": Result.CORRECTED, "其他": Result.OTHER, "其它": Result.OTHER}
_RESULT_HINTS = {
    **dict.fromkeys(("驳回", "驳回诉讼请求", "驳回复议申请", "胜诉"), Result.UPHELD.label),
    **dict.fromkeys(("撤销", "确认违法", "责令履行", "败诉", "变更"), Result.CORRECTED.label),
    **dict.fromkeys(("撤诉", "终止", "撤回", "调解"), Result.OTHER.label),
}

_METHODS = {"主动": Method.PROACTIVE, "依申请": Method.ON_REQUEST, "不公开": Method.WITHHELD}
_METHOD_HINTS = {"公开": Method.PROACTIVE.label}
_VALIDITIES = {
    **dict.fromkeys(("现行有效", "现行", "生效"), Validity.IN_FORCE),
    **dict.fromkeys(("已废止",), Validity.REPEALED),
    **dict.fromkeys(("已失效",), Validity.LAPSED),
}
_NATURES = {"行政规范性文件": Nature.NORMATIVE, "规范文件": Nature.NORMATIVE, "政府规章": Nature.REGULATION}

_MATTER_KINDS = {
    **dict.fromkeys(("许可", "行政许可事项"), MatterKind.LICENCE),
    **dict.fromkeys(("处罚", "行政处罚事项"), MatterKind.PENALTY),
    **dict.fromkeys(("强制", "行政强制事项", "行政强制措施", "行政强制执行"), MatterKind.COERCION),
    **dict.fromkeys(("收费", "行政事业收费", "行政收费"), MatterKind.CHARGE),
    **dict.fromkeys(("其他对外管理服务", "对外管理服务事项", "其他服务事项"), MatterKind.SERVICE),
}
_MATTER_KIND_HINTS = {
    "行政审批": MatterKind.LICENCE.label,
    **dict.fromkeys(
        ("行政检查", "行政确认", "行政给付", "行政奖励", "行政裁决", "其他行政权力", "公共服务"),
        MatterKind.SERVICE.label,
    ),
}

APPLICANT_KINDS = Words(_APPLICANT_KINDS, _APPLICANT_KIND_HINTS)
OUTCOMES = Words(_OUTCOMES, _OUTCOME_HINTS)
CHANNELS = Words(_CHANNELS, _CHANNEL_HINTS)
DELIVERIES = Words(_DELIVERIES)
MEDIA = Words(_MEDIA, _MEDIUM_HINTS)
STEPS = Words(_STEPS, _STEP_HINTS)
CASE_TYPES = Words(_CASE_TYPES)
YES_OR_NO = Words(_YES_OR_NO)
RESULTS = Words(_RESULTS, _RESULT_HINTS)
METHODS = Words(_METHODS, _METHOD_HINTS)
VALIDITIES = Words(_VALIDITIES)
NATURES = Words(_NATURES)
MATTER_KINDS = Words(_MATTER_KINDS, _MATTER_KIND_HINTS)
