"""The index is in step with the items whatever happens to them, and holds nothing that is not public of them."""

import io
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from django.core.management import call_command
from django.db import connection, transaction

from disclosure.desk.items.intake import attach
from disclosure.exchange.importing import import_file
from disclosure.law.choices.items import ItemState
from disclosure.models import Attachment, Item, SearchDocument
from disclosure.search import contents
from disclosure.search.index import reindex, remove
from disclosure.search.staff import narrow
from disclosure.search.storage import search_index
from tests.factories import AttachmentFactory, CategoryFactory, ItemFactory
from tests.support.documents import ofd, p, word

DOCUMENTS = Path(__file__).parents[3] / "data" / "documents"

pytestmark = pytest.mark.django_db


def found(text):
    return set(narrow(Item.objects.all(), text))


def indexed(term):
    """What the bare index says, items or not."""
    sql = search_index(connection).matching([term])
    with connection.cursor() as cursor:
        cursor.execute(sql.sql, sql.params)
        return [pk for (pk,) in cursor.fetchall()]


def test_only_public_fields_are_indexed():
    assert set(contents.FIELDS) <= Item.visibility.public
    assert "name" in Attachment.visibility.public


@pytest.mark.parametrize("field", contents.FIELDS)
def test_every_field_is_found_and_found_no_more_when_changed(field):
    item = ItemFactory(**{field: "独一无二"})
    assert found("独一无二") == {item}

    setattr(item, field, "换了说法")
    item.save()

    assert found("独一无二") == set()
    assert found("换了说法") == {item}


def test_fields_that_are_not_public_are_not_found():
    ItemFactory(withdrawn_for="内部原因", guessed="内部原因")

    assert found("内部原因") == set()


def test_no_string_reaches_from_one_field_or_paragraph_into_the_next():
    ItemFactory(title="甲乙", document_number="丙丁", body="<p>子丑</p><p>寅卯</p><ul><li><p>辰巳</p></li></ul>")

    assert [text for text in ("乙丙", "丑寅", "卯辰", "巳子") if found(text)] == []


def test_formatting_and_line_breaks_part_no_words():
    item = ItemFactory(body="<p>森林<strong>防</strong>火<br>工作</p>")

    assert found("森林防火工作") == {item}


@pytest.mark.parametrize("state", ItemState)
def test_items_of_every_state_are_in_the_index(state):
    shown = state in {ItemState.PUBLISHED, ItemState.WITHDRAWN}
    item = ItemFactory(title="某某事项", state=state, **({} if shown else {"published_on": None}))

    assert found("某某事项") == {item}


def test_amendments_are_not():
    item = ItemFactory(title="旧标题")
    Item.with_amendments.create(
        authority=item.authority, category=item.category, index_number="修订", title="新标题", amends=item,
        formed_on=item.formed_on,
    )  # fmt: skip

    assert indexed("新标题") == []


# --- Attachments ---------------------------------------------------------------------


def test_attachment_is_found_by_name_and_text_but_not_by_place():
    item = AttachmentFactory(text="第7页\t附件里的话", file__name="附件.txt").item

    assert found("附件里的话") == {item}
    assert found("第7页") == set()


@pytest.mark.parametrize(
    ("name", "made", "wanted"),
    [
        ("附件.docx", lambda: word(p("文字文档里写着收运点位")), "收运点位"),
        ("附件.xlsx", lambda: _sheet("电子表格里写着收运点位"), "收运点位"),
        ("附件.ofd", lambda: ofd(["版式文件里写着收运点位"]), "收运点位"),
        ("附件.txt", "纯文本里写着收运点位".encode, "收运点位"),
        ("附件.pdf", (DOCUMENTS / "notice.pdf").read_bytes, "关于做好春季防火工作的通知"),
    ],
    ids=["docx", "xlsx", "ofd", "txt", "pdf"],
)
def test_text_of_every_kind_of_attachment_is_found(admin_user, name, made, wanted):
    item = ItemFactory(title="甲", state="draft", published_on=None)

    attached = attach(item=item, data=made(), name=name, by=admin_user)

    lines = [line.partition("\t")[2] for line in attached.text.splitlines()]
    assert any(line.endswith(wanted) for line in lines)
    assert found(wanted) == found(wanted[1:]) == {item}


