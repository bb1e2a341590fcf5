import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure.rendering.prose import parse, plain_text
from disclosure.rendering.tree import Heading, Paragraph, ProseList, ProseTable, TextRun
from reports.rendering import FORMATS
from reports.rendering.document import DocumentPart, Prose, ReportDocument

from . import reading_back

WITH_TEXTS = [name for name in FORMATS if name != "csv"]  # which holds figures alone


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("", []),
        ("  \n ", []),
        ("<p></p><p> </p>", []),
        ("<p>姓  名</p>", ["姓  名"]),
        ("<p>　　缩进&nbsp;</p>\n<p>二</p>", ["缩进", "二"]),
        ("<p>中\n  文 and\n words</p>", ["中文 and words"]),
        ("<p>一<br>二<br/> 三<br></p>", ["一", "二", "三"]),
        ("裸文<p>段</p>尾", ["裸文", "段", "尾"]),
        ("<div>甲<span>乙</span><div>丙</div>丁</div>", ["甲乙", "丙", "丁"]),
        ("<blink>甲</blink><custom-x>乙</custom-x>", ["甲乙"]),
        ("<p>见<a href='/x'>附件</a>。</p>", ["见附件。"]),
        ("<p>图<img src='/a.png' alt='柱状图'></p>", ["图［图：柱状图］"]),
        ("<p>甲<!-- 注 -->乙</p>", ["甲乙"]),
        ("<p>甲</p><script>alert(1)</script><style>p{}</style>", ["甲"]),
        ("<ul>前<li>一<ul><li>二</li></ul></li><ul><li>三</li></ul></ul>", ["前", "一", "二", "三"]),
        ("<table><tr><td rowspan='2'>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>", ["甲 | 乙", " | 丙"]),
        ("<table><tr><td colspan='2'>甲</td></tr><tr><td>乙</td><td>丙</td></tr></table>", ["甲", "乙 | 丙"]),
        ("<table><tr><td>甲</td></tr><tr><td>乙</td><td>丙</td></tr></table>", ["甲 | ", "乙 | 丙"]),
        ("<table><caption>表</caption>散<tr>文<td><p>一</p><p>二</p></td></tr></table>", ["表", "散文", "一 二"]),
        ("<table></table>", []),
        ("<p>\x00\x0b\ud800甲</p>", ["甲"]),
    ],
)
def test_lines_of_a_text(source, lines):
    assert plain_text(source) == lines


def test_styles_nest():
    assert parse("<p>甲<b>乙<i>丙</i></b><u>丁</u></p>") == (
        Paragraph(
            (
                TextRun("甲"),
                TextRun("乙", bold=True),
                TextRun("丙", bold=True, italic=True),
                TextRun("丁", underline=True),
            )
        ),
    )


@pytest.mark.parametrize(
    ("source", "level"), [("<h1>甲</h1>", 2), ("<h3>甲</h3>", 3), ("<h6>甲</h6>", 4), ("<p>（一）甲。</p>", 3)]
)
def test_headings_have_three_levels(source, level):
    (block,) = parse(source)
    assert isinstance(block, Heading)
    assert block.level == level


def test_a_sentence_behind_a_number_is_no_heading():
    assert type(parse("<p>（一）甲。乙丙丁。</p>")[0]) is Paragraph


@pytest.mark.parametrize(("start", "number"), [("3", 3), ("x", 1), ("-5", 0), ("", 1)])
def test_a_list_keeps_its_first_number(start, number):
    (block,) = parse(f"<ol start='{start}'><li>甲</li></ol>")
    assert isinstance(block, ProseList)
    assert (block.ordered, block.start) == (True, number)


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ("<tr><th>甲</th></tr><tr><td>乙</td></tr>", 1),
        ("<thead><tr><td>甲</td></tr></thead><tr><td>乙</td></tr>", 1),
        ("<tr><th rowspan='2'>甲</th><th>丙</th></tr><tr><td>乙</td></tr>", 0),
        ("<tr><th>甲</th></tr>", 0),
    ],
)
def test_heading_rows_are_those_that_can_be_repeated(head, rows):
    (block,) = parse(f"<table>{head}</table>")
    assert isinstance(block, ProseTable)
    assert block.header_rows == rows


def test_overlapping_spans_are_cut():
    source = "<table><tr><td>甲</td><td rowspan='9'>乙</td></tr><tr><td colspan='99'>丙</td></tr></table>"
    assert plain_text(source) == ["甲 | 乙", "丙 | "]


