"""What was typed is not lost: a page asks before it is left, and a finding leads to its place in the form."""

import pytest
from playwright.sync_api import Dialog, Page, expect

from disclosure.desk.office.authorities import create_authority
from disclosure.models import Item, User
from tests.factories import ItemFactory

PASSWORD = "a-long-word-for-tests"
MOBILE = "13800000001"


@pytest.fixture
def item(transactional_db: None) -> Item:
    authority = create_authority(code="town", name="示例镇人民政府")
    made: Item = ItemFactory(
        authority=authority, published_on=None, title=f"通知{MOBILE}", body=f"<h3>一、值班</h3><p>电话{MOBILE}。</p>"
    )
    return made


@pytest.fixture
def page(item: Item, browser_page: Page) -> Page:
    User.objects.create_superuser("clerk", password=PASSWORD, authority=item.authority)
    browser_page.goto("/admin/")
    browser_page.get_by_label("用户名").fill("clerk")
    browser_page.get_by_label("密码").fill(PASSWORD)
    browser_page.get_by_role("button", name="登录").click()
    expect(browser_page.locator("#user-tools")).to_be_visible()
    browser_page.goto(f"/admin/disclosure/item/{item.pk}/change/")
    return browser_page


def leaving(page: Page) -> list[str]:
    """The kinds of question that leaving the page brings up; each is answered by leaving."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.get_by_role("link", name="首页").first.click()
    expect(page.locator("#privacy")).to_have_count(0)
    page.remove_listener("dialog", answer)
    return asked


def test_leaving_asks_where_something_was_typed_and_only_there(page: Page, item: Item) -> None:
    expect(page.locator(".tiptap")).to_be_visible()
    page.locator("#id_title").click()
    assert leaving(page) == []

    page.goto(f"/admin/disclosure/item/{item.pk}/change/")
    page.locator("#id_title").fill("改过的标题")
    assert leaving(page) == ["beforeunload"]

    page.goto(f"/admin/disclosure/item/{item.pk}/change/")
    page.locator(".tiptap p").click()
    page.keyboard.type("新写的话")
    assert leaving(page) == ["beforeunload"]


def test_a_finding_leads_to_its_characters_and_masking_keeps_what_was_typed(page: Page, item: Item) -> None:
    found = page.locator("#privacy .item-findings li")
    found.filter(has_text="标题").get_by_role("link").click()
    selected = "[document.activeElement.selectionStart, document.activeElement.selectionEnd]"
    assert page.evaluate(selected) == [2, 13]

    page.locator("#id_keywords").fill("刚写的主题词")
    found.filter(has_text="正文").get_by_role("link").click()
    assert page.evaluate("window.getSelection().toString()") == MOBILE

    found.filter(has_text="正文").get_by_role("button", name="遮盖").click()

    expect(page.locator(".messagelist")).to_contain_text("已遮盖")
    item.refresh_from_db()
    assert item.keywords == "刚写的主题词"
    assert MOBILE not in item.body
