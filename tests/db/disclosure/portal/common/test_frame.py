"""What stands around every page: 网站指引's tags and footer, the ways to look at it, caching, and failures that help."""

import pytest
from django.conf import settings
from lxml import html

from disclosure.models import Category, User
from tests.db.disclosure.portal.reading import links, metas, page, text
from tests.db.reports.portal.publishing import publish_report
from tests.support.words import english

pytestmark = pytest.mark.django_db

FORMS = ["/apply/", "/apply/track/"]
LISTS = [
    "/guide/", "/rules/", "/catalogue/", "/catalogue/policy/", "/reports/", "/statistics/", "/site-map/", "/feeds/",
    *FORMS,
    "/search/", "/search/?q=办法", "/api/",
]  # fmt: skip
KEPT = [address for address in LISTS if address not in FORMS]
ARTICLES = ["/items/SL-2020-0001/", "/items/SL-2020-0001/versions/1/"]
PAGES = ["/", *LISTS, *ARTICLES]
DATA = [
    "/api/openapi.json", "/api/authority/", "/api/columns/", "/api/items/", "/api/items/SL-2020-0001/",
    "/api/search/?q=办法", "/api/statistics/", "/api/reports/", "/catalogue.csv", "/catalogue.json", "/catalogue/policy.csv?year=2020",
]  # fmt: skip
COLUMN = {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"}
ARTICLE = {"ArticleTitle", "PubDate", "ContentSource", "Keywords", "Author", "Description", "Image", "Url"}
# Queries of a page with everything on it: the authority, then what the page shows.
QUERIES = {
    "/": 5,
    "/guide/": 3,
    "/apply/": 1,
    "/apply/track/": 1,
    "/rules/": 3,
    "/catalogue/": 3,
    "/catalogue/policy/": 5,
    "/catalogue/policy/?year=2020&sort=title": 5,
    "/items/SL-2020-0001/": 9,
    "/items/SL-2020-0001/versions/1/": 7,
    "/items/SL-2020-0001/download.docx": 3,
    "/statistics/": 5,
    "/statistics/?year=2020": 5,
    "/feeds/": 2,
    "/api/": 1,
    "/api/openapi.json": 1,
    "/api/authority/": 2,
    "/api/columns/": 3,
    "/api/statistics/": 4,
    "/api/items/": 4,
    "/api/items/?column=policy&year=2020&sort=title": 4,
    "/api/items/SL-2020-0001/": 6,
    "/api/search/?q=办法": 6,
    "/api/search/?q=没有的词&authority=all": 5,
    "/catalogue.csv": 4,
    "/catalogue/policy.json": 4,
    "/feeds/all/": 2,
    "/feeds/policy/": 3,
    "/site-map/": 2,
    "/sitemap.xml": 3,
    "/sitemap-columns.xml": 3,
    "/sitemap-2020-1.xml": 2,
}


@pytest.mark.parametrize("address", PAGES)
def test_page_says_of_which_site_it_is(client, repealed, address):
    tags = metas(page(client, address))

    assert tags["SiteName"] == "示例镇人民政府·政府信息公开"
    assert (tags["SiteDomain"], tags["SiteIDCode"]) == ("testserver", "0000000000")


@pytest.mark.parametrize("address", LISTS)
def test_list_describes_its_column(client, repealed, address):
    tags = metas(page(client, address))

    assert tags.keys() >= COLUMN
    assert all(tags[name] for name in COLUMN)


def test_every_page_there_is_has_the_tags_of_its_kind_and_the_footer(client, repealed, neighbour):
    """Whatever pages lead to: a page that somebody adds is read here as soon as anything links to it."""
    publish_report(neighbour, 2023, User.objects.create_superuser("clerk"))
    seen = {}
    found = {"/", "/org/neighbour/", "/search/?q=办法", "/catalogue/policy/?year=2020"}
    while new := found - seen.keys():
        address = new.pop()
        answer = client.get(address)
        is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html") and not answer.streaming
        if answer.streaming:
            assert b"".join(answer.streaming_content)
        seen[address] = tree = html.fromstring(answer.content.decode()) if is_page else None
        if is_page:
            found |= {link for link in links(tree) if link.startswith("/") and "?" not in link}
    pages = {address: tree for address, tree in seen.items() if tree is not None}

    assert len(pages) >= 25
    for address, tree in pages.items():
        tags = metas(tree)
        assert tags.keys() >= {"SiteName", "SiteDomain", "SiteIDCode"}, address
        is_home = address in {"/", "/org/neighbour/"}
        assert is_home or tags.keys() >= COLUMN or tags.keys() >= ARTICLE, address
        assert links(tree, "//footer") & {"/site-map/", "/org/neighbour/site-map/"}, address
        assert len(tree.xpath("//h1")) == 1, address


@pytest.mark.parametrize("address", ["/site-map/", "/org/neighbour/site-map/"])
def test_site_map_leads_to_every_column_and_section(client, repealed, neighbour, address):
    Category.objects.create(authority=neighbour, name="公告", code="notices")
    own = address == "/site-map/"

    shown = links(page(client, address), "//main")

    prefix = "/" if own else "/org/neighbour/"
    sections = {f"{prefix}{one}/" for one in ("guide", "rules", "catalogue", "reports", "search", "feeds")}
    columns = {
        f"{prefix}catalogue/{code}/"
        for code in (("documents", "policy", "finance", "national") if own else ["notices"])
    }
    assert shown >= sections | columns


@pytest.mark.parametrize("address", ARTICLES)
def test_article_describes_itself(client, repealed, address):
    assert metas(page(client, address)).keys() >= ARTICLE


def test_article_s_tags_hold_what_they_should(client, repealed, picture):
    shown = picture(repealed)
    type(repealed).objects.filter(pk=repealed.pk).update(body=f'<p><img src="/pictures/{shown.token}/" alt="图"></p>')

    tags = metas(page(client, "/items/SL-2020-0001/"))

    assert {name: tags[name] for name in ARTICLE} == {
        "ArticleTitle": "关于印发《示例镇生活垃圾分类管理办法》的通知",
        "PubDate": "2020-03-09 00:00",
        "ContentSource": "示例镇人民政府",
        "Keywords": "垃圾分类 管理办法",
        "Author": "示例镇人民政府",
        "Description": "规定分类的标准。",
        "Image": f"http://testserver/pictures/{shown.token}/",
        "Url": "http://testserver/items/SL-2020-0001/",
    }
    assert (tags["ColumnName"], tags["ColumnType"]) == ("规范性文件", "政策文件")


@pytest.mark.parametrize("address", [*PAGES, "/items/none/"])
def test_footer_has_what_the_guidelines_ask(client, repealed, address):
    tree = page(client, address, 404 if "none" in address else 200)

    footer = tree.xpath("//footer")[0]
    assert all(
        words in text(footer)
        for words in (
            "主办单位：示例镇人民政府", "联系电话：0000-0000000", "网站标识码：0000000000", "ICP备案号：示例ICP备00000000号",
            "公安机关备案号：示例公网安备00000000000000号", "网站地图", "政府网站找错",
        )
    )  # fmt: skip
    assert {"/site-map/", "https://example.invalid/jiucuo"} <= links(footer)


@pytest.mark.parametrize("address", PAGES)
def test_page_has_one_heading_of_the_first_level_and_an_address_of_its_own(client, repealed, address):
    tree = page(client, address)

    assert len(tree.xpath("//h1")) == 1
    assert tree.xpath("string(//title)").endswith("示例镇人民政府·政府信息公开")
    levels = [int(heading.tag[1]) for heading in tree.xpath("//h1|//h2|//h3|//h4")]
    assert all(after - before <= 1 for before, after in zip([1, *levels], levels, strict=False)), levels
    if not address.startswith(("/reports/", "/search/?")):
        assert len(tree.xpath("//link[@rel='canonical']")) == 1


@pytest.mark.parametrize("address", [*PAGES, "/items/none/", "/catalogue/policy/?sort=title&year=2020"])
def test_no_english_word_is_shown(client, repealed, address):
    assert english(client.get(address).content.decode(), names=frozenset({"example", "invalid", "sl"})) == set()


@pytest.fixture
def more(repealed, item, attach):
    """More of everything than one."""
    for number in range(3):
        attach(repealed, f"附表{number}.xlsx")
        item(index_number=f"more-{number}")


@pytest.mark.parametrize("address", QUERIES)
def test_queries_stay_as_few(client, more, django_assert_num_queries, address):
    with django_assert_num_queries(QUERIES[address]):
        answer = client.get(address)
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize("address", ["/", *KEPT, *ARTICLES, *DATA, "/feeds/all/", "/sitemap.xml"])
def test_page_is_for_every_cache_asks_again_and_sets_no_cookie(admin_client, repealed, address):
    answer = admin_client.get(address, headers={"accept-encoding": "gzip"})

    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not answer.cookies
    again = admin_client.get(address, headers={"if-none-match": answer["ETag"], "accept-encoding": "gzip"})
    assert (again.status_code, again["Vary"]) == (304, answer["Vary"])


@pytest.mark.parametrize("address", FORMS)
def test_page_with_a_form_is_kept_by_nobody_and_sets_no_cookie(admin_client, repealed, address):
    for answer in (admin_client.get(address), admin_client.post(address)):
        assert answer.status_code == 200
        assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))
        assert "ETag" not in answer
        assert not answer.cookies


