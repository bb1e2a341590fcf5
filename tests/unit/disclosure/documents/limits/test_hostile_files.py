"""Files made to hurt, and ordinary files with a few bytes changed, through all that is done with a document."""

import pytest

from tests.support import door
from tests.support.documents import box, cell, image, numbered, numbering, ofd, p, pack, picture, word, workbook
from tests.support.hostile import archives, office, sheets, texts
from tests.support.hostile import ofd as pages
from tests.support.hostile.mutations import mutations

AT_LEAST = {office: 12, sheets: 12, pages: 10, archives: 6, texts: 8}
CALLS = tuple(
    f"disclosure.documents.{call}"
    for call in (
        *("kinds:kind_of", "reading:passages", "reading:pages_in", "cleaning:clean", "jobs:draft"),
        "reading.archive:members",
    )
)


@pytest.mark.parametrize("family", AT_LEAST, ids=lambda family: family.__name__.rpartition(".")[2])
def test_every_hostile_file_ends_in_a_result_or_a_sentence(family):
    files = list(family.hostile())
    assert len(files) >= AT_LEAST[family]
    assert len({one.name for one in files}) == len(files)
    assert max(len(one.data) for one in files) < 2.5 * 2**20

    found = door.outcomes(CALLS, {one.name: [one.data] for one in files})

    assert door.faults(found) == {}
    for (name, _), [told] in found.items():
        if told != door.OK:
            assert name in told or told.startswith((f"{door.REFUSED}: 文件中有", f"{door.REFUSED}: 「"))
            assert told.endswith("。")


ORDINARY = {
    "文.docx": word(
        p("关于某事的通知", style="a3")
        + numbered("第一", 1)
        + numbered("第二", 2)
        + box("框")
        + image("p1", "门")
        + f"<w:tbl><w:tr>{cell('甲', '<w:gridSpan/>')}{cell('乙')}</w:tr></w:tbl>"
        + "<w:p><w:ins w:author='甲'><w:r><w:t>新</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>",
        parts={"numbering.xml": numbering(("upperLetter", "%1."), ("chineseCounting", "%1、"))},
        media={"p1": ("image1.png", picture())},
        comments="再核实",
    ),
    "表.xlsx": workbook(),
    "页.ofd": ofd(["关于某事的通知", ["甲", "乙"], ["丙", "丁"], "2026年1月5日"]),
    "包.zip": pack({"一.txt": "正文", "二.docx": word(p("一")), "夹/三.csv": "1,2"}),
    "网.html": "<!DOCTYPE html><html><head><meta charset=utf-8><title>题</title></head><body><h1>题</h1><!-- 注 --><p>字"
    "<a href='x'>链</a></p><table><tr><td colspan=2>甲<td>乙</table><ul><li>一<li>二</ul></body></html>".encode(),
    "列.csv": '编号,名称\n1,甲\n2,"乙\n丙"\n'.encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", ORDINARY)
def test_300_mutations_of_an_ordinary_file_end_in_results_or_sentences(name):
    hurt = list(mutations(ORDINARY[name], 300, seed=12))
    assert len(set(hurt)) > 200

    found = door.outcomes(CALLS, {name: hurt})

    assert door.faults(found) == {}
    assert sum(told == door.OK for ends in found.values() for told in ends) > 100  # some are hurt where it is no matter


def test_notice_of_libreoffice_mutated(notice):
    found = door.outcomes(CALLS, {"notice.docx": mutations(notice("docx"), 75, seed=12)})

    assert door.faults(found) == {}
