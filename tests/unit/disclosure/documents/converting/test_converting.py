"""Documents into bodies: nothing is lost without being said."""

import re

import pytest
from lxml import html

from disclosure.documents.converting import convert
from disclosure.documents.passage import PassageKind
from disclosure.documents.reading import passages
from disclosure.errors import Unreadable
from disclosure.models.richtext import clean_html
from tests.support.documents import (
    NAMES,
    box,
    cell,
    image,
    numbered,
    numbering,
    ofd,
    p,
    pack,
    pdf,
    picture,
    unpack,
    word,
    workbook,
)

WIDE, BEGIN, GO_ON = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def body(data, name="文件"):
    return convert(data, name).html


def bare(text):
    return re.sub(r"\s", "", text)


# --- Headings, lists, tables ----------------------------------------------------------


@pytest.mark.parametrize(
    "style, expected",
    [
        ("1", "<h3>总则</h3>"),
        ("2", "<h4>总则</h4>"),
        ("a3", '<h3 class="title">总则</h3>'),
        ("a4", '<h3 class="title">总则</h3>'),
        ("a", "<p>总则</p>"),
        ("", "<p>总则</p>"),
    ],
)
def test_chinese_word_names_its_headings_by_numbers(style, expected):
    assert body(word(p("总则", style=style))) == expected


def test_marks_of_letters_stay():
    runs = "".join(
        f"<w:r><w:rPr>{mark}</w:rPr><w:t>{text}</w:t></w:r>"
        for mark, text in (
            ("<w:b/>", "粗"),
            ("<w:u w:val='single'/>", "线"),
            ("<w:strike/>", "删"),
            ("<w:vertAlign w:val='superscript'/>", "2"),
        )
    )

    assert body(word(f"<w:p>{runs}</w:p>")) == "<p><strong>粗</strong><u>线</u><s>删</s><sup>2</sup></p>"


@pytest.mark.parametrize(
    "form, text, expected",
    [
        ("decimal", "%1.", "<ol><li>甲</li><li>乙</li></ol>"),
        ("bullet", "•", "<ul><li>甲</li><li>乙</li></ul>"),
        ("decimal", "%1、", "<p>1、甲</p><p>2、乙</p>"),
        ("decimal", "（%1）", "<p>（1）甲</p><p>（2）乙</p>"),
        ("chineseCountingThousand", "%1、", "<p>一、甲</p><p>二、乙</p>"),
        ("chineseCountingThousand", "（%1）", "<p>（一）甲</p><p>（二）乙</p>"),
        ("chineseCountingThousand", "第%1条", "<p>第一条 甲</p><p>第二条 乙</p>"),
        ("upperLetter", "%1.", "<p>A. 甲</p><p>B. 乙</p>"),
        ("decimalEnclosedCircleChinese", "%1", "<p>① 甲</p><p>② 乙</p>"),
        ("none", "", "<p>甲</p><p>乙</p>"),
    ],
)  # fmt: skip
def test_numbers_that_word_makes_are_a_list_or_stand_in_the_text(form, text, expected):
    data = word(numbered("甲", 1) + numbered("乙", 1), parts={"numbering.xml": numbering((form, text))})

    assert body(data) == expected


def test_list_that_goes_on_after_a_paragraph_keeps_its_numbers():
    data = word(
        numbered("甲", 1) + numbered("乙", 1) + p("插话") + numbered("丙", 1),
        parts={"numbering.xml": numbering(("decimal", "%1."))},
    )

    assert body(data) == "<ol><li>甲</li><li>乙</li></ol><p>插话</p><p>3. 丙</p>"


def test_second_list_right_behind_the_first_does_not_count_on():
    data = word(
        numbered("甲", 1) + numbered("乙", 2),
        parts={"numbering.xml": numbering(("decimal", "%1."), ("decimal", "%1."))},
    )

    assert body(data) == "<ol><li>甲</li></ol><p>1. 乙</p>"


def test_merged_cells_and_header_rows_stay():
    table = (
        f"<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('分工', WIDE)}</w:tr>"
        f"<w:tr>{cell('东片', BEGIN)}{cell('一组')}</w:tr>"
        f"<w:tr>{cell('', GO_ON)}{cell('二组')}</w:tr></w:tbl>"
    )

    assert clean_html(body(word(table))) == (
        '<table><thead><tr><th colspan="2"><p>分工</p></th></tr></thead>'
        '<tbody><tr><td rowspan="2"><p>东片</p></td><td><p>一组</p></td></tr><tr><td><p>二组</p></td></tr></tbody></table>'
    )


# --- What mammoth would lose ----------------------------------------------------------


