"""What stays of a text, and Word's would-be lists."""

import subprocess
import sys

import pytest

from disclosure.desk.items.blocks import HtmlFragment
from disclosure.errors import Refused
from disclosure.models.richtext import clean_html, clean_keeping_sources, images, same_text, with_images

NBSP = "\u00a0"


@pytest.mark.parametrize(
    "html",
    [
        "<h3>（一）标题</h3><p><strong>粗</strong><em>斜</em><u>线</u></p>",
        "<ul><li><p>甲</p></li></ul><ol><li><p>乙</p></li></ol>",
        "<p>1. 工作情况。</p><p>2. 其他。</p>",
        "<p>一、说明  两格</p>",
    ],
)
def test_what_the_editor_offers_stays_as_it_is(html: str) -> None:
    assert clean_html(html) == html


def test_tables_keep_their_merges() -> None:
    html = '<table><tbody><tr><td colspan="2" rowspan="1"><p>甲</p></td></tr></tbody></table>'

    assert 'colspan="2"' in clean_html(html)


@pytest.mark.parametrize(
    ("html", "gone"),
    [
        ("<p>甲<script>x()</script></p>", "script"),
        ('<p onclick="x()">甲</p>', "onclick"),
        ('<p><a href="javascript:x()">甲</a></p>', "javascript"),
        ('<p style="color:red" class="MsoNormal">甲</p>', "style"),
        ('<p>甲<img src="x" onerror="y()"></p>', "onerror"),
        ("<p>甲<iframe src='https://example.org'></iframe></p>", "iframe"),
    ],
)
def test_what_could_harm_goes_and_the_words_stay(html: str, gone: str) -> None:
    cleaned = clean_html(html)

    assert gone not in cleaned
    assert "甲" in cleaned


@pytest.mark.parametrize(
    ("pasted", "lists"),
    [
        (f"<p>·{NBSP * 8}甲</p><p>·{NBSP * 8}乙</p>", "<ul><li><p>甲</p></li><li><p>乙</p></li></ul>"),
        (f"<p>\uf0b7{NBSP} {NBSP}甲</p>", "<ul><li><p>甲</p></li></ul>"),
        (
            f"<p>1.{NBSP * 4}甲</p>\n<p>2.{NBSP * 4}<strong>乙</strong></p>",
            "<ol><li><p>甲</p></li><li><p><strong>乙</strong></p></li></ol>",
        ),
    ],
)
def test_words_would_be_lists_become_lists(pasted: str, lists: str) -> None:
    assert clean_html(f"<p>前</p>{pasted}<p>后</p>") == f"<p>前</p>{lists}<p>后</p>"


def test_an_empty_text_is_empty() -> None:
    assert [clean_html(""), clean_html("<p></p>")] == ["", ""]


PICTURE = "/pictures/0123456789abcdef0123456789abcdef/"


@pytest.mark.parametrize(
    "html",
    [
        f'<p>甲<img src="{PICTURE}" alt="镇政府大门" width="60" height="40">乙</p>',
        "<p>10m<sup>2</sup>、H<sub>2</sub>O、<s>已删</s></p>",
    ],
)
def test_pictures_of_the_item_and_marks_of_documents_stay(html: str) -> None:
    assert sorted(clean_html(html)) == sorted(html)


@pytest.mark.parametrize(
    "source",
    [
        "https://example.org/a.png",
        "//example.org/a.png",
        "data:image/png;base64,AAAA",
        "/pictures/0123/",
        f"{PICTURE}../../admin/",
        f"https://example.org{PICTURE}",
    ],
)
def test_picture_from_elsewhere_goes_whole(source: str) -> None:
    assert clean_html(f'<p>甲<img src="{source}" alt="乙">丙</p>') == "<p>甲丙</p>"


def test_picture_keeps_nothing_but_its_four_attributes() -> None:
    assert clean_html(f'<p><img src="{PICTURE}" width="1em" onerror="x()" style="a" data-file="1"></p>') == (
        f'<p><img src="{PICTURE}"></p>'
    )


def test_pictures_are_read_and_rewritten_in_their_order() -> None:
    html = clean_html(f'<p>甲<img alt="一 &amp; &quot;二&quot;" src="{PICTURE}"></p><p><img src="{PICTURE}"></p>')

    def numbered(attributes: dict[str, str]) -> None:
        attributes["alt"] = attributes.get("alt", "无") + ' > "三"'

    assert images(html) == [{"src": PICTURE, "alt": '一 & "二"'}, {"src": PICTURE}]
    assert [one["alt"] for one in images(clean_html(with_images(html, numbered)))] == [
        '一 & "二" > "三"',
        '无 > "三"',
    ]


