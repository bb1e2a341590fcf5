"""The privacy guard over an item: what it finds and where, one act masks, one says why something stays."""

import io
import subprocess
import sys

import pytest
from django.contrib.auth.models import AnonymousUser
from docx import Document
from openpyxl import Workbook

from disclosure.admin.items.panels import MOST_SHOWN
from disclosure.desk.items import long_texts
from disclosure.desk.items.blocks import HtmlFragment
from disclosure.desk.items.intake import attach
from disclosure.desk.items.privacy import (
    findings,
    justify,
    mask_everything,
    mask_finding,
    unsettled,
    withhold_attachment,
)
from disclosure.desk.items.reviewing import require_private
from disclosure.errors import Refused, Unreadable
from disclosure.isolation import call
from disclosure.law.privacy import FoundKind, FoundText
from disclosure.models import Act, Item, Justification, Picture, User
from disclosure.search.staff import narrow
from tests.factories import AttachmentFactory, AuthorityFactory, ItemFactory
from tests.support.documents import ofd

pytestmark = pytest.mark.django_db
MOBILE, OTHER = "13800000001", "13900000002"


LONG = "".join(f"<p>第{number}段，一切照旧。</p>" for number in range(3_000))


def draft(**values):
    return ItemFactory(published_on=None, **values)


def told(item):
    return [(str(one.kind.value), one.masked, one.place) for one in findings(item)]


def only(item):
    (finding,) = findings(item)
    return finding


def test_every_field_is_read_and_each_finding_has_its_place():
    item = draft(
        title=f"告{MOBILE}",
        summary=f"要{MOBILE}",
        keywords=f"词{MOBILE}",
        publisher=f"机{MOBILE}",
        document_number=f"号{MOBILE}",
        body=f"<h3>一、</h3><p>请致电{MOBILE}。</p><ul><li><p>或{OTHER}</p></li></ul>",
    )
    AttachmentFactory(item=item, name="名单.docx", text=f"名单\n联系{OTHER}")
    Picture.objects.create(item=item, alternative=f"横幅{OTHER}", file="a.png")

    assert told(item) == [
        ("mobile", "138****0001", "标题"),
        ("mobile", "138****0001", "内容概述"),
        ("mobile", "138****0001", "主题词"),
        ("mobile", "138****0001", "发布机构"),
        ("mobile", "138****0001", "发文字号"),
        ("mobile", "138****0001", "正文第2段"),
        ("mobile", "139****0002", "正文第3段"),
        ("mobile", "139****0002", "附件「名单.docx」第2行"),
        ("mobile", "139****0002", "图片1的替代文字"),
    ]


def test_cells_of_a_row_are_read_together_under_their_headings():
    row = f"<tr><td><p>王小明</p></td><td><p>{MOBILE}</p></td><td><p>金岭一村45号</p></td></tr>"
    item = draft(body=f"<table><tbody><tr><th>姓名</th><th>电话</th><th>家庭住址</th></tr>{row}</tbody></table>")

    assert told(item) == [
        ("name", "王**", "正文表格1第2行第1列"),
        ("mobile", "138****0001", "正文表格1第2行第2列"),
        ("address", "****", "正文表格1第2行第3列"),
    ]


ROWS = (("姓名", "电话", "家庭住址"), ("王小明", MOBILE, "金岭一村45号"))


def as_word():
    made, paper = io.BytesIO(), Document()
    table = paper.add_table(2, 3)
    for row, values in enumerate(ROWS):
        for column, value in enumerate(values):
            table.cell(row, column).text = value
    paper.save(made)
    return made.getvalue()


def as_sheet():
    made, book = io.BytesIO(), Workbook()
    book.active.title = "名单"
    for values in ROWS:
        book.active.append(values)
    book.save(made)
    return made.getvalue()


def as_page():
    rows = "".join(f"<tr>{''.join(f'<td><p>{value}</p></td>' for value in values)}</tr>" for values in ROWS)
    return f"<!doctype html><table>{rows}</table>".encode()


TABLES = {
    "docx": (as_word, "表格1第2行第{}列", "123"),
    "xlsx": (as_sheet, "工作表「名单」{}2", "ABC"),
    "html": (as_page, "表格1第2行第{}列", "123"),
    "csv": (lambda: "\n".join(map(",".join, ROWS)).encode("gb18030"), "表格1第2行第{}列", "123"),
    "ofd": (lambda: ofd(list(map(list, ROWS)), author=""), "第1页表格1第2行第{}列", "123"),
}


