"""What a person changes of their own ways in, and what failures lock, are acts; a lock is lifted by who may."""

import datetime as dt
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from disclosure.desk.accounts import devices
from disclosure.desk.accounts.lockouts import address_limit, is_closed, lift_from_address, lift_from_person
from disclosure.desk.audit.messages import sentence
from disclosure.errors import Refused
from disclosure.models import Act, Authority, SignInPlace, User, Verb
from tests.support.desk import address, confirmed
from tests.support.keys import key_of
from tests.support.words import english

STEP, LOCKS = reverse("mfa_authenticate"), reverse("admin:disclosure_user_locks")
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
TODAY = dt.date(2026, 11, 23)


def told(verb):
    """The acts of this kind in words, oldest first, without who and when."""
    return [sentence(act, TODAY).split("日 ", 1)[1] for act in Act.objects.filter(verb=verb).order_by("number")]


# --- Devices ----------------------------------------------------------------


@pytest.fixture
def own(client, clerk):
    """The person's own session, fresh enough to change devices."""
    client.force_login(clerk)
    confirmed(client, clerk)
    return client


def test_an_app_for_codes_and_its_recovery_codes_are_acts_of_their_owner(own, clerk):
    page = own.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    own.post(reverse("mfa_activate_totp"), {"code": format_hotp_value(hotp_value(secret, int(time.time()) // 30))})
    own.post(reverse("mfa_generate_recovery_codes"))
    own.post(reverse("mfa_deactivate_totp"))

    assert told(Verb.DEVICE) == [
        "变更两步验证：添加验证器应用",
        "变更两步验证：添加恢复代码",
        "变更两步验证：移除恢复代码",  # generating them anew
        "变更两步验证：添加恢复代码",
        "变更两步验证：移除验证器应用",
        "变更两步验证：移除恢复代码",  # which alone are no second step
    ]
    acts = Act.objects.filter(verb=Verb.DEVICE)
    assert {(act.user, act.kind, act.key, act.channel) for act in acts} == {
        (clerk, "disclosure.user", str(clerk.pk), "screen")
    }
    assert secret not in str(list(acts.values()))


def test_a_key_is_told_by_its_name(own, clerk):
    device = key_of(clerk, "办公电脑")
    own.post(reverse("mfa_edit_webauthn", args=(device.pk,)), {"name": "新电脑"})
    own.post(reverse("mfa_remove_webauthn", args=(device.pk,)))

    assert told(Verb.DEVICE) == [
        "变更两步验证：添加安全密钥「办公电脑」",
        "变更两步验证：将安全密钥由「办公电脑」改为「新电脑」",
        "变更两步验证：移除安全密钥「新电脑」",
    ]


def test_using_a_code_is_no_change_and_using_a_recovery_code_is_one(client, sign_in, clerk):
    TOTP.activate(clerk, SECRET)
    spare = RecoveryCodes.activate(clerk).get_unused_codes()[0]
    before = len(told(Verb.DEVICE))
    for code in (format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)), spare):
        sign_in()
        client.post(STEP, {"code": code})
        client.post(reverse("admin:logout"))

    assert told(Verb.DEVICE)[before:] == ["变更两步验证：将恢复代码由「10个」改为「9个」"]


def test_a_device_whose_act_cannot_be_written_stays(own, clerk, monkeypatch):
    device = key_of(clerk, "办公电脑")

    def broken(*_, **__):
        raise RuntimeError

    monkeypatch.setattr(devices, "note", broken)
    own.raise_request_exception = False
    renamed = own.post(reverse("mfa_edit_webauthn", args=(device.pk,)), {"name": "新电脑"})
    removed = own.post(reverse("mfa_remove_webauthn", args=(device.pk,)))

    assert (renamed.status_code, removed.status_code) == (500, 500)
    assert str(Authenticator.objects.get()) == "办公电脑"


def test_the_administrator_who_removes_a_second_step_did_it(clerk, admin_client, admin_user):
    TOTP.activate(clerk, SECRET)
    data = {"action": "remove_second_step", "_selected_action": [clerk.pk]}
    admin_client.post(address(User, "changelist"), data)

    act = Act.objects.filter(verb=Verb.DEVICE).first()
    assert (act.user, act.label, told(Verb.DEVICE)[-1]) == (admin_user, "clerk", "变更两步验证：移除验证器应用")


def test_an_ended_session_is_an_act(client, sign_in, clerk):
    edge = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Edg/140.0"}
    for number in (8, 9):
        sign_in(by=Client(), address=f"192.0.2.{number}", **edge)
    sign_in()
    client.post(reverse("usersessions_end", args=(UserSession.objects.get(ip="192.0.2.9").pk,)))
    client.post(reverse("usersessions_end_others"))

    assert told(Verb.END_SESSION) == [
        "结束登录「Edge（Windows），192.0.2.9」",
        "结束登录「Edge（Windows），192.0.2.8」",
    ]
    assert {act.user for act in Act.objects.filter(verb=Verb.END_SESSION)} == {clerk}


# --- Locks ------------------------------------------------------------------


@pytest.fixture
def other(town):
    return Authority.objects.create(code="other", name="邻镇人民政府")


def manager(authority, name="manager"):
    user = User.objects.create_user(name, is_staff=True, authority=authority)
    user.groups.add(Group.objects.get(name="管理员"))
    return user


def fail(sign_in, times, **values):
    for _ in range(times):
        sign_in("wrong", **values)


def test_a_person_locked_out_is_an_act_once(sign_in, settings, clerk, town):
    User.objects.filter(pk=clerk.pk).update(authority=town)
    fail(sign_in, settings.LOCK_AFTER - 1)
    assert told(Verb.LOCK) == []
    fail(sign_in, 3)

    act = Act.objects.get(verb=Verb.LOCK)
    assert (act.kind, act.key, act.label, act.authority) == ("disclosure.user", str(clerk.pk), "clerk", town)
    assert (act.user, act.name, act.address) == (None, "程序", "192.0.2.1")
    assert told(Verb.LOCK) == ["锁定登录「clerk」"]


def test_a_name_that_nobody_has_is_kept_masked(sign_in, settings, town):
    fail(sign_in, settings.LOCK_AFTER, name="typed-secret")

    act = Act.objects.get(verb=Verb.LOCK)
    assert (act.label, len(act.key), act.authority) == ("t**", 32, town)


def test_a_second_step_guessed_too_often_is_an_act(client, sign_in, settings, clerk):
    TOTP.activate(clerk, SECRET)
    sign_in()
    for _ in range(settings.LOCK_AFTER + 1):
        client.post(STEP, {"code": "no code"})

    assert [act.key for act in Act.objects.filter(verb=Verb.LOCK)] == [str(clerk.pk)]


def test_an_address_locked_out_is_an_act_once(sign_in, settings, town):
    for number in range(settings.LOCK_ADDRESS_AFTER + 2):
        sign_in("wrong", name=f"somebody-{number}")

    act = Act.objects.get(verb=Verb.LOCK)
    assert (act.kind, act.key, act.label, act.authority) == ("", "192.0.2.1", "网络地址 192.0.2.1", town)


def test_attempts_on_a_locked_name_lock_the_address_in_the_end(sign_in, settings, town):
    fail(sign_in, settings.LOCK_ADDRESS_AFTER)

    assert told(Verb.LOCK) == ["锁定登录「clerk」", "锁定登录「网络地址 192.0.2.1」"]


def test_a_right_password_locks_nothing(client, sign_in, settings):
    for _ in range(settings.LOCK_ADDRESS_AFTER + 1):
        sign_in()
        client.post(reverse("admin:logout"))

    assert told(Verb.LOCK) == []


@pytest.mark.usefixtures("clerk")
@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8:1:2::"])
def test_an_address_is_let_in_again_by_hand_which_is_an_act(sign_in, settings, admin_client, admin_user, address):
    seen_as = address + "7" if ":" in address else address  # of the newer kind a whole network is locked
    for number in range(settings.LOCK_ADDRESS_AFTER):
        sign_in("wrong", name=f"somebody-{number}", address=seen_as)
    assert sign_in(address=seen_as).status_code == 200

    page = admin_client.get(LOCKS).content.decode()
    admin_client.post(LOCKS, {"address": address})

    assert f"网络地址 {address}" in page
    assert english(page, names=frozenset({"admin"})) == set()
    assert sign_in(address=seen_as).status_code == 302
    act = Act.objects.get(verb=Verb.UNLOCK)
    assert (act.user, act.key, told(Verb.UNLOCK)) == (admin_user, address, [f"解除锁定「网络地址 {address}」"])
    assert "现在没有锁定" in admin_client.get(LOCKS).content.decode()


def test_a_person_is_let_in_again_by_hand_which_is_an_act(sign_in, settings, clerk, admin_client, admin_user):
    fail(sign_in, settings.LOCK_AFTER)
    page = admin_client.get(LOCKS)
    admin_client.post(LOCKS, {"person": clerk.pk})

    assert [one["user"] for one in page.context["people"]] == [clerk]
    assert told(Verb.UNLOCK) == ["解除锁定「clerk」"]
    assert sign_in().status_code == 302


def test_lifting_what_is_not_locked_is_no_act(clerk, admin_client):
    for data in ({"person": clerk.pk}, {"address": "192.0.2.1"}):
        assert "不必解除" in admin_client.post(LOCKS, data, follow=True).content.decode()
    admin_client.post(address(User, "changelist"), {"action": "unlock", "_selected_action": [clerk.pk]})

    assert told(Verb.UNLOCK) == []


def test_helping_a_person_lets_no_address_in(sign_in, settings, clerk, admin_client):
    """allauth's own way clears the address of whoever helps, too."""
    for number in range(settings.LOCK_ADDRESS_AFTER):
        sign_in("wrong", name=f"somebody-{number}", address="127.0.0.1")
    fail(sign_in, settings.LOCK_AFTER)
    admin_client.post(LOCKS, {"person": clerk.pk})

    assert is_closed(address_limit("127.0.0.1"))


def _shown(user):
    client = Client()
    client.force_login(user)
    page = client.get(LOCKS)
    return [one["user"].username for one in page.context["people"]], page.context["addresses"]


def test_each_sees_and_lifts_the_locks_of_their_own(sign_in, settings, clerk, town, other):
    """An address is the business of who runs the site, and of who acts for somebody that came from there before."""
    User.objects.filter(pk=clerk.pk).update(authority=other)
    site, neighbour, third = manager(town, "site"), manager(other, "neighbour"), manager(other, "third")
    User.objects.filter(pk=third.pk).update(authority=Authority.objects.create(code="third", name="远镇人民政府"))
    third.refresh_from_db()
    SignInPlace.objects.create(user=clerk, address="192.0.2.1", browser="Edge（Windows）")
    fail(sign_in, settings.LOCK_ADDRESS_AFTER)
    clerk.refresh_from_db()

    assert [_shown(user) for user in (site, neighbour, third)] == [
        ([], ["192.0.2.1"]),
        (["clerk"], ["192.0.2.1"]),
        ([], []),
    ]
    with pytest.raises(Refused, match="登录过的网络地址"):
        lift_from_address(address="192.0.2.1", by=third)
    for user in (site, third):
        with pytest.raises(Refused, match="本机关和已授权机关"):
            lift_from_person(person=clerk, by=user)
    assert lift_from_address(address="192.0.2.1", by=neighbour)
    assert lift_from_person(person=clerk, by=neighbour)


def test_who_may_only_read_accounts_lifts_nothing(client, sign_in, settings, clerk, town):
    User.objects.filter(pk=clerk.pk).update(authority=town)
    reader = User.objects.create_user("reader", is_staff=True, authority=town)
    reader.groups.add(Group.objects.get(name="只读审计"))
    client.force_login(reader)
    fail(sign_in, settings.LOCK_ADDRESS_AFTER, by=Client())

    page = client.get(LOCKS).content.decode()
    answers = [client.post(LOCKS, data, follow=True) for data in ({"person": clerk.pk}, {"address": "192.0.2.1"})]

    assert "clerk" in page
    assert "解除锁定：" not in page
    assert ["请与管理员联系" in answer.content.decode() for answer in answers] == [True, True]
    assert told(Verb.UNLOCK) == []


def test_the_screen_is_for_those_who_see_accounts(client, clerk):
    client.force_login(clerk)

    assert (client.get(LOCKS).status_code, client.post(LOCKS, {"person": clerk.pk}).status_code) == (403, 403)