def _sheet(text):
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append([text])
    book.save(file)
    return file.getvalue()


def test_attachment_that_does_not_go_out_is_not_found():
    attachment = AttachmentFactory(text="第1页\t附件里的话")

    attachment.is_public = False
    attachment.save()

    assert found("附件里的话") == set()


def test_attachment_of_a_former_version_is_not_found():
    attachment = AttachmentFactory(text="第1页\t附件里的话")
    attachment.revision = attachment.item.revisions.create(
        number=1, content={}, published_on="2023-01-01", superseded_on="2023-02-01", reason="说明"
    )
    attachment.save()

    assert found("附件里的话") == set()


def test_attachment_that_is_gone_is_not_found():
    attachment = AttachmentFactory(text="第1页\t附件里的话")
    item = attachment.item

    attachment.delete()

    assert found("附件里的话") == set()
    assert found(item.title) == {item}


# --- Deletion, undoing, bulk ---------------------------------------------------------


def test_deleted_item_leaves_the_index():
    item = AttachmentFactory(item=ItemFactory(title="将要删去"), text="第1页\t附件里的话").item
    other = ItemFactory(title="将要留下")

    Item.objects.filter(pk=item.pk).delete()

    assert indexed("将要") == [other.pk]
    assert indexed("附件里的话") == []


def test_what_is_undone_was_never_indexed():
    item = ItemFactory(title="原来的标题")

    with transaction.atomic():
        item.title = "改过的标题"
        item.save()
        transaction.set_rollback(True)

    assert (indexed("改过的"), indexed("原来的")) == ([], [item.pk])


def test_bulk_changes_are_found_once_told():
    item = ItemFactory(title="原来的标题")
    Item.objects.filter(pk=item.pk).update(title="成批改的")

    reindex([item.pk])

    assert (found("原来的"), found("成批改的")) == (set(), {item})


def test_removed_item_is_not_found_and_may_come_back():
    item = ItemFactory(title="标题")

    remove([item.pk])
    assert (indexed("标题"), SearchDocument.objects.count()) == ([], 0)

    reindex([item.pk])
    assert indexed("标题") == [item.pk]


def test_import_is_found_new_and_changed():
    column = CategoryFactory(name="政策")
    table = "标题,栏目,成文日期,发布日期,索引号,正文\n{},政策,2023-01-01,2023-01-02,一,导入的正文\n"

    import_file("items", table.format("导入的标题").encode(), "表.csv", column.authority)
    item = Item.objects.get()
    assert found("导入的标题") == found("导入的正文") == {item}

    import_file("items", table.format("再次导入").encode(), "表.csv", column.authority)
    assert (found("导入的标题"), found("再次导入")) == (set(), {item})


@pytest.mark.parametrize("count", [1, 5])
def test_indexing_many_costs_as_many_queries_as_one(django_assert_max_num_queries, count):
    items = [AttachmentFactory(text=f"页\t第{n}份").item for n in range(count)]
    Item.objects.update(title="改过的标题")

    with django_assert_max_num_queries(8):
        reindex(item.pk for item in items)

    assert found("改过的标题") == set(items)


def test_saving_what_changes_no_text_writes_nothing_to_the_index(django_assert_num_queries):
    item = ItemFactory()

    with django_assert_num_queries(6):  # its own update; a savepoint around item, attachments and what is stored
        item.save()


@pytest.mark.parametrize("options", [[], ["--authority", "town"]])
def test_command_mends_an_index_that_is_out_of_step(town, options):
    item = ItemFactory(authority=town, title="原来的标题")
    Item.objects.update(title="成批改的")
    out = StringIO()

    call_command("reindex", *options, stdout=out)

    assert out.getvalue() == "检索索引已更新，共 1 条公开信息。\n"
    assert (found("原来的"), found("成批改的")) == (set(), {item})


def test_long_text_is_found_to_its_end():
    """Over 16,383 positions and 256 of the same piece, where PostgreSQL's own phrases would give up."""
    long = "".join(f"第{n}户补贴0.0元，" for n in range(12_000)) + "最后一句话"
    item = ItemFactory(body=f"<p>{long}</p>")

    assert found("最后一句话") == found("第11999户补贴0.0元") == found("最后一句 第1户") == {item}
    assert found("第12000户") == set()
