"""What goes out tells nothing of who made it and how, and is otherwise the same; the original stays as it was."""

import hashlib
import io

import docx
import openpyxl
import pikepdf
import pytest
from PIL import Image

from disclosure.documents.cleaning import clean
from disclosure.documents.passage import PassageKind
from disclosure.documents.reading import passages
from disclosure.documents.reading.archive import members
from disclosure.errors import Refused
from tests.support.documents import NAMES, cell, image, ofd, p, pack, pdf, picture, unpack, word, workbook


def said(data):
    return [
        (one.place, one.text)
        for one in passages(data, "文件")
        if one.kind not in (PassageKind.PICTURES, PassageKind.SCAN)
    ]


def everything(data):
    """All bytes of all parts."""
    return b"".join([name.encode() + content for name, content in unpack(data).items()]).decode("utf-8", "replace")


TRACKED = (
    "<w:p w:rsidR='00A1B2C3'><w:ins w:author='改稿人乙'><w:r><w:t>新话</w:t></w:r></w:ins><w:del w:author='改稿人乙'><w:r>"
    "<w:delText>原话</w:delText></w:r></w:del><w:r><w:commentReference w:id='0'/></w:r></w:p>"
)


def full():
    """A DOCX with everything that must not go out."""
    table = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:trPr><w:ins w:author='改稿人乙'/></w:trPr>{cell('新行')}</w:tr></w:tbl>"
    data = unpack(
        word(
            TRACKED + table + p("看不见", run="<w:vanish/>") + image("p1"),
            comments="再核实",
            media={"p1": ("image1.jpg", picture("JPEG", place=True, author="摄影者丁"))},
            parts={"header1.xml": f"<w:hdr {NAMES}>{p('页眉')}</w:hdr>"},
            settings="<w:trackRevisions/><w:rsids><w:rsid w:val='00A1B2C3'/></w:rsids>",
        )
    )
    data["customXml/item1.xml"] = "<x>自定义丙</x>"
    data["docProps/thumbnail.jpeg"] = picture("JPEG")
    data["word/unused.xml"] = "<x>没有人指向</x>"
    link = '<Relationship Id="t" Type="http://x/attachedTemplate" Target="file:///C:/拟稿人甲/a.dotx" TargetMode="External"/>'
    data["word/_rels/document.xml.rels"] = data["word/_rels/document.xml.rels"].replace(
        b"</Rel", link.encode() + b"</Rel"
    )
    return pack(data)


def test_word_goes_out_with_accepted_changes_and_without_people():
    cleaned = clean(full(), "文件.docx")

    assert said(cleaned.data) == [("第1段", "新话"), ("表格1第1行第1列", "新行"), ("页眉", "页眉")]
    for gone in (
        "拟稿人甲",
        "改稿人乙",
        "批注人丙",
        "摄影者丁",
        "再核实",
        "原话",
        "看不见",
        "自定义丙",
        "没有人指向",
        "00A1B2C3",
        "thumbnail",
    ):
        assert gone not in everything(cleaned.data), gone


def test_what_was_taken_out_is_told():
    assert clean(full(), "文件.docx").removed == [
        "批注",
        "文件属性「作者」",
        "缩略图",
        "自定义数据",
        "修订中删除的文字",
        "修订中新增的文字",
        "隐藏文字",
        "图片1的拍摄位置",
        "图片1的作者",
    ]


def test_cleaned_word_opens_elsewhere_with_its_picture():
    document = docx.Document(io.BytesIO(clean(full(), "文件.docx").data))

    assert [one.text for one in document.paragraphs] == ["新话", "", ""]
    assert len(document.inline_shapes) == 1
    assert document.tables[0].cell(0, 0).text == "新行"


def test_libreoffices_notice_goes_out_clean(notice):
    cleaned = clean(notice("docx"), "notice.docx")
    before, after = said(notice("docx")), said(cleaned.data)

    assert [one for one in before if one not in after] == [
        ("修订删除的文字", "不应公开的原话"),
        ("修订的作者", "改稿人乙"),
        ("批注1", "这里请再核实"),
        ("批注1的作者", "批注人丙"),
        ("文件属性「作者」", "拟稿人甲"),
        ("文件属性「最后修改者」", "改稿人乙"),
        ("文件属性「标题」", "内部标题"),
    ]
    assert [one for one in after if one not in before] == []
    assert docx.Document(io.BytesIO(cleaned.data)).paragraphs[0].text == "关于做好春季防火工作的通知"


