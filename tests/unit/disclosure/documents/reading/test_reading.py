"""Everything that somebody could read in a file, with the place where it stands."""

import io
import zipfile

import pytest

from disclosure.documents import reading
from disclosure.documents.kinds import MOST_BYTES, FileKind
from disclosure.documents.package import MOST_PARTS, MOST_UNPACKED
from disclosure.documents.passage import PassageKind
from disclosure.documents.reading import Passage, pages_in, passages, text_of
from disclosure.errors import Refused, Unreadable
from tests.support.documents import NAMES, box, cell, image, ofd, p, pack, pdf, picture, unpack, word, workbook


def said(data, name="文件"):
    return [
        (one.place, one.text)
        for one in passages(data, name)
        if one.kind not in (PassageKind.PICTURES, PassageKind.SCAN)
    ]


def test_paragraphs_and_cells_of_word_have_their_places():
    table = f"<w:tbl><w:tr>{cell('甲')}{cell('乙')}</w:tr><w:tr>{cell('')}{cell('丙')}</w:tr></w:tbl>"

    assert said(word(p("一") + p() + table + p("二"))) == [
        ("第1段", "一"),
        ("表格1第1行第1列", "甲"),
        ("表格1第1行第2列", "乙"),
        ("表格1第2行第2列", "丙"),
        ("第2段", "二"),
        ("文件属性「作者」", "拟稿人甲"),
    ]


@pytest.mark.parametrize(
    "data, expected",
    [
        (word(box("框里的话")), ("文本框1", "框里的话")),
        (word(p("一"), comments="再核实"), ("批注1", "再核实")),
        (word(p("一"), comments="再核实"), ("批注1的作者", "批注人丙")),
        (word(p("一"), parts={"header1.xml": f"<w:hdr {NAMES}>{p('内部编号')}</w:hdr>"}), ("页眉", "内部编号")),
        (
            word(p("一"), parts={"footnotes.xml": f"<w:footnotes {NAMES}><w:footnote w:id='2'>{p('注文')}</w:footnote></w:footnotes>"}),
            ("脚注1", "注文"),
        ),
        (
            word("<w:p><w:del w:author='改稿人乙'><w:r><w:delText>原话</w:delText></w:r></w:del></w:p>"),
            ("修订删除的文字", "原话"),
        ),
        (word("<w:p><w:ins w:author='改稿人乙'><w:r><w:t>新话</w:t></w:r></w:ins></w:p>"), ("第1段", "新话")),
        (word("<w:p><w:ins w:author='改稿人乙'><w:r><w:t>新话</w:t></w:r></w:ins></w:p>"), ("修订的作者", "改稿人乙")),
        (word(p("看不见", run="<w:vanish/>")), ("第1段", "看不见")),
        (word(image("p1", "镇政府大门"), media={"p1": ("image1.png", picture())}), ("图片1的替代文字", "镇政府大门")),
        (
            word(image("p1"), media={"p1": ("image1.jpg", picture("JPEG", place=True))}),
            ("图片1的拍摄位置", "纬度 36.500000 N，经度 118.250000 E"),
        ),
    ],
)  # fmt: skip
def test_what_stands_around_the_text_of_word_is_read_too(data, expected):
    assert expected in said(data)


def test_box_in_two_versions_is_read_once():
    assert [place for place, _ in said(word(box("框里的话")))].count("文本框1") == 1


def test_number_split_over_runs_is_one_text():
    assert said(word("<w:p><w:r><w:t>1380000</w:t></w:r><w:r><w:t>0000</w:t></w:r></w:p>"))[0] == (
        "第1段",
        "13800000000",
    )


def test_everything_of_libreoffices_notice_is_read(notice):
    read = dict(said(notice("docx")))

    assert read["文本框1"] == "文本框里的话"
    assert read["修订删除的文字"] == "不应公开的原话"
    assert read["批注1"] == "这里请再核实"
    assert read["页眉"] == "页眉里的内部编号"
    assert read["脚注1"].strip() == "附注的内容。"
    assert read["文件属性「最后修改者」"] == "改稿人乙"
    assert read["表格1第3行第3列"] == "0533-0000002"


def test_every_sheet_row_column_and_comment_is_read():
    read = said(workbook())

    for expected in [
        ("工作表「名单」A2", "示例甲"),
        ("工作表「名单」B2", "13800000000"),
        ("工作表「名单」C2", "列里藏着"),
        ("工作表「名单」A5", "行里藏着"),
        ("工作表「名单」A2的批注", "再核实"),
        ("工作表「底稿」A1", "表里藏着"),
        ("文件属性「作者」", "拟稿人甲"),
    ]:
        assert expected in read


def test_number_in_powers_of_ten_is_written_out():
    data = unpack(workbook())
    data["xl/worksheets/sheet1.xml"] = data["xl/worksheets/sheet1.xml"].replace(
        b"<v>13800000000</v>", b"<v>1.38E10</v>"
    )

    assert ("工作表「名单」B2", "13800000000") in said(pack(data))


