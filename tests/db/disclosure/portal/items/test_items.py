"""An item as its readers meet it: what it says of itself, whether it is in force, what belongs to it."""

import io
import json
from datetime import date

import docx
import pypdf
import pytest
from django.core.files.base import ContentFile

from disclosure.models import Item, ItemLink, Picture
from tests.db.disclosure.portal.reading import links, page, text
from tests.support.documents import picture

pytestmark = pytest.mark.django_db
ADDRESS = "/items/SL-2020-0001/"


def test_metadata_has_the_eleven_terms_in_their_order(client, repealed):
    tree = page(client, ADDRESS)

    terms = [(text(term), text(term.getnext())) for term in tree.xpath("//section[@class='metadata']//dt")]
    assert terms == [
        ("索引号", "SL-2020-0001"),
        ("主题分类", "城乡建设、环境保护"),
        ("体裁", "通知"),
        ("发布机构", "示例镇人民政府"),
        ("成文日期", "2020年3月1日"),
        ("发文字号", "示政发〔2020〕3号"),
        ("标题", "关于印发《示例镇生活垃圾分类管理办法》的通知"),
        ("发布日期", "2020年3月9日"),
        ("有效性", "废止（2022年1月26日）"),
        ("公开方式", "主动公开"),
        ("主题词", "垃圾分类管理办法"),
    ]


def test_body_reads_as_written_with_tables_that_scroll(client, repealed):
    body = page(client, ADDRESS).find_class("item-body")[0]

    assert [text(heading) for heading in body.iter("h3")] == ["总则"]
    assert "第一条为规范分类，制定本办法。" in text(body)
    assert body.xpath(".//div[@role='region'][@tabindex='0']/table")


def test_attachment_tells_its_kind_size_and_pages(client, repealed):
    files = page(client, ADDRESS).xpath("//section[@class='attachments']//li")

    assert [text(file) for file in files] == ["收运点位表.xlsxXLSX1KB12页"]


@pytest.mark.parametrize(
    "ends, heading, says",
    [
        (("repealed", date(2022, 1, 26)), "本文件已废止", "自2022年1月26日起废止"),
        (("lapsed", date(2022, 1, 26)), "本文件已失效", "自2022年1月26日起失效"),
        (("repealed", None), "本文件已废止", "现已废止"),
        (("amended", None), "本文件已修改", "以修改后的规定为准"),
    ],
)
def test_mark_of_a_document_not_in_force_stands_above_its_title(client, item, ends, heading, says):
    validity, ended = ends
    item(index_number="a", validity=validity, repealed_on=ended, formed_on=date(2020, 1, 1))

    tree = page(client, "/items/a/")
    head = tree.find_class("item-head")[0]
    assert text(head[0].find("h2")) == heading
    assert says in text(head[0])
    assert head[1].tag == "h1"
    assert tree.xpath("//section[@class='metadata']//*[contains(@class, 'tag')]")
    assert page(client, "/catalogue/policy/").xpath("//td//*[contains(@class, 'tag')]")


@pytest.mark.parametrize("values", [{}, {"validity": "repealed", "repealed_on": date(2999, 1, 1)}])
def test_document_in_force_has_no_mark(client, item, values):
    item(index_number="a", **values)

    assert not page(client, "/items/a/").find_class("note")
    assert not page(client, "/catalogue/policy/").xpath("//td//*[contains(@class, 'tag')]")


def test_repeal_leads_to_what_replaced_it_and_back(client, repealed):
    tree = page(client, ADDRESS)

    assert links(tree, "//section[contains(@class, 'note')]") == {"/items/SL-2022-0001/"}
    headings = [text(heading) for heading in tree.xpath("//section[@class='related']/h2")]
    assert headings == ["政策解读", "替代本文的文件"]
    assert links(page(client, "/items/SL-2020-0002/"), "//section[@class='related']") == {ADDRESS}
    assert "本文替代的文件" in text(page(client, "/items/SL-2022-0001/"))


def test_amendment_is_shown_from_both_ends(client, item):
    amended, amending = item(index_number="a"), item(index_number="b")
    ItemLink.objects.create(item=amending, relation="amends", target=amended)

    assert "修改本文的文件" in text(page(client, "/items/a/"))
    assert "本文修改的文件" in text(page(client, "/items/b/"))


def test_versions_are_listed_with_their_days_and_reasons(client, repealed):
    lines = [text(line) for line in page(client, ADDRESS).xpath("//section[@class='history']//li")]

    assert lines == [
        "第3版，2022年2月1日发布（现行版本）：第2次修订",
        "第2版，2021年2月1日发布，2022年2月1日被替代：第1次修订",
        "第1版，2020年3月9日发布，2021年2月1日被替代",
    ]