def test_text_box_stands_behind_its_paragraph_once_and_it_is_said():
    converted = convert(word(box("框里的话") + p("后文")), "文件")

    assert converted.html == "<p>框前的段落</p><p>框里的话</p><p>后文</p>"
    assert converted.warnings == ["文本框（1 个）中的文字已放在所在段落之后，请核对位置。"]


def test_changes_are_accepted_and_said():
    data = word(
        "<w:p><w:r><w:t>甲</w:t></w:r><w:ins w:author='某'><w:r><w:t>新</w:t></w:r></w:ins>"
        "<w:del w:author='某'><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>"
        "<w:p><w:pPr><w:rPr><w:del w:author='某'/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p>" + p("后半")
    )
    converted = convert(data, "文件")

    assert converted.html == "<p>甲新</p><p>前半后半</p>"
    assert converted.warnings == ["修订中新增的文字（1 处）已按接受处理。", "修订中删除的文字（1 处）没有转入正文。"]


def test_deleted_row_of_a_table_is_gone():
    row = f"<w:tr><w:trPr><w:del w:author='某'/></w:trPr>{cell('旧行')}</w:tr>"

    assert "旧行" not in body(word(f"<w:tbl><w:tr>{cell('新行')}</w:tr>{row}</w:tbl>"))


