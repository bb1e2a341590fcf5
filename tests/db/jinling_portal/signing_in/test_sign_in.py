"""Who gets in, who is locked out, and what a stranger learns by trying."""

import re
import time

import pytest
from django.contrib.auth import SESSION_KEY, signals
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from disclosure.models import User

from .conftest import PASSWORD

WRONG, LOCKED = "用户名或密码不正确。", "登录失败次数过多，已暂时锁定，请过 "


def test_the_right_password_leads_to_the_desk(sign_in):
    assert sign_in().url == reverse("admin:index")


def test_the_way_leads_on_to_where_one_wanted(client, sign_in):
    page = client.get("/admin/disclosure/item/", follow=True)

    assert page.redirect_chain == [("/admin/login/?next=/admin/disclosure/item/", 302)]
    assert 'name="next" value="/admin/disclosure/item/"' in page.content.decode()


@pytest.mark.parametrize("change", [{"is_staff": False}, {"is_active": False}])
def test_only_active_staff_get_in_and_others_learn_nothing(sign_in, clerk, change):
    User.objects.filter(pk=clerk.pk).update(**change)

    assert WRONG in sign_in().content.decode()


@pytest.mark.parametrize("change", [{"is_staff": False}, {"is_active": False}])
def test_who_is_no_longer_staff_is_out_at_once(client, sign_in, clerk, change):
    sign_in()
    User.objects.filter(pk=clerk.pk).update(**change)

    assert client.get("/admin/").status_code == 302


def test_a_name_is_locked_after_repeated_failures_from_anywhere(sign_in, settings):
    for number in range(settings.LOCK_AFTER):
        assert WRONG in sign_in("wrong", address=f"192.0.2.{number}").content.decode()

    assert LOCKED in sign_in(address="198.51.100.9").content.decode()
    assert LOCKED in sign_in(name="CLERK").content.decode()
    assert LOCKED in sign_in(HTTP_HOST="localhost").content.decode()


def test_a_lock_ends_by_itself(sign_in, settings, monkeypatch):
    for _ in range(settings.LOCK_AFTER):
        sign_in("wrong")
    now = time.time()

    monkeypatch.setattr(time, "time", lambda: now + settings.LOCK_MINUTES * 60 - 5)
    assert LOCKED in sign_in().content.decode()
    monkeypatch.setattr(time, "time", lambda: now + settings.LOCK_MINUTES * 60 + 5)
    assert sign_in().status_code == 302


def test_an_address_is_locked_whatever_names_it_tries(sign_in, settings):
    for number in range(settings.LOCK_ADDRESS_AFTER):
        sign_in("wrong", name=f"somebody-{number}")

    assert LOCKED in sign_in().content.decode()
    assert sign_in(address="192.0.2.2").status_code == 302


def test_other_people_are_not_locked_by_one(sign_in, settings):
    User.objects.create_user("colleague", password=PASSWORD, is_staff=True)
    for _ in range(settings.LOCK_AFTER):
        sign_in("wrong")

    assert sign_in(name="colleague").status_code == 302


def test_an_administrator_can_lift_a_lock(sign_in, settings, clerk, admin_client):
    for _ in range(settings.LOCK_AFTER):
        sign_in("wrong")

    admin_client.post(
        reverse("admin:disclosure_user_changelist"), {"action": "unlock", "_selected_action": [clerk.pk]}, follow=True
    )

    assert sign_in().status_code == 302


def test_attempts_are_throttled(sign_in):
    answers = [sign_in("x", name=f"somebody-{number}").status_code for number in range(31)]

    assert answers[-1] == 429
    assert "操作过于频繁" in sign_in().content.decode()


def _without_chance(page):
    return re.sub(r'(csrfmiddlewaretoken" value|nonce|value)="[^"]*"', "", page.content.decode())


def test_the_answer_is_the_same_whether_the_name_exists(sign_in, settings):
    for _ in range(settings.LOCK_AFTER + 1):
        assert _without_chance(sign_in("wrong")) == _without_chance(sign_in("wrong", name="nobody"))


def test_the_work_is_the_same_whether_the_name_exists(sign_in, monkeypatch):
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *a, **k: hashed.append(1) or encode(*a, **k))

    sign_in("wrong")
    known = len(hashed)
    sign_in("wrong", name="nobody")

    assert len(hashed) == 2 * known > 0


