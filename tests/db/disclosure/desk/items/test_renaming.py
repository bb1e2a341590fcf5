"""A column under another code, an item under another number: whoever has the old address is led to the new one."""

from datetime import UTC, date, datetime

import pytest

from disclosure.desk.accounts.access import may_act
from disclosure.desk.items.drafting import amend
from disclosure.desk.items.publishing import publish
from disclosure.desk.items.renaming import public_path, renumber, save_category
from disclosure.errors import Refused
from disclosure.models import Act, Authority, Category, Item, ItemRevision, OldAddress
from tests.factories import AuthorityFactory, CategoryFactory, ItemFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


@pytest.fixture
def column(town):
    return CategoryFactory(authority=town, name="政策文件", code="policy")


@pytest.fixture
def item(column):
    return ItemFactory(authority=column.authority, category=column, index_number="金政〔2026〕1", title="通知")


def recode(column, code, by):
    column.code = code
    return save_category(column, by=by)


def leads(client, address, status=301):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.get("Location")


# --- Columns ------------------------------------------------------------------


def test_old_address_of_a_column_leads_to_it_as_it_was_asked(client, admin_user, column):
    recode(column, "rules-of-ours", admin_user)

    assert leads(client, "/catalogue/policy/") == "/catalogue/rules-of-ours/"
    assert leads(client, "/catalogue/policy/?year=2020&page=2") == "/catalogue/rules-of-ours/?year=2020&page=2"
    assert leads(client, "/feeds/policy/") == "/feeds/rules-of-ours/"
    assert client.get("/catalogue/rules-of-ours/").status_code == 200


def test_any_number_of_renamings_is_one_redirect(client, admin_user, column):
    for code in ("second", "third", "fourth"):
        recode(column, code, admin_user)

    for old in ("policy", "second", "third"):
        assert leads(client, f"/catalogue/{old}/") == "/catalogue/fourth/"
    assert client.get("/catalogue/policy/", follow=True).redirect_chain == [("/catalogue/fourth/", 301)]


def test_code_that_comes_back_leads_nowhere_else(client, admin_user, column):
    recode(column, "second", admin_user)
    recode(column, "policy", admin_user)

    assert client.get("/catalogue/policy/").status_code == 200
    assert leads(client, "/catalogue/second/") == "/catalogue/policy/"
    assert OldAddress.objects.get().path == "/catalogue/second/"


def test_code_that_another_column_had_last_leads_to_that_one(client, admin_user, town, column):
    recode(column, "second", admin_user)
    other = CategoryFactory(authority=town, name="公告", code="policy")
    recode(other, "third", admin_user)

    assert leads(client, "/catalogue/policy/") == "/catalogue/third/"
    assert client.get("/catalogue/second/").status_code == 200


def test_other_changes_leave_no_address(admin_user, column):
    column.name, column.position = "文件", 7
    save_category(column, by=admin_user)
    save_category(Category(authority=column.authority, name="新栏目"), by=admin_user)

    assert not OldAddress.objects.exists()


def test_column_of_another_authority_is_led_below_its_own_address(client, admin_user, town):
    other = CategoryFactory(authority=AuthorityFactory(code="station"), code="old")
    recode(other, "new", admin_user)

    assert leads(client, "/org/station/catalogue/old/") == "/org/station/catalogue/new/"
    assert leads(client, "/org/station/feeds/old/") == "/org/station/feeds/new/"
    assert client.get("/catalogue/old/").status_code == 404


def test_screen_renames_by_the_same_act(admin_client, client, column):
    page = f"/admin/disclosure/category/{column.pk}/change/"
    values = {"authority": column.authority_id, "name": "政策文件", "position": 0, "kind": "standing", "code": "second"}

    assert admin_client.post(page, values).status_code == 302

    assert leads(client, "/catalogue/policy/") == "/catalogue/second/"


def test_renaming_is_on_record(admin_user, column):
    recode(column, "second", admin_user)

    told = list(Act.objects.order_by("number").values_list("kind", "verb", "label"))
    assert told[-2:] == [
        ("disclosure.category", "change", "政策文件"),
        ("disclosure.oldaddress", "add", "/catalogue/policy/"),
    ]


def test_refused_renaming_leaves_nothing(admin_user, town, column):
    CategoryFactory(authority=town, code="taken")

    with pytest.raises(Refused, match="已有这个代号的栏目"):
        recode(column, "taken", admin_user)

    assert (Category.objects.get(pk=column.pk).code, OldAddress.objects.count()) == ("policy", 0)


# --- Items --------------------------------------------------------------------


