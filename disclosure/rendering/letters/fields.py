"""The fields that a template may hold, by kind of letter, each with an example: what an office meets in Word."""

from collections.abc import Mapping

from disclosure.law.choices.letters import LetterKind
from disclosure.law.letters.kinds import FORMS, title

K = LetterKind
Value = str | list[str] | list[dict[str, str]]

BASE = {"机关": "金岭回族镇人民政府", "落款日期": "2026年3月9日"}
APPLICATION = {"申请编号": "2026-001", "收到日期": "2026年3月2日", "申请内容": "2025年度农村道路养护资金的使用情况"}
TO_APPLICANT = {
    "申请人": "张示例",
    "称谓": "你",
    "收到情况": "本机关于2026年3月2日收到你提出的政府信息公开申请",
}
CONTACT = {"联系方式": "联系地址：金岭回族镇政府驻地，联系电话：0533-0000000。"}
REMEDIES = {
    "救济途径": "如不服本答复，可以自收到本答复书之日起60日内，向临淄区人民政府申请行政复议。",
    "复议机关": "临淄区人民政府",
    "人民法院": "临淄区人民法院",
    "复议期限": "60日",
    "诉讼期限": "6个月",
    "复议前置": "否",
}
PARTY = {"征求意见的内容": "2025年度农村道路养护合同"}

_DUE_NOTE = "2027年的放假安排尚未公布，上述日期是暂定的，安排公布后有变动的，以变动后的日期为准。"
_APPLICANT: dict[str, Value] = {**BASE, **APPLICATION, **TO_APPLICANT}
_LETTER: dict[str, Value] = {**_APPLICANT, **CONTACT}
_PERSON = {
    "申请人类型": "自然人",
    "证件": "居民身份证 110101199001010000",
    "联系电话": "13800000000",
    "电子邮箱": "someone@example.com",
    "通讯地址": "示例县示例路1号",
    "传真号码": "未填写",
    "需要的帮助": "无",
}

FIELDS: dict[LetterKind, Mapping[str, Value]] = {
    K.RECEIPT: {**_LETTER, "收到渠道": "当面提交", "答复期限": "2026年3月30日", "期限说明": _DUE_NOTE},
    K.REGISTRATION: {
        **BASE,
        **APPLICATION,
        **_PERSON,
        "申请人": "张示例",
        "收到渠道": "当面提交",
        "获取方式": "邮寄",
        "提供形式": "纸面",
        "答复期限": "2026年3月30日",
        "承办科室": "党政综合办公室",
        "经办人": "李示例",
    },
    K.CORRECTION: {**_LETTER, "补正事项": "1. 所需信息的名称。\n2. 所需信息的年度。", "补正期限": "15个工作日"},
    K.REASONS: {**_LETTER, "数量和频次": "2026年1月至2月提出政府信息公开申请60件", "说明期限": "10个工作日"},
    K.EXTENSION: {
        **_APPLICANT,
        "延长原因": "所需信息数量较多，需要逐件核对",
        "延长天数": "20",
        "同意情况": "本机关政府信息公开工作机构（党政综合办公室）负责人于2026年3月9日同意",
        "答复期限": "2026年4月28日",
        "期限说明": _DUE_NOTE,
    },
    K.ASKING_NOTICE: {
        **_APPLICANT,
        "征求意见情况": "需要征求第三方的意见。本机关已于2026年3月5日书面征求其意见",
        "征求意见依据": "第三十二条、第三十三条",
    },
    K.FEE_NOTICE: {
        **_LETTER,
        "收费情形": "申请提供的政府信息共120页，超过免费提供的页数",
        "计收方式": "按量计收",
        "数量": "120页",
        "金额": "1100",
        "金额大写": "壹仟壹佰元整",
        "收费明细": [
            {"档次": "第1页至第30页", "数量": "30", "单价": "0", "金额": "0"},
            {"档次": "第31页至第100页", "数量": "70", "单价": "10", "金额": "700"},
            {"档次": "第101页至第120页", "数量": "20", "单价": "20", "金额": "400"},
        ],
        "缴费方式": "金岭回族镇财政所窗口现金或者转账缴纳",
        "缴费期限": "20个工作日",
        "救济途径": "对收取信息处理费的决定有异议的，不能单独就该决定申请行政复议或者提起行政诉讼。",
    },
    K.REPLY: {
        **_APPLICANT,
        **REMEDIES,
        "办理结果": "予以公开",
        "认定": "经审查，你申请公开的信息属于可以公开的政府信息。",
        "法律依据": "《中华人民共和国政府信息公开条例》第三十六条第（二）项",
        "决定": "本机关决定予以公开，以申请人要求的方式随本答复书提供。",
        "附件": ["2025年度农村道路养护资金使用情况表"],
    },
    K.SUPPLEMENT: {
        **_APPLICANT,
        **REMEDIES,
        "先前答复": "《政府信息公开申请答复书》（金镇依申请〔2026〕3号）",
        "补充内容": "经再次检索，补充提供2025年第四季度的数据。",
    },
    K.TERMINATION: {**_LETTER, "撤回日期": "2026年3月5日"},
    K.THIRD_PARTY_ASKED: {
        **BASE,
        **CONTACT,
        **PARTY,
        "第三方": "示例建设有限公司",
        "涉及事项": "商业秘密",
        "答复期限": "15个工作日",
    },
    K.THIRD_PARTY_FORM: {**BASE, **PARTY, "第三方": "示例建设有限公司"},
    K.THIRD_PARTY_TOLD: {
        **BASE,
        **PARTY,
        **REMEDIES,
        "第三方": "示例建设有限公司",
        "征求意见日期": "2026年3月5日",
        "意见情况": "于2026年3月12日答复不同意公开",
        "公开的理由": "该合同涉及农村道路的质量，不公开会妨碍村民监督工程安全",
    },
    K.AGENCY_ASKED: {
        **BASE,
        **CONTACT,
        **PARTY,
        "其他机关": "示例县交通运输局",
        "答复期限": "15个工作日",
    },
    K.ASSISTANCE: {
        **BASE,
        **CONTACT,
        "协办单位": "示例县档案馆",
        "协办事项": "查找2001年农村道路建设的审批材料",
        "反馈期限": "5个工作日",
    },
    K.REVIEW_SHEET: {
        **BASE,
        **APPLICATION,
        "申请人": "张示例",
        "答复期限": "2026年3月30日",
        "拟办结果": "予以公开",
        "法律依据": "条例第三十六条第（一）、（二）项",
        "拟办意见": "建议予以公开。",
        "办理意见": "党政综合办公室 李示例 2026-03-05：材料齐全。",
        "承办科室": "党政综合办公室",
        "经办人": "李示例",
    },
    K.TRANSFER: {
        **BASE,
        **APPLICATION,
        "接收单位": "档案室",
        "件数": "1",
        "材料": [{"序号": "1", "名称": "政府信息公开申请答复书", "日期": "2026-03-09", "份数": "1", "备注": "无"}],
        "经办人": "李示例",
    },
}


def samples(kind: LetterKind) -> dict[str, Value]:
    """Every field of a kind with its example; nothing of a real person."""
    number: dict[str, Value] = {} if kind in FORMS else {"文号": "金镇依申请〔2026〕1号"}
    return {"标题": title(kind), **number, **FIELDS[kind]}


def fields_of(kind: LetterKind) -> frozenset[str]:
    """What a template of this kind may name. To third parties and agencies nothing of the applicant goes out."""
    return frozenset(samples(kind))