def test_pages_notes_links_and_embedded_files_of_pdf_are_read(notice):
    read = said(pdf())

    assert ("第1页的批注", "再核实") in read
    assert ("第1页批注的作者", "批注人丙") in read
    assert ("第1页的链接地址", "https://example.org/") in read
    assert ("内嵌文件「底稿.txt」第1段", "藏着的底稿") in read
    assert ("文件属性「作者」", "拟稿人甲") in read
    assert "关于做好春季防火工作的通知" in dict(said(notice("pdf")))["第1页"]


def holding(*files):
    """A DOCX with files embedded in it: a name and its bytes."""
    return pack(unpack(word(p("一"))) | {f"word/embeddings/{name}": data for name, data in files})


def test_embedded_files_of_word_are_read_and_what_cannot_be_is_named():
    inner = holding(("底稿.txt", "藏着的底稿".encode()))
    read = said(holding(("a.docx", inner), ("b.zip", pack({"x": b"x"})), ("c.bin", b"\x00\x01"), ("d.txt", b"")))

    assert read[1:] == [
        ("内嵌文件「a.docx」第1段", "一"),
        ("内嵌文件「a.docx」内嵌文件「底稿.txt」第1段", "藏着的底稿"),
        ("内嵌文件「a.docx」文件属性「作者」", "拟稿人甲"),
        ("内嵌文件「b.zip」不能读取", "b.zip"),
        ("内嵌文件「c.bin」不能读取", "c.bin"),
        ("内嵌文件「d.txt」不能读取", "d.txt"),
        ("文件属性「作者」", "拟稿人甲"),
    ]


def test_embedded_file_that_is_broken_in_the_package_is_named():
    data = holding(("a.txt", b"hidden draft " * 20))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.getinfo("word/embeddings/a.txt").header_offset
    place = data.index(b"a.txt", start) + 9
    read = said(data[:place] + bytes(255 - byte for byte in data[place : place + 4]) + data[place + 4 :])

    assert ("内嵌文件「a.txt」不能读取", "a.txt") in read


@pytest.mark.parametrize("data", [holding(("底稿.txt", b"text")), pdf()], ids=["word", "pdf"])
def test_embedded_file_for_which_memory_is_short_is_not_passed_over(data, monkeypatch):
    """The file may be sound: read in a larger place, it says what is now only missing."""

    def short(_):
        raise MemoryError

    monkeypatch.setitem(reading._READERS, FileKind.TEXT, short)
    with pytest.raises(Unreadable, match=r"「底稿.txt」过大或结构过于复杂"):
        passages(data, "甲")


def test_pages_of_ofd_are_read_with_their_template():
    assert said(ofd(["关于防汛的通知", "各村："])) == [
        ("第1页", "示例镇人民政府文件\n关于防汛的通知\n各村："),
        ("文件属性「作者」", "拟稿人甲"),
    ]


