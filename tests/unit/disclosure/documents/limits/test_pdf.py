"""What a PDF draws, holds and becomes is counted exactly, and ordinary files stay far below every limit."""

import base64
import io
import zlib

import pikepdf
import pytest

from disclosure.documents.limits import pdf as pdf_limits
from disclosure.documents.limits import pdf_drawing
from disclosure.documents.limits.pdf_drawing import Drawing, DrawingCost
from disclosure.documents.limits.pdf_streams import MOST_FILTERS, TooLarge, unpacked_size
from disclosure.documents.reading import MOST_DEPTH, passages
from disclosure.documents.reading.pdf import MOST_LETTERS
from disclosure.errors import Unreadable
from tests.support.hostile import pdf


def counted(data):
    drawing = Drawing("甲.pdf")
    with pikepdf.open(io.BytesIO(data)) as document:
        for page in document.pages:
            drawing.page(page.obj, page.obj.get("/Resources"))
    return drawing.total


OWN = b"/Resources << /XObject << /F 10 0 R >> >>"
LAST = b"BT /T 9 Tf (abc) Tj ET"


@pytest.mark.parametrize(
    ("depth", "drawn", "letters"),
    [(0, 10 * (1 + 1), 30), (1, 10 * (1 + 10 * 2), 300), (2, 10 * (1 + 10 * (1 + 20)), 3000)],
)
def test_uses_of_forms_multiply(depth, drawn, letters):
    total = counted(pdf.one_page(OWN, pdf.stream(pdf.TEN), more=pdf.nested_forms(10, depth, LAST)))

    assert (total.drawn, total.letters) == (drawn, letters)


@pytest.mark.parametrize(
    "use", [b"/F Do", b"/#46 Do", b"/F\0Do", b"/F\r\nDo", b"/F%a remark\nDo", b"q/F Do Q", b"(a)Tj/F Do"]
)
def test_use_is_found_however_it_is_spelled(use):
    total = counted(pdf.one_page(OWN, pdf.stream(use), more={10: pdf.stream(LAST * 5, b"/Subtype /Form")}))

    assert total.drawn - use.count(b"Tj") == 1 + 5


def test_use_torn_between_two_streams_is_found():
    torn = {10: pdf.stream(LAST * 5, b"/Subtype /Form"), 11: pdf.stream(b"/F"), 12: pdf.stream(b"Do")}

    assert counted(pdf.one_page(OWN, b"[11 0 R 12 0 R]", more=torn)).drawn == 1 + 5


@pytest.mark.parametrize(
    ("content", "letters"),
    [
        (b"(abc) Tj", 3),
        (b"(a(b)c) Tj", 5),
        (b"(a\\)b) Tj", 4),
        (b"\\(ab) Tj", 2),
        (b"<4142> Tj", 2),
        (b"(abcd", 5),
        (b"%(\nabc", 5),
    ],
)
def test_letters_are_counted_or_overcounted(content, letters):
    assert counted(pdf.one_page(content=pdf.stream(content))).letters == letters


def test_page_at_the_limit_is_taken_and_one_more_is_not(monkeypatch):
    monkeypatch.setattr(pdf_drawing, "MOST_DRAWN_OF_PAGE", 20)
    forms = pdf.nested_forms(10, 0, LAST)

    assert counted(pdf.one_page(OWN, pdf.stream(pdf.TEN), more=forms)).drawn == 20
    with pytest.raises(Unreadable, match=r"「甲\.pdf」有一页的图形或文字过多"):
        counted(pdf.one_page(OWN, pdf.stream(pdf.TEN + b" f"), more=forms))


def test_pages_add_up(monkeypatch):
    monkeypatch.setattr(pdf_drawing, "MOST_DRAWN", 3)

    assert counted(pdf.pages_of(b"3 0 R " * 3, 3)).drawn == 3
    with pytest.raises(Unreadable, match="页面内容过多"):
        counted(pdf.pages_of(b"3 0 R " * 4, 4))


