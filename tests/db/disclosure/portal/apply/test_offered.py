"""Between a filled-in form and the application: what is published already of what is wanted, once, losing nothing."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.utils import timezone
from lxml import html

from disclosure.models import Application, Item, Needless
from disclosure.search.related_items import find_related
from tests.db.disclosure.portal.applying import FILLED, filled, mistakes, send, ticket_of
from tests.db.disclosure.portal.reading import text
from tests.factories import ItemFactory

pytestmark = pytest.mark.django_db
TITLE = "示例镇2025年镇级财政决算报告"


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def accounts(item):
    return item(title=TITLE, index_number="甲1")


def shown(answer):
    """The step's page."""
    assert answer.status_code == 200
    tree = html.fromstring(answer.content.decode())
    assert text(tree.xpath("//h1")[0]) == "这些已公开的信息是不是您要的？"
    return tree


def pressed(tree, name, value=None):
    """What the browser sends when this button is pressed: the inputs of its own form and the button."""
    [button] = tree.xpath(f"//button[@name='{name}']" + (f"[@value='{value}']" if value else ""))
    form = next(button.iterancestors("form"))
    fields = {one.get("name"): one.get("value") for one in form.xpath(".//input")}
    return {**fields, name: button.get("value")}


# --- The step ---------------------------------------------------------------------


def test_what_fits_is_offered_before_anything_is_stored(client, town, accounts):
    tree = shown(send(client))

    assert Application.objects.count() == 0
    [link] = tree.xpath("//ul[contains(@class, 'apply-offered')]//a")
    assert (link.get("href"), link.get("target")) == ("/items/%E7%94%B21/", "_blank")
    assert TITLE in link.text_content()
    assert [text(one) for one in tree.xpath("//main//button")] == [
        f"找到了，不再申请：{TITLE}",
        "都不是，提交申请",
        "返回修改",
    ]
    assert not tree.xpath("//main//script")


def test_going_on_stores_everything_that_was_typed(client, town, accounts):
    data = filled(
        document_number="示政发〔2025〕9号", description="第一行\n“第二行” <b>&", email="a@example.invalid",
        help_wanted="需要大字版", suggests_publication="on",
    )  # fmt: skip
    tree = shown(send(client, data))

    answer = client.post("/apply/", pressed(tree, "offered"))

    assert answer.status_code == 302, mistakes(answer)
    stored = Application.objects.get()
    assert stored.content == "名称：2025年镇级财政决算\n文号：示政发〔2025〕9号\n特征描述：第一行\n“第二行” <b>&"
    assert (stored.applicant, stored.document) == (FILLED["applicant"], FILLED["document"])
    assert (stored.email, stored.help_wanted, stored.suggests_publication) == ("a@example.invalid", "需要大字版", True)
    assert Needless.objects.count() == 0


def test_going_back_shows_the_form_as_it_was_and_does_not_ask_again(client, town, accounts):
    data = filled()
    tree = shown(send(client, data))

    answer = client.post("/apply/", pressed(tree, "back"))

    form = html.fromstring(answer.content.decode())
    assert not mistakes(answer)
    assert form.xpath("//input[@name='document']")[0].get("value") == FILLED["document"]
    assert Application.objects.count() == 0
    again = {one.get("name"): one.get("value") for one in form.xpath("//form[@class='apply']//input[@type='hidden']")}
    assert client.post("/apply/", {**data, **again}).status_code == 302
    assert Application.objects.count() == 1


def test_sent_twice_from_the_step_is_one_application(client, town, accounts):
    data = pressed(shown(send(client)), "offered")

    first, second = client.post("/apply/", data), client.post("/apply/", data)

    assert first.status_code == second.status_code == 302
    assert Application.objects.count() == 1


def test_nothing_is_offered_where_nothing_fits_or_the_form_has_mistakes(client, town, accounts):
    assert send(client, filled(name="某座桥的检测报告")).status_code == 302
    wrong = send(client, filled(document="1"))
    assert mistakes(wrong)
    assert "apply-offered" not in wrong.content.decode()


# --- Found ------------------------------------------------------------------------


