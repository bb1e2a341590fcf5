"""The questions as data, 补不补 → 该不该 → 有没有 → 给不给 → 当不当, worded after 条例 (国务院令第711号)."""

from disclosure.law.applications.outcomes import Outcome

from .guide import Guide, GuideAnswer, GuideQuestion, GuideVerdict, Node
from .withholding import NODES as WITHHOLDING

Q = GuideQuestion

# --- 补不补 ---------------------------------------------------------------------

GOING = Node(
    "going",
    Q.COMPLETE,
    "申请人还要求答复吗？",
    "条例第四十二条、《政府信息公开信息处理费管理办法》",
    (
        GuideAnswer("yes", "是，需要继续办理", "clear"),
        GuideAnswer(
            "withdrawn",
            "申请人自愿撤回申请",
            GuideVerdict(Outcome.OTHER, advice="保存申请人撤回的书面材料或者记录；口头撤回的，请申请人确认。"),
            example="申请人来电说已从别处得到，不再需要，并签字确认。",
        ),
        GuideAnswer(
            "unpaid",
            "已送达收费通知，申请人逾期没有缴费",
            GuideVerdict(Outcome.NOT_PAID, advice="收到收费通知之日起 20 个工作日届满仍未缴费的，视为放弃申请。"),
            law="《政府信息公开信息处理费管理办法》",
            example="3 月 2 日收到收费通知，到第 20 个工作日仍没有缴费。",
        ),
        GuideAnswer(
            "ended",
            "因其他原因不再需要答复",
            GuideVerdict(Outcome.OTHER, advice="在办理意见里写明终止的原因。"),
            example="作为申请人的企业已经注销，没有承继的主体。",
        ),
    ),
)
CLEAR = Node(
    "clear",
    Q.COMPLETE,
    "申请的内容明确吗？",
    "条例第二十九条、第三十条",
    (
        GuideAnswer(
            "yes", "明确，或者补正以后明确", "nature", example="写了文件名称、文号，或者足以指向特定信息的特征。"
        ),
        GuideAnswer(
            "unclear",
            "已经告知补正，申请人补正以后仍不明确",
            GuideVerdict(Outcome.STILL_UNCLEAR, advice="写明补正告知的事项，以及补正以后哪一点仍不能指向特定的信息。"),
            example="补正后仍只写“与某村有关的全部材料”。",
        ),
        GuideAnswer(
            "late",
            "已经告知补正，申请人没有正当理由逾期不补正",
            GuideVerdict(Outcome.NOT_CORRECTED, advice="视为放弃申请；保存补正告知书送达的凭证。"),
            example="补正告知书写明 15 日内补正，期满没有收到补正，也没有说明理由。",
        ),
    ),
    "内容不明确、还没有告知过补正的，不能直接答复：自收到之日起 7 个工作日内一次性告知补正。",
)

# --- 该不该 ---------------------------------------------------------------------

NATURE = Node(
    "nature",
    Q.PROPER,
    "申请人要的是政府信息吗？",
    "条例第二条、第三十九条",
    (
        GuideAnswer(
            "yes",
            "是，要求提供本机关在履行职能中制作或者获取、以一定形式记录保存的信息",
            "before",
            example="某年度的决算、某项目的批复、某次检查的结果。",
        ),
        GuideAnswer(
            "petition",
            "以申请公开的形式进行信访、投诉、举报等活动",
            GuideVerdict(Outcome.PETITION, advice="告知不作为政府信息公开申请处理，可以告知通过相应渠道提出。"),
            law="条例第三十九条第一款",
            example="“请公开为什么不处理我反映的占道问题”。",
        ),
        GuideAnswer(
            "publication",
            "要求提供政府公报、报刊、书籍等公开出版物",
            GuideVerdict(Outcome.PUBLICATION, advice="告知获取的途径。"),
            law="条例第三十九条第二款",
            example="要求提供已出版的地方志、统计年鉴。",
        ),
        GuideAnswer(
            "confirmation",
            "要求对已经获取的信息进行确认，或者重新出具",
            GuideVerdict(Outcome.CONFIRMATION, advice="告知申请人已于何时、以何种方式获取，不再确认或者重新出具。"),
            example="已经拿到批复复印件，又要求出具一份“情况属实”的证明。",
        ),
        GuideAnswer(
            "asking",
            "是咨询，要求解答、说明理由，没有要求提供记录保存的信息",
            GuideVerdict(Outcome.OTHER, advice="告知不属于政府信息公开申请；能够解答的，可以另行解答。"),
            law="条例第二条",
            example="“请问低保从哪一年开始提高标准，理由是什么”。",
        ),
    ),
)
BEFORE = Node(
    "before",
    Q.PROPER,
    "以前申请过同样的内容，或者申请的数量、频次明显超过合理范围吗？",
    "条例第三十五条、第三十六条第（六）项",
    (
        GuideAnswer("no", "都不是；或者说明的理由合理", "special"),
        GuideAnswer(
            "repeated",
            "同一申请人已就相同的政府信息申请过，本机关已经答复",
            GuideVerdict(Outcome.REPEATED, advice="告知不予重复处理，写明上次答复的日期和文号。"),
            law="条例第三十六条第（六）项",
            example="半年前已就同一份征地批复作过答复，内容没有变化。",
        ),
        GuideAnswer(
            "excessive",
            "数量、频次明显超过合理范围，要求说明理由后，理由不合理",
            GuideVerdict(Outcome.EXCESSIVE, advice="告知不予处理；保存要求说明理由的告知书和申请人的说明。"),
            law="条例第三十五条",
            example="一个月内就各类信息提交几十件申请，没有说明理由。",
        ),
    ),
    "申请页上「相似的申请」列出了同一申请人以前的申请和答复。要求说明理由以前，不能直接以数量、频次为由不予处理。",
)
SPECIAL = Node(
    "special",
    Q.PROPER,
    "获取这类信息，法律、行政法规有特别规定吗？",
    "条例第三十六条第（七）项",
    (
        GuideAnswer("no", "没有", "responsible"),
        GuideAnswer(
            "yes",
            "有，属于工商、不动产登记资料等，应依照特别规定查询",
            GuideVerdict(Outcome.INQUIRY, advice="告知依照哪一部法律、行政法规，到哪里办理查询。"),
            example="查询某套房屋的不动产登记资料，依《不动产登记暂行条例》办理。",
        ),
    ),
)
RESPONSIBLE = Node(
    "responsible",
    Q.PROPER,
    "这项信息由本机关负责公开吗？",
    "条例第十条、第三十六条第（五）项",
    (
        GuideAnswer("yes", "是，由本机关制作，或者由本机关最初获取并保存", "public"),
        GuideAnswer(
            "other",
            "不是，由其他机关负责公开",
            GuideVerdict(Outcome.NOT_HELD, advice="说明理由；能够确定负责公开的机关的，告知它的名称和联系方式。"),
            example="申请的是县自然资源局作出的用地批复。",
        ),
    ),
)

