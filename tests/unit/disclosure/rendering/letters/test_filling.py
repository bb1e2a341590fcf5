"""Templates and their filling: every field known, no gap forgiven, nothing said of who made it."""

import io
import re
import zipfile

import docx
import pytest

from disclosure.law.choices.letters import LetterKind
from disclosure.law.letters.kinds import FORMS, INSIDE, OF_PARTY
from disclosure.rendering.docx.elements import paragraph
from disclosure.rendering.docx.package import opened, saved
from disclosure.rendering.letters import Unfit, default_template, fields_of, fill, samples
from disclosure.rendering.letters.filling import tried, unknown_fields

K = LetterKind
# What an office's own template may use and ours does not.
ONLY_FOR_OWN = {"复议机关", "人民法院", "复议期限", "诉讼期限", "复议前置", "办理结果", "落款日期", "申请内容"}


def template(*lines):
    word = opened()
    for line in lines:
        word.element.body.sectPr.addprevious(paragraph(line))
    return saved(word)


def lines_of(content):
    return [one.text for one in docx.Document(io.BytesIO(content)).paragraphs]


@pytest.mark.parametrize("kind", LetterKind)
def test_default_template_names_known_fields_and_is_filled_whole(kind):
    made = default_template(kind)

    assert unknown_fields(made, kind) == []
    with zipfile.ZipFile(io.BytesIO(tried(made, kind))) as letter:
        text = re.sub("<[^>]+>", "", letter.read("word/document.xml").decode())
    assert "{" not in text
    unsaid = {
        name for name, value in samples(kind).items() if isinstance(value, str) and value.splitlines()[0] not in text
    }
    assert unsaid <= ONLY_FOR_OWN


@pytest.mark.parametrize("kind", LetterKind)
def test_every_letter_names_office_and_title_and_day(kind):
    lines = lines_of(default_template(kind))

    assert lines[0] == "{{ 机关 }}\n{{ 标题 }}"
    assert ("{{ 文号 }}" in lines) is (kind not in FORMS)
    if kind not in (*INSIDE, K.THIRD_PARTY_FORM):
        assert [one for one in lines if one][-2:] == ["{{ 机关 }}", "{{ 落款日期 }}"]


@pytest.mark.parametrize("kind", [*OF_PARTY, K.ASSISTANCE])
def test_what_goes_to_others_cannot_name_the_applicant(kind):
    assert not fields_of(kind) & {"申请人", "申请编号", "申请内容", "收到情况"}


@pytest.mark.parametrize("kind", LetterKind)
def test_template_is_laid_out_as_an_official_document(kind):
    word = docx.Document(io.BytesIO(default_template(kind)))
    section = word.sections[0]

    assert [round(one.mm) for one in (section.page_width, section.page_height)] == [210, 297]
    assert [round(one.mm) for one in (section.top_margin, section.left_margin)] == [37, 28]
    assert word.paragraphs[0].style.font.size.pt == 22
    normal = word.styles["Normal"]
    assert normal.paragraph_format.line_spacing.pt == 28


def test_line_breaks_in_a_value_begin_paragraphs():
    assert lines_of(fill(template("请补正：{{ 事项 }}", "完"), {"事项": "一、名称\r\n\r\n二、年度\n"})) == [
        "请补正：一、名称", "二、年度", "完",
    ]  # fmt: skip


def test_a_value_is_text_whatever_it_looks_like():
    value = "{{ 密码 }} <w:p/> & {% if %} \x07\x0c</w:t>"

    assert lines_of(fill(template("说：{{ 话 }}"), {"话": value})) == ["说：{{ 密码 }} <w:p/> & {% if %} </w:t>"]


@pytest.mark.parametrize(
    "line, said",
    [
        ("{{ 没有 }}", "没有内容可填的字段（没有）"),
        ("{{ 话.没有 }}", "没有内容可填的字段"),
        ("{{ 话.__class__.__mro__ }}", "没有内容可填的字段|不允许的写法"),
        ("{{ 话 * 9 }}", "不允许的写法"),
        ("{% for 一 in 话 %}", "写法有误"),
        ("{{ range(3) }}", "没有内容可填的字段"),
    ],
)
def test_what_cannot_be_filled_is_refused(line, said):
    with pytest.raises(Unfit, match=said):
        fill(template(line), {"话": "说"})


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a file at all"])
def test_what_is_no_word_file_is_refused(content):
    for read in (lambda: fill(content, {}), lambda: unknown_fields(content, K.REPLY)):
        with pytest.raises(Unfit, match="不是可以读取的 DOCX 文件"):
            read()


def test_nothing_tells_who_made_it_or_when():
    made = opened()
    properties = made.core_properties
    properties.author = properties.last_modified_by = "某作者"
    properties.title = "某标题"
    made.element.body.sectPr.addprevious(paragraph("{{ 话 }}"))

    letter = fill(saved(made), {"话": "说"})

    with zipfile.ZipFile(io.BytesIO(letter)) as archive:
        core = archive.read("docProps/core.xml").decode()
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "某" not in core
    assert not re.search(r"\d{4}-\d\d-\d\d", core)
    assert letter == fill(saved(made), {"话": "说"})
