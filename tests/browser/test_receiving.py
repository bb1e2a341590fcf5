"""A document dropped on the desk: what it says survives the editor, and the screen is fit for everybody."""

from pathlib import Path

import pytest

from disclosure.models import Item, User
from tests.factories import CategoryFactory
from tests.support.documents import picture
from tests.support.words import english

NOTICE = Path(__file__).resolve().parents[1] / "data" / "documents" / "notice.docx"
RECEIVE = "/admin/disclosure/item/receive/"
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@pytest.fixture
def desk(browser_page, transactional_db):
    CategoryFactory(name="通知公告")
    User.objects.create_superuser("clerk", password="a long enough password")
    # The public's address of pictures answers for drafts only where the portal is told so; the editor needs a picture.
    browser_page.route("**/pictures/*/", lambda route: route.fulfill(body=picture(), content_type="image/png"))
    browser_page.goto("/admin/login/")
    browser_page.fill("[name=username]", "clerk")
    browser_page.fill("[name=password]", "a long enough password")
    browser_page.click("[type=submit]")
    browser_page.wait_for_url("**/admin/")
    return browser_page


def receive(page):
    page.goto(RECEIVE)
    page.select_option("[name=category]", label="通知公告")
    page.set_input_files("[name=file]", NOTICE)
    page.click("[type=submit][value=新建草稿]")
    page.wait_for_url("**/change/")
    page.wait_for_selector(".ProseMirror table")


def test_document_survives_editor_and_sanitiser_unchanged(desk):
    receive(desk)
    body = Item.objects.get().body
    desk.locator(".ProseMirror > p", has_text="各村、各单位：").click()
    desk.keyboard.press("End")
    desk.keyboard.type("（全文）")  # the editor writes its own version once something is typed
    with desk.expect_navigation():
        desk.click(".submit-row [name=_continue]")
    saved = Item.objects.get().body

    for kept in (
        '<th colspan="2"><p>责任分工</p></th>',
        '<td rowspan="2"><p>东片</p></td>',
        '<ol data-type="decimal"><li><p>清理可燃物</p></li><li><p>加强巡查</p></li></ol>',
        "<h3>一、总体要求</h3>",
        "<strong>预防为主</strong>",
        "<sup>[1]</sup>",
        'alt="红色的示意图"',
        body[body.index('src="/pictures/') :][:50],
    ):
        assert kept in saved, kept
    assert Item.objects.get().guessed == ""


def test_guesses_are_marked_in_words_and_by_colour(desk):
    receive(desk)
    row = desk.locator(".form-row.field-title")

    assert "根据文件猜测，请核对。" in row.inner_text()
    assert row.evaluate("one => getComputedStyle(one).borderInlineStartStyle") == "solid"
    assert "根据文件猜测" not in desk.locator(".form-row.field-subject").inner_text()


@pytest.mark.parametrize("width", [1280, 375])
def test_screens_are_accessible_and_chinese(desk, axe, width):
    desk.set_viewport_size({"width": width, "height": 900})
    desk.goto(RECEIVE)
    found = [_violations(axe, desk), *_english(desk)]
    receive(desk)
    found += [_violations(axe, desk), *_english(desk)]

    assert [one for one in found if one] == []


def _english(page):
    """Without the editor's icons, whose names a font draws, and the source behind it."""
    page.evaluate("() => document.querySelectorAll('.material-icons, textarea').forEach((one) => one.remove())")
    return english(page.content(), names=frozenset({"clerk", "town", "notice"}))


def _violations(axe, page):
    found = axe(page, runOnly={"type": "tag", "values": list(WCAG)}, preload=False)
    return [(violation["id"], [node["html"] for node in violation["nodes"]]) for violation in found]


def test_files_may_be_dropped_on_the_row(desk):
    desk.goto(RECEIVE)
    dropped = desk.evaluate_handle(
        "() => { const files = new DataTransfer(); files.items.add(new File(['一'], '一.txt')); return files }"
    )
    desk.dispatch_event(".drop-zone", "drop", {"dataTransfer": dropped})

    assert desk.evaluate("document.querySelector('[name=file]').files[0].name") == "一.txt"
