"""The browser tests' own ground: what a page must not do is noticed."""


def test_sign_in_page_has_its_hashed_stylesheet_and_no_complaints(browser_page):
    answers = []
    browser_page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 Playwright marks its handlers, a built-in can't be

    browser_page.goto("/admin/login/")

    stylesheets = [answer for answer in answers if answer.request.resource_type == "stylesheet"]
    assert stylesheets
    assert {answer.status for answer in stylesheets} == {200}
    assert all("immutable" in answer.headers["cache-control"] for answer in stylesheets)


def test_inline_script_is_blocked_and_noticed(browser_page):
    browser_page.goto("/admin/login/")

    browser_page.evaluate(
        "() => { const script = document.createElement('script'); script.text = 'window.ran = true';"
        " document.body.append(script) }"
    )

    assert browser_page.evaluate("window.ran") is None
    assert "Content Security Policy" in browser_page.complaints.pop()


def test_script_error_is_noticed(browser_page):
    browser_page.goto("/admin/login/")

    with browser_page.expect_event("pageerror"):
        browser_page.evaluate("() => { setTimeout(() => { missing.thing }) }")

    assert "missing is not defined" in browser_page.complaints.pop()


def test_database_is_open_to_browser_tests(browser_page, django_user_model):
    django_user_model.objects.create_superuser("clerk", password="a long enough password")

    browser_page.goto("/admin/login/")
    browser_page.fill("[name=username]", "clerk")
    browser_page.fill("[name=password]", "a long enough password")
    browser_page.click("[type=submit]")

    browser_page.wait_for_url("**/admin/")


def test_accessibility_rules_find_an_image_without_text(browser_page, axe):
    browser_page.goto("/admin/login/")
    browser_page.evaluate("() => document.body.append(document.createElement('img'))")

    assert "image-alt" in {violation["id"] for violation in axe(browser_page)}
