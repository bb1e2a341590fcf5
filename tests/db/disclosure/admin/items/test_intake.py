"""「从文件新建」 and the marks of guesses."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from disclosure.models import Attachment, Item, PendingImport
from tests.factories import AuthorityFactory, CategoryFactory, ItemFactory
from tests.support.desk import NO_PARTS, address
from tests.support.documents import p, pack, word

pytestmark = pytest.mark.django_db
NOTICE = (Path(__file__).resolve().parents[4] / "data" / "documents" / "notice.docx").read_bytes()
RECEIVE = "/admin/disclosure/item/receive/"


@pytest.fixture
def column():
    parent = CategoryFactory(authority=AuthorityFactory(code="town"), name="法定主动公开内容")
    return CategoryFactory(authority=parent.authority, parent=parent, name="通知公告")


def post(client, column, *files):
    given = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(RECEIVE, {"category": column.pk, "file": given}, follow=True)


def test_list_leads_to_the_screen(admin_client):
    assert RECEIVE in admin_client.get(address(Item, "changelist")).content.decode()


def test_columns_are_named_by_their_paths(admin_client, column):
    assert "法定主动公开内容/通知公告</option>" in admin_client.get(RECEIVE).content.decode()


def test_one_file_leads_to_the_form_of_its_draft(admin_client, column):
    answer = post(admin_client, column, ("通知.docx", NOTICE))
    item = Item.objects.get()
    html = answer.content.decode()

    assert answer.redirect_chain == [(address(Item, "change", item.pk), 302)]
    assert html.count("根据文件猜测，请核对。") == 7
    assert 'value="关于做好春季防火工作的通知"' in html
    assert "批注（1 条）没有转入正文。" in html


def test_saving_the_form_confirms_the_guesses(admin_client, column):
    post(admin_client, column, ("通知.docx", NOTICE))
    item = Item.objects.get()
    page = admin_client.get(address(Item, "change", item.pk))
    values = {name: value for name, value in page.context["adminform"].form.initial.items() if value is not None}
    values["formed_on"] = str(values["formed_on"])
    admin_client.post(address(Item, "change", item.pk), values | NO_PARTS)

    item.refresh_from_db()
    assert item.guessed == ""
    assert "请核对" not in admin_client.get(address(Item, "change", item.pk)).content.decode()


def test_several_files_are_told_one_by_one(admin_client, column):
    archive = pack({"一.txt": "甲事项公告\n甲。", "二.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"})
    html = post(admin_client, column, ("三.txt", "丙。".encode()), ("包.zip", archive)).content.decode()

    assert "新建了 2 条草稿" in html
    assert "没有新建：「二.xls」是旧格式的文件" in html
    assert Item.objects.count() == 2


# --- The column, guessed or asked for -------------------------------------------------


def test_column_may_be_left_to_the_guess(admin_client, column):
    AuthorityFactory._meta.model.objects.update(is_own=True)
    ItemFactory(authority=column.authority, category=column, title="关于做好冬季防火工作的通知")
    given = {"file": [SimpleUploadedFile("通知.docx", NOTICE)]}
    answer = admin_client.post(RECEIVE, given, follow=True)

    assert Item.objects.get(published_on=None).category == column
    assert "根据以前同类信息所在的栏目猜测，请核对。" in answer.content.decode()


@pytest.fixture
def unsure(admin_client, column):
    """A file that was given without anything before it, and its row."""
    AuthorityFactory._meta.model.objects.update(is_own=True)
    for name in ("春季防火", "防火春季"):
        CategoryFactory(authority=column.authority, name=name)
    data = {"file": [SimpleUploadedFile("通知.docx", NOTICE), SimpleUploadedFile("二.txt", "乙。".encode())]}
    page = admin_client.post(RECEIVE, data)
    return [one.pending for one in page.context["waiting"]]


def placed(client, pending, **given):
    return client.post("/admin/disclosure/item/receive/place/", {"token": pending.token, "kind": pending.kind, **given})


def test_file_without_a_column_waits_encrypted_until_one_is_chosen(admin_client, column, unsure):
    assert [one.name for one in unsure] == ["通知.docx", "二.txt"]
    assert NOTICE not in bytes(PendingImport.objects.get(token=unsure[0].token).content)
    assert not Item.objects.exists()

    page = placed(admin_client, unsure[1], category=column.pk)
    assert "新建了 1 条草稿" in page.content.decode()
    assert [one.pending.name for one in page.context["waiting"]] == ["通知.docx"]
    answer = placed(admin_client, unsure[0], likely=column.pk)
    item = Item.objects.get(title="关于做好春季防火工作的通知")
    assert answer.url == address(Item, "change", item.pk)
    assert (item.category, "category" in item.guessed) == (column, False)
    assert not PendingImport.objects.exists()


def test_file_that_waits_may_be_let_go_and_is_its_owner_s_alone(
    admin_client, client, column, unsure, django_user_model
):
    other = django_user_model.objects.create_superuser("another")
    client.force_login(other)
    assert placed(client, unsure[0], category=column.pk).url == RECEIVE
    assert client.get(RECEIVE).context["waiting"] == []

    assert "请选择栏目。" in placed(admin_client, unsure[0]).content.decode()
    placed(admin_client, unsure[0], drop="1")
    assert [one.pending.name for one in admin_client.get(RECEIVE).context["waiting"]] == ["二.txt"]
    assert not Item.objects.exists()


def test_file_is_asked_for(admin_client, column):
    assert "请选择文件。" in admin_client.post(RECEIVE, {"category": column.pk}).content.decode()


def test_columns_are_of_authorities_that_the_person_acts_for(client, django_user_model, column):
    own = CategoryFactory(name="自己的栏目")
    user = django_user_model.objects.create_user("编辑", is_staff=True, authority=own.authority)
    user.user_permissions.set(Permission.objects.filter(codename__in=("add_item", "add_attachment", "view_item")))
    client.force_login(user)

    html = client.get(RECEIVE).content.decode()
    assert "自己的栏目" in html
    assert "通知公告" not in html
    assert "选择" in post(client, column, ("a.txt", b"a")).content.decode()
    assert not Item.objects.exists()


def test_screen_is_for_those_who_add_items(client, django_user_model):
    user = django_user_model.objects.create_user("审核", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_item"))
    client.force_login(user)

    assert client.get(RECEIVE).status_code == 403
    assert RECEIVE not in client.get(address(Item, "changelist")).content.decode()


def test_screen_makes_the_same_queries_for_many_columns(admin_client, column, django_assert_max_num_queries):
    for number in range(30):
        CategoryFactory(authority=column.authority, name=f"栏目{number}之下")

    with django_assert_max_num_queries(10):
        admin_client.get(RECEIVE)


# --- Attachments of the form ----------------------------------------------------------


def save_with(client, item, data, name):
    page = client.get(address(Item, "change", item.pk))
    values = {key: value for key, value in page.context["adminform"].form.initial.items() if value is not None}
    prefix = page.context["inline_admin_formsets"][0].formset.prefix
    more = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0, "0-position": 0, "0-file": SimpleUploadedFile(name, data)}
    return client.post(
        address(Item, "change", item.pk), values | NO_PARTS | {f"{prefix}-{key}": value for key, value in more.items()}
    )


def test_attachment_of_the_form_is_cleaned(admin_client):
    save_with(admin_client, ItemFactory(published_on=None), word(p("一"), comments="再核实"), "附件.docx")
    attachment = Attachment.objects.get()

    assert attachment.name == "附件.docx"
    assert attachment.removed == "批注\n文件属性「作者」"
    assert attachment.public_file.size == attachment.size


def test_attachment_of_the_form_that_cannot_be_read_is_refused_beside_its_field(admin_client):
    answer = save_with(admin_client, ItemFactory(published_on=None), b"\x00\x01", "附件.bin")

    assert "「附件.bin」不是能读取的文件" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_address_of_the_screen_has_a_name():
    assert reverse("admin:disclosure_item_receive") == RECEIVE
