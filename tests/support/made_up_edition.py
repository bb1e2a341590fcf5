"""A report format that nobody ever issued, to show that a format is one module: `with offered(MADE_UP): …`.

It counts nothing that the real ones do not: documents, applications of two columns, one sum of money, all laid out anew.
"""

from reports.editions.grid import (
    MONEY,
    CountedFigure,
    Edition,
    Equation,
    Figure,
    Label,
    Section,
    Slot,
    SumOfFigures,
    TableLayout,
    TextSlot,
)

ORGANISATIONS = ("business", "research", "charity", "legal", "other")
_ORGANISATIONS = tuple(("applicant_kind", kind) for kind in ORGANISATIONS)
_NATURAL = (("applicant_kind", "natural"),)

_WORK = TableLayout(
    key="2",
    title="工作情况",
    widths=(3, 2, 2),
    header_rows=1,
    rows=(
        (Label("内容", header=True), Label("数量", 1, 2, header=True)),
        (Label("现行有效规范性文件", header=True, align="left"), Slot("2.documents", columns=2)),
        (Label("收费与处罚", header=True, align="left"), Slot("2.fees"), Slot("2.penalties")),
    ),
)
_REQUESTS = TableLayout(
    key="3",
    title="申请情况",
    widths=(3, 1, 1, 1),
    header_rows=1,
    rows=(
        (Label("", header=True), Label("个人", header=True), Label("单位", header=True), Label("合计", header=True)),
        (Label("收到", header=True), Slot("3.received.person"), Slot("3.received.body"), Slot("3.received.total")),
        (Label("上年转入", header=True), Slot("3.in.person"), Slot("3.in.body"), Slot("3.in.total")),
        (Label("办结", header=True), Slot("3.done.person"), Slot("3.done.body"), Slot("3.done.total")),
        (Label("转入下年", header=True), Slot("3.out.person"), Slot("3.out.body"), Slot("3.out.total")),
    ),
    equations=tuple(
        Equation(
            1, (f"3.received.{who}", f"3.in.{who}"), (f"3.done.{who}", f"3.out.{who}"), "收到加转入应等于办结加转出"
        )
        for who in ("person", "body", "total")
    ),
)


def _row(key: str, label: str, measure: str) -> tuple[Figure, ...]:
    return (
        Figure(f"3.{key}.person", "3", label, "个人", CountedFigure(measure, _NATURAL)),
        Figure(f"3.{key}.body", "3", label, "单位", CountedFigure(measure, _ORGANISATIONS)),
        Figure(f"3.{key}.total", "3", label, "合计", SumOfFigures((f"3.{key}.person", f"3.{key}.body"))),
    )


MADE_UP = Edition(
    key="2027",
    name="2027年试拟格式",
    source="仅供测试",
    first_year=2027,
    last_year=None,
    title="{authority}{year}年公开工作报告",
    sections=(
        Section("一、概况", (TextSlot("overview", "一、概况"),)),
        Section("二、工作情况", (_WORK,)),
        Section("三、申请情况", (_REQUESTS, TextSlot("remarks", "说明", required=False))),
    ),
    figures=(
        Figure(
            "2.documents",
            "2",
            "现行有效规范性文件",
            "数量",
            CountedFigure("items_in_force", (("nature", "normative"),)),
        ),
        Figure("2.fees", "2", "收费", "数量", CountedFigure("fees_received"), MONEY),
        Figure("2.penalties", "2", "处罚", "数量", CountedFigure("decisions_made", (("matter_kind", "penalty"),))),
        *_row("received", "收到", "applications_received"),
        *_row("in", "上年转入", "applications_carried_in"),
        *_row("done", "办结", "applications_concluded"),
        *_row("out", "转入下年", "applications_carried_out"),
    ),
)
