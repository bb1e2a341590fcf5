"""Pictures in the editor: by its dialog and the keyboard alone, by paste and drop; and on the page that they are made for."""

import base64

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from disclosure.law.choices.items import ItemState
from disclosure.models import Item, Picture, User
from tests.factories import CategoryFactory, ItemFactory
from tests.support.documents import picture
from tests.support.words import english

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
EMBEDDED = "data:image/png;base64," + base64.b64encode(picture()).decode()
TEXT = "各季度受理申请件数柱形图"
PASTE = """([html, picture]) => {
    const carried = new DataTransfer();
    if (html) carried.setData("text/html", html);
    if (picture) {
        const bytes = Uint8Array.from(atob(picture), (one) => one.charCodeAt(0));
        carried.items.add(new File([bytes], "剪贴板.png", {type: "image/png"}));
    }
    const paste = new ClipboardEvent("paste", {clipboardData: carried, bubbles: true, cancelable: true});
    document.querySelector(".ProseMirror[role=textbox]").dispatchEvent(paste);
}"""

DROPPED = """(picture) => {
    const carried = new DataTransfer();
    const bytes = Uint8Array.from(atob(picture), (one) => one.charCodeAt(0));
    carried.items.add(new File([bytes], "图.png", {type: "image/png"}));
    return carried;
}"""


@pytest.fixture
def desk(browser_page, transactional_db):
    User.objects.create_superuser("clerk", password="a long enough password")
    browser_page.goto("/admin/login/")
    browser_page.fill("[name=username]", "clerk")
    browser_page.fill("[name=password]", "a long enough password")
    browser_page.click("[type=submit]")
    browser_page.wait_for_url("**/admin/")
    return browser_page


@pytest.fixture
def item(transactional_db):
    column = CategoryFactory(name="通知公告", authority__is_own=True)
    return ItemFactory(authority=column.authority, category=column, published_on=None, body="<p>受理情况如下。</p>")


def opened(page, item):
    page.goto(f"/admin/disclosure/item/{item.pk}/change/")
    page.locator(".ProseMirror[role=textbox] > p").first.click()
    page.keyboard.press("End")
    return page


def saved(page):
    with page.expect_navigation():
        page.click(".submit-row [name=_continue]")
    return Item.objects.get().body


def violations(axe, page):
    found = axe(page, runOnly={"type": "tag", "values": list(WCAG)}, preload=False)
    return [(violation["id"], [node["html"] for node in violation["nodes"]]) for violation in found]


def test_dialog_asks_for_file_and_text_in_words_and_for_everybody(desk, item, axe):
    page = opened(desk, item)
    page.get_by_role("button", name="插入图片").click()
    page.keyboard.press("Escape")
    expect(page.locator(".ProseMirror[role=textbox]")).to_be_focused()
    page.get_by_role("button", name="插入图片").click()
    dialog = page.get_by_role("dialog", name="插入图片")
    found = []
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 900})
        found += violations(axe, page)
    page.set_viewport_size({"width": 1280, "height": 900})
    dialog.get_by_label("图片文件").set_input_files(
        {"name": "图.png", "mimeType": "image/png", "buffer": picture(place=True)}
    )
    dialog.get_by_role("button", name="插入", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("请填写替代文字")
    dialog.get_by_label("替代文字").fill(TEXT)
    found += violations(axe, page)
    dialog.get_by_role("button", name="插入", exact=True).click()
    expect(dialog).not_to_be_attached()
    expect(page.locator(".ProseMirror img[src]")).to_have_attribute("alt", TEXT)
    expect(page.get_by_role("status").filter(has_text="图片已插入。")).to_be_visible()
    page.evaluate("() => document.querySelectorAll('.material-icons, textarea').forEach((one) => one.remove())")
    assert english(page.content(), names=frozenset({"clerk", "town"})) == set()
    assert found == []


def test_keyboard_alone_pastes_a_picture_and_words_it_as_the_public_reads(desk, item):
    page = opened(desk, item)
    page.evaluate(PASTE, ["", base64.b64encode(picture()).decode()])
    dialog = page.get_by_role("dialog", name="插入图片")
    expect(dialog.get_by_label("替代文字")).to_be_focused()
    page.keyboard.type(TEXT)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".ProseMirror img[src]")).to_have_attribute("alt", TEXT)

    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    words = page.get_by_role("dialog", name="替代文字").get_by_label("替代文字")
    expect(words).to_have_value(TEXT)
    words.fill("另一句话")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    body = saved(page)

    kept = Picture.objects.get()
    assert kept.alternative == "另一句话"
    assert f'src="/pictures/{kept.token}/"' in body
    assert 'alt="另一句话"' in body

    Item.objects.update(state=ItemState.PUBLISHED, published_on=timezone.localdate())
    page.goto(f"/items/{item.index_number}/")
    shown = page.get_by_role("img", name="另一句话")
    expect(shown).to_be_visible()
    assert shown.evaluate("one => one.naturalWidth") == 6


def test_paste_from_a_word_processor_loses_nothing_in_silence(desk, item):
    page = opened(desk, item)
    html = (
        "<p class=MsoNormal>贴来的话<img width=9 src='file:///C:/image001.png'></p>"
        f"<p>有图<img src='{EMBEDDED}' alt='贴来的图'></p><p><img src='https://example.invalid/a.png'></p>"
    )
    page.evaluate(PASTE, [html, ""])
    dialog = page.get_by_role("dialog", name="插入图片")
    expect(dialog.get_by_label("替代文字")).to_have_value("贴来的图")
    dialog.get_by_role("button", name="插入", exact=True).click()
    expect(dialog).not_to_be_attached()

    expect(page.get_by_role("status").filter(has_text="有 1 张图片没有贴进来：从 Word、WPS")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="有 1 张图片在别的网站上")).to_be_visible()
    body = saved(page)
    assert "贴来的话" in body
    assert body.count("<img") == 1
    assert f'src="/pictures/{Picture.objects.get().token}/"' in body


def test_picture_of_a_new_item_is_kept_with_its_first_save(desk, transactional_db):
    column = CategoryFactory(name="通知公告")
    page = desk
    page.goto("/admin/disclosure/item/add/")
    for name, pk in (("category", column.pk), ("authority", column.authority_id)):
        page.evaluate(
            "([name, pk]) => document.querySelector(`[name=${name}]`).append(new Option('选中的', pk, true, true))",
            [name, pk],
        )
    page.fill("[name=title]", "新的通知")
    page.fill("[name=formed_on]", "2026-03-02")
    page.locator(".ProseMirror[role=textbox] > p").first.click()
    dropped = page.evaluate_handle(DROPPED, base64.b64encode(picture()).decode())
    place = page.locator(".ProseMirror[role=textbox] > p").first.bounding_box()
    at = {"clientX": place["x"] + 5, "clientY": place["y"] + 5}
    page.dispatch_event(".ProseMirror[role=textbox]", "drop", {"dataTransfer": dropped, **at})
    dialog = page.get_by_role("dialog", name="插入图片")
    dialog.get_by_label("替代文字").fill(TEXT)
    dialog.get_by_role("button", name="插入", exact=True).click()
    expect(page.locator(".ProseMirror img[src]")).to_be_visible()
    assert Picture.objects.count() == 0
    with page.expect_navigation():
        page.click(".submit-row [name=_continue]")

    kept = Picture.objects.get()
    assert (kept.item, kept.alternative) == (Item.objects.get(), TEXT)
    assert f'src="/pictures/{kept.token}/"' in Item.objects.get().body
