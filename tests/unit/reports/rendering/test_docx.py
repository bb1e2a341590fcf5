import io
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn

from disclosure.rendering.prose import plain_text
from reports.rendering.docx import render

from .conftest import RICH
from .reading_back import docx_lines, docx_tables
from .reports_to_print import town_lines

TEXT_WIDTH = 8844  # 156 mm


def test_reads_as_the_town_published_it(town_report):
    assert docx_lines(render(town_report)) == town_lines()


def test_every_table_reads_as_its_grid(report):
    tables = docx_tables(render(report))
    grids = [grid.text_rows() for grid in report.grids]
    assert [table for table in tables if table in grids] == grids


def test_texts_come_out_in_order(report):
    text = "\n".join(docx_lines(render(report)))
    assert "\n".join(plain_text(RICH)) in text


def test_same_report_gives_same_bytes(report):
    assert render(report) == render(report)


def test_every_table_fills_the_text_width(report):
    body = docx.Document(io.BytesIO(render(report))).element.body
    widths = [sum(int(column.get(qn("w:w"))) for column in grid) for grid in body.iter(qn("w:tblGrid"))]
    assert set(widths) == {TEXT_WIDTH}


def test_heading_rows_repeat_and_rows_stay_whole(town_report):
    third = docx.Document(io.BytesIO(render(town_report))).element.body.findall(qn("w:tbl"))[2]
    rows = third.findall(qn("w:tr"))
    assert [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows] == [True] * 3 + [False] * 23
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)


def test_headings_have_word_s_own_styles(report):
    paragraphs = docx.Document(io.BytesIO(render(report))).paragraphs
    styles = {paragraph.text: paragraph.style.name for paragraph in paragraphs}
    assert styles[report.title] == "Title"
    assert {styles[part.heading] for part in report.parts if part.heading} == {"Heading 1"}
    assert styles["（一）主动公开"] == "Heading 2"
    assert styles["1.小标题"] == "Heading 3"


def test_properties_name_the_report_and_nothing_of_the_library(report, signed):
    content = render(report)
    properties = docx.Document(io.BytesIO(content)).core_properties
    assert (properties.title, properties.author, properties.language) == (report.title, report.authority, "zh-CN")
    assert properties.created.date() == signed
    assert properties.comments == ""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any(b"python" in archive.read(name) for name in archive.namelist())
        assert not any("theme" in name for name in archive.namelist())


@pytest.mark.parametrize("state", ("草稿", ""))
def test_only_a_draft_is_marked_on_every_page(draft, state):
    section = docx.Document(io.BytesIO(render(replace(draft, state=state)))).sections[0]
    heads = [header.paragraphs[0].text for header in (section.header, section.even_page_header) if header.paragraphs]
    assert heads == ([f"〔{state}〕"] * 2 if state else ["", ""])


def test_a_draft_has_no_date_and_a_correction_says_what_it_corrected(draft):
    assert docx_lines(render(draft))[-3:] == [draft.authority, "更正说明", "更正了一处 <b>&</b> 数字。"]