@pytest.mark.parametrize("address", ["/", *KEPT, *ARTICLES, *DATA])
def test_public_address_is_for_reading(client, repealed, address):
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200


# --- Ways to look -----------------------------------------------------------------


def test_choice_is_kept_in_a_cookie_and_leads_back(client, town):
    answer = client.get("/view/?mode=elder&next=/guide/%3Fa=1")

    assert (answer.status_code, answer["Location"]) == (302, "/guide/?a=1")
    assert "no-store" in answer["Cache-Control"]
    cookie = answer.cookies["view"]
    assert (cookie.value, cookie["samesite"], cookie["httponly"], cookie["path"]) == ("elder", "Lax", True, "/")


@pytest.mark.parametrize(
    "place", ["https://example.invalid/", "//example.invalid/", "/\\example.invalid", "javascript:alert(1)", "", "a"]
)
def test_choice_leads_nowhere_else(client, town, place):
    assert client.get("/view/", {"mode": "elder", "next": place})["Location"] == "/"


@pytest.mark.parametrize(
    "mode, shown", [("elder", "elder"), ("contrast", "contrast"), ('x"><script>', "normal"), ("", "normal")]
)
def test_page_looks_as_chosen_and_offers_the_others(client, town, mode, shown):
    client.cookies["view"] = mode

    tree = page(client, "/guide/")

    assert tree.get("data-view") == shown
    modes = {"normal": "常规版", "elder": "长者模式", "contrast": "高对比度"}
    offered = [text(link) for link in tree.xpath("//nav[@aria-label='浏览方式']//a")]
    assert offered == [name for mode, name in modes.items() if mode != shown]