def test_workbook_goes_out_without_what_is_hidden():
    cleaned = clean(workbook(), "名单.xlsx")

    assert said(cleaned.data) == [
        ("工作表名称", "名单"),
        ("工作表「名单」A1", "姓名"),
        ("工作表「名单」B1", "电话"),
        ("工作表「名单」A2", "示例甲"),
        ("工作表「名单」B2", "13800000000"),
        ("工作表「名单」A3", "示例乙"),
        ("工作表「名单」B3", "13800000001"),
        ("工作表名称", "说明"),
        ("工作表「说明」A1", "公开的说明"),
    ]
    for gone in ("列里藏着", "行里藏着", "表里藏着", "再核实", "批注人丙", "拟稿人甲", "底稿"):
        assert gone not in everything(cleaned.data), gone


def test_what_was_hidden_in_a_workbook_is_told():
    assert clean(workbook(), "名单.xlsx").removed == [
        "批注",
        "文件属性「作者」",
        "隐藏的工作表「底稿」",
        "定义的名称",
        "工作表「名单」隐藏的列",
        "工作表「名单」隐藏的行",
        "公式（只留下结果）",
    ]


def test_cleaned_workbook_opens_elsewhere():
    book = openpyxl.load_workbook(io.BytesIO(clean(workbook(), "名单.xlsx").data))

    assert book.sheetnames == ["名单", "说明"]
    assert book["名单"]["B2"].value == 13800000000
    assert book["名单"]["A2"].comment is None


def test_pdf_goes_out_with_its_links_alone():
    cleaned = clean(pdf(), "文件.pdf")

    assert said(cleaned.data) == [("第1页的链接地址", "https://example.org/")]
    assert cleaned.removed == ["文件属性「作者」", "打开时的动作", "内嵌文件", "批注"]
    with pikepdf.open(io.BytesIO(cleaned.data)) as document:
        assert len(document.pages) == 1
        assert "拟稿人甲" not in str(document.docinfo)
        assert "/OpenAction" not in document.Root


def test_text_of_libreoffices_pdf_stays(notice):
    cleaned = clean(notice("pdf"), "notice.pdf")

    assert dict(said(cleaned.data))["第1页"] == dict(said(notice("pdf")))["第1页"]
    assert cleaned.removed == ["文件属性「作者」", "文件属性「标题」", "打开时的动作"]


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_picture_loses_its_data_and_no_pixel(form):
    data = picture(form, place=True, author="摄影者丁")
    cleaned = clean(data, "图片")

    assert said(cleaned.data) == []
    assert set(cleaned.removed) == {"图片的拍摄位置", "图片的作者"}
    assert Image.open(io.BytesIO(cleaned.data)).tobytes() == Image.open(io.BytesIO(data)).tobytes()


def test_picture_that_lies_on_its_side_is_turned():
    cleaned = clean(picture("JPEG", orientation=6, size=(60, 40)), "图片")
    turned = Image.open(io.BytesIO(cleaned.data))

    assert turned.size == (40, 60)
    assert dict(turned.getexif()) == {}


def test_what_hangs_behind_a_jpeg_is_cut_off():
    assert clean(picture("JPEG") + b"behind", "图片").data.endswith(b"\xff\xd9")


def test_ofd_loses_its_author_and_keeps_every_other_part():
    data = ofd(["关于防汛的通知"])
    cleaned = clean(data, "文件.ofd")

    assert cleaned.removed == ["文件属性「作者」"]
    assert [name for name, content in unpack(data).items() if unpack(cleaned.data)[name] != content] == ["OFD.xml"]


def test_ofd_goes_out_without_attachments_and_what_nothing_lists():
    attachments = '<a><Attachment ID="1" Name="底稿"><FileLoc>a.txt</FileLoc></Attachment></a>'
    data = unpack(ofd(["一"]))
    listed = data["Doc_0/Document.xml"].replace(
        b"</ofd:Document>", b"<ofd:Attachments>x.xml</ofd:Attachments></ofd:Document>"
    )
    cleaned = clean(
        pack(
            {
                **data,
                "Doc_0/Document.xml": listed,
                "Doc_0/x.xml": attachments,
                "Doc_0/a.txt": "底稿",
                "Doc_0/Rest.xml": "<a/>",
            }
        ),
        "文件.ofd",
    )

    assert sorted(unpack(cleaned.data)) == sorted(data)
    assert b"Attachments" not in unpack(cleaned.data)["Doc_0/Document.xml"]
    assert cleaned.removed == ["文件属性「作者」", "内嵌文件", "没有列入目录的部分"]


