"""年报格式2019 (国办公开办函〔2019〕60号): report years 2019 and 2020."""

from .grid import MONEY, Edition, Section, TextSlot
from .statutory import BlockColumn, TableBlock, table_2, table_3, table_4

_MATTERS = (
    BlockColumn("上一年项目数量", "before", "matters_before"),
    BlockColumn("本年增/减", "change", "matters_change", signed=True),
)
_DECIDED = BlockColumn("处理决定数量", "decisions", "decisions_made")

_TABLE_2, _FIGURES_2 = table_2(
    (
        TableBlock(
            "第二十条第（一）项",
            (
                BlockColumn("本年新制作数量", "made", "items_made"),
                BlockColumn("本年新公开数量", "published", "items_published"),
                BlockColumn("对外公开总数量", "public", "items_public"),
            ),
            (
                ("regulation", "规章", (("nature", "regulation"),)),
                ("normative", "规范性文件", (("nature", "normative"),)),
            ),
        ),
        TableBlock(
            "第二十条第（五）项",
            (*_MATTERS, _DECIDED),
            (
                ("licence", "行政许可", (("matter_kind", "licence"),)),
                ("service", "其他对外管理服务事项", (("matter_kind", "service"),)),
            ),
        ),
        TableBlock(
            "第二十条第（六）项",
            (*_MATTERS, _DECIDED),
            (
                ("penalty", "行政处罚", (("matter_kind", "penalty"),)),
                ("coercion", "行政强制", (("matter_kind", "coercion"),)),
            ),
        ),
        TableBlock(
            "第二十条第（八）项",
            _MATTERS,
            (("charge", "行政事业性收费", (("matter_kind", "charge"),)),),
        ),
        TableBlock(
            "第二十条第（九）项",
            (
                BlockColumn("采购项目数量", "projects", "procurements_made"),
                BlockColumn("采购总金额", "amount", "procurements_amount", unit=MONEY),
            ),
            (("procurement", "政府集中采购", ()),),
        ),
    )
)
_TABLE_3, _FIGURES_3 = table_3(number_mark="．", not_held="本单位不掌握相关政府信息", otherwise_split=False)
_TABLE_4, _FIGURES_4 = table_4()

EDITION = Edition(
    key="2019",
    name="2019年格式",
    source="国办公开办函〔2019〕60号",
    first_year=2019,
    last_year=2020,
    title="{authority}{year}年政府信息公开工作年度报告",
    sections=(
        Section("", (TextSlot("preamble", "引言", required=False),)),
        Section("一、总体情况", (TextSlot("overview", "一、总体情况"),)),
        Section("二、主动公开政府信息情况", (_TABLE_2,)),
        Section("三、收到和处理政府信息公开申请情况", (_TABLE_3,)),
        Section("四、政府信息公开行政复议、行政诉讼情况", (_TABLE_4,)),
        Section("五、存在的主要问题及改进情况", (TextSlot("problems", "五、存在的主要问题及改进情况"),)),
        Section("六、其他需要报告的事项", (TextSlot("other", "六、其他需要报告的事项"),)),
    ),
    figures=(*_FIGURES_2, *_FIGURES_3, *_FIGURES_4),
)