@pytest.mark.parametrize("form", TABLES)
def test_rows_of_an_attachment_are_read_under_their_headings_and_searched_cell_by_cell(form, admin_user):
    make, place, columns = TABLES[form]
    item = draft()
    attach(item=item, data=make(), name=f"名单.{form}", by=admin_user)

    where = [f"附件「名单.{form}」{place.format(column)}" for column in columns]
    assert told(item) == [
        ("name", "王**", where[0]),
        ("mobile", "138****0001", where[1]),
        ("address", "****", where[2]),
    ]
    assert [bool(narrow(Item.objects.all(), text)) for text in ("王小明", "金岭一村45号", "王小明138", "0001金岭一村")] == [
        True, True, False, False,
    ]  # fmt: skip


def test_attachment_s_lines_around_a_table_keep_their_numbers():
    item = draft()
    lines = ["第1段\t名单", "表格1第1行第1列\t姓名", "表格1第1行第2列\t电话", "表格1第2行第1列\t王小明"]
    lines += [f"表格1第2行第2列\t{MOBILE}", "表格1第2行第2列\t白天", f"第2段\t或{OTHER}"]
    AttachmentFactory(item=item, name="名单.docx", text="\n".join(lines))

    assert told(item) == [
        ("name", "王**", "附件「名单.docx」表格1第2行第1列"),
        ("mobile", "138****0001", "附件「名单.docx」表格1第2行第2列"),
        ("mobile", "139****0002", "附件「名单.docx」第7行"),
    ]


def test_address_of_a_link_is_read():
    item = draft(body='<p><a href="mailto:zhangsan@163.com">来信</a></p>')

    assert told(item) == [("email", "z***@163.com", "正文链接地址")]


def test_attachment_that_stays_inside_is_not_read():
    item = draft()
    AttachmentFactory(item=item, name="底稿.docx", text=MOBILE, is_public=False)

    assert findings(item) == []


def test_finding_does_not_hold_the_text():
    assert MOBILE not in repr(only(draft(title=MOBILE)))


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_findings(django_assert_num_queries, count):
    item = draft(body="".join(f"<p>电话1380000000{number}</p>" for number in range(count)))
    for number in range(count):
        AttachmentFactory(item=item, name=f"{number}.txt", text=OTHER)

    with django_assert_num_queries(3):
        assert len(findings(item)) == 2 * count


# --- Masking ------------------------------------------------------------------


def test_masking_replaces_every_occurrence_in_the_field_and_leaves_the_rest(admin_user):
    item = draft(body=f"<p>电话{MOBILE}，<strong>再说一遍138</strong>0000 0001，另{OTHER}</p>", title=MOBILE)
    digest = next(one.digest for one in findings(item) if one.field == "body")

    count = mask_finding(item=item, field="body", digest=digest, by=admin_user)

    stored = Item.objects.get(pk=item.pk)
    assert (count, stored.title) == (2, MOBILE)
    assert stored.body == f"<p>电话138****0001，<strong>再说一遍138****0001</strong>，另{OTHER}</p>"
    assert item.body == stored.body


def test_masking_a_plain_field(admin_user):
    item = draft(title=f"联系{MOBILE}的通知")

    mask_finding(item=item, field="title", digest=only(item).digest, by=admin_user)

    assert Item.objects.get(pk=item.pk).title == "联系138****0001的通知"
    assert findings(item) == []


def test_act_of_masking_does_not_hold_the_values(admin_user):
    item = draft(summary=MOBILE)

    mask_finding(item=item, field="summary", digest=only(item).digest, by=admin_user)

    act = Act.objects.first()
    assert (act.verb, act.user, act.key, act.changes) == ("mask", admin_user, str(item.pk), {"summary": [None, None]})


def test_masking_is_refused_in_words(admin_user):
    item, published = draft(title=MOBILE), ItemFactory(title=MOBILE)
    AttachmentFactory(item=item, name="名单.docx", text=OTHER)
    title, attached = findings(item)

    with pytest.raises(Refused, match="重新上传，替换这个附件"):
        mask_finding(item=item, field=attached.field, digest=attached.digest, by=admin_user)
    with pytest.raises(Refused, match="不在草稿状态"):
        mask_finding(item=published, field="title", digest=title.digest, by=admin_user)
    with pytest.raises(Refused, match="「内容概述」中已没有这一处个人信息"):
        mask_finding(item=item, field="summary", digest=title.digest, by=admin_user)
    with pytest.raises(Refused, match="没有这个可以遮盖的字段"):
        mask_finding(item=item, field="index_number", digest=title.digest, by=admin_user)
    with pytest.raises(Refused, match="没有修改公开信息的权限"):
        mask_finding(item=item, field="title", digest=title.digest, by=AnonymousUser())


