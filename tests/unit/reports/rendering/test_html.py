import re

import pytest
from django.utils.html import format_html
from lxml import html

from disclosure.rendering.html import prose_html
from reports.editions import edition
from reports.editions.grid import grid
from reports.rendering.html import page, render, table_html

from .reading_back import html_tables
from .reports_to_print import distinct


def text_of(element):
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("key", ["2019", "2021"])
def test_every_table_reads_as_its_grid(key):
    made = edition(key)
    for table in made.tables:
        filled = grid(table, made.by_key, distinct(made))
        assert html_tables(table_html(filled)) == [filled.text_rows()]


def test_a_page_reads_as_the_town_published_it(town_report):
    tables = html_tables(page(town_report))
    assert [rows for rows in tables if rows[0][0] != "姓  名"] == [grid.text_rows() for grid in town_report.grids]


def test_every_figure_names_the_headings_of_its_row_and_column():
    made = edition("2021")
    for table in made.tables:
        root = html.fragment_fromstring(table_html(grid(table, made.by_key, distinct(made))))
        ids = {heading.get("id"): text_of(heading) for heading in root.iter("th")}
        for cell in root.iter("td"):
            named = [ids[name] for name in cell.get("headers").split()]
            figure = made.by_key[cell.get("data-figure")]
            assert figure.column in named
            assert figure.row in named


def test_a_block_of_table_2_is_a_body_of_its_own_and_its_columns_are_not_those_of_another():
    made = edition("2019")
    root = html.fragment_fromstring(table_html(grid(next(made.tables), made.by_key, distinct(made))))
    bodies = root.findall("tbody")
    assert [text_of(body.find("tr/th[@scope='rowgroup']")) for body in bodies] == [
        f"第二十条第（{number}）项" for number in "一五六八九"
    ]
    last = bodies[-1].findall("tr/td")[-1]
    ids = {heading.get("id"): text_of(heading) for heading in root.iter("th")}
    assert [ids[name] for name in last.get("headers").split()] == ["第二十条第（九）项", "采购总金额", "政府集中采购"]


def test_a_table_has_no_inline_style_or_script(report):
    for filled in report.grids:
        assert not re.search(r"<script|\sstyle=|\son\w+=", table_html(filled))


def test_an_editing_screen_puts_its_inputs_into_the_cells_of_figures():
    made = edition("2021")
    filled = grid(next(made.tables), made.by_key, {})
    markup = table_html(filled, cell=lambda cell: format_html('<input name="{}">', cell.figure.key))
    root = html.fragment_fromstring(markup)
    assert [field.get("name") for field in root.iter("input")] == [f.key for f in made.figures if f.table == "2"]


def test_a_caption_is_for_screen_readers_unless_given():
    made = edition("2021")
    filled = grid(next(made.tables), made.by_key, {})
    assert '<caption class="visually-hidden">主动公开政府信息情况</caption>' in table_html(filled)
    assert "<caption>&lt;表&gt;</caption>" in table_html(filled, caption="<表>")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", ""),
        ("文<p>段</p>", "文<p>段</p>"),
        ("<h2>甲</h2><h3>乙</h3>", "<h3>甲</h3><h4>乙</h4>"),
        ("<h3>甲</h3><h4>乙</h4>", "<h3>甲</h3><h4>乙</h4>"),
        ("<h5>甲</h5>", "<h5>甲</h5>"),
        (
            "<table><tr><td>甲</td></tr></table>尾",
            '<div class="scroll" role="region" tabindex="0" aria-label="表格1"><table><tr><td>甲</td></tr></table></div>尾',
        ),
    ],
)
def test_texts_take_their_place_in_the_page(source, expected):
    assert prose_html(source) == expected


def test_the_file_stands_alone(draft):
    root = html.document_fromstring(render(draft))
    assert root.get("lang") == "zh-CN"
    assert root.find(".//title").text == draft.title
    assert not root.xpath("//script|//link|//img|//iframe")
    assert [text_of(heading) for heading in root.iter("h1")] == [draft.title]
    assert text_of(root.find_class("state")[0]) == "〔草稿〕"
    assert next(text_of(note) for note in root.iter("aside")).endswith("更正了一处 <b>&</b> 数字。")
    assert all(box.get("aria-label") and box.get("tabindex") == "0" for box in root.find_class("scroll"))


def test_the_file_says_when_it_was_signed(report):
    assert html.document_fromstring(page(report)).find(".//time").get("datetime") == "2021-01-20"
