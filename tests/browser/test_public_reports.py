"""The public pages in a real browser: rules of access, width, weight, and tables that keep their headings."""

from functools import partial

import pytest
from playwright.sync_api import expect

from disclosure.models import Authority, User
from tests.db.reports.portal.publishing import TEXTS, publish_report
from tests.support.browser import in_scheme

WIDTHS = {"wide": {"width": 1280, "height": 900}, "phone": {"width": 375, "height": 750}}
PAGES = ("/", "/reports/", "/reports/2023/", "/reports/2023/revisions/1/", "/reports/2020/")

# One of each: over the whole width of the headings, the two upright groups, beside one of them, beside both.
ROW_HEADINGS = ("一、本年新收", "三、本年度办理结果", "（三）不予公开", "（一）予以公开", "属于国家秘密")


@pytest.fixture
def reports(db):
    town = Authority.objects.create(
        code="town",
        name="示例镇人民政府",
        report_name="示例区示例镇",
        is_own=True,
        office="示例镇党政办公室",
        address="示例省示例市示例路一号",
        phone="0000-0000000",
        email="office@example.invalid",
    )
    clerk = User.objects.create_superuser("clerk")
    long = {"overview": TEXTS["overview"] + "<p>公开政府信息，接受群众监督。</p>" * 150}
    publish_report(town, 2020, clerk)
    publish_report(town, 2023, clerk, texts=TEXTS | long, corrections=["表三的数字有误，已更正。"])


def test_pages_keep_the_rules_of_access_light_and_dark_and_never_scroll_sideways(open_page, axe, reports):
    """Each is opened once, and judged wide and narrow."""
    page = open_page()
    for address in PAGES:
        page.goto(address)
        for width, size in WIDTHS.items():
            page.set_viewport_size(size)
            for scheme in ("light", "dark"):
                in_scheme(page, scheme)
                assert axe(page) == [], (address, width, scheme)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (address, width)


def test_page_itself_never_scrolls_sideways_on_the_narrowest_phone(open_page, reports):
    page = open_page(viewport={"width": 320, "height": 600})
    for address in PAGES:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


@pytest.mark.parametrize("address", PAGES)
def test_first_view_is_light(open_page, reports, address):
    """As transferred: at most 3 requests, 60 kB, all from here."""
    page = open_page()
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    asked, transferred = [], []
    devtools.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    devtools.on("Network.loadingFinished", lambda event: transferred.append(event["encodedDataLength"]))

    page.goto(address, wait_until="networkidle")

    own = page.evaluate("location.origin")
    assert all(url.startswith(own) for url in asked)
    assert len(asked) <= 3, asked
    assert sum(transferred) < 60_000


def test_stylesheet_is_small(reports, open_page):
    page = open_page()
    page.goto("/")

    style = page.request.get(page.get_attribute("link[rel=stylesheet]", "href"))

    assert len(style.body()) < 20_000


def test_table_keeps_its_headings_on_a_phone(open_page, reports):
    page = open_page(viewport=WIDTHS["phone"])
    page.goto("/reports/2023/")
    region = page.locator(".scroll-3")
    region.scroll_into_view_if_needed()
    rows = {name: region.get_by_role("rowheader", name=name) for name in ROW_HEADINGS}
    columns = [region.locator("thead th").nth(place) for place in (0, 1)]
    places = [
        *(partial(left, heading) for heading in [*rows.values(), columns[0]]),
        *(partial(top, heading) for heading in columns),
    ]
    before = [place() for place in places]

    region.evaluate("element => element.scrollBy(250, 300)")

    assert region.evaluate("element => [element.scrollLeft > 90, element.scrollTop > 100]") == [True, True]
    assert [place() for place in places] == pytest.approx(before, abs=1)  # the table's own outer line goes with it


def left(locator):
    return locator.bounding_box()["x"]


def top(locator):
    return locator.bounding_box()["y"]


def test_row_headings_leave_most_of_a_phone_to_the_figures(open_page, reports):
    page = open_page(viewport=WIDTHS["phone"])
    page.goto("/reports/2023/")

    heading = page.locator(".scroll-3 thead th").first.bounding_box()
    assert heading["width"] < page.locator(".scroll-3").bounding_box()["width"] * 0.6


def test_table_takes_the_focus_and_scrolls_by_keyboard(open_page, reports):
    page = open_page(viewport=WIDTHS["phone"])
    page.goto("/reports/2023/")
    region = page.locator(".scroll-4")
    region.focus()

    page.keyboard.press("ArrowRight")

    expect(region).not_to_have_js_property("scrollLeft", 0)
    assert region.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"


def test_keyboard_finds_the_way_past_the_head(open_page, reports):
    page = open_page()
    page.goto("/reports/2023/")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_reader_goes_from_home_to_a_section_and_takes_the_file(open_page, reports):
    page = open_page(java_script_enabled=False, accept_downloads=True)
    page.goto("/")
    page.get_by_role("link", name="政府信息公开年报", exact=True).click()
    page.get_by_role("link", name="示例区示例镇2023年政府信息公开工作年度报告").click()
    page.get_by_role("navigation", name="目录").get_by_role("link", name="六、其他需要报告的事项").click()
    assert page.url.endswith("/reports/2023/#part-6")

    with page.expect_download() as download:
        page.get_by_role("link", name="文字文档（DOCX）").click()
    assert download.value.suggested_filename == "示例区示例镇2023年政府信息公开工作年度报告.docx"


def test_text_at_twice_the_size_stays_inside(open_page, reports):
    """WCAG 1.4.4: a window of 1280 at 200 % is one of 640."""
    page = open_page(viewport={"width": 640, "height": 450})
    for address in PAGES:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_missing_page_keeps_the_rules_too(open_page, axe, reports):
    page = open_page(viewport=WIDTHS["phone"])
    page.goto("/reports/2018/")

    assert "404" in page.complaints.pop()
    assert axe(page) == []
