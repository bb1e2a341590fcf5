"""The platform in a real browser: rules of access in every view and width, weight, and what needs no JavaScript."""

from datetime import date

import pytest
from playwright.sync_api import expect

from disclosure.models import Category, ItemLink, ItemRevision
from disclosure.portal.common.display_preferences import DisplayMode
from tests import factories
from tests.db.disclosure.portal.conftest import TABLE

WIDTHS = {"wide": {"width": 1280, "height": 900}, "phone": {"width": 375, "height": 750}}
ITEM = "/items/%E7%A4%BA%E6%94%BF%E5%8F%91%E3%80%942020%E3%80%953%E5%8F%B7/"
PAGES = (
    "/",
    "/guide/",
    "/rules/",
    "/catalogue/",
    "/catalogue/policy/",
    "/catalogue/policy/?validity=gone&sort=title&page=2",
    "/catalogue/empty/",
    ITEM,
    f"{ITEM}versions/1/",
    "/site-map/",
    "/feeds/",
    "/api/",
    "/apply/",
    "/apply/track/",
    "/statistics/",
    "/statistics/?year=2023",
)
MISSING = {"/items/none/": 404, "/items/withdrawn/": 410}


@pytest.fixture(autouse=True)
def _platform(town):
    """A tree, thirty items on two pages, and one with everything that an item can show."""
    given = {"authority": town}
    catalogue = Category.objects.create(**given, name="法定主动公开内容", code="root")
    policy = Category.objects.create(**given, name="规范性文件", code="policy", parent=catalogue, basis="条例第二十条")
    Category.objects.create(**given, name="统计信息", code="empty", parent=catalogue)
    rules = Category.objects.create(**given, name="政府信息公开制度", code="rules")
    factories.ItemFactory(**given, category=rules)
    factories.ItemFactory(**given, category=policy, index_number="withdrawn", state="withdrawn")
    factories.ItemFactory.create_batch(30, **given, category=policy)
    shown = factories.ItemFactory(
        **given,
        category=policy,
        index_number="示政发〔2020〕3号",
        title="关于印发《示例镇农村生活垃圾分类收集运输处置管理办法》的通知",
        document_number="示政发〔2020〕3号",
        formed_on=date(2020, 3, 1),
        published_on=date(2023, 6, 1),
        validity="repealed",
        repealed_on=date(2022, 1, 26),
        body=f"<h3>总则</h3>{'<p>第一条 为规范农村生活垃圾分类，改善人居环境，制定本办法。</p>' * 20}{TABLE}",
    )
    newer = factories.ItemFactory(**given, category=policy, title="新的管理办法")
    for day in range(2, 8):
        received, concluded = date(2023, 3, day), date(2023, 3, 20 + day)
        factories.ApplicationFactory(**given, received_on=received, concluded_on=concluded, outcome="disclosed")
    ItemLink.objects.create(item=newer, relation="replaces", target=shown)
    ItemRevision.objects.create(
        item=shown, number=1, content={}, published_on=date(2020, 3, 1), superseded_on=date(2021, 3, 1), reason="修订"
    )


@pytest.mark.parametrize("view", DisplayMode)
def test_pages_keep_the_rules_of_access_and_never_scroll_sideways(open_page, axe, live_server, view):
    """Each is opened once, and judged wide and narrow."""
    page = open_page()
    page.context.add_cookies([{"name": "view", "value": view.value, "url": live_server.url}])
    for address in (*PAGES, *MISSING):
        page.goto(address)
        for width, size in WIDTHS.items():
            page.set_viewport_size(size)
            assert axe(page) == [], (address, width)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (address, width)
    missing = [page.complaints.pop() for _ in MISSING]
    assert all("404" in one or "410" in one for one in missing)


def test_dark_pages_keep_the_rules_too(open_page, axe):
    page = open_page(viewport=WIDTHS["phone"], color_scheme="dark")
    for address in PAGES:
        page.goto(address)
        assert axe(page) == [], address


def test_first_view_is_light(open_page):
    """As transferred, each page on its own: at most 3 requests, 60 kB, all from here."""
    for address in PAGES:
        page = open_page()
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        asked, transferred = [], []
        devtools.on("Network.requestWillBeSent", lambda event, asked=asked: asked.append(event["request"]["url"]))
        devtools.on("Network.loadingFinished", lambda event, sent=transferred: sent.append(event["encodedDataLength"]))

        page.goto(address, wait_until="networkidle")

        own = page.evaluate("location.origin")
        assert all(url.startswith(own) for url in asked)
        assert len(asked) <= 3, (address, asked)
        assert sum(transferred) < 60_000, address
        page.context.close()


