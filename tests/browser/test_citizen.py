"""A citizen's ways through the platform, from the first page to what was looked for: by whatever means they have."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import expect

from disclosure.models import Category, ItemLink, User
from tests import factories
from tests.db.reports.portal.publishing import TEXTS, publish_report

PHONE = {"width": 375, "height": 750}
POLICY, READING = "示例镇农村生活垃圾分类管理办法", "《示例镇农村生活垃圾分类管理办法》解读"
WIDE = "<table><tbody><tr>{}</tr><tr>{}</tr></tbody></table>".format(
    "".join(f"<th>第{n}季度公开条数</th>" for n in range(1, 8)), "".join(f"<td>{n * 1234}.50</td>" for n in range(1, 8))
)
VISIBLE_FOCUS = """() => {
    const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
    const label = one.labels && one.labels.length ? one.labels[0].textContent : "";
    return {
        name: (label || one.getAttribute("aria-label") || one.textContent).trim(),
        marked: style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2,
        seen: box.bottom > 0 && box.top < innerHeight && box.width > 0,
        lost: one === document.body,
    };
}"""
# What reaches over the edge of the window or is cut off, boxes that scroll inside themselves apart.
CUT = """() => [...document.querySelectorAll("body *")].filter((one) => {
    if (one.closest(".scroll > *, .visually-hidden, .skip, svg")) return false;
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    const inside = one.classList.contains("scroll") || ["INPUT", "SELECT"].includes(one.tagName);
    const hidden = style.overflowX === "hidden" || style.overflowX === "clip";
    return box.right > innerWidth + 1 || (!inside && hidden && one.scrollWidth > one.clientWidth + 1);
}).map((one) => one.outerHTML.slice(0, 120))"""


@pytest.fixture(autouse=True)
def _platform(town):
    """Two pages of documents, a policy, what interprets it, and a file to take along."""
    root = Category.objects.create(authority=town, name="法定主动公开内容", code="root")
    column = Category.objects.create(authority=town, name="规范性文件", code="policy", parent=root)
    reading = Category.objects.create(authority=town, name="政策解读", code="reading", parent=root)
    for number in range(24):
        factories.ItemFactory(
            authority=town, category=column, title=f"第{number:02d}号防汛通知", formed_on=date(2020 + number % 3, 5, 1 + number)
        )  # fmt: skip
    policy = factories.ItemFactory(
        authority=town, category=column, index_number="SL-2023-1", title=POLICY, document_number="示政发〔2023〕7号",
        formed_on=date(2023, 3, 1), body=f"<h3>总则</h3><p>第一条 为规范分类，制定本办法。</p>{WIDE}",
    )  # fmt: skip
    explained = factories.ItemFactory(
        authority=town, category=reading, title=READING, formed_on=date(2023, 3, 2), body="<p>为什么制定。</p>"
    )
    ItemLink.objects.create(item=explained, relation="interprets", target=policy)
    copy = ContentFile("点位\n一村\n".encode(), name="点位.txt")
    factories.AttachmentFactory(
        item=policy, file=ContentFile(b"raw", name="点位.txt"), name="点位.txt", public_file=copy
    )


@pytest.fixture
def report(town):
    texts = TEXTS | {"overview": f"{TEXTS['overview']}{WIDE}"}
    publish_report(town, 2023, User.objects.create_superuser("clerk"), texts=texts)


# --- Finding --------------------------------------------------------------------


def test_document_is_found_by_its_number_however_it_is_written(open_page):
    page = open_page()
    for written in ("示政发[2023]7号", "示政发 （2023） 7 号", "示政发【２０２３】７号"):
        page.goto("/")
        page.get_by_role("searchbox").fill(written)
        page.keyboard.press("Enter")
        expect(page.locator(".hit h3")).to_have_text([POLICY])

    page.get_by_role("link", name=POLICY).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(POLICY)


def test_policy_and_its_interpretation_lead_to_each_other(open_page):
    page = open_page()
    page.goto("/")
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="法定主动公开内容").click()
    page.get_by_role("link", name="规范性文件").click()
    page.get_by_role("link", name=POLICY, exact=True).click()
    page.get_by_role("region", name="政策解读").get_by_role("link", name=READING).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(READING)

    page.get_by_role("main").get_by_role("link", name=POLICY, exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(POLICY)


def test_word_written_wrongly_still_leads_there(open_page):
    page = open_page(viewport=PHONE)
    page.goto("/search/?q=拉圾分类管理办法")
    page.get_by_role("link", name="垃圾分类管理办法", exact=True).click()

    expect(page.locator(".hit h3")).to_have_text([READING, POLICY])


# --- On a phone -----------------------------------------------------------------


def test_report_is_read_on_a_phone(open_page, report):
    page = open_page(viewport=PHONE)
    page.goto("/")
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="政府信息公开年报").click()
    page.get_by_role("link", name="2023年政府信息公开工作年度报告").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2023年")

    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert page.evaluate(CUT) == []
    for region in page.get_by_role("region", name="表格").all():
        box = region.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
        region.evaluate("one => one.scrollTo(one.scrollWidth, 0)")
        last = region.locator("tr").last.locator("td").last
        last.scroll_into_view_if_needed()
        assert last.bounding_box()["x"] + last.bounding_box()["width"] <= box["x"] + box["width"] + 1
    heading = page.locator(".scroll-3 tbody th").first
    heading.scroll_into_view_if_needed()
    assert heading.bounding_box()["x"] >= 0  # a row is told by its heading wherever the table was scrolled to


def test_wide_table_of_a_document_says_that_it_scrolls(open_page):
    page = open_page(viewport=PHONE)
    page.goto("/items/SL-2023-1/")

    assert page.evaluate(CUT) == []
    assert "可左右滑动" in page.locator(".scroll").evaluate("one => getComputedStyle(one, '::before').content")


# --- By keyboard ------------------------------------------------------------------


def tab_to(page, name):
    """Tab on to what has this name; every stop on the way is marked and in view."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focus = page.evaluate(VISIBLE_FOCUS)
        assert not focus["lost"], f"the tab order ends before {name}"
        assert focus["marked"], focus
        assert focus["seen"], focus
        if focus["name"] == name:
            return
    pytest.fail(f"{name} is not reached")