def test_somebody_of_another_authority_is_refused():
    item, stranger = draft(title=MOBILE), User.objects.create_superuser("other", authority=AuthorityFactory())

    for act, values in ((mask_finding, {"field": "title"}), (justify, {"kind": "mobile", "reason": "理由"})):
        with pytest.raises(Refused, match="您只能办理本机关"):
            act(item=item, digest=only(item).digest, by=stranger, **values)


# --- Reasons ------------------------------------------------------------------


def test_justified_finding_is_settled_wherever_it_stands(admin_user):
    item = draft(title=f"电话{MOBILE}", summary="电话138 0000 0001", body=f"<p>{OTHER}</p>")
    first = findings(item)[0]

    justify(item=item, kind=first.kind, digest=first.digest, reason="本人书面同意公开", by=admin_user)

    assert [one.masked for one in unsettled(item)] == ["139****0002"]
    assert [one.reason for one in findings(item)] == ["本人书面同意公开", "本人书面同意公开", ""]


def test_justification_keeps_mask_and_keyed_hash_and_never_the_text(admin_user):
    item = draft(body=f"<p>{MOBILE}</p>")

    made = justify(item=item, kind="mobile", digest=only(item).digest, reason="本人同意", by=admin_user)

    act = Act.objects.first()
    assert (made.masked, made.reason, made.by) == ("138****0001", "本人同意", admin_user)
    assert (act.verb, act.key) == ("justify", str(item.pk))
    assert MOBILE not in f"{vars(Justification.objects.get())}{act.changes}{act.label}"


def test_reason_holds_under_a_newer_key(admin_user, settings):
    item, old = draft(title=MOBILE), settings.DATA_KEYS
    justify(item=item, kind="mobile", digest=only(item).digest, reason="本人同意", by=admin_user)

    settings.DATA_KEYS = ["bmV3LW5ldy1uZXctbmV3LW5ldy1uZXctbmV3LW5ldzE=", *old]

    assert unsettled(item) == []


def test_reason_is_refused_in_words(admin_user):
    item, withdrawn = draft(title=MOBILE), ItemFactory(title=MOBILE, state="withdrawn")
    given = {"item": item, "kind": "mobile", "digest": only(item).digest, "reason": "本人同意", "by": admin_user}

    for changed, sentence in (
        ({"reason": " "}, "请写明保留的理由"),
        ({"reason": f"{OTHER}本人同意"}, "理由中又写出了个人信息"),
        ({"digest": "0" * 32}, "已没有这一处个人信息"),
        ({"item": withdrawn}, "不能再写保留理由"),
        ({"by": AnonymousUser()}, "没有修改公开信息的权限"),
    ):
        with pytest.raises(Refused, match=sentence):
            justify(**given | changed)
    justify(**given)
    with pytest.raises(Refused, match="已经写过保留理由"):
        justify(**given)


# --- Long texts -----------------------------------------------------------------


@pytest.fixture
def apart(monkeypatch):
    """The names of what is asked of a process apart, which does it."""
    asked = []
    monkeypatch.setattr(long_texts, "call", lambda *args, **options: asked.append(args[0]) or call(*args, **options))
    return asked


def test_long_body_and_summary_are_read_and_masked_by_a_process_apart(apart, admin_user):
    item = draft(body=f"{LONG}<p>电<strong>话</strong>{MOBILE}</p>", summary=f"{'略' * 60_000}{OTHER}")
    assert told(item) == [("mobile", "139****0002", "内容概述"), ("mobile", "138****0001", "正文第3001段")]
    assert sorted(apart) == [
        "disclosure.desk.items.blocks:findings_in",
        "disclosure.desk.items.blocks:marks_in",
        "disclosure.law.privacy:find",
    ]

    assert mask_everything(item=item, by=admin_user).places == 2
    item = Item.objects.get(pk=item.pk)
    assert item.body == f"{LONG}<p>电<strong>话</strong>138****0001</p>"
    assert item.summary.endswith("略139****0002")


def test_item_that_could_not_be_read_is_edited_but_does_not_go_out(monkeypatch, admin_client, admin_user):
    def busy(function, text, about):
        raise Unreadable("正在处理的文件较多。")

    item = draft(body=LONG)
    monkeypatch.setattr("disclosure.desk.items.found.find_in_process", busy)
    page = admin_client.get(f"/admin/disclosure/item/{item.pk}/change/").content.decode()
    assert "还没有检查完，检查完以前不能提交或发布：正在处理的文件较多。" in page
    assert "没有发现" not in page
    with pytest.raises(Refused, match="正在处理的文件较多"):
        require_private(item)


def test_a_page_lists_so_many_findings_and_says_how_many_more(admin_client):
    item = draft(body="".join(f"<p>138{number:08}</p>" for number in range(MOST_SHOWN + 7)))
    page = admin_client.get(f"/admin/disclosure/item/{item.pk}/change/").content.decode()
    assert page.count("<code>138****") == MOST_SHOWN
    assert "还有 7 处没有列出" in page