@pytest.mark.parametrize("source", ["data:image/png;base64,AAAA", "file:///C:/a.png", "https://example.org/a.png"])
def test_pictures_from_anywhere_can_be_seen_before_they_are_taken_out(source: str) -> None:
    written = clean_keeping_sources(f'<p onclick="x()"><img src="{source}" onerror="x()"></p>')

    assert images(written) == [{"src": source}]
    assert "x()" not in written


@pytest.mark.parametrize("element", ["blockquote", "div", "strong", "ul><li", "table><tr><td"])
def test_what_the_guard_would_not_read_to_its_end_is_refused(element: str) -> None:
    names = element.split("><")
    begin = "".join(f"<{name}>" for name in names)
    end = "".join(f"</{name}>" for name in reversed(names))

    shallow = clean_html(f"{begin * 20}<p>电话13800000001</p>{end * 20}")
    assert [found.text for _, found in HtmlFragment.parsed(shallow).findings()] == ["13800000001"]
    with pytest.raises(Refused, match="嵌套太深"):
        clean_html(f"{begin * 200_000}<p>电话13800000001</p>{end * 200_000}")
    with pytest.raises(Refused, match="嵌套太深"):
        clean_html(f"{begin * 300}<p>电话13800000001</p>{end * 300}")


# A child process with so many seconds of its own: no step of Python shows what an expression does inside.
CHILD = """
import resource, sys
import django
django.setup()
from disclosure.models.richtext import lists_from_word
text = sys.stdin.read()
resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
print(lists_from_word(text) == text)
"""


@pytest.mark.parametrize("space", [NBSP, "&nbsp;", " "])
def test_a_mark_before_many_spaces_and_no_end_is_read_within_a_limit_of_the_system(space: str) -> None:
    text = f"<p>·{space * 200_000}\n</p>"
    child = [sys.executable, "-X", "utf8", "-c", CHILD]

    done = subprocess.run(child, input=text, capture_output=True, text=True, encoding="utf-8", check=False)

    assert (done.returncode, done.stdout) == (0, "True\n"), done.stderr[-300:]


@pytest.mark.parametrize("stored, edited", [
    ("<p>一</p>\n<p>二</p>", "<p>一</p><p>二</p>"),
    ("<p>一<br></p>", "<p>一</p>"),
    ("<ul><li>一</li><li>二</li></ul>", "<ul><li><p>一</p></li><li><p>二</p></li></ul>"),
    ("<ul><li>一<ul><li>二</li></ul></li></ul>", "<ul><li><p>一</p><ul><li><p>二</p></li></ul></li></ul>"),
    ("<table><tr><td>1</td></tr></table>",
     '<table><tbody><tr><td colspan="1" rowspan="1"><p>1</p></td></tr></tbody></table>'),
    ("<p>一&nbsp;二</p>", "<p>一\u00a0二</p>"),
    ("<h3>标题</h3>\n\n  <p>文字</p>\n", "<h3>标题</h3><p>文字</p>"),
])  # fmt: skip
def test_texts_that_differ_in_markup_alone_say_the_same(stored, edited):
    assert same_text(stored, edited)


@pytest.mark.parametrize("one, other", [
    ("<p>一</p>", "<p>二</p>"),
    ("<p>一</p><p>二</p>", "<p>一二</p>"),
    ("<p><b>一</b> <i>二</i></p>", "<p><b>一</b><i>二</i></p>"),
    ("<p>\u3000\u3000一</p>", "<p>一</p>"),
    ("<p><strong>一</strong></p>", "<p>一</p>"),
    ('<p><a href="https://a.example/">一</a></p>', '<p><a href="https://b.example/">一</a></p>'),
    ("<ul><li><p>一</p><p>二</p></li></ul>", "<ul><li><p>一二</p></li></ul>"),
    ('<table><tr><td colspan="2">1</td></tr></table>', "<table><tr><td>1</td></tr></table>"),
    ("<p>一<br>二</p>", "<p>一二</p>"),
])  # fmt: skip
def test_texts_that_read_differently_do_not(one, other):
    assert not same_text(one, other)
