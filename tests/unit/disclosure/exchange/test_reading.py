import io
import zipfile

import pytest

from disclosure.exchange.errors import FileRefused

from .files import read_table, repacked, text, xlsx

ROWS = [["编号", "名称"], ["1", "甲"], ["2", "乙"]]
SHEET = "xl/worksheets/sheet1.xml"


def rows_of(data, name):
    table = read_table(data, name)
    return [table.heading, *(cells for _, cells in table.rows)]


def refusal(data, name):
    with pytest.raises(FileRefused) as refused:
        list(read_table(data, name).rows)
    return str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_every_encoding_and_delimiter(encoding, delimiter):
    assert rows_of(text(ROWS, delimiter).encode(encoding), "表.csv") == ROWS


def test_csv_with_a_character_that_only_gb18030_has():
    assert rows_of(text([["编号", "名称"], ["1", "㐀𠀀"]]).encode("gb18030"), "表.csv")[1] == ["1", "㐀𠀀"]


def test_xlsx():
    assert rows_of(xlsx(ROWS), "表.XLSX") == ROWS


@pytest.mark.parametrize(
    "data,name,said",
    [
        (b"", "空.csv", "「空.csv」是空文件，里面没有任何内容。"),
        (b" \r\n ", "空.xlsx", "「空.xlsx」是空文件，里面没有任何内容。"),
        (b"\xef\xbb\xbf", "空.csv", "「空.csv」是空文件，里面没有任何内容。"),
        (text(ROWS).encode("utf-16"), "表.csv", "「表.csv」是 UTF-16 编码，只接受 UTF-8 和 GB18030。"),
        (text(ROWS).encode("utf-16-le"), "表.csv", "「表.csv」的内容不是 .csv 文件，而是无法识别的二进制数据。"),
        (
            "编号,名称\n1,甲\n".encode() + b"2,\xff\n",
            "表.csv",
            "「表.csv」第3行附近有既不是 UTF-8 也不是 GB18030 的字节",
        ),
        ("编号,名称\n1,甲\n".encode("gb18030") + b"2,\xff\n", "表.csv", "「表.csv」第3行附近有既不是 UTF-8 也不是"),
        (b"\xef\xbb\xbf" + "编号\n甲\n".encode("gb18030"), "表.csv", "「表.csv」标明是 UTF-8，但第1行附近有不是 UTF-8"),
        ('编号,名称\n1,"甲\n2,乙\n'.encode(), "表.csv", "「表.csv」第2行的引号不成对"),
        (text(ROWS).encode(), "表.xlsx", "「表.xlsx」的内容不是 .xlsx 文件，而是文本（可能是 CSV）。"),
        (xlsx(ROWS), "表.csv", "「表.csv」的内容不是 .csv 文件，而是 .xlsx 工作簿（只是改了扩展名）。"),
        (
            b"\xd0\xcf\x11\xe0" + b"\0" * 600,
            "表.xlsx",
            "「表.xlsx」的内容不是 .xlsx 文件，而是旧版 Excel 工作簿（.xls）。",
        ),
        (
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
            "表.xlsx",
            "「表.xlsx」的内容不是 .xlsx 文件，而是加了密码的文档（请先去掉打开密码）。",
        ),
        (b"<html><table><tr><td>1</td></tr></table></html>", "表.xlsx", "「表.xlsx」的内容不是 .xlsx 文件，而是网页"),
        (b"<table><tr><td>1</td></tr></table>", "表.csv", "「表.csv」的内容不是 .csv 文件，而是网页"),
        (b"%PDF-1.7", "表.csv", "「表.csv」的内容不是 .csv 文件，而是 PDF 文档。"),
        (b"\x89PNG\r\n", "表.csv", "「表.csv」的内容不是 .csv 文件，而是图片。"),
        (text(ROWS).encode(), "表.txt", "「表.txt」不是表格文件（.xlsx、.csv、.xls、.et、.xlsb、.ods）。"),
        (xlsx(ROWS)[:-200], "表.xlsx", "「表.xlsx」已损坏，无法读取。"),
        (xlsx([]), "表.xlsx", "「表.xlsx」的工作表「Sheet」是空的。"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_a_sentence(data, name, said):
    sentence = refusal(data, name)
    assert sentence.startswith(said)
    assert sentence.endswith("。")


def test_another_archive_is_told():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert "而是 Word 文档" in refusal(out.getvalue(), "表.xlsx")


def test_the_path_is_not_part_of_the_name():
    assert refusal(b"", "某处/一/表.csv").startswith("「表.csv」")


def test_an_upload_over_the_limit(settings):
    settings.UPLOAD_LIMIT = 2**20
    assert refusal(b"a" * (2**20 + 1), "表.csv") == "「表.csv」超过 1 MB，太大了。请分成几个文件导入。"


def test_rows_keep_the_numbers_that_a_spreadsheet_shows():
    csv = '编号,名称\n\n1,"两\n行"\n,\n2,乙\n'.encode()
    assert [number for number, _ in read_table(csv, "表.csv").rows] == [3, 5]
    sheet = xlsx([["编号"], [], ["1"], [None], ["2"]])
    assert [number for number, _ in read_table(sheet, "表.xlsx").rows] == [3, 5]


def test_columns_left_of_the_table_keep_their_place():
    table = read_table(xlsx([[None, "编号"], [None, "1"]]), "表.xlsx")
    assert (table.heading, list(table.rows)) == (["", "编号"], [(2, ["", "1"])])


def test_only_the_first_visible_sheet_is_read_and_that_is_said():
    def prepare(sheet):
        sheet.parent.create_sheet("另一张").append(["别的"])
        hidden = sheet.parent.create_sheet("隐藏", 0)
        hidden.sheet_state = "hidden"
        hidden.append(["不要"])
        sheet.parent.active = 1

    table = read_table(xlsx(ROWS, prepare), "表.xlsx")
    assert table.heading == ROWS[0]
    assert table.head.notes == ("工作簿有多张工作表，只读取了「Sheet」；没有读取：「另一张」、「隐藏」。",)


def test_formulas_and_error_values_are_found_where_they_stand():
    def prepare(sheet):
        sheet["B2"] = "=1+1"
        sheet["A3"] = "#N/A"
        sheet["A3"].data_type = "e"
        sheet["B7"] = '=HYPERLINK("x")'  # in a row with nothing else

    table = read_table(xlsx(ROWS, prepare), "表.xlsx")
    assert [number for number, _ in table.rows] == [2, 3, 7]
    formula = "是公式；请改填公式算出的值（可用「选择性粘贴」的「数值」）"
    assert table.flaws == {(2, 2): formula, (7, 2): formula, (3, 1): "是错误值 #N/A；请更正这个单元格"}


def test_formulas_in_csv_are_found():
    table = read_table("编号,名称\n1,=1+1\n".encode(), "表.csv")
    assert list(table.rows) == [(2, ["1", "=1+1"])]
    assert table.flaws == {(2, 2): "是公式（以「=」开头）；请改填公式算出的值"}


@pytest.mark.parametrize(
    "change",
    [
        lambda part: part.replace(b"<worksheet ", b"<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet "),
        lambda part: part.replace(b"</sheetData>", b""),
    ],
)
def test_markup_that_no_spreadsheet_writes_is_refused(change):
    assert refusal(repacked(xlsx(ROWS), {SHEET: change}), "表.xlsx").startswith("「表.xlsx」已损坏")


def test_prefixed_markup_is_read_and_searched():
    def prefixed(part):
        part = part.replace(b"xmlns=", b"xmlns:x=")
        for name in (b"worksheet", b"sheetData", b"row", b"c", b"v", b"is", b"t", b"f"):
            for end in (b" ", b">", b"/>"):
                part = part.replace(b"<" + name + end, b"<x:" + name + end).replace(
                    b"</" + name + end, b"</x:" + name + end
                )
        return part

    def prepare(sheet):
        sheet["B2"] = "=1+1"

    table = read_table(repacked(xlsx(ROWS, prepare), {SHEET: prefixed}), "表.xlsx")
    assert set(table.flaws) == {(2, 2)}


def test_a_lone_cell_far_away_does_not_fill_the_memory():
    def prepare(sheet):
        sheet["XFD1048576"] = "远"

    assert refusal(xlsx(ROWS, prepare), "表.xlsx").startswith(
        "「表.xlsx」的工作表一直延伸到第1048576行XFD列，范围太大。"
    )


def test_a_bomb_is_not_unpacked():
    def bomb(part):
        return part.replace(b"</worksheet>", b"<!--" + b" " * (601 * 2**20) + b"--></worksheet>")

    assert refusal(repacked(xlsx(ROWS), {SHEET: bomb}), "表.xlsx").startswith("「表.xlsx」解压后过大")


def test_what_a_merged_cell_covers_is_not_guessed():
    def prepare(sheet):
        sheet.merge_cells("B2:B3")

    table = read_table(xlsx(ROWS, prepare), "表.xlsx")
    list(table.rows)
    assert table.flaws == {(3, 2): "被合并单元格盖住，没有自己的值；请取消合并，每个单元格都填"}


def test_empty_merged_cells_below_do_no_harm():
    table = read_table(xlsx(ROWS, lambda sheet: sheet.merge_cells("A9:B12")), "表.xlsx")
    assert [number for number, _ in table.rows] == [2, 3]
    assert table.flaws == {}