# --- All at once --------------------------------------------------------------


def test_masking_everything_keeps_the_source_inside_and_leaves_other_attachments(admin_user):
    item = draft(title=f"告{MOBILE}", body=f"<p>{MOBILE}，{OTHER}</p>")
    source = AttachmentFactory(item=item, name="原件.docx", text=f"第1段\t{MOBILE}", is_source=True)
    other = AttachmentFactory(item=item, name="名单.docx", text=f"第1段\t{OTHER}")

    done = mask_everything(item=item, by=admin_user)

    assert (done.places, done.kept_inside) == (3, ("原件.docx",))
    source.refresh_from_db()
    other.refresh_from_db()
    assert (source.is_public, other.is_public) == (False, True)
    assert [one.place for one in unsettled(item)] == ["附件「名单.docx」第1行"]


def test_source_without_a_finding_goes_out(admin_user):
    item = draft(title=MOBILE)
    source = AttachmentFactory(item=item, name="原件.docx", text="没有", is_source=True)

    assert mask_everything(item=item, by=admin_user).kept_inside == ()
    source.refresh_from_db()
    assert source.is_public
    with pytest.raises(Refused, match="没有可以遮盖的内容"):
        mask_everything(item=item, by=admin_user)


def test_attachment_of_what_is_not_a_draft_is_not_kept_back(admin_user):
    attachment = AttachmentFactory(item=ItemFactory(), name="名单.docx")

    with pytest.raises(Refused, match="不在草稿状态"):
        withhold_attachment(attachment=attachment, by=admin_user)


def test_a_list_of_people_is_read_as_often_as_a_single_one(admin_user, monkeypatch):
    read = []
    parsed = HtmlFragment.parsed
    monkeypatch.setattr(HtmlFragment, "parsed", lambda source: read.append(len(source)) or parsed(source))

    def readings(count):
        item = draft(body="".join(f"<p>户主：王{chr(0x5000 + at)}山</p>" for at in range(count)))
        read.clear()
        assert mask_everything(item=item, by=admin_user).places == count
        return len(read)

    assert readings(40) == readings(2)


CHILD = """
import resource, sys
import django
django.setup()
from disclosure.admin.items.panels import MOST_SHOWN
from disclosure.desk.items import long_texts
from disclosure.desk.items.blocks import HtmlFragment
row = "<tr>" + "<td><p>一</p></td>" * 5 + "</tr>"
resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
print(HtmlFragment.parsed(f"<table><tbody>{row * 8_000}</tbody></table>").blocks[-1].place)
print(HtmlFragment.parsed(f"<table><tbody><tr>{'<td>一</td>' * 20_000}</tr></tbody></table>").blocks[-1].place)
"""


def test_a_table_of_thousands_of_rows_is_read_within_a_limit_of_the_system():
    """A list of whom a town pays has as many: no cell may cost a walk through all rows, nor through all of its row."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", CHILD], capture_output=True, encoding="utf-8", check=False
    )

    assert done.returncode == 0, (done.returncode, done.stderr[-300:])
    assert done.stdout.split() == ["表格1第8000行第5列", "表格1第1行第20000列"]


def test_cells_of_tables_inside_tables_and_beside_rows_keep_their_places():
    inner = "<table><tbody><tr><td>内</td></tr><tr><td>内二</td></tr></tbody></table>"
    text = HtmlFragment.parsed(
        f"<table><tbody><tr><th>甲</th><td>乙{inner}丙</td></tr><tr><td>丁</td></tr></tbody></table>"
        "<table><tbody><tr><td>戊</td></tr></tbody></table>"
    )

    assert [(one.text, one.place) for one in text.blocks] == [
        ("甲", "表格1第1行第1列"),
        ("乙", "表格1第1行第2列"),
        ("内", "表格2第1行第1列"),
        ("内二", "表格2第2行第1列"),
        ("丙", "表格1第1行第2列"),
        ("丁", "表格1第4行第1列"),
        ("戊", "表格3第1行第1列"),
    ]


def test_each_node_is_masked_in_one_go_and_overlaps_by_the_longer(admin_user):
    text = HtmlFragment.parsed(f"<p>甲{MOBILE}乙<b>138</b>0000<i>0002</i>丙{OTHER}</p>")
    [block] = {id(one): one for one, _ in text.findings()}.values()
    found = [one for _, one in text.findings()]
    shorter = FoundText(FoundKind.NAME, found[0].start, found[0].end - 1, "", "*")

    block.replace([shorter, *found])

    assert text.html == "<p>甲138****0001乙<b>138****0002</b><i></i>丙139****0002</p>"
