"""What the statutory formats share: tables 3 (applications) and 4 (review, litigation), blocks of table 2.

Sources: 年报格式2019 (国办公开办函〔2019〕60号) and 年报格式2021 (国办公开办函〔2021〕30号).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from disclosure.law.applications.outcomes import RULES, ApplicantKind, Outcome, OutcomeGroup

from .grid import CountedFigure, Equation, Figure, Label, Row, Slot, SumOfFigures, TableLayout

CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
RECEIVED, CARRIED_IN = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"
CONCLUDED, CARRIED_OUT = "三、本年度办理结果", "四、结转下年度继续办理"
TOTAL = "总计"
CHINESE = "一二三四五六七"

RESULTS = (("upheld", "结果维持"), ("corrected", "结果纠正"), ("other", "其他结果"))
OPEN = ("open", "尚未审结")
ROUTES = (("review", "行政复议"), ("direct", "未经复议直接起诉"), ("after_review", "复议后起诉"))


@dataclass
class _Sheet:
    """Collects rows and figures."""

    rows: list[Row] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)


# --- Table 3 ----------------------------------------------------------------


def table_3(*, number_mark: str, not_held: str, otherwise_split: bool) -> tuple[TableLayout, tuple[Figure, ...]]:
    """Table 3. The formats differ in the mark after a sub-row's number, one label, and the rows of 其他处理."""
    sheet = _Sheet(rows=_table_3_head())
    _single(sheet, "received", RECEIVED, "applications_received")
    _single(sheet, "carried_in", CARRIED_IN, "applications_carried_in")
    outcome_rows = _outcomes(sheet, number_mark=number_mark, not_held=not_held, otherwise_split=otherwise_split)
    _single(sheet, "carried_out", CARRIED_OUT, "applications_carried_out")
    table = TableLayout(
        key="3",
        title="收到和处理政府信息公开申请情况",
        widths=(15, 15, 41, 10, 10, 10, 13, 13, 10, 10),
        header_rows=3,
        rows=tuple(sheet.rows),
        equations=tuple(_table_3_equations(outcome_rows)),
    )
    return table, tuple(sheet.figures)


def _table_3_head() -> list[Row]:
    organisations = [kind for kind in ApplicantKind if kind != ApplicantKind.NATURAL]
    return [
        (Label(CORNER, 3, 3, header=True), Label("申请人情况", 1, 7, header=True)),
        (
            Label(ApplicantKind.NATURAL.label, 2, 1, header=True),
            Label("法人或其他组织", 1, len(organisations), header=True),
            Label(TOTAL, 2, 1, header=True),
        ),
        tuple(Label(kind.label, header=True) for kind in organisations),
    ]


def _figures_by_kind(
    sheet: _Sheet, key: str, label: str, measure: str, outcomes: Sequence[str] = ()
) -> tuple[Slot, ...]:
    """Seven figures of a row: by applicant kind, and their sum. Empty `outcomes`: not grouped by outcome."""
    for kind in ApplicantKind:
        group = (*((("outcome", outcome)) for outcome in outcomes), ("applicant_kind", kind.value))
        sheet.figures.append(Figure(f"3.{key}.{kind.value}", "3", label, kind.label, CountedFigure(measure, group)))
    return _row_total(sheet, key, label)


def _row_total(sheet: _Sheet, key: str, label: str) -> tuple[Slot, ...]:
    kinds = tuple(f"3.{key}.{kind.value}" for kind in ApplicantKind)
    sheet.figures.append(Figure(f"3.{key}.total", "3", label, TOTAL, SumOfFigures(kinds)))
    return tuple(Slot(figure) for figure in (*kinds, f"3.{key}.total"))


def _single(sheet: _Sheet, key: str, label: str, measure: str) -> None:
    head = Label(label, 1, 3, header=True, align="left")
    sheet.rows.append((head, *_figures_by_kind(sheet, key, label, measure)))


def _outcomes(sheet: _Sheet, *, number_mark: str, not_held: str, otherwise_split: bool) -> list[str]:
    """The rows below 三、本年度办理结果; returns the keys of the leaf rows, in order."""
    first, leaves = len(sheet.rows), []
    for number, group in enumerate(OutcomeGroup):
        members = [outcome for outcome in Outcome if RULES[outcome].group == group]
        caption = f"（{CHINESE[number]}）{group.label}"
        if group == OutcomeGroup.OTHERWISE and not otherwise_split:
            leaves.append(_merged_row(sheet, "otherwise", caption, members))
        elif len(members) == 1:
            caption = f"（{CHINESE[number]}）{members[0].label}"
            leaves.append(_merged_row(sheet, members[0].value, caption, members))
        else:
            labels = [not_held if outcome == Outcome.NOT_HELD else outcome.label for outcome in members]
            leaves += _tall(sheet, caption, members, [f"{i}{number_mark}{text}" for i, text in enumerate(labels, 1)])
    _outcome_total(sheet, leaves)
    tall = Label(CONCLUDED, len(sheet.rows) - first, 1, header=True)
    sheet.rows[first] = (tall, *sheet.rows[first])
    return leaves


def _merged_row(sheet: _Sheet, key: str, caption: str, members: Iterable[Outcome]) -> str:
    outcomes = tuple(member.value for member in members)
    head = Label(caption, 1, 2, header=True, align="left")
    sheet.rows.append((head, *_figures_by_kind(sheet, key, caption, "applications_concluded", outcomes)))
    return key


