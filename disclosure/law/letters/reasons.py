"""Facts and reasons that a reply takes, as data: what its writer is asked, and what the record has to hold.

条例 art. 36(3): whoever is refused is told the reason. A court looks at whether the reason is one of this case, so
nothing here has a default. A label is a gap 【…】 in `wording`.
"""

from .parts import Answer, Part, one_of

LINES = Answer.LINES
# What process information is no more: the stop of its question.
_FINAL = "已经成为决定的内容或者依据"

_OF_ANY = (
    Part("where", "获取方式和途径", "在哪里、怎样可以看到或者领取。", article="条例第三十六条第（一）项"),
    Part("given", "提供方式", "怎样交给申请人。", "以申请人要求的方式随本答复书提供"),
    Part("withheld", "不予公开的部分", "哪些内容不公开，如：第3页的联系电话。", article="条例第三十七条"),
    Part("document", "材料的名称", "哪一份或者哪几份材料，写到能够辨认。", article="条例第十六条"),
    Part(
        "why",
        "不公开的理由",
        "为什么属于这一种，公开会有什么影响；写这件申请的情况，不重复法条。",
        article="条例第三十六条第（三）项",
        answer=LINES,
        is_reason=True,
        formulas=("属于内部事务信息", "属于过程性信息", "属于行政执法案卷信息", "可以不予公开"),
    ),
)
_OF_SECRETS = (
    Part("secret_level", "密级", choices=one_of("绝密", "机密", "秘密"), article="条例第十四条"),
    Part("secret_period", "保密期限", "如：10年；或者解密时间、解密条件。", article="条例第十四条"),
    Part("classified_by", "定密机关", "作出定密决定的机关、单位的全称。", article="条例第十四条"),
)
_OF_LAWS = (
    Part(
        "law_name",
        "法律或者行政法规",
        "全称，写在书名号内；规章和其他文件不能作为依据。",
        article="条例第十四条",
        pattern="《.+》",
    ),
    Part("law_article", "禁止公开的条款", "写到条，如：第二十五条。", article="条例第十四条", pattern="第.+条"),
    Part(
        "law_why",
        "适用的理由",
        "申请公开的信息为什么属于该条所说的信息。",
        article="条例第三十六条第（三）项",
        answer=LINES,
        is_reason=True,
        formulas=("法律、行政法规禁止公开",),
    ),
)
_OF_SAFETY = (
    Part(
        "safety_kind",
        "危及的方面",
        choices=one_of("国家安全", "公共安全", "经济安全", "社会稳定"),
        article="条例第十四条",
    ),
    Part(
        "harm",
        "公开的后果",
        "公开后会怎样危及，写具体的事实。",
        article="条例第三十六条第（三）项",
        answer=LINES,
        is_reason=True,
        formulas=("可能危及国家安全、公共安全、经济安全、社会稳定", "危及公共安全", "危及社会稳定"),
    ),
)
_OF_THIRD_PARTIES = (
    Part(
        "interest_kind",
        "涉及的权益",
        choices=one_of("商业秘密", "个人隐私", "商业秘密和个人隐私", "其他合法权益"),
        article="条例第十五条",
    ),
    Part(
        "interest_detail",
        "权益的内容",
        "属于哪一种商业秘密或者个人隐私，如：报价和客户名单、家庭住址、健康情况；不写第三方的名称。",
        article="条例第十五条",
        is_reason=True,
        formulas=("商业秘密", "个人隐私", "合法权益"),
    ),
    Part(
        "weighing",
        "公共利益的衡量",
        "不公开对公共利益有什么影响，为什么不重大；写衡量了什么。",
        article="条例第十五条",
        answer=LINES,
        is_reason=True,
        formulas=("不公开不会对公共利益造成重大影响", "不涉及公共利益", "经衡量", "经审查"),
    ),
)
# Asked only where a third party objected: what it said stands in the letter beside the day on which it said so.
PARTY_SAID = Part(
    "party_said",
    "第三方的理由",
    "第三方不同意公开的理由的要点；不写第三方的名称。",
    article="条例第三十二条",
    answer=LINES,
    is_reason=True,
    formulas=("不同意公开", "不同意"),
)
_OF_KINDS = (
    Part(
        "internal_kind",
        "内部事务的类别",
        choices=one_of("人事管理", "后勤管理", "内部工作流程"),
        article="条例第十六条第一款",
    ),
    Part(
        "process_kind",
        "过程性信息的类别",
        choices=one_of("讨论记录", "过程稿", "磋商信函", "请示报告"),
        article="条例第十六条第二款",
    ),
    Part(
        "process_stage",
        "材料所处的状态",
        choices=one_of("有关决定尚未作出", "有关决定已经作出，该材料没有成为决定的内容或者依据", _FINAL),
        article="条例第十六条第二款",
        stops={_FINAL: "材料已经成为决定的内容或者依据，不再是过程性信息，不能以此为由不予公开。请重新办理这件申请。"},
    ),
    Part("case_file", "执法案件", "案由和立案时间或者文号；不写当事人姓名。", article="条例第十六条第二款"),
)
_OF_WHAT_IS_NOT_HELD = (
    Part("search", "检索范围", "在哪里查找过：哪些档案、系统、科室。", article="条例第三十六条第（四）项"),
    Part(
        "search_how", "检索方法", "用什么查找，如：文件名称、文号、年份、关键词。", article="条例第三十六条第（四）项"
    ),
    Part(
        "not_ours",
        "不由本机关负责的理由",
        "为什么不由本机关制作或者保存，如：由谁按照什么职责制作。",
        article="条例第三十六条第（五）项",
        is_reason=True,
        formulas=("不属于本机关负责公开", "不属于本机关职责", "本机关不掌握"),
    ),
    Part("other_body", "负责公开的机关", "名称和联系方式。", article="条例第三十六条第（五）项"),
    Part("making", "需要制作的信息", "要提供所申请的信息，须制作出什么，如：分村统计表。", article="条例第三十八条"),
    Part(
        "work",
        "需要的加工、分析",
        "要对哪些现有材料做什么，如：从1200份合同中逐份摘录金额后汇总。",
        article="条例第三十八条",
        is_reason=True,
        formulas=("加工", "分析", "另行制作", "对现有政府信息进行"),
    ),
)
_OF_WHAT_IS_NOT_HANDLED = (
    Part("inquiry", "查询事项", "如：不动产登记资料、工商登记资料。", article="条例第三十六条第（七）项"),
    Part(
        "inquiry_rule",
        "特别规定",
        "法律、行政法规的全称和条款，如：《不动产登记暂行条例》第二十七条。",
        article="条例第三十六条第（七）项",
        pattern="《.+》",
    ),
    Part("procedure", "查询办法", "到哪里、凭什么查询。", article="条例第三十六条第（七）项"),
    Part("unclear", "仍不明确之处", "补正以后还有什么不明确。", article="条例第三十条", is_reason=True),
    Part(
        "demand", "申请中的诉求", "申请内容里哪些是信访、投诉、举报的诉求。", article="条例第三十九条", is_reason=True
    ),
    Part("channel", "提出的渠道", "向哪个单位、以什么方式提出。", article="条例第三十九条"),
    Part("publication", "出版物的名称", "公报、报刊或者书籍的名称。", article="条例第三十九条"),
    Part("excess", "数量和频次", "什么时间内提出多少件。", article="条例第三十五条", is_reason=True),
    Part("unreasonable", "理由不合理的原因", "说明的理由为什么不合理。", article="条例第三十五条", is_reason=True),
    Part("circumstance", "具体情形", "为什么终止办理。", is_reason=True),
    Part("obtained", "已获取的信息", "先前从哪里、何时、以什么方式获取。", is_reason=True),
)
GAPS = {
    part.label: part
    for part in (
        *_OF_ANY,
        *_OF_SECRETS,
        *_OF_LAWS,
        *_OF_SAFETY,
        *_OF_THIRD_PARTIES,
        *_OF_KINDS,
        *_OF_WHAT_IS_NOT_HELD,
        *_OF_WHAT_IS_NOT_HANDLED,
    )
}
# Gaps that the record fills: nobody types them, and where the record lacks them the letter is not made.
CONSULTED, CORRECTED, UNCORRECTED = "征求第三方意见的情况", "补正的情况", "补正告知的情况"
UNPAID, REASONED, REPLIED = "收费通知的情况", "说明理由的情况", "先前的答复"
RECORDED = (CONSULTED, CORRECTED, UNCORRECTED, UNPAID, REASONED, REPLIED)

# 条例 art. 36(4) and (5): not there at all, or another body's, who is named where it is known.
NOWHERE, ELSEWHERE, ELSEWHERE_UNKNOWN = "nowhere", "elsewhere", "elsewhere_unknown"
HOLDER = Part(
    "holder",
    "不掌握的情形",
    "决定答复书的条款和文字。",
    article="条例第三十六条第（四）、（五）项",
    choices=(
        (NOWHERE, "经检索没有，告知该政府信息不存在（第（四）项）"),
        (ELSEWHERE, "由其他机关负责公开，知道是哪个机关（第（五）项）"),
        (ELSEWHERE_UNKNOWN, "不由本机关负责公开，不能确定由哪个机关负责（第（五）项）"),
    ),
)
