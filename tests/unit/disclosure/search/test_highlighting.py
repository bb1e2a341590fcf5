"""Marks in the raw text; nothing of the text is markup."""

import pytest

from disclosure.search.highlighting import highlight, snippets


@pytest.mark.parametrize(
    "raw,terms,html",
    [
        ("防汛工作", ["防汛"], "<mark>防汛</mark>工作"),
        ("防 汛工作", ["防汛"], "<mark>防 汛</mark>工作"),
        ("<b>防汛</b>&", ["防汛"], "&lt;b&gt;<mark>防汛</mark>&lt;/b&gt;&amp;"),
        ("a<b", ["<b"], "a<mark>&lt;b</mark>"),
        ("金政发〔２０２０〕3号", ["(2020)3"], "金政发<mark>〔２０２０〕3</mark>号"),
        ("防汛防汛", ["防汛"], "<mark>防汛</mark><mark>防汛</mark>".replace("</mark><mark>", "")),
        ("防汛工作", ["防汛工", "工作"], "<mark>防汛工作</mark>"),
        ("Open DATA", ["open data"], "<mark>Open DATA</mark>"),
        ("没有", ["防汛"], "没有"),
    ],
)
def test_marks(raw, terms, html):
    assert highlight(raw, terms) == html


def test_snippets_show_each_term_with_its_source():
    text = "\t第一段没有。\n\t第二段有防汛。\n附件「表」第1行\t抗旱 3"

    found = [(one.source, one.text) for one in snippets(text, ["防汛", "抗旱"])]

    assert found == [("", "第二段有<mark>防汛</mark>。"), ("附件「表」第1行", "<mark>抗旱</mark> 3")]


def test_snippet_of_a_long_line_is_cut_around_the_first_mark():
    (found,) = snippets("\t" + "甲" * 500 + "防汛" + "乙" * 500, ["防汛"])

    assert found.text == "……" + "甲" * 30 + "<mark>防汛</mark>" + "乙" * 78 + "……"


def test_without_any_mark_the_body_begins():
    (found,) = snippets("主题词\t防火\n\t正文。", ["标题里的"])

    assert (found.source, found.text) == ("", "正文。")