def test_who_found_it_is_led_there_and_counted_once(client, town, accounts):
    data = pressed(shown(send(client)), "found", accounts.pk)

    first, again = client.post("/apply/", data), client.post("/apply/", data)

    assert first["Location"] == again["Location"] == "/items/%E7%94%B21/"
    assert set(data) == {"ticket", "found"}, "nothing of the person goes along"
    [row] = Needless.objects.all()
    assert (row.authority, row.item, row.on, row.number) == (town, accounts, timezone.localdate(), 1)
    other = pressed(shown(send(client)), "found", accounts.pk)
    client.post("/apply/", other)
    row.refresh_from_db()
    assert row.number == 2
    assert Application.objects.count() == 0


@pytest.mark.parametrize("case", ["draft", "elsewhere", "nothing"])
def test_only_what_this_authority_publishes_counts(client, town, neighbour, item, case):
    keys = {
        "draft": lambda: item(published_on=None).pk,
        "elsewhere": lambda: ItemFactory(authority=neighbour).pk,
        "nothing": lambda: "mk",
    }

    answer = client.post("/apply/", {"ticket": ticket_of(town).sealed, "found": keys[case]()})

    assert answer["Location"] == "/apply/"
    assert Needless.objects.count() == 0


def test_what_comes_from_elsewhere_or_without_a_ticket_counts_nothing(client, town, accounts):
    data = {"ticket": ticket_of(town).sealed, "found": accounts.pk}

    client.post("/apply/", data, headers={"origin": "https://elsewhere.invalid"})
    client.post("/apply/", {**data, "ticket": ""})

    assert Needless.objects.count() == 0


def test_below_another_authority_its_own_are_offered(client, town, neighbour, accounts):
    data = filled(ticket_of(neighbour))
    assert client.post("/org/neighbour/apply/", data).status_code == 302

    other = ItemFactory(authority=neighbour, title="邻镇2025年镇级财政决算")
    tree = shown(client.post("/org/neighbour/apply/", filled(ticket_of(neighbour))))
    answer = client.post("/org/neighbour/apply/", pressed(tree, "found", other.pk))
    assert answer["Location"].startswith("/org/neighbour/items/")
    assert Needless.objects.get().authority == neighbour


# --- What fits --------------------------------------------------------------------


def titles(town, **typed):
    return [one.title for one in find_related([town.pk], at=timezone.now(), **typed)]


@pytest.mark.parametrize(
    "typed, fits",
    [
        ({"name": "2025年镇级财政决算"}, True),
        ({"name": "申请公开示例镇2025年财政决算报告"}, True),
        ({"name": "2024年镇级财政决算"}, False),  # of another year
        ({"name": "某座桥的检测报告"}, False),
        ({"name": "财政局局长的出差报销明细"}, False),
        ({"name": "", "description": "想要2025年镇级财政决算"}, True),
        ({"name": "有关信息"}, False),
        ({"number": "示政发[2025]3号"}, True),
        ({"number": "示政发〔2025〕4号"}, False),
        ({"number": "2025"}, False),
        ({}, False),
    ],
)
def test_only_what_really_fits_is_offered(town, item, typed, fits):
    item(title=TITLE, document_number="示政发〔2025〕3号")

    assert titles(town, **typed) == ([TITLE] if fits else [])


def test_the_best_comes_first_and_not_more_than_five(town, item):
    for number in range(6):
        item(title=f"镇级财政决算说明{number}", published_on=dt.date(2023, 6, 2))
    item(title="2025年镇级财政决算", published_on=dt.date(2020, 1, 1))

    found = titles(town, name="镇级财政决算2025年说明")

    assert len(found) <= 5
    assert found[0] == "2025年镇级财政决算"


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_the_public_does_not_see_is_never_offered(town, item, state):
    made = item(title=TITLE)
    Item.objects.filter(pk=made.pk).update(state=state, **({"published_on": None} if state == "draft" else {}))

    assert titles(town, name=TITLE) == []


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow(town, item, django_assert_num_queries, count):
    for _ in range(count):
        item(title=TITLE)

    with django_assert_num_queries(2):
        found = find_related([town.pk], name="2025年镇级财政决算", number="示政发〔2025〕3号", at=timezone.now())
        assert {one.category.name for one in found} == {"规范性文件"}