@pytest.mark.parametrize(
    "inner, expected, warning",
    [
        ("<w:fldSimple w:instr='DATE'><w:r><w:t>域的结果</w:t></w:r></w:fldSimple>", "<p>域的结果</p>", None),
        ("<w:smartTag><w:r><w:t>标记里</w:t></w:r></w:smartTag>", "<p>标记里</p>", None),
        ("<w:sdt><w:sdtContent><w:r><w:t>控件里</w:t></w:r></w:sdtContent></w:sdt>", "<p>控件里</p>", None),
        ("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>", "<p>x=1</p>", "公式"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r><w:r><w:t>看得见</w:t></w:r>", "<p>看得见</p>", "隐藏文字"),
    ],
)  # fmt: skip
def test_words_in_odd_places_are_kept_or_said(inner, expected, warning):
    converted = convert(word(f"<w:p>{inner}</w:p>"), "文件")

    assert converted.html == expected
    assert [one for one in converted.warnings if warning and warning in one] == list(converted.warnings)
    assert bool(converted.warnings) == bool(warning)


def test_headers_are_said_with_their_words():
    data = word(p("一"), parts={"header1.xml": f"<w:hdr {NAMES}>{p('内部编号')}</w:hdr>"})

    assert convert(data, "文件").warnings == ["页眉没有转入正文：内部编号"]


# --- Pictures -------------------------------------------------------------------------


def test_picture_comes_with_its_description_and_without_its_data():
    data = word(image("p1", "镇政府大门"), media={"p1": ("image1.jpg", picture("JPEG", place=True, author="某"))})
    converted = convert(data, "文件")

    assert converted.html == '<p><img alt="镇政府大门" height="4" src="picture-0" width="6"></p>'
    assert [(one.content_type, one.alternative) for one in converted.pictures] == [("image/jpeg", "镇政府大门")]
    assert [one.kind for one in passages(converted.pictures[0].data, "图片")] == [PassageKind.SCAN]
    assert converted.warnings == []


def test_address_of_a_picture_survives_the_sanitiser():
    converted = convert(word(image("p1"), media={"p1": ("image1.png", picture())}), "文件")
    address = f"/pictures/{'0a' * 16}/"

    assert f'src="{address}"' in clean_html(converted.with_addresses([address]))


def test_picture_without_description_is_asked_for():
    converted = convert(word(image("p1"), media={"p1": ("image1.png", picture())}), "文件")

    assert converted.warnings == ["有 1 张图片没有替代文字，请补写图片上是什么。"]


def test_picture_that_no_browser_shows_is_said():
    converted = convert(word(p("一") + image("p1"), media={"p1": ("image1.emf", b"\x01\0\0\0")}), "文件")

    assert converted.html == "<p>一</p>"
    assert converted.warnings == ["有 1 张图片（EMF 格式）浏览器不能显示，没有转入，请另存为 PNG 后插入。"]


def test_pictures_of_a_group_come_one_by_one():
    blips = "".join(
        f"<pic:pic><pic:blipFill><a:blip r:embed='{link}'/></pic:blipFill></pic:pic>" for link in ("p1", "p2")
    )
    group = (
        "<w:p><w:r><w:drawing><wp:inline><wp:docPr id='1' name='组'/><a:graphic><a:graphicData uri='x'>"
        f"<wpg:wgp>{blips}</wpg:wgp></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    data = word(group, media={"p1": ("image1.png", picture()), "p2": ("image2.png", picture(size=(8, 4)))})

    assert [one.width for one in convert(data, "文件").pictures] == [6, 8]


# --- The whole notice -----------------------------------------------------------------


def test_nothing_of_libreoffices_notice_is_lost_without_being_said(notice):
    data = notice("docx")
    converted = convert(data, "notice.docx")
    read = html.fromstring(f"<div>{converted.html}</div>").text_content().replace("[1]", "", 1)  # the note's mark
    kept = bare(read) + bare("".join(converted.warnings))
    pictures = "".join(one.alternative for one in converted.pictures)
    elsewhere = ("文件属性", "修订的作者", "批注", "修订删除的文字")  # metadata, and what a warning counts

    lost = [
        one
        for one in passages(data, "")
        if one.kind is PassageKind.TEXT
        and not one.place.startswith(elsewhere)
        and bare(one.text) not in kept + pictures
    ]
    assert lost == []
    assert [one[:6] for one in converted.warnings] == [
        "修订中新增的",
        "修订中删除的",
        "批注（1 条",
        "文本框（1 ",
        "页眉没有转入",
        "页脚没有转入",
    ]


def test_libreoffices_notice_in_html(notice):
    assert body(notice("docx")) == (
        '<h3 class="title">关于做好春季防火工作的通知</h3><p>金政办发〔2020〕3号</p><p>各村、各单位：</p><h3>一、总体要求</h3>'
        "<p>坚持<strong>预防为主</strong>，新加的一句，责任到人。详见附注<sup>[1]</sup>。</p>"
        "<ol><li>清理可燃物</li><li>加强巡查</li></ol><p>一、自动编号甲</p><p>二、自动编号乙</p><ul><li>带点的一项</li></ul>"
        "<p>文本框在这里。</p><p>文本框里的话</p>"
        '<p><img alt="红色的示意图" height="16" src="picture-0" width="24"></p>'
        '<table><thead><tr><th colspan="2"><p>责任分工</p></th><th><p>电话</p></th></tr></thead>'
        '<tbody><tr><td rowspan="2"><p>东片</p></td><td><p>一组</p></td><td><p>0533-0000001</p></td></tr>'
        "<tr><td><p>二组</p></td><td><p>0533-0000002</p></td></tr></tbody></table>"
        "<p>金岭镇人民政府办公室</p><p>2020年3月1日</p><p>[1] 附注的内容。 </p>"
    )


# --- PDF, OFD and the rest ------------------------------------------------------------


def test_lines_of_pdf_become_paragraphs(notice):
    converted = convert(notice("pdf"), "notice.pdf")

    assert converted.html.startswith(
        "<p>页眉里的内部编号</p><p>关于做好春季防火工作的通知</p><p>金政办发〔2020〕3号</p>"
    )
    assert converted.pages == 1
    assert "表格只转成文字" in converted.warnings[0]


def test_lines_of_ofd_are_joined_to_the_edge():
    long = "为" * 28
    converted = convert(ofd(["各村：", long, "止。", "一、总则"]), "文件.ofd")

    assert converted.html == f"<p>示例镇人民政府文件</p><p>各村：</p><p>{long}止。</p><p>一、总则</p>"


def test_page_of_html_loses_scripts_and_says_what_became_of_pictures():
    converted = convert(b"<html><body><h1>T</h1><p>one</p><script>x</script><img src='a.png'></body></html>", "页.html")

    assert converted.html == "<h3>T</h3><p>one</p>"
    assert converted.warnings == ["网页中的 1 张图片没有转入，请另行插入。"]


def test_plain_text_is_escaped():
    assert body("一 < 二\n\n三".encode()) == "<p>一 &lt; 二</p><p>三</p>"


@pytest.mark.parametrize("make", [workbook, picture, pdf])
def test_file_without_running_text_is_no_body(make):
    with pytest.raises(Unreadable, match="作为附件上传"):
        convert(make(), "某文件")


def test_document_of_charts_alone_is_no_scan():
    data = unpack(word(p("")))
    with pytest.raises(Unreadable, match=r"「甲.docx」里没有能转成正文的文字（只有图表），请作为附件上传"):
        convert(pack({**data, "word/charts/chart1.xml": "<c/>"}), "甲.docx")


def test_text_in_letters_of_a_font_s_own_becomes_no_body():
    with pytest.raises(Unreadable, match=r"有 2 个字用的是字体自带的编码.*不能转成正文"):
        convert(word(p("名单\ue000\ue001")), "甲.docx")
