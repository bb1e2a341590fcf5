"""A single document as a file: complete, the same bytes every time, whatever stands in it."""

import io
from dataclasses import replace
from datetime import date

import docx
import pypdf
import pytest

from disclosure.rendering import sheet as sheets

SHEET = sheets.Sheet(
    title="关于<印发>办法的通知",
    author="示例镇人民政府",
    subject="规范性文件",
    keywords=("垃圾分类", "办法"),
    day=date(2020, 3, 9),
    rows=(("索引号", "A&B"), ("标题", "关于<印发>办法的通知")),
    html="<h3>总则</h3><p>第一条 内容。</p><ul><li><p>其一</p></li></ul>",
    mark="废止",
    notes=("附件：附表.xlsx",),
)


def test_docx_has_everything_in_order():
    document = docx.Document(io.BytesIO(sheets.docx(SHEET)))

    assert [one.text for one in document.paragraphs if one.text] == [
        "关于<印发>办法的通知",
        "总则",
        "第一条 内容。",
        "其一",
        "附件：附表.xlsx",
    ]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["索引号", "A&B"],
        ["标题", "关于<印发>办法的通知"],
    ]
    assert (document.core_properties.title, document.core_properties.author) == (SHEET.title, SHEET.author)


def test_pdf_has_everything_and_keeps_its_promises():
    content = sheets.pdf(SHEET)

    document = pypdf.PdfReader(io.BytesIO(content))
    words = "".join("".join(page.extract_text() for page in document.pages).split())
    assert all(part in words for part in ("〔废止〕", "A&B", "第一条内容。", "其一", "附件：附表.xlsx"))
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A<" in root["/Metadata"].get_data()


@pytest.mark.parametrize("make", [sheets.docx, sheets.pdf])
def test_same_sheet_gives_same_bytes(make):
    assert make(SHEET) == make(SHEET)


@pytest.mark.parametrize("make", [sheets.docx, sheets.pdf])
@pytest.mark.parametrize(
    "odd",
    [
        {"html": "", "notes": (), "mark": "", "rows": ()},
        {"title": "\x01\ufffe题", "html": "<table><tr><td>一</td></tr></table>" * 2, "keywords": ()},
        {"html": "<h4>没有三级</h4><p>#set page(fill: red) $x$</p>"},
    ],
)
def test_nothing_odd_is_a_failure(make, odd):
    assert make(replace(SHEET, **odd))
