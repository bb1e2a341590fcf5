"""给不给: the grounds of 条例 art. 14 to 16, each with the question whether all or a part is withheld (art. 37)."""

from dataclasses import dataclass

from disclosure.law.applications.outcomes import Outcome

from .guide import GuideAnswer, GuideQuestion, GuideVerdict, Node

Q = GuideQuestion


@dataclass(frozen=True, slots=True)
class _Ground:
    """A ground for withholding. `asks`: the key of a question to be asked first."""

    outcome: Outcome
    law: str
    example: str
    advice: str
    asks: str = ""

    @property
    def whole(self) -> str:
        return f"whole_{self.outcome.value}"

    def answer(self) -> GuideAnswer:
        return GuideAnswer(self.outcome.value, str(self.outcome.label), self.asks or self.whole, self.law, self.example)

    def node(self) -> Node:
        """Whole or part (条例 art. 37)."""
        part = GuideVerdict(
            Outcome.PARTLY, self.outcome, advice=f"公开能公开的部分，遮盖其余部分并说明理由。{self.advice}"
        )
        return Node(
            self.whole,
            Q.GIVEN,
            f"能作区分处理吗？（{self.outcome.label}）",
            "条例第三十七条",
            (
                GuideAnswer("whole", "不能，全部不予公开", GuideVerdict(self.outcome, advice=self.advice)),
                GuideAnswer(
                    "part", "能，可以公开其中一部分", part, example="遮盖有关的段落、栏目后，其余部分可以提供。"
                ),
            ),
        )


GROUNDS = (
    _Ground(
        Outcome.STATE_SECRET,
        "条例第十四条",
        "标有密级的文件，或者经保密审查确定属于国家秘密。",
        "有定密的依据；不能自行判断的，报主管部门或者保密行政管理部门确定。",
    ),
    _Ground(
        Outcome.OTHER_LAW,
        "条例第十四条",
        "法律规定应当保密的举报人信息、未成年人犯罪记录。",
        "写明是哪一部法律、行政法规的哪一条。",
    ),
    _Ground(
        Outcome.SAFETY,
        "条例第十四条",
        "公开后可能危及供水、油库等设施的安全。",
        "说明公开后可能危及国家安全、公共安全、经济安全、社会稳定的哪一项，为什么。",
    ),
    _Ground(
        Outcome.THIRD_PARTY,
        "条例第十五条、第三十二条",
        "涉及企业的报价、工艺，或者他人的病史、家庭住址。",
        "写明征求意见的情况，以及公开会对第三方合法权益造成的损害。",
        asks="asked",
    ),
    _Ground(
        Outcome.INTERNAL,
        "条例第十六条第一款",
        "干部考核表、车辆派用登记、内部值班流程。",
        "说明属于人事管理、后勤管理、内部工作流程的哪一类，对外没有影响。",
    ),
    _Ground(
        Outcome.PROCESS,
        "条例第十六条第二款",
        "讨论记录、过程稿、磋商信函、请示报告。",
        "说明属于四类过程性信息的哪一类。",
        asks="ordered_process",
    ),
    _Ground(
        Outcome.ENFORCEMENT_FILE,
        "条例第十六条第二款",
        "行政处罚案卷中的询问笔录、内部审批表。",
        "说明是哪一个执法案件的案卷；当事人可以依其他规定查阅案卷的，一并告知。",
        asks="ordered_enforcement_file",
    ),
)
_GROUND_LAW = "条例第十三条至第十六条"
_MAIN = "同时有几项依据的，选最主要的一项，其余写在答复书里：一件申请只在一行计数。"
_NOTHING = GuideAnswer("none", "没有，可以公开", "form", "条例第十三条", "不在第十四条、第十五条、第十六条规定之列。")
_GROUND_ANSWERS = tuple(ground.answer() for ground in GROUNDS)
GROUND = Node("ground", Q.GIVEN, "有不能公开的内容吗？", _GROUND_LAW, (_NOTHING, *_GROUND_ANSWERS), _MAIN)
WHY_NOT = Node("why_not", Q.GIVEN, "为什么不能公开？", _GROUND_LAW, _GROUND_ANSWERS, _MAIN)
ASKED = Node(
    "asked",
    Q.GIVEN,
    "第三方的意见和公共利益怎样？",
    "条例第十五条、第三十二条",
    (
        GuideAnswer("consents", "第三方同意公开", "form", example="企业书面答复同意公开合同金额。"),
        GuideAnswer(
            "public_interest",
            "第三方不同意，但不公开会对公共利益造成重大影响",
            "form",
            example="涉及食品安全事故的检验结果。决定公开的，把内容和理由书面告知第三方。",
        ),
        GuideAnswer("objects", "第三方不同意，理由合理", GROUNDS[3].whole),
        GuideAnswer(
            "silent",
            "第三方逾期没有答复，本机关认为公开会损害其合法权益",
            GROUNDS[3].whole,
            example="15 个工作日届满没有意见，由本机关依条例决定。",
        ),
    ),
    "还没有书面征求第三方意见的，先征求意见；征求意见所需时间不计算在答复期限内。",
)


def _ordered(ground: _Ground) -> Node:
    return Node(
        ground.asks,
        Q.GIVEN,
        f"法律、法规、规章规定应当公开吗？（{ground.outcome.label}）",
        "条例第十六条第二款",
        (
            GuideAnswer("no", "没有规定应当公开", ground.whole),
            GuideAnswer("yes", "规定应当公开", "form", example="行政处罚决定依规定应当公开的，从其规定。"),
        ),
    )


NODES = (
    *(GROUND, WHY_NOT, ASKED),
    *(_ordered(ground) for ground in GROUNDS if ground.asks.startswith("ordered")),
    *(ground.node() for ground in GROUNDS),
)
