"""How far a sheet may reach, how much it may show, and that the sheet looked through is the one that is read."""

import pytest

from disclosure.exchange.errors import FileRefused
from disclosure.exchange.files import delimited, sheets
from disclosure.exchange.files.reading import read_table
from tests.support.documents import pack, unpack
from tests.support.hostile.sheets import book, row, value

from .files import SOUGHT, xlsx

SHEET = "xl/worksheets/sheet1.xml"


def rows_of(data, name):
    table = read_table(data, name, SOUGHT)
    return [table.heading, *(cells for _, cells in table.rows)]


def refusal(data, name):
    with pytest.raises(FileRefused) as refused:
        list(read_table(data, name, SOUGHT).rows)
    return str(refused.value)


def test_kept_texts_are_counted_for_every_cell_that_shows_them(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_GIVEN", 60_000)
    shown = "".join(row(value(f"A{n}", "1", "s"), number=str(n)) for n in range(2, 12))
    for before in ("<si><t>短</t></si>", "<si/>", "<si><!-- </si><si> --></si>"):
        assert "文字超过" in refusal(book(shown, texts=f"{before}<si><t>{'a' * 9000}</t></si>"), "表.xlsx")
        assert rows_of(book(shown, texts=f"{before}<si><t>{'a' * 900}</t></si>"), "表.xlsx")[1][0] == "a" * 900


@pytest.mark.parametrize(
    "cell",
    [
        value("XFD1048576", "1"),
        value("xfd1048576", "1"),
        value("XFD1048576", "1").replace("<c ", "<c\n"),
        value("A4294967295", "1"),
        "<c><v>1</v></c>" * 20_000,
        '<x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="XFD1048576"><x:v>1</x:v></x:c>',
    ],
)
def test_far_cells_are_found_however_they_are_written(cell):
    far = row(value("A900000", "1"), number="900000") if cell.startswith("<c><v>") else ""
    assert "范围太大" in refusal(book(row(cell) + far), "表.xlsx")


def test_sheet_that_is_looked_through_is_the_one_that_is_read():
    parts = {name: data.decode() for name, data in unpack(book(row(value("A2", "1")))).items()}
    far = parts[SHEET].replace("A2", "XFD1048576")
    link = parts["xl/_rels/workbook.xml.rels"]
    two = link.replace(
        "</Relationships>", link[link.index("<Relationship Id") : link.index("/>") + 2] + "</Relationships>"
    )
    for changed in (
        {"xl/_rels/workbook.xml.rels": two},
        {"xl/worksheets/SHEET1.xml": far},
        {"xl/_rels/workbook.xml.rels": link.replace("worksheets/", "worksheets/../worksheets/")},
        {"xl/_rels/workbook.xml.rels": link.replace("worksheets/sheet1.xml", "styles.xml"), "xl/styles.xml": far},
    ):
        assert "已损坏" in refusal(pack({**parts, **changed}), "表.xlsx")


def test_merged_range_outside_of_what_is_filled():
    merges = '<mergeCells><mergeCell ref="F2:XFD1048576"/></mergeCells>'
    table = read_table(book(row(value("A2", "1")), around=merges), "表.xlsx", SOUGHT)
    assert [number for number, _ in table.rows] == [2]


def test_too_many_rows_columns_and_headings(monkeypatch):
    for module in (delimited, sheets):
        monkeypatch.setattr(module, "MOST_ROWS", 3)
    assert "超过 3 行" in refusal("名\n1\n2\n3\n".encode(), "表.csv")
    assert "超过 3 行" in refusal(xlsx([["名"], *[["1"]] * 5]), "表.xlsx")
    assert "超过 16384 列" in refusal(("名\n" + "," * 20_000).encode(), "表.csv")
    assert "超过 500 个列名" in refusal(",".join(f"名{n}" for n in range(501)).encode(), "表.csv")
    assert "有一格超过" in refusal(('名\n"' + "字" * 1_000_001).encode(), "表.csv")