@pytest.mark.parametrize("depth", (26, 500))
@pytest.mark.parametrize("tags", ("ul li", "table tr td", "div", "b", "ol li"))
@pytest.mark.parametrize("name", WITH_TEXTS)
def test_deep_nesting_is_no_failure(name, tags, depth):
    opening = "".join(f"<{tag}>" for tag in tags.split())
    closing = "".join(f"</{tag}>" for tag in reversed(tags.split()))
    times = depth // len(tags.split())
    source = opening * times + "甲" + closing * times + "<p>乙</p>"
    assert letters(READERS[name](FORMATS[name].render(a_report(source)))) == {"甲": 1, "乙": 1}


# --- No text is lost ----------------------------------------------------------

LETTERS = "甲乙丙丁戊己庚辛壬癸天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏"
words = st.text(LETTERS + "  =#*$_[]@\\/`~-", min_size=1, max_size=8)


def wrapped(tag):
    return lambda inner: f"<{tag}>{inner}</{tag}>"


inline = st.recursive(
    words.map(lambda text: text.replace("<", "")),
    lambda inner: st.one_of(
        *(inner.map(wrapped(tag)) for tag in ("b", "em", "u", "a", "span", "unknown")),
        st.lists(inner, max_size=3).map("<br>".join),
    ),
    max_leaves=4,
)
blocks = st.recursive(
    st.one_of(inline, *(inline.map(wrapped(tag)) for tag in ("p", "h2", "h3", "h4", "div", "blockquote"))),
    lambda inner: st.one_of(
        st.lists(inner.map(wrapped("li")), min_size=1, max_size=3).map("".join).map(wrapped("ul")),
        st.lists(inner.map(wrapped("li")), min_size=1, max_size=3).map("".join).map(wrapped("ol")),
        st.lists(
            st.lists(
                st.tuples(st.sampled_from(("td", "th")), st.integers(1, 3), st.integers(1, 3), inner).map(
                    lambda cell: f"<{cell[0]} colspan='{cell[1]}' rowspan='{cell[2]}'>{cell[3]}</{cell[0]}>"
                ),
                max_size=3,
            )
            .map("".join)
            .map(wrapped("tr")),
            max_size=3,
        )
        .map("".join)
        .map(wrapped("table")),
        st.lists(inner, max_size=3).map("".join).map(wrapped("section")),
    ),
    max_leaves=6,
)


def letters(text):
    """How often each letter stands in the text of some HTML or of anything else."""
    return Counter(letter for letter in re.sub(r"<[^>]*>", "", text) if letter in LETTERS)


def a_report(source):
    return ReportDocument("", "", "", 2030, "", (DocumentPart("", (Prose("only", source),)),), None)


@given(st.lists(blocks, max_size=4).map("\n".join))
def test_no_letter_is_lost_in_lines(source):
    assert letters("\n".join(plain_text(source))) == letters(source)


@settings(max_examples=40, deadline=None)
@given(st.lists(blocks, max_size=3).map("".join))
def test_no_letter_is_lost_in_a_file(source):
    made = {name: FORMATS[name].render(a_report(source)) for name in WITH_TEXTS}
    read = {name: letters(READERS[name](content)) for name, content in made.items()}
    assert read == dict.fromkeys(made, letters(source))


READERS = {
    "docx": reading_back.docx_all_text,
    "xlsx": reading_back.xlsx_all_text,
    "pdf": reading_back.pdf_all_text,
    "html": lambda content: re.sub(r"(?s)<head>.*</head>|<h1>.*?</h1>", "", content.decode()),
    "json": reading_back.json_lines,
}


PASTED = "<table><tr><td><p><strong>村名</strong></p></td><td><strong>户数</strong></td></tr>{}</table>"
PLAIN_ROW = "<tr><td>东村</td><td>12</td></tr>"


@pytest.mark.parametrize(
    ("html", "headings"),
    [
        (PASTED.format(PLAIN_ROW), 1),
        (PASTED.format(""), 0),
        (PASTED.format(PASTED[7:].partition("{")[0]), 0),
        (f"<table>{PLAIN_ROW * 2}</table>", 0),
        ("<table><tr><td><b>合计</b></td><td></td></tr>" + PLAIN_ROW + "</table>", 0),
    ],
)
def test_first_row_of_bold_words_is_the_heading_of_a_pasted_table(html, headings):
    [table] = parse(html)

    assert table.header_rows == headings
    assert sum(cell.header for row in table.cells for cell in row) == headings * 2
