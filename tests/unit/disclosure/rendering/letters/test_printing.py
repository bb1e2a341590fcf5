"""The PDF says what the Word file says, and looks as it does; typst is told by what `blocks` reads."""

import io

import docx
import pypdf
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor

from disclosure.law.choices.letters import LetterKind
from disclosure.rendering.letters import Unfit, default_template, fill, pdf, samples
from disclosure.rendering.letters.filling import tried
from disclosure.rendering.letters.reading import blocks, unprinted


def squeezed(text):
    return "".join(text.split())


def saved(word):
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


@pytest.mark.parametrize("kind", [LetterKind.REPLY, LetterKind.FEE_NOTICE, LetterKind.REGISTRATION])
def test_pdf_says_what_the_word_file_says(kind):
    letter = tried(default_template(kind), kind)

    made = pypdf.PdfReader(io.BytesIO(pdf(letter, str(kind.label))))

    text = squeezed("".join(page.extract_text() for page in made.pages))
    word = docx.Document(io.BytesIO(letter))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    for line in (*(one.text for one in word.paragraphs), *cells):
        assert squeezed(line)[:20] in text
    assert made.metadata.title == kind.label
    assert made.metadata.author is None


def test_same_letter_gives_the_same_bytes():
    letter = tried(default_template(LetterKind.RECEIPT), LetterKind.RECEIPT)

    assert pdf(letter, "接收回执") == pdf(letter, "接收回执")


def test_official_layout_is_read_back():
    title, number, addressee, body, *_ = blocks(tried(default_template(LetterKind.REPLY), LetterKind.REPLY))

    assert (title["align"], title["size"], title["leading"], title["runs"][0]["heavy"]) == ("center", 22, 10, True)
    assert (number["align"], number["above"]) == ("center", 14)
    assert (addressee["align"], addressee["first"], addressee["above"]) == ("left", 0, 16)
    assert (body["align"], body["size"], body["leading"], body["first"]) == ("justify", 16, 12, 32)
    name, day = blocks(tried(default_template(LetterKind.REPLY), LetterKind.REPLY))[-2:]
    assert (name["align"], name["right"], name["above"], name["sticky"]) == ("right", 64, 42, True)
    assert (day["align"], day["right"]) == ("right", 64)


def test_an_office_s_own_letterhead_is_read():
    word = docx.Document()
    head = word.add_paragraph()
    run = head.add_run("示例镇人民政府")
    run.font.size, run.font.color.rgb, run.bold = Pt(36), RGBColor(0xC0, 0, 0), True
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head._p.get_or_add_pPr().append(
        parse_xml(f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="12" w:color="C00000"/></w:pBdr>')
    )

    [line] = blocks(saved(word))

    assert (line["align"], line["rule"]) == ("center", "#c00000")
    assert line["runs"] == [
        {"text": "示例镇人民政府", "size": 36, "sans": False, "heavy": True, "underline": False, "colour": "#c00000"}
    ]
    assert pdf(saved(word), "标题").startswith(b"%PDF-")


def test_merged_cells_are_read_once_with_their_span():
    word = docx.Document()
    table = word.add_table(rows=3, cols=3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "竖"
    table.cell(2, 1).merge(table.cell(2, 2)).text = "横"

    found = next(one for one in blocks(saved(word)) if one["kind"] == "table")

    spans = {
        "".join(run["text"] for line in cell["lines"] for run in line["runs"]): (cell["rows"], cell["columns"])
        for cell in found["cells"]
    }
    assert spans["竖"] == (2, 1)
    assert spans["横"] == (1, 2)
    assert len(found["cells"]) == 7
    assert not found["bordered"]
    assert pdf(saved(word), "标题").startswith(b"%PDF-")


@pytest.mark.parametrize("kind", LetterKind)
def test_defaults_are_printed_whole(kind):
    assert unprinted(default_template(kind)) == []


@pytest.mark.parametrize("enclosed, stays", [([], True), (["资金表"], False)])
def test_remedies_go_with_the_name_unless_enclosures_do(enclosed, stays):
    given = {**samples(LetterKind.REPLY), "附件": enclosed, "救济途径": "如不服本答复书，" * 10}

    lines = blocks(fill(default_template(LetterKind.REPLY), given))

    [remedies] = [one for one in lines if one["runs"] and one["runs"][0]["text"].startswith("如不服")]
    assert remedies["sticky"] is stays


def test_layout_that_cannot_be_read_is_refused():
    word = docx.Document()
    cell = word.add_table(rows=1, cols=1).cell(0, 0)
    cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:gridSpan {nsdecls("w")} w:val="many"/>'))

    with pytest.raises(Unfit, match="无法打印为 PDF"):
        pdf(saved(word), "标题")


def test_what_is_not_printed_is_told():
    word = docx.Document()
    word.add_paragraph("一", style="List Number")
    word.sections[0].header.paragraphs[0].text = "页眉"

    assert unprinted(saved(word)) == ["自动编号", "页眉"]