def test_unknown_mode_sets_nothing_and_normal_takes_the_cookie_away(client, town):
    assert not client.get("/view/?mode=x").cookies
    client.cookies["view"] = "elder"
    assert client.get("/view/?mode=normal").cookies["view"]["max-age"] == 0


def test_views_have_tags_of_their_own(client, town):
    tag = client.get("/guide/")["ETag"]
    client.cookies["view"] = "elder"

    answer = client.get("/guide/", headers={"if-none-match": tag})

    assert answer.status_code == 200
    assert "Cookie" in answer["Vary"]


# --- Failures ---------------------------------------------------------------------


def test_missing_page_is_not_kept_by_caches(client, town):
    answer = client.get("/items/none/")

    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Cookie" in answer["Vary"]


def test_maintenance_says_so_everywhere_but_to_the_machine(client, town, monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "MAINTENANCE_FILE", tmp_path / "maintenance")
    assert client.get("/").status_code == 200
    (tmp_path / "maintenance").write_text("系统升级，预计18:00恢复。", encoding="utf-8")

    for address in ("/", "/guide/", "/admin/"):
        answer = client.get(address)
        assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "300", "no-store")
        assert "系统升级，预计18:00恢复。" in answer.content.decode()
    assert client.get("/healthz").status_code == 200