def test_text_at_twice_the_size_stays_inside(open_page):
    """WCAG 1.4.4: a window of 1280 at 200 % is one of 640."""
    page = open_page(viewport={"width": 640, "height": 450})
    for address in PAGES:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_reader_narrows_sorts_and_reads_without_javascript(open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/")
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="法定主动公开内容").click()
    page.get_by_role("link", name="规范性文件").click()
    page.get_by_label("有效性").select_option("废止")
    page.get_by_role("button", name="筛选").click()
    page.get_by_role("link", name="关于印发《示例镇农村生活垃圾").click()

    expect(page.get_by_role("heading", name="本文件已废止")).to_be_visible()
    expect(page.get_by_role("button", name="朗读")).to_be_hidden()
    page.get_by_role("link", name="第1版").click()
    expect(page.get_by_role("heading", name="这不是现行版本")).to_be_visible()


def test_reader_makes_everything_larger_and_stays_where_they_are(open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/catalogue/policy/?sort=title&page=2")
    small = size_of(page, "h1")
    page.get_by_role("link", name="长者模式").click()

    assert page.url.endswith("/catalogue/policy/?sort=title&page=2")
    assert size_of(page, "h1") > small * 1.3
    page.goto("/guide/")
    assert page.locator("html").get_attribute("data-view") == "elder"
    page.get_by_role("link", name="常规版").click()
    assert page.locator("html").get_attribute("data-view") == "normal"


def size_of(page, selector):
    return page.locator(selector).bounding_box()["height"]


SMALL = """
    Array.from(document.querySelectorAll(
        '[type=radio], [type=checkbox], button, summary, :is(li, dd, td, th, form, nav, h2, h3) a'
    )).filter(one => !one.closest('.prose, .apply-trap') && one.getClientRects().length)
      .map(one => [one.getBoundingClientRect().height, one.outerHTML.slice(0, 120)])
"""


@pytest.mark.parametrize("size", WIDTHS.values(), ids=WIDTHS)
def test_in_large_type_everything_that_is_pressed_is_44_pixels_high(open_page, live_server, size):
    page = open_page(viewport=size)
    page.context.add_cookies([{"name": "view", "value": "elder", "url": live_server.url}])
    kinds = set()
    for address in (*PAGES, "/search/", "/search/?q=管理办法", "/reports/"):
        page.goto(address)
        sizes = page.evaluate(SMALL)
        assert [one for one in sizes if one[0] < 44] == [], address
        kinds |= {one[1].partition(" ")[0] + ("radio" if "radio" in one[1] else "") for one in sizes}
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    assert {"<a", "<button", "<inputradio"} <= kinds


@pytest.mark.parametrize("size", WIDTHS.values(), ids=WIDTHS)
def test_in_large_type_the_text_comes_before_the_metadata(open_page, live_server, size):
    page = open_page(viewport=size)

    def tops():
        page.goto(ITEM)
        return [page.locator(one).bounding_box()["y"] for one in (".item-body", ".metadata")]

    body, facts = tops()
    assert facts < body
    page.context.add_cookies([{"name": "view", "value": "elder", "url": live_server.url}])
    body, facts = tops()
    assert body < facts


def test_item_can_be_read_aloud_where_the_browser_can(open_page):
    page = open_page()
    page.add_init_script(
        "const said = []; window.said = said;"
        "Object.defineProperty(window, 'speechSynthesis', {value: {speak: (one) => said.push(one.text), cancel: () => {}}});"
    )
    page.goto(ITEM)
    button = page.get_by_role("button", name="朗读")
    button.click()

    assert page.evaluate("window.said[0]") == "总则"
    expect(page.get_by_role("button", name="停止朗读")).to_have_attribute("aria-pressed", "true")


def test_keyboard_reaches_everything_with_visible_focus(open_page):
    page = open_page()
    page.goto(ITEM)
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        focus = page.evaluate(
            "() => { const one = document.activeElement; const style = getComputedStyle(one);"
            " return [one.textContent.trim(), style.outlineStyle, one === document.body] }"
        )
        if focus[2]:
            break
        seen.append(focus)

    assert {"跳到正文", "长者模式", "文字文档（DOCX）", "朗读", "网站地图"} <= {name for name, _, _ in seen}
    assert {style for _, style, _ in seen} == {"solid"}