def test_earlier_version_reads_as_it_was_and_says_that_it_is_not_in_force(client, repealed):
    tree = page(client, f"{ADDRESS}versions/1/")

    assert text(tree.find(".//h1")) == "第1版的标题"
    assert "第1版的正文" in text(tree.find_class("item-body")[0])
    assert "这不是现行版本" in text(tree.find_class("note")[0])
    assert links(tree, "//section[contains(@class, 'note')]") == {ADDRESS}
    assert tree.xpath("//link[@rel='canonical']/@href") == [f"http://testserver{ADDRESS}"]
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_neighbours_go_by_date_within_the_column(client, item, columns):
    for number, day in (("a", 1), ("b", 2), ("c", 2), ("d", 3)):
        item(index_number=number, published_on=date(2023, 6, day))
    item(index_number="elsewhere", published_on=date(2023, 6, 2), category=columns["finance"])

    def around(number):
        tree = page(client, f"/items/{number}/")
        return [tree.xpath(f"string(//a[@rel='{name}']/@href)") for name in ("prev", "next")]

    assert [around(number) for number in "abcd"] == [
        ["/items/b/", ""],
        ["/items/c/", "/items/a/"],
        ["/items/d/", "/items/b/"],
        ["", "/items/c/"],
    ]


def test_qr_code_is_drawn_in_the_page_with_a_name(client, repealed):
    code = page(client, ADDRESS).xpath("//*[local-name()='svg']")[0]

    assert (code.get("role"), code.get("aria-label")) == ("img", "本页网址的二维码")
    assert "style" not in code.attrib


def test_title_breaks_between_words(client, repealed):
    title = page(client, ADDRESS).find(".//h1")

    assert title.xpath("count(.//wbr)") > 3
    assert title.text_content().strip() == "关于印发《示例镇生活垃圾分类管理办法》的通知"


def test_schema_org_knows_a_normative_document_as_legislation(client, repealed, item):
    item(index_number="a", title="</script><b>注入</b>")
    data, plain = (
        json.loads(page(client, address).xpath("string(//script[@type='application/ld+json'])"))
        for address in (ADDRESS, "/items/a/")
    )

    assert (data["@type"], data["legislationIdentifier"]) == ("Legislation", "示政发〔2020〕3号")
    assert data["legislationLegalForce"] == "https://schema.org/NotInForce"
    assert (plain["@type"], plain["name"]) == ("DigitalDocument", "</script><b>注入</b>")


# --- Downloads --------------------------------------------------------------------


def test_whole_as_docx_holds_metadata_text_and_source(client, repealed):
    answer = client.get(f"{ADDRESS}download.docx")

    document = docx.Document(io.BytesIO(answer.content))
    paragraphs = [one.text for one in document.paragraphs]
    assert paragraphs[0] == "关于印发《示例镇生活垃圾分类管理办法》的通知"
    assert "第一条 为规范分类，制定本办法。" in paragraphs
    assert "附件：收运点位表.xlsx" in paragraphs
    assert f"来源：http://testserver{ADDRESS}" in paragraphs
    assert [cell.text for cell in document.tables[0].rows[5].cells] == ["发文字号", "示政发〔2020〕3号"]
    assert document.sections[0].header.paragraphs[0].text == "〔废止〕"
    assert "filename*=UTF-8''%E5%85%B3" in answer["Content-Disposition"]


def test_whole_as_pdf_holds_the_same(client, repealed):
    document = pypdf.PdfReader(io.BytesIO(client.get(f"{ADDRESS}download.pdf").content))

    words = "".join("".join(one.extract_text() for one in document.pages).split())
    assert document.metadata.title == "关于印发《示例镇生活垃圾分类管理办法》的通知"
    assert all(part in words for part in ("〔废止〕", "示政发〔2020〕3号", "第一条为规范分类", "附件：收运点位表.xlsx"))


def test_version_is_marked_in_its_file(client, repealed):
    document = docx.Document(io.BytesIO(client.get(f"{ADDRESS}versions/2/download.docx").content))

    assert document.sections[0].header.paragraphs[0].text == "〔旧版本·废止〕"
    assert document.paragraphs[0].text == "第2版的标题"


def shown(item, form="JPEG", **values):
    """A picture of the item that its body shows."""
    made = Picture(item=item, alternative="镇政府大门", width=6, height=4)
    for name, value in values.items():
        setattr(made, name, value)
    made.file.save(f"a.{form.lower()}", ContentFile(picture(form)), save=False)
    made.save()
    Item.objects.filter(pk=item.pk).update(
        body=f'<p>大门：</p><p><img src="/pictures/{made.token}/" alt="镇政府大门"></p>'
    )


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_pictures_of_the_text_are_in_its_files(client, repealed, form):
    shown(repealed, form)

    document = docx.Document(io.BytesIO(client.get(f"{ADDRESS}download.docx").content))
    assert [one.get("descr") for one in document.element.body.iter("{*}docPr")] == ["镇政府大门"]
    pages = pypdf.PdfReader(io.BytesIO(client.get(f"{ADDRESS}download.pdf").content)).pages
    assert sum(len(one.images) for one in pages) == 1


def test_picture_too_large_to_be_unpacked_is_printed_as_its_text(client, repealed):
    shown(repealed, width=9000, height=9000)

    document = docx.Document(io.BytesIO(client.get(f"{ADDRESS}download.docx").content))
    assert "［图：镇政府大门］" in [one.text for one in document.paragraphs]


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_reader_who_has_the_file_is_told_so(client, repealed, form):
    address = f"{ADDRESS}download.{form}"

    assert client.get(address, headers={"if-none-match": client.get(address)["ETag"]}).status_code == 304
