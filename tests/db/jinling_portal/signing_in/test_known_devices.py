"""A browser in which a person has signed in before is counted by itself, so that no stranger keeps them out."""

import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from disclosure.desk.accounts.attempt_limits import waiting_times
from disclosure.desk.accounts.known_devices import MOST
from disclosure.desk.accounts.lockouts import address_limit, locked_people, name_limit
from disclosure.models import Act, KnownDevice, User, Verb
from jinling_portal.signing_in.device_cookie import cookie_name
from tests.support.desk import address

from .conftest import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP = reverse("mfa_authenticate")
EDGE = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Edg/140.0"}
NEW = "blue-kettle-on-the-stove"


@pytest.fixture
def known(client, sign_in):
    """A browser in which the clerk has signed in and out."""
    sign_in(**EDGE)
    client.post(reverse("admin:logout"))
    return client


@pytest.fixture
def attacked(sign_in, settings):
    """Strangers lock the name, from everywhere, and the office's own address too."""

    def attack():
        for number in range(settings.LOCK_AFTER):
            sign_in("wrong", by=Client(), address=f"198.51.100.{number}")
        for number in range(settings.LOCK_ADDRESS_AFTER):
            sign_in("wrong", by=Client(), name=f"somebody-{number}")
        assert len(waiting_times([name_limit("clerk"), address_limit("192.0.2.1")])) == 2

    return attack


def cookie(client, person):
    return client.cookies[cookie_name(person)]


def copied(client):
    """Another browser with the same cookies."""
    other = Client()
    other.cookies.update(client.cookies)
    return other


def test_strangers_keep_nobody_out_of_a_browser_they_have_used(known, sign_in, attacked):
    attacked()

    assert sign_in(by=Client()).status_code == 200
    assert sign_in().url == reverse("admin:index")


def test_strangers_at_the_same_address_do_not_throttle_it_either(known, sign_in, attacked):
    attacked()
    for number in range(11):
        last = sign_in("wrong", by=Client(), name=f"more-{number}")

    assert last.status_code == 429
    assert sign_in().status_code == 302


def test_a_second_step_is_not_closed_either(client, sign_in, clerk, attacked, settings):
    TOTP.activate(clerk, SECRET)
    now = int(time.time()) // 30
    sign_in()
    client.post(STEP, {"code": format_hotp_value(hotp_value(SECRET, now - 1))})
    client.post(reverse("admin:logout"))
    stranger = Client()
    sign_in(by=stranger, address="198.51.100.99")  # who has found out the password
    for _ in range(settings.LOCK_AFTER):
        stranger.post(STEP, {"code": "no code"}, REMOTE_ADDR="198.51.100.99")
    attacked()
    sign_in()

    assert client.post(STEP, {"code": format_hotp_value(hotp_value(SECRET, now))}).url == reverse("admin:index")


def test_the_password_alone_makes_no_browser_known_where_there_is_a_second_step(client, sign_in, clerk):
    TOTP.activate(clerk, SECRET)
    sign_in()

    assert cookie_name(clerk) not in client.cookies
    assert not KnownDevice.objects.exists()


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(known, clerk, settings):
    kept = cookie(known, clerk)

    assert (kept["httponly"], kept["samesite"], kept["path"]) == (True, "Strict", "/admin/")
    assert kept["secure"] == ""
    assert "clerk" not in f"{kept.key}{kept.value}"
    assert kept.value.rpartition(":")[0] not in str(list(KnownDevice.objects.values()))
    settings.SESSION_COOKIE_SECURE = True
    known.post(reverse("admin:login"), {"username": "clerk", "password": PASSWORD})
    assert cookie(known, clerk)["secure"] is True


def test_guessing_from_a_known_browser_locks_it_and_nothing_else(known, sign_in, settings, clerk, admin_user):
    for _ in range(settings.LOCK_AFTER + 2):
        answer = sign_in("wrong")

    assert "已暂时锁定" in answer.content.decode()
    assert sign_in().status_code == 200
    assert waiting_times([name_limit("clerk"), address_limit("192.0.2.1")]) == {}
    assert sign_in(by=Client()).status_code == 302
    act = Act.objects.get(verb=Verb.LOCK)
    assert (act.key, act.changes) == (str(clerk.pk), {"常用设备": ["", "Edge（Windows）"]})
    assert locked_people(act.at, by=admin_user) == [clerk]


def test_the_lock_of_a_known_browser_is_lifted_with_the_person_s(known, sign_in, settings, clerk, admin_client):
    for _ in range(settings.LOCK_AFTER):
        sign_in("wrong")
    admin_client.post(reverse("admin:disclosure_user_locks"), {"person": clerk.pk})

    assert sign_in().status_code == 302


