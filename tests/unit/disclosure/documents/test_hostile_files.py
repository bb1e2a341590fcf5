"""Files made to hurt, and ordinary files with a few bytes changed, through all that is done with a document."""

import pytest

from tests.support.documents import box, cell, image, numbered, numbering, ofd, p, pack, picture, word, workbook
from tests.support.hostile import archives, office, sheets, texts
from tests.support.hostile import ofd as pages
from tests.support.hostile.mutated import mutations
from tests.support.limited import run

AT_LEAST = {office: 12, sheets: 12, pages: 10, archives: 6, texts: 8}
STEPS = {"source", "passages", "pages_in", "clean", "_converted", "members"}


@pytest.mark.parametrize("family", AT_LEAST, ids=lambda family: family.__name__.rpartition(".")[2])
def test_every_hostile_file_ends_in_a_result_or_a_sentence(family):
    files = list(family.hostile())
    assert len(files) >= AT_LEAST[family]
    assert len({one.name for one in files}) == len(files)
    assert max(len(one.data) for one in files) < 2.5 * 2**20

    outcomes = run("tests.support.hostile.through:document", [(one.data, one.name) for one in files])

    assert {one.name: outcome.fault for one, outcome in zip(files, outcomes, strict=True) if outcome.fault} == {}
    for one, outcome in zip(files, outcomes, strict=True):
        assert set(outcome.value) == STEPS
        for said in filter(None, outcome.value.values()):
            assert one.name in said or said.startswith(("文件中有", "「"))
            assert said.endswith("。")


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
    hurt = [(data, name) for data in mutations(ORDINARY[name], 300, seed=12)]
    assert len({data for data, _ in hurt}) > 200

    outcomes = run("tests.support.hostile.through:all_documents", [(hurt[start::12],) for start in range(12)])

    assert [outcome.fault for outcome in outcomes if outcome.fault] == []
    assert sum(outcome.value for outcome in outcomes) > 100  # some are hurt where it does not matter


def test_notice_of_libreoffice_mutated(notice):
    hurt = [(data, "notice.docx") for data in mutations(notice("docx"), 75, seed=12)]

    outcomes = run("tests.support.hostile.through:all_documents", [(hurt[start::3],) for start in range(3)])

    assert [outcome.fault for outcome in outcomes if outcome.fault] == []
