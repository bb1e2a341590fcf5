"""Long enough, not common, not one of the last, not for ever."""

import datetime as dt
from io import StringIO

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils.timezone import now

from disclosure.models import PasswordRecord, User
from jinling_portal.management.commands.serve import administrator

from .conftest import PASSWORD

CHANGE = reverse("account_change_password")


@pytest.fixture
def change(client, sign_in):
    """Change the password on screen; the answer."""
    sign_in()

    def changed(to, *, present=PASSWORD):
        return client.post(CHANGE, {"oldpassword": present, "password1": to, "password2": to})

    return changed


def test_a_good_password_is_taken_and_the_session_goes_on(client, change, clerk):
    assert change("blue-kettle-on-the-stove").url == reverse("account_security")

    clerk.refresh_from_db()
    assert clerk.check_password("blue-kettle-on-the-stove")
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("abc123!x", "密码太短"),
        ("password1234", "这个密码太常见了"),
        ("84920175638201", "密码只包含数字"),
        ("clerk@example.cn", "太相似"),
    ],
)
def test_a_weak_password_is_refused_in_words(change, clerk, password, sentence):
    page = change(password)

    assert page.status_code == 200
    assert sentence in page.content.decode()


def test_a_wrong_present_password_is_refused(change):
    assert "当前密码不正确" in change("blue-kettle-on-the-stove", present="x").content.decode()


def _set(user, *passwords):
    for password in passwords:
        user.set_password(password)
        user.save()


def test_the_last_passwords_may_not_come_again_and_older_ones_may(clerk, settings):
    settings.PASSWORD_HISTORY = 3
    _set(clerk, "second-word-here", "third-word-here", "fourth-word-here")
    user = User.objects.get(pk=clerk.pk)

    for used in ("second-word-here", "third-word-here", "fourth-word-here"):
        with pytest.raises(ValidationError, match="最近用过的3个密码"):
            validate_password(used, user)
    validate_password(PASSWORD, user)
    assert PasswordRecord.objects.filter(user=user).count() == 2


def test_without_history_any_password_may_come_again(clerk, settings):
    settings.PASSWORD_HISTORY = 0
    _set(clerk, "second-word-here")

    validate_password(PASSWORD, clerk)
    assert not PasswordRecord.objects.exists()


def test_a_password_set_at_the_command_line_counts_too(clerk, monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda **_: "second-word-here")
    call_command("changepassword", "clerk", stdout=StringIO())

    with pytest.raises(ValidationError):
        validate_password(PASSWORD, User.objects.get(pk=clerk.pk))


def test_a_password_too_old_is_changed_before_anything_else(client, change, clerk, settings):
    settings.PASSWORD_MAX_AGE_DAYS = 90
    User.objects.filter(pk=clerk.pk).update(password_set_at=now() - dt.timedelta(days=90, minutes=1))

    for path in ("/admin/", "/admin/disclosure/item/", reverse("account_security"), reverse("mfa_index")):
        assert client.get(path).url == CHANGE
    assert client.post("/admin/disclosure/item/add/", {}).url == CHANGE
    assert client.get(CHANGE).content.decode().count("请先修改密码") == 1
    change("blue-kettle-on-the-stove")
    assert client.get("/admin/").status_code == 200


def test_a_password_young_enough_stays(client, sign_in, clerk, settings):
    settings.PASSWORD_MAX_AGE_DAYS = 90
    User.objects.filter(pk=clerk.pk).update(password_set_at=now() - dt.timedelta(days=89))
    sign_in()

    assert client.get("/admin/").status_code == 200


def test_the_first_administrator_may_keep_the_shown_password(client, db):
    name, password = administrator()

    client.post(reverse("admin:login"), {"username": name, "password": password})

    assert client.get("/admin/").status_code == 200


def test_who_must_change_the_password_does_so_before_anything_else(client, change, clerk):
    User.objects.filter(pk=clerk.pk).update(must_change_password=True)

    assert client.get("/admin/").url == CHANGE
    change("blue-kettle-on-the-stove")
    assert client.get("/admin/").status_code == 200


def test_who_has_no_password_is_told_so(client, clerk):
    clerk.set_unusable_password()
    clerk.save()
    client.force_login(clerk)

    page = client.get(CHANGE, follow=True)

    assert page.redirect_chain[-1][0] == reverse("account_security")
    assert "不用密码登录" in page.content.decode()


def test_guesses_of_the_present_password_are_throttled(change):
    answers = [change("blue-kettle-on-the-stove", present="x").status_code for _ in range(6)]

    assert answers[-1] == 429