def test_failures_from_a_known_browser_are_not_those_of_its_address(known, sign_in, settings):
    for _ in range(settings.LOCK_ADDRESS_AFTER + 5):
        sign_in("wrong")

    assert waiting_times([address_limit("192.0.2.1")]) == {}


def test_a_cookie_is_of_one_person(known, sign_in, clerk, attacked, settings):
    other = User.objects.create_user("other", password=PASSWORD, is_staff=True)
    attacked()
    known.cookies[cookie_name(other)] = cookie(known, clerk).value

    assert sign_in(name="other", by=known).status_code == 200
    assert sign_in(by=known).status_code == 302


@pytest.mark.parametrize("change", ["sign", "made up", ""])
def test_a_cookie_that_is_not_ours_is_none(known, sign_in, clerk, attacked, change):
    attacked()
    value = cookie(known, clerk).value
    known.cookies[cookie_name(clerk)] = {"sign": value[:-1] + ("a" if value[-1] != "a" else "b")}.get(change, change)

    assert sign_in(by=known).status_code == 200


def test_several_people_may_use_one_browser(known, sign_in, clerk):
    other = User.objects.create_user("other", password=PASSWORD, is_staff=True)
    sign_in(name="other")
    known.post(reverse("admin:logout"))

    assert {cookie_name(clerk), cookie_name(other)} <= set(known.cookies)


def test_a_browser_stays_one_device_however_often_one_signs_in(known, sign_in):
    for _ in range(3):
        sign_in()
        known.post(reverse("admin:logout"))

    assert KnownDevice.objects.count() == 1


def test_a_person_has_no_more_than_so_many(sign_in, known):
    for _ in range(MOST + 2):
        sign_in(by=Client())

    assert KnownDevice.objects.count() == MOST


@pytest.fixture
def new_password(clerk, admin_client, monkeypatch):
    """`new_password("screen")`: somebody else gives the clerk a new password."""

    def given(way):
        if way == "screen":
            data = {"password1": NEW, "password2": NEW, "usable_password": "true"}
            admin_client.post(reverse("admin:auth_user_password_change", args=(clerk.pk,)), data)
        else:
            monkeypatch.setattr("getpass.getpass", lambda **_: NEW)
            call_command("changepassword", "clerk", verbosity=0)

    return given


# --- Known no more ----------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_new_password_makes_all_others_unknown_and_keeps_the_one_it_was_changed_in(client, sign_in, clerk, attacked):
    elsewhere = Client()
    for browser in (elsewhere, client):
        sign_in(by=browser)
    old = copied(client)
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    client.post(reverse("admin:logout"))
    attacked()

    assert [sign_in(NEW, by=browser).status_code for browser in (elsewhere, old, client)] == [200, 200, 302]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("way", ["screen", "command"])
def test_a_password_that_is_set_for_somebody_lifts_their_locks_as_an_act(sign_in, clerk, attacked, new_password, way):
    attacked()
    new_password(way)

    assert Act.objects.filter(verb=Verb.UNLOCK, key=str(clerk.pk)).count() == 1
    assert not KnownDevice.objects.filter(user=clerk).exists()
    assert sign_in(NEW, by=Client(), address="198.51.100.77").status_code == 302


def test_all_other_browsers_are_unknown_once_their_sessions_are_ended(client, sign_in, attacked):
    elsewhere, before = Client(), Client()
    for browser in (before, elsewhere, client):
        sign_in(by=browser)
    before.post(reverse("admin:logout"))  # known still, though it has no session
    client.post(reverse("usersessions_end_others"))
    client.post(reverse("admin:logout"))
    attacked()

    assert [sign_in(by=browser).status_code for browser in (before, elsewhere, client)] == [200, 200, 302]


def test_a_browser_is_unknown_once_its_session_is_ended(client, sign_in, attacked):
    elsewhere = Client()
    sign_in(by=elsewhere, address="192.0.2.9")
    sign_in()
    client.post(reverse("usersessions_end", args=(UserSession.objects.get(ip="192.0.2.9").pk,)))
    client.post(reverse("admin:logout"))
    attacked()

    assert [sign_in(by=browser).status_code for browser in (elsewhere, client)] == [200, 302]


def test_browsers_are_unknown_once_the_second_step_is_removed(known, clerk, admin_client):
    data = {"action": "remove_second_step", "_selected_action": [clerk.pk]}
    admin_client.post(address(User, "changelist"), data)

    assert not KnownDevice.objects.filter(user=clerk).exists()