def test_letter_that_is_a_drawing_is_counted_with_what_it_draws():
    font = b"<< /Subtype /Type3 /CharProcs << /a 31 0 R >> /Resources << /XObject << /F 10 0 R >> >> >>"
    more = {10: pdf.stream(LAST * 5, b"/Subtype /Form"), 30: font, 31: pdf.stream(b"/F Do")}
    page = pdf.one_page(b"/Resources << /Font << /T 30 0 R >> >>", pdf.stream(LAST), more=more)

    assert counted(page).drawn == 1 + 1 + 5


def squeezed(name, data):
    with pikepdf.new() as document:
        return document.make_stream(data, Filter=pikepdf.Array([pikepdf.Name(one) for one in name])), document


WORDS = b"words of a page, and words again " * 500


@pytest.mark.parametrize(
    ("filters", "data", "size"),
    [
        ([], WORDS, len(WORDS)),
        (["/FlateDecode"], zlib.compress(WORDS), len(WORDS)),
        (["/Fl", "/Fl"], zlib.compress(zlib.compress(WORDS)), len(WORDS)),
        (["/ASCII85Decode", "/FlateDecode"], base64.a85encode(zlib.compress(WORDS)) + b"~>", len(WORDS)),
        (["/ASCIIHexDecode", "/FlateDecode"], zlib.compress(WORDS).hex().encode() + b">", len(WORDS)),
        (["/FlateDecode", "/DCTDecode"], zlib.compress(WORDS), len(WORDS)),
        (["/DCTDecode"], WORDS, len(WORDS)),
        (["/RunLengthDecode"], b"\x81a" * 4, 8 * 64),
        (["/FlateDecode"], b"broken", 0),
    ],
)
def test_size_of_a_stream_is_what_comes_out_of_its_filters(filters, data, size):
    stream, _ = squeezed(filters, data)

    assert unpacked_size(stream, len(WORDS)) == size


def test_size_of_lzw_is_what_another_reader_unpacks():
    stream, _ = squeezed(["/LZWDecode"], pdf.lzw(1))

    assert unpacked_size(stream, 20 * 2**20) == len(stream.read_bytes()) > 2**20


@pytest.mark.parametrize(
    ("filters", "data"),
    [
        (["/FlateDecode"], zlib.compress(WORDS)),
        (["/FlateDecode", "/FlateDecode"], zlib.compress(zlib.compress(WORDS))),
        (["/LZWDecode"], pdf.lzw(1)),
        (["/RunLengthDecode"], WORDS),
        (["/LZWDecode", "/FlateDecode"], b""),
        (["/FlateDecode"] * (MOST_FILTERS + 1), b""),
    ],
)
def test_stream_over_its_limit_is_refused(filters, data):
    stream, _ = squeezed(filters, data)

    with pytest.raises(TooLarge):
        unpacked_size(stream, len(WORDS) - 1)


@pytest.mark.parametrize("count", [1, pdf_limits.MOST_PAGES])
def test_pages_up_to_the_limit_are_read(count):
    with pikepdf.open(io.BytesIO(pdf.pages_of(b"3 0 R " * count, count))) as document:
        pdf_limits.require_modest(document, "甲.pdf")


def test_one_page_more_is_refused():
    count = pdf_limits.MOST_PAGES + 1
    with (
        pikepdf.open(io.BytesIO(pdf.pages_of(b"3 0 R " * count, count))) as document,
        pytest.raises(Unreadable, match=r"「甲\.pdf」超过 3000 页"),
    ):
        pdf_limits.require_modest(document, "甲.pdf")


def test_objects_are_limited(monkeypatch):
    monkeypatch.setattr(pdf_limits, "MOST_OBJECTS", 4)

    with pytest.raises(Unreadable, match="对象过多"):
        passages(pdf.one_page(), "甲.pdf")


