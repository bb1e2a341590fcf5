"""The item's form as it is seen: room to write, headings in order of size, a message in sight, usable on a telephone."""

import pytest
from playwright.sync_api import expect

from disclosure.models import User
from tests.factories import CategoryFactory, ItemFactory

PASSWORD = "a long enough password"
SIZES = """() => ["h1", "#content > h2", "fieldset h2", ".item-card h2", ".item-card h3"].map((name) => {
    const heading = document.querySelector(name);
    return heading && parseFloat(getComputedStyle(heading).fontSize);
}).filter(Boolean)"""
WIDTHS = """() => {
    const [editor, form] = [document.querySelector(".field-body .prose-editor"), document.querySelector("fieldset.module")];
    return [editor.getBoundingClientRect().width, form.getBoundingClientRect().width];
}"""


@pytest.fixture
def form(browser_page, transactional_db):
    """The form of a draft in which a telephone number was found, for somebody who may everything."""
    User.objects.create_superuser("clerk", password=PASSWORD)
    column = CategoryFactory(name="通知公告", authority__is_own=True)
    body = "<h3>一、范围</h3><p>联系人王小明，电话13812345678。</p>" + "<p>正文。</p>" * 30
    item = ItemFactory(authority=column.authority, category=column, state="draft", published_on=None, body=body)
    page = browser_page
    page.goto("/admin/login/")
    page.fill("[name=username]", "clerk")
    page.fill("[name=password]", PASSWORD)
    page.click("[type=submit]")
    page.wait_for_url("**/admin/")
    page.goto(f"/admin/disclosure/item/{item.pk}/change/")
    page.locator(".ProseMirror[role=textbox]").wait_for()
    return page


def test_editor_has_the_whole_width_and_headings_come_in_order_of_size(form):
    for width in (1280, 375):
        form.set_viewport_size({"width": width, "height": 900})

        editor, whole = form.evaluate(WIDTHS)
        assert editor > 0.9 * whole, width
        sizes = form.evaluate(SIZES)
        assert len(sizes) >= 4
        assert sizes == sorted(sizes, reverse=True), width
        assert form.evaluate("document.documentElement.scrollWidth") <= width


def test_what_happened_is_in_sight_where_the_page_has_gone_on(form):
    form.set_viewport_size({"width": 1280, "height": 500})
    form.get_by_role("button", name="遮盖", exact=True).first.click()
    form.wait_for_url("**#privacy")

    expect(form.locator(".messagelist")).to_be_in_viewport()
    expect(form.locator("#privacy")).to_be_in_viewport()
