"""Addresses: whatever an index number is made of, whatever a list is asked, wherever a page stood before."""

import pytest
from lxml import html

from disclosure.models import OldAddress
from tests import factories
from tests.db.disclosure.portal.reading import links, page, text

pytestmark = pytest.mark.django_db

ODD = [
    "金政发〔2020〕3号", "a b", "a/b", "a//b", "/a", "a/", "a?b#c", "100%", "..", "a/../b", ".", "~", "~~/..", "a\\b",
    "a&b=c;d", "a+b", "'\"<>", "a/versions/1", "download.pdf", "a/download.docx", "versions/1", "ä𠮷",
]  # fmt: skip


@pytest.mark.parametrize("index_number", ODD)
def test_any_index_number_has_an_address_that_leads_to_it(client, item, index_number):
    item(index_number=index_number, title="要找的信息")
    item(index_number="a", title="另一条")
    address = next(
        link for link in links(page(client, "/catalogue/policy/")) if link != "/items/a/" and "/items/" in link
    )

    tree = page(client, address)

    assert text(tree.find(".//h1")) == "要找的信息"
    assert not {part for part in address.split("/")[1:-1] if part in {"", ".", ".."}}
    for link in links(tree, "//*[@class='downloads']"):
        assert client.get(link).status_code == 200, link


def test_no_two_index_numbers_share_an_address(item):
    from disclosure.portal.common.converters import IndexNumberConverter

    addresses = [IndexNumberConverter().to_url(number) for number in ODD]

    assert len(set(addresses)) == len(ODD)
    assert [IndexNumberConverter().to_python(address) for address in addresses] == ODD


def test_everything_that_pages_lead_to_answers(client, repealed, neighbour):
    factories.ItemFactory(authority=neighbour, index_number="theirs")
    seen, found = set(), {"/", "/org/neighbour/"}
    while found - seen:
        address = (found - seen).pop()
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code == (302 if address.startswith("/view/") else 200), address
        if answer.streaming:
            assert b"".join(answer.streaming_content)
        elif answer["Content-Type"].startswith("text/html") and answer.status_code == 200:
            found |= {link for link in links(html.fromstring(answer.content.decode())) if link.startswith("/")}

    assert {
        "/guide/", "/rules/", "/catalogue/", "/catalogue/policy/", "/items/SL-2020-0001/", "/items/SL-2020-0002/",
        "/items/SL-2020-0001/versions/1/", "/items/SL-2020-0001/versions/2/download.pdf", "/feeds/", "/feeds/policy/",
        "/site-map/", "/org/neighbour/items/theirs/", "/org/neighbour/feeds/all/", "/reports/",
    } <= seen  # fmt: skip


def test_own_authority_is_at_the_root_alone(client, repealed):
    answer = client.get("/org/town/items/SL-2020-0001/versions/1/")

    assert (answer.status_code, answer["Location"]) == (302, "/items/SL-2020-0001/versions/1/")


# --- Old addresses ----------------------------------------------------------------


@pytest.mark.parametrize(
    "kept, asked",
    [
        ("/art/2019/1/2/art_1_2.html", "/art/2019/1/2/art_1_2.html"),
        ("/art/2019/1/2/art_1_2.html", "/art/2019/1/2/art_1_2.html?from=wechat"),
        ("/show.jsp?id=5&type=a", "/show.jsp?id=5&type=a"),
        ("/show.jsp?id=5&type=a", "/show.jsp?type=a&id=5"),
        ("/old/column", "/old/column/"),
        ("/old/column/", "/old/column"),
        ("/旧/一.html", "/旧/一.html"),
        ("/%E6%97%A7/1.html", "/旧/1.html"),
        ("/items/moved/", "/items/moved/"),
    ],
)
def test_old_address_leads_to_the_new_one(client, town, item, kept, asked):
    OldAddress.objects.create(authority=town, path=kept, item=item(index_number="新"))

    answer = client.get(asked)

    assert (answer.status_code, answer["Location"]) == (301, "/items/%E6%96%B0/")


def test_other_query_is_another_old_page(client, town, item):
    OldAddress.objects.create(authority=town, path="/show.jsp?id=5", item=item())

    assert client.get("/show.jsp?id=6").status_code == 404


def test_old_address_of_a_column_leads_to_it(client, town, columns, neighbour):
    OldAddress.objects.create(authority=town, path="/col/1/", category=columns["policy"])
    OldAddress.objects.create(authority=town, path="/col/2/", category=columns["rules"])
    theirs = factories.ItemFactory(authority=neighbour, index_number="a")
    OldAddress.objects.create(authority=neighbour, path="/col/3/", item=theirs)

    assert [client.get(f"/col/{n}/")["Location"] for n in (1, 2, 3)] == [
        "/catalogue/policy/",
        "/rules/",
        "/org/neighbour/items/a/",
    ]


@pytest.mark.parametrize("state, status", [("draft", 404), ("withdrawn", 301)])
def test_old_address_tells_nothing_of_what_was_never_public(client, town, item, state, status):
    values = {"published_on": None} if state == "draft" else {}
    OldAddress.objects.create(authority=town, path="/old.html", item=item(index_number="a", state=state, **values))

    assert client.get("/old.html").status_code == status


def test_address_that_lives_is_not_looked_up(client, town, django_assert_num_queries):
    OldAddress.objects.create(authority=town, path="/guide/", item=factories.ItemFactory(authority=town))

    with django_assert_num_queries(2):
        assert client.get("/guide/").status_code == 200


@pytest.mark.parametrize("address", ["/%00", "/items/%00/", "/items/a%00b/", "/api/items/%00/", "/org/town/items/%00/"])
def test_address_that_no_database_can_look_for_is_missing(client, town, address):
    assert client.get(address).status_code == 404


def test_missing_page_helps(client, columns):
    tree = page(client, "/items/none/", 404)

    assert "没有这个索引号的公开信息" in text(tree)
    assert {"/catalogue/", "/guide/", "/rules/", "/reports/", "/site-map/", "/"} <= links(tree, "//main")


def test_missing_column_and_version_say_so(client, repealed):
    assert "没有这个栏目" in text(page(client, "/catalogue/none/", 404))
    assert "没有第9版" in text(page(client, "/items/SL-2020-0001/versions/9/", 404))
    assert client.get("/items/SL-2020-0001/versions/3/")["Location"] == "/items/SL-2020-0001/"
    assert "只提供" in text(page(client, "/items/SL-2020-0001/download.xlsx", 404))
