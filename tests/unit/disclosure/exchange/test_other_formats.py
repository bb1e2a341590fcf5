"""Formats beside XLSX and CSV: told by content, read with the same care, or refused with the right sentence."""

from datetime import date
from struct import pack_into

import pytest

from disclosure.exchange.errors import FileRefused
from disclosure.exchange.files.compound import CompoundFile
from disclosure.exchange.files.reading import read_table
from tests.support.binary_workbook import workbook
from tests.support.documents import pack, unpack

from .files import LEDGER, SOUGHT, repacked, spreadsheet, text, xlsx

ROWS = [["编号", "名称"], ["1", "甲"], ["2", "乙"]]
DAY = date(2023, 3, 1)


def refusal(data, name, sought=SOUGHT):
    with pytest.raises(FileRefused) as refused:
        list(read_table(data, name, sought).rows)
    return str(refused.value)


@pytest.mark.parametrize(
    "source,name", [("ledger.xls", "台账.xls"), ("ledger.xls", "台账.et"), ("ledger.ods", "台账.ods")]
)
def test_an_office_ledger(source, name):
    table = read_table(spreadsheet(source), name, LEDGER)
    assert (table.head.top, table.head.bottom, table.heading) == (2, 2, list(LEDGER.names))
    assert table.head.notes == (
        "工作簿有多张工作表，只读取了「台账」；没有读取：「说明」。",
        "第5行是隐藏的（可能是筛选造成的），也一并读取了；不要导入的请先从表格中删去。",
        "C列是隐藏的，也一并读取了。",
        "E列中有公式，按文件里保存的计算结果读取；请确认保存之前已经重新计算。",
    )
    assert list(table.rows) == [
        (3, ["005", "公民", "张某某", DAY, "某规划", "予以公开", date(2023, 3, 20)]),
        (4, [6, "商业企业", "某某公司", 20230302, "甲乙", "", ""]),
        (5, ["007", "自然人", "李某某", 44988, "某预算", "", ""]),
        (6, ["007a", "自然人", "李某某", 44988, "某预算", "", ""]),
        (7, ["合计", "", "", "", 4, "", ""]),
        (8, ["填表人：某某", "", "", "", "", "", ""]),
    ]
    assert table.flaws == {}
    assert table.head.day_zero == date(1899, 12, 30)


@pytest.mark.parametrize("name", ["flawed.xls", "flawed.ods"])
def test_errors_and_covered_cells_are_found_where_they_stand(name):
    table = read_table(spreadsheet(name), name, LEDGER)
    assert [number for number, _ in table.rows] == [2, 3, 4]
    assert table.flaws == {
        (2, 5): "是公式，算出的是错误值 #DIV/0!；请更正这个单元格",
        (3, 6): "是公式，算出的是错误值 #REF!；请更正这个单元格",
        (4, 2): "是公式，算出的是错误值 #N/A；请更正这个单元格",
        (4, 5): "被合并单元格盖住，没有自己的值；请取消合并，每个单元格都填",
    }


def test_a_binary_workbook():
    rows = [["台账"], ["编号", "名称"], ["005", (7.0,)], ["6", -23], ["7", 44986.0]]
    table = read_table(workbook(rows, hidden_row=3, is_from_1904=True), "表.xlsb", SOUGHT)
    assert list(table.rows) == [(3, ["005", 7]), (4, ["6", ""]), (5, ["7", 44986])]
    assert table.flaws == {(4, 2): "是错误值 #REF!；请更正这个单元格"}
    assert table.head.day_zero == date(1904, 1, 1)
    assert table.head.notes == (
        "第3行是隐藏的（可能是筛选造成的），也一并读取了；不要导入的请先从表格中删去。",
        "B列是隐藏的，也一并读取了。",
        "B列中有公式，按文件里保存的计算结果读取；请确认保存之前已经重新计算。",
    )


@pytest.mark.parametrize(
    "data,name,told",
    [
        (xlsx(ROWS), "表.xls", "文件名以 .xls 结尾，内容是 .xlsx 工作簿，已按内容读取。"),
        (xlsx(ROWS), "表.et", ""),
        (text(ROWS, "\t").encode("gb18030"), "表.xls", "文件名以 .xls 结尾，内容是文本，已按内容读取。"),
        (workbook(ROWS), "表.xls", "文件名以 .xls 结尾，内容是二进制工作簿，已按内容读取。"),
    ],
)
def test_content_decides_where_a_name_promises_little(data, name, told):
    table = read_table(data, name, SOUGHT)
    assert list(table.rows) == [(2, ["1", "甲"]), (3, ["2", "乙"])]
    assert told in {"", *table.head.notes}
    assert bool(told) == any("已按内容读取" in note for note in table.head.notes)