def test_everything_is_done_by_keyboard(open_page):
    page = open_page()
    page.goto("/catalogue/policy/")
    tab_to(page, "跳到正文")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"

    tab_to(page, "年份")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, "筛选")
    page.keyboard.press("Enter")
    page.wait_for_url("**/catalogue/policy/?year=2022**")
    expect(page.get_by_text("共 8 条", exact=True)).to_be_visible()

    tab_to(page, "清除条件")
    page.keyboard.press("Enter")
    page.wait_for_url("**/catalogue/policy/")
    tab_to(page, "第2页")
    page.keyboard.press("Enter")
    page.wait_for_url("**page=2")

    tab_to(page, "长者模式")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.locator("html")).to_have_attribute("data-view", "elder")
    assert page.url.endswith("page=2")

    tab_to(page, "检索公开信息")
    page.keyboard.type("示政发(2023)7号")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=**")
    tab_to(page, POLICY)
    page.keyboard.press("Enter")
    page.wait_for_url("**/items/SL-2023-1/")
    expect(page.get_by_role("heading", level=1)).to_have_text(POLICY)
    tab_to(page, "表格1")  # a table that scrolls takes the focus, and arrows move it
    tab_to(page, "网站地图")


# --- Without scripts ----------------------------------------------------------------


def test_everything_works_without_scripts(open_page):
    page = open_page(java_script_enabled=False, accept_downloads=True, viewport=PHONE)
    page.goto("/")
    page.get_by_role("searchbox").fill("防汛")
    page.get_by_role("button", name="检索").click()
    page.get_by_text("筛选", exact=True).click()
    page.get_by_role("link", name="2021年").click()
    expect(page.locator(".search-summary strong")).to_have_text("8")

    page.goto("/catalogue/policy/")
    page.get_by_label("年份").select_option("2022")
    page.get_by_role("button", name="筛选").click()
    expect(page.get_by_text("共 8 条", exact=True)).to_be_visible()
    page.get_by_role("link", name="清除条件").click()
    page.get_by_role("link", name="下一页").click()
    expect(page.locator("td.listing-title")).to_have_count(5)

    page.get_by_role("link", name="高对比度").click()
    assert page.locator("html").get_attribute("data-view") == "contrast"
    page.goto("/items/SL-2023-1/")
    for name, saved in (("文字文档（DOCX）", f"{POLICY}.docx"), ("点位.txt", "点位.txt")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert download.value.suggested_filename == saved


# --- Larger -------------------------------------------------------------------------


@pytest.mark.parametrize("width", [375, 1280])
def test_text_twice_as_large_loses_nothing(open_page, report, width):
    """WCAG 1.4.4: the reader's own type size is twice the usual."""
    page = open_page(viewport={"width": width, "height": 800})
    for address in (
        "/",
        "/guide/",
        "/catalogue/",
        "/catalogue/policy/",
        "/items/SL-2023-1/",
        "/search/?q=防汛",
        "/reports/2023/",
    ):
        page.goto(address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate(CUT) == [], address