def _tall(sheet: _Sheet, caption: str, members: Sequence[Outcome], labels: Sequence[str]) -> list[str]:
    for position, (outcome, label) in enumerate(zip(members, labels, strict=True)):
        tall = (Label(caption, len(members), 1, header=True),) if position == 0 else ()
        slots = _figures_by_kind(sheet, outcome.value, label, "applications_concluded", (outcome.value,))
        sheet.rows.append((*tall, Label(label, header=True, align="left"), *slots))
    return [outcome.value for outcome in members]


def _outcome_total(sheet: _Sheet, leaves: Sequence[str]) -> None:
    label = f"（{CHINESE[len(OutcomeGroup)]}）{TOTAL}"
    for kind in ApplicantKind:
        parts = tuple(f"3.{leaf}.{kind.value}" for leaf in leaves)
        sheet.figures.append(Figure(f"3.concluded.{kind.value}", "3", label, kind.label, SumOfFigures(parts)))
    slots = _row_total(sheet, "concluded", label)
    sheet.rows.append((Label(label, 1, 2, header=True, align="left"), *slots))


def _table_3_equations(leaves: Sequence[str]) -> Iterator[Equation]:
    columns = [*(kind.value for kind in ApplicantKind), "total"]
    for column in columns:
        yield Equation(
            1,
            (f"3.received.{column}", f"3.carried_in.{column}"),
            (f"3.concluded.{column}", f"3.carried_out.{column}"),
            "第一项加第二项之和，应等于第三项（七）总计加第四项之和",
        )
    for column in columns:
        leaf_cells = tuple(f"3.{leaf}.{column}" for leaf in leaves)
        yield Equation(2, (f"3.concluded.{column}",), leaf_cells, "（七）总计应等于各项办理结果之和")
    for row in ("received", "carried_in", *leaves, "concluded", "carried_out"):
        kinds = tuple(f"3.{row}.{kind.value}" for kind in ApplicantKind)
        yield Equation(3, (f"3.{row}.total",), kinds, "本行总计应等于六类申请人之和")


# --- Table 4 ----------------------------------------------------------------


def table_4() -> tuple[TableLayout, tuple[Figure, ...]]:
    figures = tuple(figure for route, label in ROUTES for figure in _route_figures(route, label))
    five = [label for _, label in (*RESULTS, OPEN)] + [TOTAL]
    rows: tuple[Row, ...] = (
        (Label("行政复议", 1, 5, header=True), Label("行政诉讼", 1, 10, header=True)),
        (
            *(Label(label, 2, 1, header=True) for label in five),
            *(Label(label, 1, 5, header=True) for _, label in ROUTES[1:]),
        ),
        tuple(Label(label, header=True) for _ in ROUTES[1:] for label in five),
        tuple(Slot(figure.key) for figure in figures),
    )
    equations = tuple(
        Equation(
            4,
            (f"4.{route}.total",),
            tuple(f"4.{route}.{result}" for result, _ in (*RESULTS, OPEN)),
            f"{label}的总计应等于四项结果之和",
        )
        for route, label in ROUTES
    )
    return TableLayout("4", "政府信息公开行政复议、行政诉讼情况", (1,) * 15, 3, rows, equations), figures


def _route_figures(route: str, label: str) -> Iterator[Figure]:
    for result, name in RESULTS:
        source = CountedFigure("cases_concluded", (("route", route), ("result", result)))
        yield Figure(f"4.{route}.{result}", "4", label, name, source)
    yield Figure(f"4.{route}.open", "4", label, OPEN[1], CountedFigure("cases_open", (("route", route),)))
    parts = tuple(f"4.{route}.{result}" for result, _ in (*RESULTS, OPEN))
    yield Figure(f"4.{route}.total", "4", label, TOTAL, SumOfFigures(parts))


# --- Table 2 ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BlockColumn:
    """A column of a block: heading, key, measure, unit, and whether it is a net change."""

    heading: str
    key: str
    measure: str
    unit: str = "count"
    signed: bool = False


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A block of table 2: caption, columns, and rows as (key, label, grouping values)."""

    caption: str
    columns: tuple[BlockColumn, ...]
    rows: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]


def table_2(blocks: Sequence[TableBlock]) -> tuple[TableLayout, tuple[Figure, ...]]:
    """Table 2 from its blocks, four columns wide; the last cell of a shorter row spans the rest."""
    sheet = _Sheet()
    for block in blocks:
        sheet.rows.append((Label(block.caption, 1, 4, header=True),))
        headings = ["信息内容", *(column.heading for column in block.columns)]
        sheet.rows.append(tuple(Label(text, 1, span, header=True) for text, span in _spans(headings)))
        for key, label, group in block.rows:
            sheet.rows.append(tuple(_block_row(sheet, block, key, label, group)))
    table = TableLayout("2", "主动公开政府信息情况", (4, 3, 3, 3), 0, tuple(sheet.rows))
    return table, tuple(sheet.figures)


def _spans(texts: Sequence[str]) -> Iterator[tuple[str, int]]:
    for position, text in enumerate(texts, 1):
        yield text, 4 - position + 1 if position == len(texts) else 1


def _block_row(
    sheet: _Sheet, block: TableBlock, key: str, label: str, group: tuple[tuple[str, str], ...]
) -> Iterator[Label | Slot]:
    yield Label(label, header=True, align="left")
    keys = [f"2.{key}.{column.key}" for column in block.columns]
    for (figure_key, span), column in zip(_spans(keys), block.columns, strict=True):
        # The row's label stands in the first of the four columns, so spans shift by one.
        source = CountedFigure(column.measure, group)
        sheet.figures.append(Figure(figure_key, "2", label, column.heading, source, column.unit, column.signed))
        yield Slot(figure_key, span if span == 1 else span - 1)