@pytest.mark.parametrize(
    "data,name,said",
    [
        (b"<html><table><tr><td>1</td></tr></table></html>", "表.xls", "「表.xls」的内容不是 .xls 文件，而是网页"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "表.xls", "「表.xls」的内容不是 .xls 文件，而是网页"),
        (b'<?xml version="1.0"?><Workbook/>', "表.xls", "「表.xls」的内容不是 .xls 文件，而是 XML 文档"),
        (spreadsheet("ledger.xls"), "表.xlsx", "「表.xlsx」的内容不是 .xlsx 文件，而是旧版 Excel 工作簿（.xls）。"),
        (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "表.xls", "「表.xls」的内容不是 .xls 文件，而是旧版 Word"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "表.xls", "「表.xls」已损坏，无法读取。"),
        (spreadsheet("ledger.xls")[:4000], "表.xls", "「表.xls」已损坏，无法读取。"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_the_right_sentence(data, name, said):
    assert refusal(data, name).startswith(said)


def first_record_becomes(kind):
    """The old workbook with its second record as one of another kind."""
    data = bytearray(spreadsheet("ledger.xls"))
    stream = CompoundFile(bytes(data)).stream("Workbook")
    start = data.index(stream[:64])
    pack_into("<H", data, start + 4 + stream[2], kind)
    return bytes(data)


def test_protected_files():
    assert refusal(first_record_becomes(0x2F), "表.xls") == "「表.xls」加了密码。请先去掉打开密码，再导入。"
    manifest = {"META-INF/manifest.xml": lambda part: part + b"<!-- encryption-data -->"}
    assert "加了密码" in refusal(repacked(spreadsheet("ledger.ods"), manifest), "表.ods")


def test_a_workbook_that_is_older_than_excel_97():
    data = spreadsheet("ledger.xls").replace(
        "Workbook".encode("utf-16-le") + b"\0\0", "Book".encode("utf-16-le") + b"\0" * 10
    )
    entry = data.index("Book".encode("utf-16-le"))
    data = data[: entry + 64] + b"\x0a\0" + data[entry + 66 :]
    assert refusal(data, "表.xls").startswith("「表.xls」是 Excel 95 或更早的格式，太旧，无法读取。")


def test_repeated_rows_of_a_document_are_so_many():
    one = b"<table:table-row "
    data = repacked(spreadsheet("ledger.ods"), {"content.xml": lambda part: _repeated(part, one, 3)})
    table = read_table(data, "表.ods", LEDGER)
    rows = list(table.rows)
    assert [number for number, _ in rows] == list(range(3, 11))
    assert rows[0][1] == rows[1][1] == rows[2][1]


def _repeated(part, mark, times):
    """The third row of the sheet 台账 stands so many times."""
    start = part.index(b'table:name="' + "台账".encode() + b'" table:style')
    for _ in range(3):
        start = part.index(mark, start + 1)
    return part[:start] + mark + f'table:number-rows-repeated="{times}" '.encode() + part[start + len(mark) :]


def test_a_document_that_reaches_too_far_is_not_laid_out():
    def far(part):
        return _repeated(part, b"<table:table-row ", 2_000_000)

    assert "范围太大" in refusal(repacked(spreadsheet("ledger.ods"), {"content.xml": far}), "表.ods", LEDGER)


def test_strict_workbooks_are_read_with_their_dates():
    transitional = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    links = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = unpack(xlsx([["编号", "名称"], ["1", date(2023, 3, 1)], ["2", "乙"]]))
    parts = {
        name: part.replace(transitional, strict).replace(
            links, b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, part in parts.items()
    }
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert b"<v>44986</v>" in sheet
    start = sheet.index(b'<c r="B2"')
    end = sheet.index(b"</c>", start)
    parts["xl/worksheets/sheet1.xml"] = sheet[:start] + b'<c r="B2" t="d"><v>2023-03-01T00:00:00</v>' + sheet[end:]
    for given in (parts, {**parts, "xl/worksheets/sheet1.xml": sheet}):
        table = read_table(pack(given), "表.xlsx", SOUGHT)
        [(_, first), (_, second)] = table.rows
        assert (first[0], str(first[1])[:10], second) == ("1", "2023-03-01", ["2", "乙"])
