"""年报格式2021 (国办公开办函〔2021〕30号): report years from 2021 on."""

from .grid import MONEY, Edition, Section, TextSlot
from .statutory import BlockColumn, TableBlock, table_2, table_3, table_4

_DECIDED = (BlockColumn("本年处理决定数量", "decisions", "decisions_made"),)

_TABLE_2, _FIGURES_2 = table_2(
    (
        TableBlock(
            "第二十条第（一）项",
            (
                BlockColumn("本年制发件数", "made", "items_made"),
                BlockColumn("本年废止件数", "repealed", "items_repealed"),
                BlockColumn("现行有效件数", "in_force", "items_in_force"),
            ),
            (
                ("regulation", "规章", (("nature", "regulation"),)),
                ("normative", "行政规范性文件", (("nature", "normative"),)),
            ),
        ),
        TableBlock(
            "第二十条第（五）项",
            _DECIDED,
            (("licence", "行政许可", (("matter_kind", "licence"),)),),
        ),
        TableBlock(
            "第二十条第（六）项",
            _DECIDED,
            (
                ("penalty", "行政处罚", (("matter_kind", "penalty"),)),
                ("coercion", "行政强制", (("matter_kind", "coercion"),)),
            ),
        ),
        TableBlock(
            "第二十条第（八）项",
            (BlockColumn("本年收费金额（单位：万元）", "amount", "fees_received", unit=MONEY),),
            (("charge", "行政事业性收费", ()),),
        ),
    )
)
_TABLE_3, _FIGURES_3 = table_3(number_mark=".", not_held="本机关不掌握相关政府信息", otherwise_split=True)
_TABLE_4, _FIGURES_4 = table_4()

_PARTS = ("主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障")
_OVERVIEW = "".join(f"<h3>（{number}）{part}</h3><p></p>" for number, part in zip("一二三四五", _PARTS, strict=True))

EDITION = Edition(
    key="2021",
    name="2021年格式",
    source="国办公开办函〔2021〕30号",
    first_year=2021,
    last_year=None,
    title="{authority}{year}年政府信息公开工作年度报告",
    sections=(
        Section("", (TextSlot("preamble", "引言", required=False),)),
        Section("一、总体情况", (TextSlot("overview", "一、总体情况", starter=_OVERVIEW),)),
        Section("二、主动公开政府信息情况", (_TABLE_2,)),
        Section("三、收到和处理政府信息公开申请情况", (_TABLE_3,)),
        Section("四、政府信息公开行政复议、行政诉讼情况", (_TABLE_4,)),
        Section("五、存在的主要问题及改进情况", (TextSlot("problems", "五、存在的主要问题及改进情况"),)),
        Section(
            "六、其他需要报告的事项",
            (
                TextSlot(
                    "other",
                    "六、其他需要报告的事项",
                    starter="<p>本年度发出收费通知0件，总金额0元，实际收取0元。</p>",
                ),
            ),
        ),
    ),
    figures=(*_FIGURES_2, *_FIGURES_3, *_FIGURES_4),
)