def test_ofd_says_that_a_seal_protects_what_was_taken_out():
    data = unpack(ofd(["一"]))
    entry = data["OFD.xml"].replace(b"</ofd:DocBody>", b"<ofd:Signatures>Signs.xml</ofd:Signatures></ofd:DocBody>")
    signs = '<s><Signature BaseLoc="Sign.xml"/></s>'
    sign = '<s><Reference FileRef="/Doc_0/Tag.xml"/><SignedValue>value.dat</SignedValue></s>'
    cleaned = clean(
        pack(
            {
                **data,
                "OFD.xml": entry,
                "Signs.xml": signs,
                "Sign.xml": sign,
                "value.dat": b"0\x00",
                "Doc_0/Tag.xml": "<t/>",
            }
        ),
        "文件.ofd",
    )

    assert "Doc_0/Tag.xml" not in unpack(cleaned.data)
    assert "value.dat" in unpack(cleaned.data)
    assert cleaned.removed[-1] == "注意：去掉的内容在电子签章的保护范围内，公开的文件中签章只有外观，不能再验证"


def test_word_goes_out_without_its_own_fonts():
    font = f'<w:fonts {NAMES}><w:font w:name="x"><w:embedRegular r:id="r9"/></w:font></w:fonts>'
    cleaned = clean(pack({**unpack(word(p("一"))), "word/fontTable.xml": font, "word/fonts/font1.odttf": b"x"}), "文件")

    assert "word/fonts/font1.odttf" not in unpack(cleaned.data)
    assert "嵌入的字体" in cleaned.removed


def test_page_loses_scripts_and_comments():
    cleaned = clean("<html><body><p>一</p><!-- 二 --><script>三</script></body></html>".encode(), "页.html")

    assert said(cleaned.data) == [("第1段", "一")]
    assert cleaned.removed == ["网页脚本", "网页注释"]


def test_plain_text_is_as_it_was():
    assert clean("一".encode("gb18030"), "文件.txt").data == "一".encode("gb18030")


@pytest.mark.parametrize("make", [full, workbook, pdf, lambda: ofd(["一"])])
def test_cleaning_twice_takes_nothing_more_and_changes_nothing(make):
    once = clean(make(), "文件").data
    twice = clean(once, "文件")

    assert twice.removed == []
    assert said(twice.data) == said(once)


@pytest.mark.parametrize("make", [full, workbook, pdf, picture])
def test_original_is_not_changed(make):
    data = make()
    before = hashlib.sha256(data).digest()
    clean(data, "文件")

    assert hashlib.sha256(data).digest() == before


@pytest.mark.parametrize(
    "data, sentence",
    [
        (pack({**unpack(word(p("一"))), "word/vbaProject.bin": b"x"}), "含有宏"),
        (pack({**unpack(workbook()), "xl/pivotCache/pivotCacheDefinition1.xml": "<x/>"}), "数据透视表"),
        (pack({"a.txt": "一"}), "压缩包"),
    ],
)
def test_what_may_not_go_out_is_refused(data, sentence):
    with pytest.raises(Refused, match=sentence):
        clean(data, "文件")


# --- Archives -------------------------------------------------------------------------


def test_names_that_windows_wrote_are_chinese_again():
    data = pack({"nn.txt": "一", "文件夹/通知.docx": "二"}).replace(b"nn", "防".encode("gbk"))

    assert members(data, "压缩包") == [("通知.docx", "二".encode()), ("防.txt", "一".encode())]


def test_what_systems_leave_in_archives_is_passed_over():
    data = pack({"__MACOSX/a.docx": "", ".DS_Store": "", "~$a.docx": "", "文件夹/": "", "a.txt": "一"})

    assert [name for name, _ in members(data, "压缩包")] == ["a.txt"]


def test_too_many_files_are_refused():
    with pytest.raises(Refused, match="一次最多 200 个"):
        members(pack({f"{number}.txt": "" for number in range(201)}), "压缩包")
