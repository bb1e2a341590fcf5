"""Signing in as staff do it: with a code, a passkey or a recovery code; and being locked out."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from disclosure.models import User

from .test_admin_pages import _english_on, _violations

PASSWORD = "green-lamp-by-the-door"
VIRTUAL = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def clerk(transactional_db):
    return User.objects.create_superuser("clerk", password=PASSWORD)


@pytest.fixture
def site(live_server):
    """By name: browsers give passkeys to names alone, not to numbers."""
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def checked(axe):
    """Every screen on the way is accessible, Chinese and no wider than the window."""

    def check(page):
        assert _violations(axe, page, "best-practice") == []
        # A secret is of letters and figures at random, once in a thousand times of letters alone.
        random = set(page.locator("#authenticator_secret, .recovery-codes code").all_inner_texts())
        assert _english_on(page) - random == set()
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    return check


def sign_in(page, site, password=PASSWORD):
    page.goto(f"{site}/admin/")
    page.get_by_label("用户名").fill("clerk")
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def confirm_password(page):
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="确认").click()


def sign_out(page):
    page.get_by_role("button", name="退出").click()


def code(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def next_code(page, secret, used):
    """A code serves once; the next comes within half a minute, and is taken early too."""
    fresh = code(secret)
    return fresh if fresh != used else format_hotp_value(hotp_value(secret, int(time.time()) // 30 + 1))


@pytest.mark.parametrize("width", [1280, 375])
def test_codes_and_recovery_codes_from_set_up_to_sign_in(open_page, site, clerk, checked, width):
    page = open_page(viewport={"width": width, "height": 900})
    sign_in(page, site)

    page.get_by_role("link", name="账号安全").click()
    checked(page)
    page.get_by_role("link", name="启用验证器应用").click()
    checked(page)
    confirm_password(page)
    checked(page)
    secret = page.locator("#authenticator_secret").inner_text()
    used = code(secret)
    page.get_by_label("验证码").fill(used)
    page.get_by_role("button", name="启用").click()
    expect(page.get_by_role("heading", name="恢复代码")).to_be_visible()
    checked(page)
    spare = page.locator(".recovery-codes code").first.inner_text()
    sign_out(page)

    sign_in(page, site)
    expect(page.get_by_role("heading", name="两步验证")).to_be_visible()
    checked(page)
    page.get_by_label("验证码").fill("000000")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_text("验证码不正确")).to_be_visible()
    checked(page)
    page.get_by_label("验证码").fill(next_code(page, secret, used))
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("button", name="退出")).to_be_visible()
    sign_out(page)

    sign_in(page, site)
    page.get_by_label("验证码").fill(spare)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"{site}/admin/")
    sign_out(page)


@pytest.mark.parametrize("width", [1280, 375])
def test_a_passkey_from_set_up_to_sign_in_without_a_password(open_page, site, clerk, checked, width):
    page = open_page(viewport={"width": width, "height": 900})
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": VIRTUAL})
    sign_in(page, site)

    page.goto(f"{site}/admin/account/two-step/webauthn/add/")
    confirm_password(page)
    checked(page)
    page.get_by_label("名称").fill("办公电脑")
    page.get_by_label("通行密钥").check()
    page.get_by_role("button", name="添加").click()
    expect(page.get_by_role("heading", name="恢复代码")).to_be_visible()
    page.goto(f"{site}/admin/account/two-step/webauthn/")
    expect(page.get_by_role("cell", name="办公电脑", exact=True)).to_be_visible()
    checked(page)
    sign_out(page)

    page.goto(f"{site}/admin/")
    checked(page)
    page.get_by_role("button", name="使用通行密钥").click()
    page.wait_for_url(f"{site}/admin/")
    sign_out(page)

    sign_in(page, site)  # with a password, the key is the second step
    page.get_by_role("button", name="使用安全密钥").click()
    page.wait_for_url(f"{site}/admin/")


def test_who_fails_again_and_again_is_locked_out(open_page, site, clerk, checked, settings):
    page = open_page()
    for _ in range(settings.LOCK_AFTER):
        sign_in(page, site, "wrong")
        expect(page.get_by_text("用户名或密码不正确")).to_be_visible()

    sign_in(page, site)

    expect(page.get_by_text("已暂时锁定")).to_be_visible()
    checked(page)


def test_typing_a_long_text_keeps_the_session(open_page, site, clerk):
    page = open_page()
    page.clock.install()
    sign_in(page, site)
    page.goto(f"{site}/admin/disclosure/user/{clerk.pk}/change/")
    page.clock.fast_forward("06:00")

    with page.expect_response("**/admin/jsi18n/") as answer:
        page.locator("#id_email").press_sequentially("a")

    assert answer.value.status == 200
