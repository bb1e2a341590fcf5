from dataclasses import replace
from datetime import date

import pytest

from reports.editions import edition
from reports.editions.grid import (
    CountedFigure,
    Edition,
    Figure,
    Label,
    Section,
    Slot,
    SumOfFigures,
    TableLayout,
    TextSlot,
)
from reports.rendering.document import ReportDocument

from .reports_to_print import distinct, document, town_texts

RICH = """
<p>依据<b>《条例》</b>、<i>规定</i>和<u>通知</u>编制，<a href="https://example.test/">全文</a>见网站。<br>另起一行</p>
<h3>（一）主动公开</h3>
<ul><li>第一</li><li>第二<ol><li>甲</li><li>乙</li></ol></li></ul><ol start="3"><li>三</li></ol>
<table><thead><tr><th rowspan="2">科室</th><th colspan="2">数量</th></tr><tr><th>公文</th><th>动态</th></tr></thead>
<tr><td rowspan="2">党政办</td><td>12</td><td>34</td></tr><tr><td colspan="2">合计46条</td></tr></table>
<h4>1.小标题</h4><p>=1+1</p>
"""


@pytest.fixture(scope="session")
def town_report() -> ReportDocument:
    """The town's 2020 report as published: every figure 0."""
    e2019 = edition("2019")
    made = document(e2019, e2019.with_formulas({}), town_texts(), year=2020)
    return replace(made, title="临淄区金岭回族镇2020年政府信息公开工作年度报告")


def tiny_edition() -> Edition:
    figures = (
        Figure("a", "1", "甲", "数量", CountedFigure("m")),
        Figure("b", "1", "乙", "数量", CountedFigure("m")),
        Figure("t", "1", "合计", "数量", SumOfFigures(("a", "b"))),
    )
    rows = (
        (Label("项目", header=True), Label("数量", header=True)),
        *((Label(figure.row, header=True, align="left"), Slot(figure.key)) for figure in figures),
    )
    table = TableLayout("1", "小表", (1, 1), 1, rows)
    sections = (Section("一、文字", (TextSlot("only", "文字"),)), Section("二、小表", (table,)))
    return Edition("tiny", "小格式", "", 2030, None, "{authority}{year}年报告", sections, figures)


@pytest.fixture(scope="session", params=("2019", "2021", "tiny"))
def report(request) -> ReportDocument:
    """A report of each format, with a different number in every cell and a text that has everything in it."""
    made_from = tiny_edition() if request.param == "tiny" else edition(request.param)
    texts = {text.slot: RICH for text in made_from.texts}
    return document(made_from, distinct(made_from), texts)


@pytest.fixture(scope="session")
def draft(report) -> ReportDocument:
    return replace(report, state="草稿", signed_on=None, revision=2, notes=("更正了一处 <b>&</b> 数字。",))


@pytest.fixture(scope="session")
def signed() -> date:
    return date(2021, 1, 20)
