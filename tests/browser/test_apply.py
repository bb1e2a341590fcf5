"""An application on its whole way in a real browser, without JavaScript; the rules of access in every state of its pages."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from disclosure.models import Application, Authority, Needless
from disclosure.portal.apply.sum_question import DIGITS
from disclosure.portal.common.display_preferences import DisplayMode
from tests import factories

from .test_portal import WIDTHS


@pytest.fixture(autouse=True)
def _form_at_once(town, monkeypatch):
    monkeypatch.setattr("disclosure.portal.apply.views.SHORTEST_SECONDS", 0)


def fill(page):
    page.get_by_label("申请人类型").select_option("公民（自然人）")
    page.get_by_label("姓名或者名称").fill("示例甲")
    page.get_by_label("证件类型").select_option("居民身份证")
    page.get_by_label("证件号码").fill("370305190001010000")
    page.get_by_label("联系电话").fill("0000-0000000")
    page.get_by_label("信息的名称").fill("2025年镇级财政决算")
    page.get_by_role("group", name="提供形式").get_by_label("纸面").check()
    page.get_by_role("group", name="获取方式").get_by_label("当面领取").check()
    asked = page.locator("#id_answer_helptext").inner_text()
    page.get_by_label("验证问题").fill(str(DIGITS.index(asked[0]) + DIGITS.index(asked[2])))


def send(page):
    page.get_by_role("button", name="提交申请").click()


def test_citizen_applies_and_follows_and_staff_confirm(open_page, town):
    page = open_page(java_script_enabled=False)
    page.goto("/")
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="依申请公开").click()
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("有 9 处需要修改")
    page.get_by_role("alert").get_by_role("link", name="证件号码").click()
    expect(page.get_by_label("证件号码")).to_be_focused()
    fill(page)
    send(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("申请回执")
    number, code = page.locator(".receipt-key").all_inner_texts()
    assert number == f"{timezone.localdate().year}-001"
    page.get_by_role("main").get_by_role("link", name="查询办理进度").click()
    page.get_by_label("申请编号").fill(number)
    page.get_by_label("查询码").fill(code.lower())
    page.get_by_role("button", name="查询", exact=True).click()
    expect(page.get_by_role("heading", level=2)).to_have_text(f"申请 {number}：待确认收到")
    assert page.url.endswith("/apply/track/")
    assert Application.objects.get().received_on is None


def test_citizen_who_finds_it_need_not_apply(open_page, town):
    item = factories.ItemFactory(authority=town, title="示例镇2025年镇级财政决算报告", index_number="甲1")
    page = open_page(java_script_enabled=False)
    page.goto("/apply/")
    fill(page)
    send(page)

    page.get_by_role("button", name="找到了，不再申请").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(item.title)
    assert Application.objects.count() == 0
    assert Needless.objects.get().number == 1


def test_citizen_who_goes_back_finds_everything_as_it_was_and_is_not_asked_again(open_page, town):
    factories.ItemFactory(authority=town, title="示例镇2025年镇级财政决算报告")
    page = open_page(java_script_enabled=False)
    page.goto("/apply/")
    fill(page)
    send(page)

    page.get_by_role("button", name="返回修改").click()
    expect(page.get_by_label("证件号码")).to_have_value("370305190001010000")
    expect(page.get_by_role("group", name="获取方式").get_by_label("当面领取")).to_be_checked()
    page.get_by_label("其他特征描述").fill("含明细表")
    send(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("申请回执")
    assert Application.objects.get().content == "名称：2025年镇级财政决算\n特征描述：含明细表"


@pytest.mark.parametrize("view", DisplayMode)
def test_pages_keep_the_rules_with_mistakes_and_without(open_page, axe, live_server, view):
    """Filled in on a phone; each page is judged wide as well."""
    factories.ItemFactory(authority=Authority.objects.get(), title="示例镇2025年镇级财政决算报告")
    page = open_page(viewport=WIDTHS["phone"])
    page.context.add_cookies([{"name": "view", "value": view.value, "url": live_server.url}])

    def check(what):
        for width in ("wide", "phone"):
            page.set_viewport_size(WIDTHS[width])
            assert axe(page) == [], (what, width)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (what, width)

    page.goto("/apply/")
    send(page)
    expect(page.locator("#mistakes")).to_be_focused()
    check("mistakes")
    fill(page)
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("这些已公开的信息是不是您要的？")
    check("offered")
    page.get_by_role("button", name="都不是，提交申请").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("申请回执")
    check("receipt")
    number, code = page.locator(".receipt-key").all_inner_texts()
    page.goto("/apply/track/")
    for given in ("wrong", code):
        page.get_by_label("申请编号").fill(number)
        page.get_by_label("查询码").fill(given)
        with page.expect_navigation():  # both answers come at the same address
            page.get_by_role("button", name="查询", exact=True).click()
        check(given)
    expect(page.locator("#progress")).to_be_visible()