def test_picture_tells_where_and_by_whom_it_was_taken():
    assert said(picture("JPEG", place=True, author="摄影者丁")) == [
        ("图片的拍摄位置", "纬度 36.500000 N，经度 118.250000 E"),
        ("图片的作者", "摄影者丁"),
    ]
    assert said(picture("PNG", author="摄影者丁")) == [("图片的作者", "摄影者丁")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_is_read_in_the_encodings_that_offices_write(encoding):
    assert said("第一行\n\n第二行㐀".encode(encoding)) == [("第1段", "第一行"), ("第2段", "第二行㐀")]


def test_page_is_read_with_comments_and_attributes():
    data = '<html><body><p>一<b>二</b></p><!-- 三 --><img alt="四"><script>五</script></body></html>'.encode()

    assert said(data) == [("第1段", "一二"), ("网页注释", " 三 "), ("替代文字", "四"), ("网页脚本", "五")]


def test_text_of_joins_by_lines():
    assert text_of([Passage("第1段", "一"), Passage("第2段", "二")]) == "一\n二"


@pytest.mark.parametrize("make, pages", [(pdf, 1), (lambda: ofd(["一"]), 1), (workbook, None), (lambda: b"a", None)])
def test_pages_are_counted_where_there_are_any(make, pages):
    assert pages_in(make(), "文件") == pages


# --- What cannot be read --------------------------------------------------------------


def crowded():
    return pack({f"{number}": "" for number in range(MOST_PARTS + 1)})


def bomb():
    """Says that it unpacks to more than is allowed."""
    data = bytearray(pack({"a.txt": b"0" * 1000}))
    place = data.rindex(b"PK\x01\x02") + 24
    data[place : place + 4] = (MOST_UNPACKED + 1).to_bytes(4, "little")
    return bytes(data)


def with_entities():
    data = unpack(word(p("一")))
    entity = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return pack({**data, "word/document.xml": entity + data["word/document.xml"]})


def locked_zip():
    data = bytearray(word(p("一")))
    place = data.rindex(b"PK\x01\x02") + 8
    data[place] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    "data, sentence",
    [
        (b"", "空文件"),
        (b"\x00" * 10, "不是能读取的文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧格式"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (b"PK\x03\x04broken", "已损坏"),
        (b"%PDF-1.7 broken", "已损坏"),
        (b"\xff\xd8\xffbroken", "已损坏"),
        (b"0" * (MOST_BYTES + 1), "超过 50 MB"),
        (pack({"a.docx": b""}), "压缩包"),
        (pack({**unpack(word(p("一"))), "word/document.xml": "<w:document"}), "已损坏"),
        (pdf(password="secret"), "打开密码"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_words(data, sentence):
    with pytest.raises(Unreadable, match=sentence) as refused:
        passages(data, "某文件")
    assert "「某文件」" in str(refused.value)
    assert isinstance(refused.value, Refused)


@pytest.mark.parametrize(
    "make, sentence",
    [(crowded, "解压后超过"), (bomb, "解压后超过"), (with_entities, "文档类型声明"), (locked_zip, "密码")],
)
def test_crafted_package_is_refused_before_it_is_unpacked(make, sentence):
    with pytest.raises(Unreadable, match=sentence):
        passages(make(), "某文件")


def test_kind_is_by_content_not_by_name():
    assert said(word(p("一")), "图片.png")[0] == ("第1段", "一")


def test_file_that_is_cut_off_is_broken():
    data = word(p("一"))

    with pytest.raises(Unreadable):
        passages(data[: len(data) // 2], "文件.docx")


def test_archive_of_a_part_that_lies_is_not_read_beyond_what_it_says():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("OFD.xml", "<a/>")

    with pytest.raises(Unreadable):
        passages(made.getvalue(), "空.ofd")


def test_a_comment_in_a_page_hides_nothing_that_stands_after_it():
    data = "<html><body><p>电话<!-- 内部 -->13800000001</p></body></html>".encode()

    assert said(data) == [("第1段", "电话13800000001"), ("网页注释", " 内部 ")]


# --- Tables: each cell by its row and column ------------------------------------------


def test_lines_of_ofd_with_as_many_cells_are_a_table():
    made = ofd(["名单", ["姓名", "电话"], ["示例甲", "1"], "以上", ["一", "二", "三"]])

    assert said(made)[:8] == [
        ("第1页", "示例镇人民政府文件\n名单"),
        ("第1页表格1第1行第1列", "姓名"),
        ("第1页表格1第1行第2列", "电话"),
        ("第1页表格1第2行第1列", "示例甲"),
        ("第1页表格1第2行第2列", "1"),
        ("第1页", "以上"),
        ("第1页表格2第1行第1列", "一"),
        ("第1页表格2第1行第2列", "二"),
    ]


def test_pieces_of_one_ofd_line_without_a_gap_are_no_cells():
    made = ofd(["关于" * 5])
    wide = unpack(made)["Doc_0/Pages/Page_0/Content.xml"].decode()
    split = wide.replace("</ofd:Layer>", '<ofd:TextObject ID="50" Boundary="82 30 160 8" Size="5.6"><ofd:TextCode X="0"'
                         ' Y="5.6">防汛</ofd:TextCode></ofd:TextObject></ofd:Layer>')  # fmt: skip

    assert said(pack({**unpack(made), "Doc_0/Pages/Page_0/Content.xml": split}))[0][1].endswith("关于" * 5 + "防汛")


def test_cells_of_a_page_are_placed_and_paragraphs_numbered_without_them():
    page = "<!doctype html><p>一</p><table><tr><th>甲<th>乙</tr><tr><td><p>1<p>2<td>3<table><tr><td>4</table></tr></table><p>二"

    assert [(one.place, one.text) for one in passages(page.encode(), "a.html")] == [
        ("第1段", "一"),
        ("表格1第1行第1列", "甲"),
        ("表格1第1行第2列", "乙"),
        ("表格1第2行第1列", "1"),
        ("表格1第2行第1列", "2"),
        ("表格1第2行第2列", "3"),
        ("表格2第1行第1列", "4"),
        ("第2段", "二"),
    ]


@pytest.mark.parametrize("name, written", [("a.csv", "甲,乙\r\n,"), ("a.csv", "甲;乙\n;"), ("a.tsv", "甲\t乙\n\t")])
def test_separated_values_are_a_table(name, written):
    text = f'{written}"一{written[1]}\n二"\n'

    assert [(one.place, one.text) for one in passages(text.encode(), name)] == [
        ("表格1第1行第1列", "甲"),
        ("表格1第1行第2列", "乙"),
        ("表格1第2行第2列", f"一{written[1]}\n二"),
    ]


def test_other_texts_are_lines_whatever_separates_their_words():
    assert said(b"a,b\nc\td") == [("第1段", "a,b"), ("第2段", "c\td")]