def test_behind_a_proxy_the_client_s_own_address_counts(sign_in, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(settings.LOCK_ADDRESS_AFTER):
        sign_in("wrong", name=f"somebody-{number}", **{"X-Forwarded-For": "203.0.113.5, 198.51.100.1"})

    assert LOCKED in sign_in(**{"X-Forwarded-For": "203.0.113.6, 198.51.100.1"}).content.decode()
    assert sign_in(**{"X-Forwarded-For": "198.51.100.2"}).status_code == 302


def test_without_a_proxy_nobody_names_their_own_address(sign_in, settings):
    for number in range(settings.LOCK_ADDRESS_AFTER):
        sign_in("wrong", name=f"somebody-{number}", **{"X-Forwarded-For": f"203.0.113.{number}"})

    assert LOCKED in sign_in(**{"X-Forwarded-For": "203.0.113.99"}).content.decode()


@pytest.fixture
def heard():
    """What listeners to Django's three signals hear: the auditors' hook."""
    found = []

    def listen(name):
        def receive(signal, **told):
            found.append((name, (told.get("credentials") or {"username": str(told.get("user"))}), told["request"]))

        return receive

    listeners = {name: listen(name) for name in ("user_logged_in", "user_login_failed", "user_logged_out")}
    for name, listener in listeners.items():
        getattr(signals, name).connect(listener)
    yield found
    for name, listener in listeners.items():
        getattr(signals, name).disconnect(listener)


def test_every_attempt_is_told_to_listeners_with_its_request_and_no_password(client, sign_in, settings, heard):
    sign_in()
    client.post(reverse("admin:logout"))
    for _ in range(settings.LOCK_AFTER + 1):  # the last is refused by the lock
        sign_in("wrong-password")

    assert [name for name, _, _ in heard] == ["user_logged_in", "user_logged_out"] + ["user_login_failed"] * 6
    assert {told["username"] for _, told, _ in heard} == {"clerk"}
    assert all(request.META["REMOTE_ADDR"] for _, _, request in heard)
    assert "wrong-password" not in str([told for _, told, _ in heard])


def test_nobody_signs_up_or_resets_by_mail(client, db):
    for path in ("signup", "password/reset", "email", "login/code"):
        assert client.get(f"/admin/account/{path}/", follow=True).redirect_chain[0][0].startswith("/admin/login/")


def test_locks_hold_though_the_cache_forgets(sign_in, settings):
    """They lie in the database, which all processes share; a cache that is emptied, or culled, takes none along."""
    for _ in range(settings.LOCK_AFTER):
        assert WRONG in sign_in("wrong").content.decode()
    cache.clear()

    assert LOCKED in sign_in(by=Client()).content.decode()


@pytest.mark.parametrize("name", ["CLERK", "ｃｌｅｒｋ", "　clerk　", "ＣＬＥＲＫ "])
def test_a_name_is_counted_as_it_is_looked_up(sign_in, settings, name):
    assert sign_in(name=name, by=Client()).status_code == 302
    for _ in range(settings.LOCK_AFTER):
        sign_in("wrong", name=name)

    assert LOCKED in sign_in().content.decode()


@pytest.mark.parametrize("address", ["::ffff:192.0.2.1", "64:ff9b::192.0.2.1", "2002:c000:201::7", "::FFFF:c000:0201"])
def test_an_older_address_in_the_guise_of_a_newer_is_itself(sign_in, settings, address):
    for number in range(settings.LOCK_ADDRESS_AFTER):
        sign_in("wrong", name=f"somebody-{number}", address=address)

    assert LOCKED in sign_in(address="192.0.2.1").content.decode()
    assert sign_in(address="::ffff:192.0.2.2").status_code == 302


def test_a_locked_door_says_how_long_and_whom_to_ask(sign_in, settings, monkeypatch):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    for _ in range(settings.LOCK_AFTER):
        assert "Retry-After" not in sign_in("wrong").headers
    monkeypatch.setattr(time, "time", lambda: now + 10 * 60 + 0.5)
    answer = sign_in()

    assert answer.headers["Retry-After"] == "300"
    assert f"{LOCKED}5 分钟再试。" in answer.content.decode()
    assert "请本机关的管理员在「登录锁定」中解除" in answer.content.decode()
    assert "请维护人员按部署说明在服务器上解除" in answer.content.decode()


def test_too_many_attempts_are_told_when_to_come_again(sign_in, monkeypatch):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    for number in range(30):
        sign_in("x", name=f"somebody-{number}")
    answer = sign_in()

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert "请过 1 分钟再试" in answer.content.decode()


def test_a_session_key_changes_at_sign_in(client, sign_in):
    client.get(reverse("admin:login"))
    sign_in()

    assert SESSION_KEY in client.session
