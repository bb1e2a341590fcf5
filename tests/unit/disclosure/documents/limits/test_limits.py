"""Numbers as files write them, parts that lie about their size, and what a file may give out."""

import io
import zipfile
import zlib

import pytest

from disclosure.documents import limits
from disclosure.documents.cleaning import clean
from disclosure.documents.converting import convert
from disclosure.documents.converting import numbering as numbers
from disclosure.documents.guessing import guess
from disclosure.documents.limits import budget
from disclosure.documents.limits.unpacking import chunks, opened
from disclosure.documents.limits.wholes import whole
from disclosure.documents.package import Package
from disclosure.documents.reading import pages_in, passages
from disclosure.documents.reading.archive import members
from disclosure.errors import Unreadable
from tests.support.documents import cell, numbered, numbering, ofd, p, pack, unpack, word, workbook
from tests.support.hostile.archives import Entry, deflated, entry, lying, written
from tests.support.hostile.sheets import book, row, value


@pytest.mark.parametrize(
    "text, expected",
    [
        ("7", 7), (" 007 ", 7), ("0" * 6000, 0), ("100", 100),
        ("101", -1), ("²", -1), ("①", -1), ("٣", -1), ("-1", -1), ("1.0", -1), ("9" * 5000, -1), ("", -1), (None, -1), ("nan", -1),
    ],
)  # fmt: skip
def test_whole_numbers_are_ascii_digits_within_bounds(text, expected):
    assert whole(text, -1, most=100) == expected


def test_no_more_of_a_part_is_unpacked_than_it_declares():
    data = lying({"a": b"abc"}, "a", megabytes=8)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.read("a") == b"abc"  # the library sees nothing amiss
    archive = opened(data)
    given = []
    with pytest.raises(zipfile.BadZipFile):
        given.extend(chunks(archive, archive.getinfo("a")))
    assert given == []


def test_part_that_declares_more_than_it_holds_is_refused():
    archive = opened(written([Entry("a", deflated(b"abc"), 100, zlib.crc32(b"abc"))]))
    with pytest.raises(zipfile.BadZipFile):
        list(chunks(archive, archive.getinfo("a")))


@pytest.mark.parametrize(
    "entries",
    [
        [entry("a", b"1"), entry("a", b"2")],
        [entry("a", b"x" * 999), Entry("b", deflated(b"x" * 999), 999, zlib.crc32(b"x" * 999), at=0)],
    ],
    ids=["one name twice", "the same bytes twice"],
)
def test_entries_that_programs_read_differently_are_refused(entries):
    with pytest.raises(Unreadable, match="已损坏或不完整"):
        members(written(entries), "包.zip")


def test_what_is_read_again_and_again_is_counted(monkeypatch):
    package = Package(pack({"a": b"x" * 1000}), "包")
    package.budget.unpacked = 2500
    package.read("a"), package.read("a")
    with pytest.raises(Unreadable, match="需要解压的内容超过"):
        package.read("a")


def test_marks_are_counted_before_there_is_a_tree():
    package = Package(pack({"a.xml": b"<a>" + b"<b/>" * 50 + b"</a>"}), "包")
    package.budget.marks = 60
    package.tree("a.xml")
    with pytest.raises(Unreadable, match="里的标记过多"):
        package.tree("a.xml")


def test_one_account_for_a_file_and_all_inside_it(monkeypatch):
    inside = word(p("里" * 400))
    data = pack({**unpack(word(p("外"))), "word/embeddings/1.docx": inside, "word/embeddings/2.docx": inside})
    assert sum(one.text == "里" * 400 for one in passages(data, "文.docx")) == 2

    monkeypatch.setattr("disclosure.documents.reading.Budget", lambda: budget.Budget(characters=600))
    with pytest.raises(Unreadable, match="里的文字超过"):
        passages(data, "文.docx")


def test_large_exponents_stay_as_written_and_telephone_numbers_are_written_out():
    data = book(row(value("A2", "1E300000000"), value("B2", "1.38E10"), value("C2", "1E308")))
    read = [one.text for one in passages(data, "表.xlsx")]

    assert "1E300000000" in read
    assert "13800000000" in read
    assert "1" + "0" * 308 in read


def test_kept_text_of_no_place_is_empty():
    data = book(
        row(*(value(f"{letter}2", place, "s") for letter, place in zip("ABC", ("²", "-1", "9" * 5000), strict=True)))
    )
    assert {one.text for one in passages(data, "表.xlsx") if "A2" in one.place} == set()


def test_numbers_of_lists_beyond_their_form_are_digits():
    assert numbers.letters(27) == "AA"
    assert numbers.letters(780) == "Z" * 30
    assert numbers.letters(999_999_999) == "999999999"
    assert numbers.roman(3999) == "MMMCMXCIX"
    assert numbers.roman(2_000_000_000) == "2000000000"
    assert numbers.written(0, "decimalEnclosedCircle") == "0"