def test_old_address_of_an_item_leads_to_it_with_all_that_hangs_on_it(client, admin_user, item):
    ItemRevision.objects.create(
        item=item, number=1, content={"title": "通知", "body": "", "formed_on": "2020-03-01"},
        published_on=date(2020, 3, 9), superseded_on=date(2021, 3, 9), reason="修订",
    )  # fmt: skip

    renumber(item=item, by=admin_user, at=NOON, index_number="JZ-2026-1", reason="编号规则变更")

    assert leads(client, "/items/金政〔2026〕1/") == "/items/JZ-2026-1/"
    assert leads(client, "/items/金政〔2026〕1/versions/1/") == "/items/JZ-2026-1/versions/1/"
    assert leads(client, "/items/金政〔2026〕1/download.pdf") == "/items/JZ-2026-1/download.pdf"
    assert leads(client, "/items/金政〔2026〕1/versions/1/download.docx") == "/items/JZ-2026-1/versions/1/download.docx"
    assert client.get("/items/JZ-2026-1/").status_code == 200


@pytest.mark.parametrize("number", ["a/b", "a?b#c", "..", "100%", "a b", "a/versions/1", "download.pdf"])
def test_odd_numbers_are_left_behind_too(client, admin_user, item, number):
    Item.objects.filter(pk=item.pk).update(index_number=number)
    address = client.get("/catalogue/policy/").content.decode().partition('<a href="/items/')[2].partition('"')[0]

    renumber(item=item, by=admin_user, at=NOON, index_number="new")

    assert leads(client, f"/items/{address}") == "/items/new/"


def test_second_renumbering_is_one_redirect_too(client, admin_user, item):
    for number in ("second", "third"):
        renumber(item=item, by=admin_user, at=NOON, index_number=number)

    assert client.get("/items/金政〔2026〕1/", follow=True).redirect_chain == [("/items/third/", 301)]
    assert leads(client, "/items/second/") == "/items/third/"


def test_address_leads_nowhere_until_the_public_may_see_where(client, admin_user, item):
    renumber(item=item, by=admin_user, at=NOON, index_number="new")
    Item.objects.update(state="draft", published_on=None)

    assert client.get("/items/金政〔2026〕1/").status_code == 404


def test_amended_item_keeps_its_new_number(client, admin_user, item):
    renumber(item=item, by=admin_user, at=NOON, index_number="new")
    draft = amend(item=item, by=admin_user)
    Item.with_amendments.filter(pk=draft.pk).update(state="approved", title="新的通知")
    publish(item=draft, by=admin_user, at=NOON, reason="更正标题")

    assert leads(client, "/items/金政〔2026〕1/") == "/items/new/"


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(" 金政〔2026〕1 ", "索引号已经是「金政〔2026〕1」"), ("taken", "本机关已有这个索引号"), ("", "此字段不能为空")],
)
def test_number_has_to_be_another_and_free(admin_user, item, number, sentence):
    ItemFactory(authority=item.authority, index_number="taken")

    with pytest.raises(Refused, match=sentence):
        renumber(item=item, by=admin_user, at=NOON, index_number=number)

    assert not OldAddress.objects.exists()


@pytest.mark.parametrize("state", ["draft", "approved", "withdrawn"])
def test_only_a_published_item_is_renumbered(admin_user, item, state):
    Item.objects.update(state=state, published_on=date(2023, 6, 1) if state == "withdrawn" else None)

    with pytest.raises(Refused, match="只有「已发布」的信息才更正索引号"):
        renumber(item=item, by=admin_user, at=NOON, index_number="new")


def test_only_who_publishes_renumbers(office, member, item):
    with pytest.raises(Refused, match="没有更正索引号的权限"):
        renumber(item=item, by=office["editor"], at=NOON, index_number="new")
    stranger = member("publisher", of=AuthorityFactory())
    assert not may_act(stranger, item)
    with pytest.raises(Refused):
        renumber(item=item, by=stranger, at=NOON, index_number="new")


def test_screen_offers_it_and_record_tells_why(admin_client, client, item):
    page = admin_client.get(f"/admin/disclosure/item/{item.pk}/change/").content.decode()
    assert "更正索引号" in page

    values = {"index_number": "new", "reason": "录入时写错"}
    admin_client.post(f"/admin/disclosure/item/{item.pk}/act/renumber/", values)

    assert leads(client, "/items/金政〔2026〕1/") == "/items/new/"
    changes = Act.objects.about(item).order_by("number").last().changes
    assert changes == {"index_number": ["金政〔2026〕1", "new"], "说明": ["", "录入时写错"]}


def test_path_is_as_the_address_line_shows_it(item):
    assert public_path(item) == "/items/金政〔2026〕1/"
    with pytest.raises(TypeError):
        public_path(Authority())
