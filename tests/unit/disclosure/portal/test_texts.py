"""Texts of the pages: the guide's standard wording, sizes, titles that break between words, data in a page."""

import json

import pytest

from disclosure.models import Authority
from disclosure.portal.browse.guide import guide_sections
from disclosure.portal.common.site import Site
from disclosure.portal.common.titles import with_word_breaks
from disclosure.portal.items.parts import first_picture, size_text
from disclosure.portal.items.structured_data import json_ld


def test_standard_guide_has_four_sections_and_the_twenty_working_days():
    parts = guide_sections(Site(Authority(name="示例镇人民政府")))

    assert [part.anchor for part in parts] == ["classes", "obtaining", "applying", "remedies"]
    assert all(part.paragraphs for part in parts)
    assert any("二十个工作日内答复" in paragraph for paragraph in parts[2].paragraphs)


def test_every_section_can_be_the_office_s_own():
    given = {f"guide_{part.anchor}": f"自写{part.anchor}" for part in guide_sections(Site(Authority()))}

    assert [part.paragraphs for part in guide_sections(Site(Authority(**given)))] == [
        (text,) for text in given.values()
    ]


@pytest.mark.parametrize(
    "size, text", [(0, "1KB"), (1500, "1KB"), (180 * 1024, "180KB"), (2**20, "1.0MB"), (2_516_582, "2.4MB")]
)
def test_size_reads_as_downloads_have_it(size, text):
    assert size_text(size) == text


def test_title_may_break_behind_words_and_stays_itself():
    assert with_word_breaks("农村生活垃圾<分类>") == "农村<wbr>生活<wbr>垃圾<wbr>&lt;<wbr>分类<wbr>&gt;"


def test_data_cannot_end_the_element_it_stands_in():
    text = json_ld({"name": "</script><!--&"})

    assert not {"<", ">", "&"} & set(text)
    assert json.loads(text) == {"name": "</script><!--&"}


@pytest.mark.parametrize(
    "html, address",
    [
        ('<p>无</p><img alt="图" src="/pictures/ab/">', "/pictures/ab/"),
        ('<img src="https://example.invalid/a.png">', ""),
        ("", ""),
    ],
)
def test_first_picture_is_one_of_ours(html, address):
    assert first_picture(html) == address