def test_start_of_a_list_that_word_cannot_have_is_one():
    parts = {
        "numbering.xml": numbering(("upperLetter", "（%1）")).replace('w:start w:val="1"', 'w:start w:val="999999999"')
    }
    assert convert(word(numbered("甲", 1), parts=parts), "文.docx").html == "<p>（A）甲</p>"


def test_page_named_many_times_is_read_once(monkeypatch):
    parts = {name: data.decode() for name, data in unpack(ofd(["一"])).items()}
    page = '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'
    many = parts["Doc_0/Document.xml"].replace(page, page * 900)
    trees, real = [], Package.tree
    monkeypatch.setattr(Package, "tree", lambda package, part: trees.append(part) or real(package, part))

    assert pages_in(pack({**parts, "Doc_0/Document.xml": many}), "页.ofd") == 900
    assert len(trees) == 4  # the entry, the document, the page, its template
    too_many = parts["Doc_0/Document.xml"].replace(page, page * (limits.MOST_PAGES + 1))
    with pytest.raises(Unreadable, match="超过 5000 页"):
        pages_in(pack({**parts, "Doc_0/Document.xml": too_many}), "页.ofd")


def test_page_too_deep_for_the_parser_is_not_taken_for_empty():
    page = "<html><body>" + "<div>" * 300 + "里" + "</div>" * 300 + "<p>外</p></body></html>"
    with pytest.raises(Unreadable, match="嵌套过深"):
        passages(page.encode(), "网.html")
    with pytest.raises(Unreadable, match="嵌套过深"):
        clean(page.encode(), "网.html")


def test_attributes_hidden_in_quotation_marks_are_counted():
    names = " ".join(f"a{number}" for number in range(limits.MOST_ATTRIBUTES + 1))
    for tag in (f"<p {names}>", f'<p x=">" {names}>', f'<p x=y=" {names} ">', f"<p {names.replace(' ', '/')}>"):
        with pytest.raises(Unreadable, match="个属性的标签"):
            passages(f"<html><body>{tag}字</body></html>".encode(), "网.html")
    assert passages(f"<html><body><p title='{'a/' * 9000}'>字</body></html>".encode(), "网.html")


def test_cells_of_tables_within_tables_keep_their_places():
    page = "<html><body><table><tr><td>一<table><tr><td>二</table>三</td></tr><tr><td>四</table></body></html>"
    assert [(one.place, one.text) for one in passages(page.encode(), "网.html")] == [
        ("表格1第1行第1列", "一"),
        ("表格2第1行第1列", "二"),
        ("表格1第1行第1列", "三"),
        ("表格1第3行第1列", "四"),
    ]


def test_spans_beyond_what_browsers_show_are_bounded():
    page = "<html><body><table><tr><td colspan=1000000000 rowspan=²>字</td></tr></table></body></html>"
    assert 'colspan="1" rowspan="1"' in convert(page.encode(), "网.html").html
    wide = cell("甲", "<w:gridSpan w:val='1000000000'/>")
    assert "1000000000" not in convert(word(f"<w:tbl><w:tr>{wide}</w:tr></w:tbl>"), "文.docx").html


def test_paragraphs_with_deleted_ends_are_joined_in_order():
    ended = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>"
    body = "".join(ended.format(word) for word in "甲乙丙") + p("丁")
    assert convert(word(body), "文.docx").html == "<p>甲乙丙丁</p>"


def test_cells_that_do_not_say_where_they_stand_are_hidden_with_their_column():
    parts = unpack(
        book("<row r='2'><c t='inlineStr'><is><t>见</t></is></c><c t='inlineStr'><is><t>藏</t></is></c></row>")
    )
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    columns = '<cols><col min="2" max="99999999999" hidden="1"/></cols><sheetData>'
    parts["xl/worksheets/sheet1.xml"] = sheet.replace("<sheetData>", columns).encode()

    cleaned = clean(pack(parts), "表.xlsx").data

    assert "见" in str(passages(cleaned, "表.xlsx"))
    assert "藏" not in str(passages(cleaned, "表.xlsx"))


def test_date_that_no_calendar_has_is_no_guess():
    converted = convert("关于某事的通知\n二〇二六年十十月十十日\n".encode(), "文.txt")
    assert guess(converted).formed_on is None


def test_too_long_a_text_is_offered_as_an_attachment():
    with pytest.raises(Unreadable, match="作为附件上传"):
        convert(word(p("一段话") * 100_000), "文.docx")
    with pytest.raises(Unreadable, match="作为附件上传"):
        convert(("一\n" * (limits.MOST_BLOCKS + 1)).encode(), "文.txt")


def test_document_of_a_hundred_pages_and_a_sheet_of_a_workbook_pass():
    long = word(p("一段普通的话，讲的是政府信息公开，有四十个字左右，三千段约合一百页的篇幅。") * 3000)
    assert len(convert(long, "文.docx").lines) == 3000
    assert len(passages(long, "文.docx")) == 3001
    assert clean(workbook(), "表.xlsx").data
