"""Lists: the tree with its counts, columns by address alone, the fixed sections, feeds and maps."""

from datetime import date

import pytest
from lxml import etree

from disclosure.models import Authority
from tests import factories
from tests.db.disclosure.portal.reading import links, page, text

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"m": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def titles(tree):
    return [text(link) for link in tree.xpath("//td[contains(@class, 'listing-title')]/a")]


@pytest.fixture
def four(item, columns):
    """甲 to 丁, one a year from 2020, each of another kind."""
    item(
        index_number="1", title="甲", document_number="四号", published_on=date(2020, 5, 1), formed_on=date(2020, 1, 1)
    )
    item(
        index_number="2",
        title="乙",
        document_number="三号",
        published_on=date(2021, 5, 1),
        formed_on=date(2019, 1, 1),
        nature="normative",
    )
    item(
        index_number="3",
        title="丙",
        document_number="二号",
        published_on=date(2022, 5, 1),
        formed_on=date(2018, 1, 1),
        validity="repealed",
        repealed_on=date(2022, 6, 1),
    )
    item(
        index_number="4",
        title="丁",
        document_number="一号",
        published_on=date(2022, 6, 1),
        formed_on=date(2017, 1, 1),
        category=columns["documents"],
    )


# --- The tree ---------------------------------------------------------------------


def test_tree_counts_each_column_with_all_below(client, four, item, columns):
    item(index_number="5", category=columns["finance"], published_on=date(2023, 1, 1))
    item(index_number="6", category=columns["rules"])
    item(index_number="7", published_on=None)

    tree = page(client, "/catalogue/")

    assert [text(heading) for heading in tree.xpath("//h2")] == ["规章和规范性文件4条", "财政信息1条"]
    assert [text(leaf) for leaf in tree.xpath("//ul[@class='leaves']/li")] == ["规范性文件3条"]
    assert "共5条。最近更新：2023年1月1日" in text(tree)
    assert "最近更新：2022年6月1日" in text(tree.xpath("//section")[0])


def test_column_beside_the_fixed_sections_stands_in_the_tree_too(client, town, columns):
    factories.CategoryFactory(authority=town, name="另设的栏目", code="other", position=9)

    assert text(page(client, "/catalogue/").xpath("//h2")[-1]) == "另设的栏目0条"


# --- A column ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "query, shown",
    [
        ("", "丁丙乙甲"),
        ("?sort=published_on", "甲乙丙丁"),
        ("?sort=formed_on", "丁丙乙甲"),
        ("?year=2022", "丁丙"),
        ("?year=2022&validity=in_force", "丁"),
        ("?validity=repealed", "丙"),
        ("?nature=normative", "乙"),
        ("?year=1999", ""),
        ("?year=&validity=&nature=", "丁丙乙甲"),
        ("?year=abc", "丁丙乙甲"),
        ("?validity=gone&sort=password&page=0&x=1", "丁丙乙甲"),
        ("?page=99", "丁丙乙甲"),
    ],
)
def test_list_works_by_its_address_alone(client, four, query, shown):
    tree = page(client, f"/catalogue/documents/{query}")

    assert "".join(titles(tree)) == shown


def test_column_leaves_out_what_stands_above_it(client, four):
    assert titles(page(client, "/catalogue/policy/")) == ["丙", "乙", "甲"]


def test_what_makes_no_sense_is_said(client, four):
    tree = page(client, "/catalogue/policy/?year=abc&validity=gone&page=99")

    assert "本页没有年份“abc”、有效性“gone”、页码“99”" in text(tree)


def test_heading_turns_the_order_round_and_says_how_it_is(client, four):
    tree = page(client, "/catalogue/policy/?sort=title&year=2020")

    headings = {text(heading): heading for heading in tree.xpath("//th")}
    assert {name: heading.get("aria-sort") for name, heading in headings.items()} == {
        "标题↑": "ascending",
        "发文字号": None,
        "成文日期": None,
        "发布日期": None,
    }
    assert headings["标题↑"].find("a").get("href") == "/catalogue/policy/?year=2020&sort=-title"
    assert headings["发布日期"].find("a").get("href") == "/catalogue/policy/?year=2020"


def test_many_items_go_on_several_pages_each_once(client, item):
    for number in range(45):
        item(index_number=f"n{number}", title=f"第{number}号")

    pages = [page(client, f"/catalogue/policy/?page={number}") for number in (1, 2, 3)]

    assert [len(titles(tree)) for tree in pages] == [20, 20, 5]
    assert len({title for tree in pages for title in titles(tree)}) == 45
    assert [text(line) for line in pages[1].xpath("//nav[@class='pager']//li")] == ["上一页", "1", "2", "3", "下一页"]
    assert pages[1].xpath("//link[@rel='canonical']/@href") == ["http://testserver/catalogue/policy/?page=2"]


def test_filter_shows_what_is_chosen_and_offers_years_with_counts(client, four):
    tree = page(client, "/catalogue/documents/?year=2022")

    assert [text(option) for option in tree.xpath("//select[@name='year']/option")] == [
        "全部",
        "2022年（2）",
        "2021年（1）",
        "2020年（1）",
    ]
    assert tree.xpath("//option[@selected]/@value") == ["2022"]


def test_column_says_when_it_was_last_updated_or_that_it_is_empty(client, four, columns):
    assert "最近更新：2022年5月1日" in text(page(client, "/catalogue/policy/"))
    assert "本栏目还没有发布信息" in text(page(client, "/catalogue/finance/"))


def test_crumbs_lead_through_the_tree(client, four):
    crumbs = page(client, "/items/1/").xpath("//nav[@aria-label='当前位置']//a/@href")

    assert crumbs == ["/", "/catalogue/", "/catalogue/documents/", "/catalogue/policy/"]


