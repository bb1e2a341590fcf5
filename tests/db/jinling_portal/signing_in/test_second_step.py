"""The second step: codes, recovery codes, and roles that must have one."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_login_failed
from django.urls import reverse

from disclosure.models import Authority, User
from tests.support.keys import key_of
from tests.support.words import english

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP = reverse("mfa_authenticate")


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """It stands: codes and locks live by it, however slow or interrupted the machine. `clock(40)`: 40 seconds later."""
    now = time.time()

    def at(seconds):
        monkeypatch.setattr(time, "time", lambda: now + seconds)

    at(0)
    return at


def code(shift=0):
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + shift))


@pytest.fixture
def protected(clerk):
    TOTP.activate(clerk, SECRET)
    return RecoveryCodes.activate(clerk)


def test_the_password_alone_is_not_enough(client, sign_in, protected):
    assert sign_in().url == STEP

    assert SESSION_KEY not in client.session
    assert client.get("/admin/").status_code == 302
    assert english(client.get(STEP).content.decode()) == set()


def test_password_and_code_are_enough(client, sign_in, protected):
    sign_in()

    assert client.post(STEP, {"code": code()}).url == reverse("admin:index")
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("seconds", [0, 40])
def test_a_code_serves_once(client, sign_in, protected, clock, seconds):
    """For as long as clocks may differ: that of half a minute to come serves a minute and a half."""
    used = code(1)
    sign_in()
    assert client.post(STEP, {"code": used}).status_code == 302
    client.post(reverse("admin:logout"))
    clock(seconds)
    sign_in()

    for written in (used, f"{used[:3]} {used[3:]}"):
        assert "验证码不正确" in client.post(STEP, {"code": written}).content.decode()


@pytest.mark.parametrize("has_key", [False, True])
def test_only_the_second_steps_that_the_person_has_are_offered(client, sign_in, clerk, has_key):
    key_of(clerk, "办公电脑") if has_key else TOTP.activate(clerk, SECRET)
    page = client.get(sign_in().url).content.decode()

    assert ("使用安全密钥</button>" in page, "验证器应用上的6位数字" in page) == (has_key, not has_key)


def test_a_recovery_code_serves_once(client, sign_in, protected):
    spare = protected.get_unused_codes()[0]
    sign_in()
    assert client.post(STEP, {"code": spare}).status_code == 302
    client.post(reverse("admin:logout"))
    sign_in()

    assert client.post(STEP, {"code": spare}).status_code == 200


def test_guessing_codes_locks_and_is_told_to_listeners(client, sign_in, protected, settings):
    heard = []

    def listen(credentials, **_):
        heard.append(credentials)

    wrong = next(guess for guess in ("000000", "000001", "000002", "000003") if guess not in map(code, (-1, 0, 1)))
    user_login_failed.connect(listen)
    sign_in()
    for _ in range(settings.LOCK_AFTER):
        client.post(STEP, {"code": wrong})
    user_login_failed.disconnect(listen)

    assert "已暂时锁定" in client.post(STEP, {"code": code()}).content.decode()
    assert heard == [{"username": "clerk"}] * settings.LOCK_AFTER


def test_secrets_are_not_in_the_clear_in_the_database(protected):
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert SECRET not in kept
    assert not any(spare in kept for spare in protected.get_unused_codes())


@pytest.fixture
def required(settings, clerk):
    settings.MFA_REQUIRED_ROLES = ["保密审查"]
    clerk.groups.add(Group.objects.get_or_create(name="保密审查")[0])


def test_a_role_that_needs_a_second_step_reaches_only_its_set_up(client, sign_in, required):
    sign_in()

    for path in ("/admin/", "/admin/disclosure/item/", reverse("account_security"), reverse("usersessions_list")):
        assert client.get(path).url == reverse("mfa_index")
    page = client.get(reverse("mfa_index")).content.decode()
    assert page.count("您的岗位须使用两步验证") == 1
    assert english(page, names=frozenset({"clerk"})) == set()
    assert client.get(reverse("mfa_list_webauthn")).status_code == 200


def test_with_a_second_step_the_role_reaches_everything(client, sign_in, required, protected):
    sign_in()
    client.post(STEP, {"code": code()})

    assert client.get("/admin/").status_code == 200


def test_recovery_codes_alone_are_no_second_step(client, sign_in, required, clerk):
    RecoveryCodes.activate(clerk)
    sign_in()

    assert client.get("/admin/").url == reverse("mfa_index")


def test_other_roles_need_none(client, sign_in, settings):
    settings.MFA_REQUIRED_ROLES = ["保密审查"]
    sign_in()

    assert client.get("/admin/").status_code == 200


def test_who_may_everything_is_in_every_role(admin_client, settings):
    settings.MFA_REQUIRED_ROLES = ["保密审查"]

    assert admin_client.get("/admin/").url == reverse("mfa_index")


def test_an_administrator_removes_the_second_step_of_a_lost_phone(sign_in, protected, clerk, admin_client):
    admin_client.post(
        reverse("admin:disclosure_user_changelist"),
        {"action": "remove_second_step", "_selected_action": [clerk.pk]},
        follow=True,
    )

    assert sign_in().url == reverse("admin:index")


def test_who_may_only_read_a_person_does_not_remove_their_second_step(client, protected, clerk):
    """A superior authority reads those below it, and acts there only where granted."""
    above = Authority.objects.create(code="above", name="某区人民政府", is_own=True)
    clerk.authority = Authority.objects.create(code="below", name="某镇人民政府", parent=above)
    clerk.save()
    reader = User.objects.create_user("reader", is_staff=True, authority=above)
    reader.groups.add(Group.objects.get(name="管理员"))
    client.force_login(reader)

    for action in ("remove_second_step", "unlock"):
        client.post(
            reverse("admin:disclosure_user_changelist"), {"action": action, "_selected_action": [clerk.pk]}, follow=True
        )

    assert Authenticator.objects.filter(user=clerk).count() == 2


def test_deleting_a_person_is_told_without_the_tables_of_signing_in(client, sign_in, protected, clerk, admin_client):
    sign_in()
    client.post(STEP, {"code": code()})
    page = admin_client.get(reverse("admin:disclosure_user_delete", args=(clerk.pk,)))

    assert english(page.content.decode(), names=frozenset({"clerk", "admin"})) == set()
    admin_client.post(reverse("admin:disclosure_user_delete", args=(clerk.pk,)), {"post": "yes"})
    assert not User.objects.filter(pk=clerk.pk).exists()
