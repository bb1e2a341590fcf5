"""A single document as a file: complete, the same bytes every time, whatever stands in it."""

import io
from dataclasses import replace
from datetime import date

import docx
import pypdf
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH

from disclosure.rendering import prose
from disclosure.rendering import sheet as sheets
from disclosure.rendering.arranging import arranged
from disclosure.rendering.printed_picture import PrintedPicture
from tests.support.documents import picture

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


# --- Pictures, raised letters, and where lines stand ------------------------------------

ADDRESS = f"/pictures/{'0a' * 16}/"


def picture_of(form="PNG", size=(400, 200)):
    data = picture(form, size=size)
    media_type = {"PNG": "image/png", "JPEG": "image/jpeg"}[form]
    return PrintedPicture(ADDRESS, media_type, "镇政府大门", *size, lambda: data)


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
@pytest.mark.parametrize(
    "around", ["{}", "<p>前{}后</p>", "<ul><li><p>{}</p></li></ul>", "<table><tr><td>{}</td></tr></table>"]
)
def test_picture_is_printed_with_its_alternative_text(form, around):
    image = f'<img src="{ADDRESS}" alt="镇政府大门">'
    sheet = replace(SHEET, html=around.format(image), pictures=(picture_of(form),))

    document = docx.Document(io.BytesIO(sheets.docx(sheet)))
    [drawn] = document.element.body.iter("{*}docPr")
    assert drawn.get("descr") == "镇政府大门"
    assert [part.blob for part in document.part.package.iter_parts() if "/media/" in part.partname] == [
        picture_of(form).read()
    ]
    content = sheets.pdf(sheet)
    [page, *_] = pypdf.PdfReader(io.BytesIO(content)).pages
    assert len(page.images) == 1
    assert b"<pdfaid:part>2</pdfaid:part>" in content
    assert "［图：" not in page.extract_text()


def test_picture_wider_than_the_text_is_made_to_fit():
    sheet = replace(SHEET, html=f'<img src="{ADDRESS}" alt="图">', pictures=(picture_of(size=(3000, 100)),))

    [extent] = docx.Document(io.BytesIO(sheets.docx(sheet))).element.body.iter("{*}extent")
    assert int(extent.get("cx")) <= 8844 * 635
    assert int(extent.get("cx")) / int(extent.get("cy")) == pytest.approx(30, rel=0.05)


def test_picture_that_is_broken_inside_is_printed_as_its_text():
    broken = replace(picture_of(), read=lambda: picture("PNG")[:60])
    sheet = replace(SHEET, html=f'<p><img src="{ADDRESS}" alt="镇政府大门"></p>', pictures=(broken,))

    assert "［图：镇政府大门］" in "".join(
        pypdf.PdfReader(io.BytesIO(sheets.pdf(sheet))).pages[0].extract_text().split()
    )


def test_picture_that_is_not_given_is_its_alternative_text():
    sheet = replace(SHEET, html=f'<p>前<img src="{ADDRESS}" alt="镇政府大门">后</p>')

    assert "前［图：镇政府大门］后" in [one.text for one in docx.Document(io.BytesIO(sheets.docx(sheet))).paragraphs]


def test_character_that_the_fonts_lack_is_told():
    content = sheets.pdf(replace(SHEET, html="<p>王𠮷</p>"))

    words = "".join("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).split())
    assert "本文件的字体中没有这些字，印出的可能是方框：U+20BB7。在网页上可以看到。" in words
    assert "方框" not in pypdf.PdfReader(io.BytesIO(sheets.pdf(SHEET))).pages[0].extract_text()


def test_values_of_the_metadata_begin_at_the_edge_however_short():
    rows = docx.Document(io.BytesIO(sheets.docx(SHEET))).tables[0].rows

    assert [row.cells[1].paragraphs[0].alignment for row in rows] == [WD_ALIGN_PARAGRAPH.JUSTIFY] * 2


def test_raised_and_lowered_letters_are_printed_so():
    sheet = replace(SHEET, html="<p>25 m<sup>3</sup>，CO<sub>2</sub></p>", notes=())

    runs = docx.Document(io.BytesIO(sheets.docx(sheet))).paragraphs[-1].runs
    assert [(run.text, run.font.superscript, run.font.subscript) for run in runs] == [
        ("25 m", None, None),
        ("3", True, False),
        ("，CO", None, None),
        ("2", False, True),
    ]
    assert "25m3，CO2" in "".join(pypdf.PdfReader(io.BytesIO(sheets.pdf(sheet))).pages[0].extract_text().split())


SIGNED = (
    "<p>各村、各单位：</p><p>请认真落实下列事项：</p><p>内容。</p>"
    "<p>示例镇人民政府</p><p>示例镇财政所</p><p>2020年3月9日</p><p>（此件公开发布）</p>"
)


def test_salutation_begins_at_the_margin_and_the_signature_stands_at_the_right():
    document = docx.Document(io.BytesIO(sheets.docx(replace(SHEET, html=SIGNED))))

    alignments = {one.text: one.alignment for one in document.paragraphs}
    indents = {one.text: one.paragraph_format.first_line_indent for one in document.paragraphs}
    assert indents["各村、各单位："] == 0
    assert indents["请认真落实下列事项："] is None
    at_right = [text for text, alignment in alignments.items() if alignment == WD_ALIGN_PARAGRAPH.RIGHT]
    assert at_right == ["示例镇人民政府", "示例镇财政所", "2020年3月9日"]
    assert sheets.pdf(replace(SHEET, html=SIGNED))


@pytest.mark.parametrize(
    "html",
    [
        "<p>现将有关事项通知如下：</p><p>内容。</p>",
        "<p>内容。</p><p>2020年3月9日</p>",
        "<p>会议由镇长主持。</p><p>2020年3月9日</p><p>会议结束。</p>",
        "<p>2020年3月9日</p>",
        "",
    ],
)
def test_lines_that_only_look_like_them_stay_where_they_are(html):
    assert arranged(prose.parse(html)) == prose.parse(html)