def test_ordinary_file_is_far_below_every_limit(notice):
    drawing = counted(notice("pdf"))

    assert DrawingCost() != drawing
    assert drawing.drawn * 100 < pdf_drawing.MOST_DRAWN_OF_PAGE
    assert drawing.letters * 100 < pdf_drawing.MOST_LETTERS_OF_PAGE
    assert drawing.size * 100 < pdf_drawing.MOST_CONTENT_OF_PAGE
    assert sum(len(one.text) for one in passages(notice("pdf"), "通知.pdf")) * 1000 < MOST_LETTERS


def test_bookmarks_under_bookmarks_are_read():
    titles = {
        10: b"<< /First 11 0 R /Last 11 0 R >>",
        11: b"<< /Title (outer) /Parent 10 0 R /First 12 0 R /Last 12 0 R >>",
        12: b"<< /Title (inner) /Parent 11 0 R /Next 11 0 R >>",
    }
    read = passages(pdf.one_page(root=b"/Outlines 10 0 R", more=titles), "甲.pdf")

    assert [one.text for one in read if one.place == "书签"] == ["outer", "inner"]


def test_field_named_many_times_is_read_once():
    fields = {10: b"<< /T (a) /V (one) /Kids [11 0 R 11 0 R 10 0 R] >>", 11: b"<< /T (b) /V (two) >>"}
    read = passages(pdf.one_page(root=b"/AcroForm << /Fields [10 0 R 10 0 R] >>", more=fields), "甲.pdf")

    assert [one.text for one in read if one.place == "表单内容"] == ["one", "two"]


def holding(inner, names=1):
    listed = b"".join(b"(%d.pdf) %d 0 R " % (number, 10 + 2 * number) for number in range(names))
    more = {}
    for place in range(10, 10 + 2 * names, 2):
        more[place] = b"<< /Type /Filespec /F (a.pdf) /UF (a.pdf) /EF << /F %d 0 R >> >>" % (place + 1)
        more[place + 1] = pdf.stream(inner, b"/Type /EmbeddedFile")
    return pdf.one_page(root=b"/Names << /EmbeddedFiles << /Names [%s] >> >>" % listed, more=more)


def test_files_in_files_are_read_to_a_depth_and_then_named():
    whole = pdf.one_page(b"/Resources << /Font << /T 5 0 R >> >>")
    for _ in range(MOST_DEPTH + 1):
        whole = holding(whole)
    read = passages(whole, "甲.pdf")

    assert sum(one.place.endswith("内嵌文件的名称") for one in read) == MOST_DEPTH + 1
    assert [one.place.count("内嵌文件「") for one in read if one.place.endswith("不能读取")] == [MOST_DEPTH + 1]


def test_embedded_files_are_counted_over_all_depths(monkeypatch):
    monkeypatch.setattr("disclosure.documents.reading.MOST_EMBEDDED", 10)
    read = passages(holding(holding(pdf.one_page(), 5), 5), "甲.pdf")

    assert sum(one.place.endswith("不能读取") for one in read) == 5 + 25 - 9 - 5 * 3


def test_text_beside_the_page_is_read_as_well():
    fonts = b"/Resources << /Font << /T 5 0 R >> >>"
    words = pdf.stream(b"BT /T 12 Tf 20 100 Td (inside) Tj 900 0 Td (outside) Tj ET")
    [page] = [one.text for one in passages(pdf.one_page(fonts, words), "甲.pdf") if one.place == "第1页"]

    assert page.split() == ["inside", "outside"]


def test_pictures_are_not_unpacked_for_the_sake_of_a_text():
    bomb = pdf.packed_stream(pdf.zeros(100), b"/Subtype /Image /Width 9 /Height 9")
    with pikepdf.open(io.BytesIO(pdf.one_page(more={10: bomb}))) as document:
        pdf_limits.require_modest(document, "甲.pdf")
        pdf_limits.without_pictures(document)

        assert document.get_object(10, 0).read_raw_bytes() == b""
