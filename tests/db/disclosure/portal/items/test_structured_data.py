"""JSON-LD: what pages tell search engines about themselves, in the words of schema.org."""

import json

import pytest

from tests.db.disclosure.portal.reading import page

pytestmark = pytest.mark.django_db
PLACE = "http://testserver"


def told(client, address):
    """The blocks of data on a page."""
    scripts = page(client, address).xpath("//script[@type='application/ld+json']")
    return [json.loads(script.text) for script in scripts]


def by_type(client, address):
    parts = [part for block in told(client, address) for part in block.get("@graph", [block])]
    return {part["@type"]: part for part in parts}


@pytest.mark.parametrize(
    "address", ["/", "/guide/", "/rules/", "/catalogue/", "/catalogue/policy/", "/reports/", "/site-map/", "/api/",
    "/items/SL-2020-0001/", "/search/?q=办法"]
)  # fmt: skip
def test_data_is_of_schema_org(client, repealed, address):
    blocks = told(client, address)

    assert blocks
    assert {block["@context"] for block in blocks} == {"https://schema.org"}
    assert all("@type" in block or all("@type" in part for part in block["@graph"]) for block in blocks)


def test_way_to_a_page_is_told(client, repealed):
    assert by_type(client, "/catalogue/policy/")["BreadcrumbList"]["itemListElement"] == [
        {"@type": "ListItem", "position": 1, "name": "首页", "item": f"{PLACE}/"},
        {"@type": "ListItem", "position": 2, "name": "法定主动公开内容", "item": f"{PLACE}/catalogue/"},
        {"@type": "ListItem", "position": 3, "name": "规章和规范性文件", "item": f"{PLACE}/catalogue/documents/"},
        {"@type": "ListItem", "position": 4, "name": "规范性文件"},
    ]


def test_guide_tells_of_the_office(client, town):
    office = by_type(client, "/guide/")["GovernmentOrganization"]

    assert (office["name"], office["url"]) == ("示例镇人民政府", f"{PLACE}/")
    assert office["contactPoint"] == {
        "@type": "ContactPoint",
        "contactType": "政府信息公开",
        "name": "示例镇党政办公室",
        "telephone": "0000-0000000",
        "email": "office@example.invalid",
        "availableLanguage": "zh-CN",
    }


@pytest.mark.parametrize(
    "address, name, files",
    [
        ("/catalogue/", "示例镇人民政府公开信息目录", "/catalogue"),
        ("/catalogue/policy/?year=2020", "示例镇人民政府公开信息目录·规范性文件", "/catalogue/policy"),
        ("/api/", "示例镇人民政府公开信息目录", "/catalogue"),
    ],
)
def test_catalogue_is_a_dataset_with_its_files(client, repealed, address, name, files):
    data = by_type(client, address)["Dataset"]

    assert (data["name"], data["license"]) == (name, f"{PLACE}/api/")
    assert data.get("dateModified") == (None if address == "/api/" else "2022-01-20")
    assert data["distribution"] == [
        {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{PLACE}{files}.{ending}"}
        for ending, kind in (("csv", "text/csv"), ("json", "application/json"))
    ]


def test_no_name_ends_the_block_it_stands_in(client, repealed, columns):
    columns["policy"].name = "</script><b>注入"
    type(columns["policy"]).objects.filter(pk=columns["policy"].pk).update(name=columns["policy"].name)

    tree = page(client, "/catalogue/policy/")

    assert not tree.xpath("//b[text()='注入']")
    assert by_type(client, "/catalogue/policy/")["BreadcrumbList"]["itemListElement"][-1]["name"] == "</script><b>注入"
