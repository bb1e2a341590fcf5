"""PDF/A: what is made is one, and what only says so is found out."""

import datetime as dt
import io

import pikepdf
import pytest
from PIL import Image

from disclosure.documents.archiving.pages import of_pdf, of_picture
from disclosure.documents.archiving.pdfa import inspect
from disclosure.documents.kinds import source
from disclosure.errors import Unreadable
from disclosure.rendering.archives.sheets import ArchiveSheet, pdf

DAY = dt.date(2026, 3, 20)


@pytest.fixture(scope="module")
def good():
    table = ("表", ("列", "列"), (("一", "二"),))
    return pdf(
        ArchiveSheet(
            "题名",
            "示例镇",
            DAY,
            rows=(("项", "值"),),
            texts=("文字", "（一）看上去是标题的一行\n文字"),
            tables=(table, table),
        )
    )


def changed(data, change, **saved):
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        change(document)
        document.save(made, **saved)
    return made.getvalue()


def picture(mode="RGB", form="PNG", size=(300, 200), **saved):
    made = io.BytesIO()
    Image.new(mode, size).save(made, form, **saved)
    return made.getvalue()


def judged(data):
    return inspect(data, "文件.pdf")


def test_pages_of_the_program_are_pdf_a(good):
    assert (judged(good).level, judged(good).faults) == ("2a", ())


@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "LA", "P", "1", "I;16"])
def test_a_picture_of_any_colours_becomes_pdf_a(mode):
    made = of_picture(source(picture(mode), "图.png"), "图")
    assert (judged(made.data).level, judged(made.data).faults) == ("2b", ())


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_photograph_becomes_pdf_a(mode):
    data = picture(mode, "JPEG")
    made = of_picture(source(data, "图.jpg"), "图")
    assert judged(made.data).is_archival
    assert (data in made.data) == (mode != "CMYK")  # bit by bit, where a page knows its colours


def test_a_photograph_taken_sideways_is_turned():
    turned = Image.Exif()
    turned[0x0112] = 6
    made = of_picture(source(picture("RGB", "JPEG", exif=turned), "图.jpg"), "图")
    with pikepdf.open(io.BytesIO(made.data)) as document:
        image = document.pages[0].Resources.XObject.P
        assert (image.Width, image.Height) == (200, 300)
        box = document.pages[0].MediaBox
        assert box[2] < box[3]


def test_a_picture_that_breaks_off_is_refused():
    with pytest.raises(Unreadable, match="损坏"):
        of_picture(source(picture("RGB", "JPEG", (900, 900))[:-200], "图.jpg"), "图")


def test_the_same_gives_the_same_bytes():
    data = source(picture(), "图.png")
    assert of_picture(data, "图").data == of_picture(data, "图").data


# --- What only says that it is PDF/A ----------------------------------------------------


def script(document):
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def script_by_name(document):
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    document.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["x", action])))


def loose_font(document):
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.SimSun)
    document.pages[0].Resources.Font.F99 = font


def without_colours(document):
    del document.Root.OutputIntents


def embedded(document):
    document.attachments["内嵌.txt"] = b"x"


def film(document):
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Movie, Rect=[0, 0, 9, 9])
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(note)])


def note_without_look(document):
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9])
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(note)])


def elsewhere(document):
    document.Root.Outside = document.make_stream(b"", F="http://192.0.2.1/")


def undeclared(document):
    del document.Root.Metadata


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (script, "脚本"),
        (script_by_name, "脚本"),
        (loose_font, "字体「SimSun」没有嵌入"),
        (without_colours, "输出意图"),
        (embedded, "内嵌文件"),
        (film, "禁用的批注"),
        (note_without_look, "没有固定的外观"),
        (elsewhere, "内容在文件之外"),
        (undeclared, "没有标明是 PDF/A"),
    ],
)
def test_what_contradicts_pdf_a_is_named(good, change, said):
    assert said in "".join(judged(changed(good, change)).faults)


def test_an_encrypted_file_is_no_pdf_a(good):
    locked = changed(good, lambda _: None, encryption=pikepdf.Encryption(owner="x", user=""))
    assert "加密" in "".join(judged(locked).faults)


def test_a_later_version_than_its_standard_is_named(good):
    assert "高于所标明的标准" in "".join(judged(changed(good, lambda _: None, force_version="2.0")).faults)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"words", b"%PDF-1.7\n" + b"0" * 5000])
def test_what_is_no_pdf_is_refused(data):
    with pytest.raises(Unreadable):
        judged(data)


# --- PDF of others ----------------------------------------------------------------------


def test_pdf_a_of_others_stays_as_it_is(good):
    made = of_pdf(source(good, "文.pdf"), "文", is_ours=False)
    assert (made.data, made.how, made.level) == (good, "", "2a")


def test_any_other_pdf_is_drawn_and_nothing_is_claimed_of_its_own_parts(good):
    made = of_pdf(source(changed(good, script), "文.pdf"), "文", is_ours=False)
    assert judged(made.data).is_archival
    assert "逐页转为图像" in made.how
    with pikepdf.open(io.BytesIO(made.data)) as document:
        assert list(document.pages[0].Resources.keys()) == ["/XObject"]


def test_a_letter_of_ours_gets_what_it_lacks_and_keeps_its_words(good):
    bare = changed(good, lambda one: (undeclared(one), without_colours(one)))
    made = of_pdf(source(bare, "文.pdf"), "文", is_ours=True)
    assert judged(made.data).is_archival
    with pikepdf.open(io.BytesIO(made.data)) as document:
        assert "/Font" in document.pages[0].Resources


def test_a_pdf_without_its_fonts_is_not_drawn_since_letters_would_be_missing(good):
    made = of_pdf(source(changed(good, loose_font), "文.pdf"), "文", is_ours=False)
    assert (made.data, made.pages) == (None, 1)
    assert "缺字" in made.why_not


def test_more_pages_than_can_be_drawn_stay_a_pdf(good, monkeypatch):
    monkeypatch.setattr("disclosure.documents.archiving.pages.MOST_DRAWN", 0)
    assert "没有转换" in of_pdf(source(changed(good, script), "文.pdf"), "文", is_ours=False).why_not