# --- Home, guide, rules -----------------------------------------------------------


def test_home_has_the_sections_in_their_order_the_newest_and_the_counts(client, four, item, columns):
    item(index_number="5", category=columns["finance"], published_on=date(2023, 1, 1), title="戊")

    tree = page(client, "/")

    assert tree.xpath("//nav[@class='entries']//a/@href") == [
        "/guide/",
        "/rules/",
        "/catalogue/",
        "/reports/",
        "/apply/",
    ]
    assert [text(link) for link in tree.xpath("//ul[@class='items']/li/a")] == ["戊", "丁", "丙", "乙", "甲"]
    rows = [[text(cell) for cell in row][:2] for row in tree.xpath("//table[@class='bars']/tbody/tr")]
    assert rows == [
        ["规章和规范性文件", "4"],
        ["财政信息", "1"],
        ["2023年", "1"],
        ["2022年", "2"],
        ["2021年", "1"],
        ["2020年", "1"],
    ]
    assert "最近更新：2023年1月1日" in text(tree)


def test_guide_has_all_that_article_12_asks(client, item, columns):
    item(index_number="g", title="公开指南全文", category=columns["guide"])

    shown = text(page(client, "/guide/"))

    assert all(
        words in shown
        for words in (
            "示例镇党政办公室", "示例省示例市示例路一号", "工作日8:30—17:00", "0000-0000000", "0000-0000001", "000000",
            "office@example.invalid", "信息分类和编排", "获取方式", "依申请公开", "监督和救济", "公开指南全文",
        )
    )  # fmt: skip


def test_office_may_write_the_guide_itself(client, town):
    Authority.objects.update(guide_remedies="可以拨打监督电话。\n\n也可以来信。<b>")

    tree = page(client, "/guide/")

    own = tree.xpath("//section[@aria-labelledby='remedies']//p")
    assert [text(paragraph) for paragraph in own] == ["可以拨打监督电话。", "也可以来信。<b>"]


def test_rules_stand_by_column(client, item, columns):
    item(index_number="r1", title="工作规则", category=columns["rules"], published_on=date(2023, 3, 1))
    item(index_number="r2", title="条例", category=columns["national"], published_on=date(2023, 2, 1))

    tree = page(client, "/rules/")

    assert [text(heading) for heading in tree.xpath("//main//h2")] == ["政府信息公开制度", "国家和省市规定"]
    assert "最近更新：2023年3月1日" in text(tree)


def test_new_authority_without_anything_has_every_page(client, neighbour, town):
    for address in (
        "",
        "guide/",
        "rules/",
        "catalogue/",
        "feeds/",
        "feeds/all/",
        "site-map/",
        "sitemap.xml",
        "reports/",
    ):
        assert client.get(f"/org/neighbour/{address}").status_code == 200, address


# --- Feeds and maps ---------------------------------------------------------------


def test_feed_of_a_column_has_its_newest_items(client, four):
    answer = client.get("/feeds/documents/")

    feed = etree.fromstring(answer.content)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert feed.xpath("a:entry/a:title/text()", namespaces=ATOM) == ["丁", "丙", "乙", "甲"]
    assert feed.xpath("a:entry[1]/a:link/@href", namespaces=ATOM) == ["http://testserver/items/4/"]
    assert feed.xpath("a:entry[1]/a:published/text()", namespaces=ATOM) == ["2022-06-01T00:00:00+08:00"]
    assert page(client, "/catalogue/documents/").xpath("//link[@rel='alternate']/@href") == ["/feeds/documents/"]


def test_empty_feed_does_not_change(client, columns):
    assert client.get("/feeds/finance/").content == client.get("/feeds/finance/").content


def test_sitemap_goes_by_year_and_page(client, four, monkeypatch):
    from disclosure.portal.common import sitemaps

    monkeypatch.setattr(sitemaps, "PER_PAGE", 1)
    index = etree.fromstring(client.get("/sitemap.xml").content)
    maps = index.xpath("//m:loc/text()", namespaces=MAP)
    assert maps == [
        "http://testserver/sitemap-columns.xml",
        "http://testserver/sitemap-2022-1.xml",
        "http://testserver/sitemap-2022-2.xml",
        "http://testserver/sitemap-2021-1.xml",
        "http://testserver/sitemap-2020-1.xml",
    ]
    pages = [etree.fromstring(client.get(one.removeprefix("http://testserver")).content) for one in maps[1:]]
    assert [one.xpath("//m:loc/text()", namespaces=MAP) for one in pages] == [
        [f"http://testserver/items/{number}/"] for number in (3, 4, 2, 1)
    ]
    assert client.get("/sitemap-2022-3.xml").status_code == 404


def test_map_of_columns_has_the_sections_and_what_is_filled(client, four):
    addresses = etree.fromstring(client.get("/sitemap-columns.xml").content).xpath("//m:loc/text()", namespaces=MAP)

    assert {"http://testserver/", "http://testserver/guide/", "http://testserver/catalogue/policy/"} <= set(addresses)
    assert "http://testserver/catalogue/finance/" not in addresses


def test_robots_are_told_where_the_maps_are(client, town, neighbour):
    assert client.get("/robots.txt").content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /view/",
        "Sitemap: http://testserver/sitemap.xml",
        "Sitemap: http://testserver/org/neighbour/sitemap.xml",
    ]


def test_site_map_has_every_section_and_column(client, four):
    assert {
        "/guide/",
        "/rules/",
        "/catalogue/national/",
        "/catalogue/policy/",
        "/reports/",
        "/apply/",
        "/apply/track/",
    } <= links(page(client, "/site-map/"), "//main")