# --- 有没有 ---------------------------------------------------------------------

PUBLIC = Node(
    "public",
    Q.HELD,
    "已经主动公开了吗？",
    "条例第三十六条第（一）项",
    (
        GuideAnswer("no", "没有", "found"),
        GuideAnswer(
            "yes",
            "已经主动公开",
            GuideVerdict(
                Outcome.DISCLOSED, is_public_already=True, advice="告知获取的方式、途径，写明网址或者查阅的地点。"
            ),
            example="申请的决算已在法定主动公开内容的“财政预算、决算信息”栏目。",
        ),
    ),
)
FOUND = Node(
    "found",
    Q.HELD,
    "检索过以后，本机关有这项信息吗？",
    "条例第三十六条第（四）项",
    (
        GuideAnswer("yes", "有", "ready"),
        GuideAnswer("part", "申请了几项，有的有、有的没有", "held_part"),
        GuideAnswer(
            "no",
            "没有制作，也没有获取或者保存",
            GuideVerdict(Outcome.NOT_HELD, advice="告知该信息不存在，写明检索了哪些科室、档案和系统，用了什么关键词。"),
            example="查了办公室收发文登记、档案室和业务系统，没有形成过这份会议纪要。",
        ),
    ),
    "先检索，并记下检索的地方、方法和结果；答复书和复议、诉讼中都要说明。",
)
HELD_PART = Node(
    "held_part",
    Q.HELD,
    "有的那几项，能公开吗？",
    "条例第三十六条第（四）项、第三十七条",
    (
        GuideAnswer(
            "yes",
            "能公开，或者能公开其中一部分",
            GuideVerdict(Outcome.PARTLY, Outcome.NOT_HELD, advice="逐项答复：公开的附上，没有的说明检索的情况。"),
            example="申请三年的台账，两年的有，第三年没有建立台账。",
        ),
        GuideAnswer("no", "都不能公开", "why_not"),
    ),
)
READY = Node(
    "ready",
    Q.HELD,
    "是现成的信息吗？",
    "条例第三十八条",
    (
        GuideAnswer("yes", "是现成的，或者作区分处理后可以提供", "ground"),
        GuideAnswer(
            "no",
            "不是，需要对现有的信息加工、分析，或者另行制作",
            GuideVerdict(Outcome.NEEDS_MAKING, advice="说明没有现成信息；可以提供现有的原始材料的，一并告知。"),
            example="要求按村汇总近十年的补贴并作比较，本机关只有逐笔的发放记录。",
        ),
    ),
)

# --- 当不当 ---------------------------------------------------------------------

FORM = Node(
    "form",
    Q.FITTING,
    "能按申请人要求的形式和方式提供吗？",
    "条例第三十六条第（二）项、第四十条",
    (
        GuideAnswer(
            "yes",
            "能",
            GuideVerdict(Outcome.DISCLOSED, advice="随答复书提供信息，或者告知获取的方式、途径和时间。"),
            example="以电子邮件发送扫描件。",
        ),
        GuideAnswer(
            "otherwise",
            "不能，改用其他适当的形式",
            GuideVerdict(Outcome.DISCLOSED, advice="说明为什么不能按要求的形式提供，写明查阅、抄录的地点和时间。"),
            example="大幅图纸复制会损坏载体，安排当场查阅、抄录。",
        ),
    ),
)

GUIDE = Guide(
    *(GOING, CLEAR, NATURE, BEFORE, SPECIAL, RESPONSIBLE, PUBLIC, FOUND, HELD_PART, READY),
    *WITHHOLDING,
    FORM,
)

# 当不当, of every reply: what is looked at once more before it goes out (条例 art. 36; 复议法 art. 20, 44).
CHECKS = (
    "答复书写明了申请的内容、认定、依据的条款和答复，没有把几项答复混在一起。",
    "依据写到条、款、项，与办理结果一致。",
    "按申请人要求的形式和方式提供、送达，送达有凭证。",
    "写明了行政复议、行政诉讼的途径和期限。",
    "答复书和所附信息里没有不应当公开的他人的个人信息。",
)
