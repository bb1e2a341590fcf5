"""The desk in a real browser: no accessibility violation, no CSP violation, no English that a script puts in."""

import pytest
from django.urls import reverse

from disclosure.models import Application, Item, User
from tests.support.browser import in_scheme
from tests.support.desk import address, application, every_page, one_of_each, worked
from tests.support.words import english

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
PASSWORD = "a long enough password"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 375, "height": 900}
SHARES = 2  # of the walk of every page, so that both workers have a part of it
SHOWN_NAMES = frozenset({"clerk", "town", "unit", "jinling", "chrome", "linux", "locked"})


@pytest.fixture
def desk(open_page, transactional_db):
    """Signs in as somebody who may everything: `desk(width=375)`."""
    one_of_each(1)
    worked(User.objects.create_superuser("clerk", password=PASSWORD))

    def signed_in(*, width=1280):
        page = open_page(viewport={"width": width, "height": 900})
        page.goto("/admin/login/")
        page.fill("[name=username]", "clerk")
        page.fill("[name=password]", PASSWORD)
        page.click("[type=submit]")
        page.wait_for_url("**/admin/")
        return page

    return signed_in


def _violations(axe, page, *more):
    # Without preloading, which would put inline styles of its own on the page.
    found = axe(page, runOnly={"type": "tag", "values": [*WCAG, *more]}, preload=False)
    return [(violation["id"], [node["html"] for node in violation["nodes"]]) for violation in found]


def _go(page, path):
    """The page as scripts leave it: editors come last, as modules that load others, and their icons are a font."""
    page.goto(path)
    page.wait_for_function(
        """() => [...document.querySelectorAll("textarea:not([id*=__prefix__])")]
            .filter((text) => Object.keys(text.dataset).some((name) => name.startsWith("djangoProseEditor")))
            .every((text) => text.closest(".prose-editor"))"""
    )
    page.evaluate("() => document.fonts.ready.then(() => {})")


def _our_pages():
    return [page for page in every_page() if not page.startswith("/admin/reports/")]


@pytest.mark.long
@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_is_accessible_fits_and_is_chinese_with_its_scripts(desk, axe, share):
    """Each is opened once: wide, wide and dark, and narrow."""
    page = desk()
    found = {}

    for path in _our_pages()[share::SHARES]:
        page.set_viewport_size(WIDE)
        _go(page, path)
        for size, scheme in ((WIDE, "light"), (WIDE, "dark"), (NARROW, "light")):
            page.set_viewport_size(size)
            in_scheme(page, scheme)
            if violations := _violations(axe, page, "best-practice"):
                found[path, scheme, size["width"]] = violations
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                found[path, "wider than the screen"] = size["width"]
        if words := _english_on(page):
            found[path, "English"] = words

    assert found == {}


def test_sign_in_page_is_accessible(browser_page, axe):
    browser_page.goto("/admin/login/")

    assert _violations(axe, browser_page) == []


def _english_on(page):
    """What is left after the editor's icons, which are letters that a font turns into pictures and a label names."""
    page.evaluate("document.querySelectorAll('.material-icons').forEach((icon) => { icon.textContent = '' })")
    return english(page.content(), names=SHOWN_NAMES)


def test_calendar_is_chinese(desk):
    page = desk()
    _go(page, address(Application, "add"))

    page.click(".field-received_on .datetimeshortcuts a:last-of-type")

    assert page.locator(".calendarbox:visible").count() == 1
    assert _english_on(page) == set()


def test_autocomplete_is_chinese_named_and_finds_nothing_in_chinese(desk, axe):
    page = desk()
    _go(page, address(Item, "add"))

    page.click(".field-category .select2-selection")
    page.fill(".select2-search__field", "没有的栏目")
    page.wait_for_selector(".select2-results__message")

    assert page.inner_text(".select2-results__message") == "未找到结果"
    assert _violations(axe, page) == []
    assert _english_on(page) == set()


def test_autocomplete_tells_columns_apart_by_their_path(desk):
    page = desk()
    _go(page, address(Item, "add"))

    page.click(".field-category .select2-selection")
    page.fill(".select2-search__field", "其他")
    page.click("text=规划/其他（第1中心）")

    assert page.get_attribute(".field-category .select2-selection", "aria-label") == "栏目：规划/其他（第1中心）"


def test_editor_speaks_chinese(desk):
    page = desk()
    _go(page, address(Item, "add"))

    assert page.locator(".ProseMirror[role=textbox]").is_visible()  # `_go` has waited for it

    page.click("[data-name='table']")

    assert page.inner_text(".prose-editor-dialog h3") == "表格设置"
    assert page.locator(".prose-editor-dialog option").all_inner_texts() == ["是", "否"]
    page.select_option(".prose-editor-dialog select", "Yes")
    page.click(".prose-editor-dialog [type=submit]")
    assert page.locator(".ProseMirror th").count() == 3
    assert _english_on(page) == set()


def test_personal_search_stays_out_of_the_address(desk):
    application("要找的", applicant="某甲")
    page = desk()
    _go(page, f"{address(Application, 'changelist')}?state=open")

    page.fill("#searchbar", "某甲")
    page.click("#changelist-search [type=submit]")
    page.wait_for_selector("#result_list")

    assert page.locator("#result_list tbody tr").count() == 1
    assert "某甲" not in page.evaluate("decodeURIComponent(location.href)")
    assert "state=open" in page.url
    assert page.input_value("#searchbar") == "某甲"


def test_navigation_folds_away_on_a_narrow_screen(desk):
    page = desk(width=375)
    toggle, links = page.locator("#desk-nav-toggle"), page.locator("#desk-nav-list")
    assert not links.is_visible()

    toggle.click()
    assert toggle.get_attribute("aria-expanded") == "true"
    page.click("#desk-nav-list >> text=信息公开申请")

    page.wait_for_url(f"**{reverse('admin:disclosure_application_changelist')}")
