"""The address that the editor's dialog posts to, and what the form does with the pictures that it is sent."""

import base64

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from disclosure.models import Act, Item, Picture
from tests.factories import AuthorityFactory, CategoryFactory, ItemFactory
from tests.support.desk import NO_PARTS, address
from tests.support.documents import picture

pytestmark = pytest.mark.django_db
TEXT = "各季度受理申请件数柱形图"
NEW = "/admin/disclosure/item/pictures/"


@pytest.fixture
def item(town):
    return ItemFactory(authority=town, published_on=None, body="<p>没有图</p>")


@pytest.fixture
def send(client):
    """`send(of=item)`: the answer to a picture that is sent, as (status, JSON)."""

    def made(*, of=None, data=None, text=TEXT, by=client):
        where = reverse("admin:disclosure_item_picture", args=(of.pk,)) if of else NEW
        file = SimpleUploadedFile("图.png", picture(place=True) if data is None else data)
        answer = by.post(where, {"file": file, "alternative": text})
        return answer.status_code, answer.json() if answer["Content-Type"] == "application/json" else None

    return made


@pytest.fixture
def editor(client, office):
    client.force_login(office["editor"])
    return office["editor"]


def form(item, **changed):
    values = {
        "authority": item.authority_id,
        "category": item.category_id,
        "title": item.title,
        "body": item.body,
        "index_number": item.index_number,
        "formed_on": "2026-03-02",
        "validity": "in_force",
        "_continue": "1",
    }
    return {**values, **NO_PARTS, **changed}


def test_picture_of_a_draft_is_kept_and_its_address_answered(client, office, item, send):
    client.force_login(office["editor"])

    status, said = send(of=item)

    kept = Picture.objects.get()
    assert (status, said) == (200, {"src": f"/pictures/{kept.token}/", "width": 6, "height": 4})
    assert (kept.item, kept.alternative, Act.objects.first().key) == (item, TEXT, str(item.pk))


def test_picture_of_a_new_item_comes_back_cleaned_and_nothing_is_kept(client, office, send):
    client.force_login(office["editor"])

    status, said = send()

    assert (status, said["width"], Picture.objects.count()) == (200, 6, 0)
    assert base64.b64decode(said["src"].removeprefix("data:image/png;base64,")).startswith(b"\x89PNG")
    assert b"eXIf" not in base64.b64decode(said["src"].partition(",")[2])


@pytest.mark.parametrize(
    "given,sentence",
    [({"text": " "}, "请填写替代文字"), ({"data": b"<svg/>"}, "不是图片"), ({"data": b""}, "是空文件")],
)
def test_what_is_refused_is_said_in_a_sentence(item, send, editor, given, sentence):
    for where in (item, None):
        status, said = send(of=where, **given)
        assert status == 400
        assert sentence in said["refused"]
    assert not Picture.objects.exists()


def test_only_who_may_change_the_item_sends_pictures(client, office, member, item, send):
    stranger, published = member("editor", of=AuthorityFactory()), ItemFactory(authority=item.authority)
    for who, of, expected in (
        (office["checker"], item, 400),
        (office["checker"], None, 403),
        (stranger, item, 404),
        (office["editor"], published, 400),
    ):
        client.force_login(who)
        assert send(of=of)[0] == expected, (who, of)
    client.logout()
    assert send(of=item)[0] == 302
    assert not Picture.objects.exists()


def test_request_from_elsewhere_is_refused(office, item, send):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(office["editor"])

    assert [send(of=where, by=strict)[0] for where in (item, None)] == [403, 403]


def test_addresses_are_for_sending(client, office, item):
    client.force_login(office["editor"])

    assert [client.get(one).status_code for one in (NEW, f"/admin/disclosure/item/{item.pk}/pictures/")] == [405, 405]


def test_editor_is_told_where_to_send_pictures_only_with_the_right(client, office, item):
    client.force_login(office["editor"])
    for page, where in (
        (address(Item, "change", item.pk), f"/admin/disclosure/item/{item.pk}/pictures/"),
        (address(Item, "add"), NEW),
    ):
        assert f'data-pictures="{{&quot;address&quot;: &quot;{where}&quot;' in client.get(page).content.decode()

    office["editor"].groups.first().permissions.filter(codename="add_picture").first().group_set.clear()
    office["editor"].__dict__.pop("_group_perm_cache", None)
    assert "data-pictures" not in client.get(address(Item, "add")).content.decode()


def test_first_save_keeps_the_pictures_of_the_body(client, office, town):
    column = CategoryFactory(authority=town)
    client.force_login(office["editor"])
    source = base64.b64encode(picture()).decode()
    draft = Item(
        authority=town,
        category=column,
        title="新的通知",
        body=f'<p><img src="data:image/png;base64,{source}" alt="{TEXT}"></p>',
    )

    client.post(address(Item, "add"), form(draft))

    made, kept = Item.objects.get(title="新的通知"), Picture.objects.get()
    assert (kept.item, kept.alternative) == (made, TEXT)
    assert pictures_of(made) == [f"/pictures/{kept.token}/"]


def pictures_of(item):
    return [part.partition('"')[0] for part in item.body.split('src="')[1:]]


def test_form_opened_before_the_first_picture_is_saved_with_it(client, office, item, send):
    client.force_login(office["editor"])
    address_sent = send(of=item)[1]["src"]
    changed = form(item, body=f'<p><img src="{address_sent}" alt="改过的话"></p>')
    for name in [name for name in changed if name.startswith("pictures-")]:
        del changed[name]

    client.post(address(Item, "change", item.pk), changed)

    item.refresh_from_db()
    assert pictures_of(item) == [address_sent]
    assert Picture.objects.get().alternative == "改过的话"


def test_form_says_which_picture_it_cannot_keep_and_loses_nothing(client, office, item):
    other = Picture.objects.create(item=ItemFactory(), file="a.png")
    client.force_login(office["editor"])
    for source, sentence in (
        (f"/pictures/{other.token}/", "正文第 1 张图片不属于这条信息"),
        ("https://example.org/a.png", "正文第 1 张图片在别的网站或本机文件里"),
    ):
        answer = client.post(address(Item, "change", item.pk), form(item, body=f'<p>打好的字<img src="{source}"></p>'))
        assert sentence in str(answer.context["errors"])
        assert "打好的字" in answer.content.decode()
    item.refresh_from_db()
    assert item.body == "<p>没有图</p>"


def test_text_written_in_the_table_beside_it_stands_in_the_body(client, office, item):
    one = Picture.objects.create(item=item, file="a.png", alternative=TEXT)
    item.body = f'<p><img src="/pictures/{one.token}/" alt="{TEXT}"></p>'
    item.save()
    client.force_login(office["editor"])

    rows = {"pictures-TOTAL_FORMS": 1, "pictures-INITIAL_FORMS": 1, "pictures-0-id": one.pk, "pictures-0-item": item.pk}
    client.post(address(Item, "change", item.pk), form(item, **rows, **{"pictures-0-alternative": "另一句话"}))

    item.refresh_from_db()
    assert 'alt="另一句话"' in item.body
