"""Single sign-on lets in staff whom the office has entered, and nobody else."""

from urllib.parse import urlsplit

import pytest
import requests
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from disclosure.models import User
from jinling_portal.settings.signing_in import single_sign_on
from tests.support.oidc import CLIENT, SECRET, Provider
from tests.support.words import english

LOGIN = reverse("openid_connect_login")


@pytest.fixture
def come_from(client, clerk, settings, monkeypatch):
    """`come_from({"sub": "1", "preferred_username": "clerk"})` → the answer to who comes back so vouched for."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")

    def came(claims):
        with Provider(claims) as provider:
            settings.SOCIALACCOUNT_PROVIDERS = single_sign_on(
                name="区统一认证", issuer=provider.issuer, client=CLIENT, secret=SECRET
            )
            assert "区统一认证" in client.get(reverse("admin:login")).content.decode()
            there = client.get(LOGIN).url
            back = requests.get(there, allow_redirects=False, timeout=5).headers["Location"]
            assert back.startswith("http://testserver/admin/account/sso/callback/?")
            return client.get(f"{urlsplit(back).path}?{urlsplit(back).query}")

    return came


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "1", "preferred_username": "clerk"},
        {"sub": "1", "preferred_username": "other-name", "email": "Clerk@example.cn", "email_verified": True},
    ],
)
def test_staff_known_by_name_or_verified_address_get_in(client, come_from, clerk, claims):
    assert come_from(claims).url == reverse("admin:index")

    assert client.session[SESSION_KEY] == str(clerk.pk)
    client.post(reverse("admin:logout"))
    assert come_from({"sub": "1"}).url == reverse("admin:index")  # now tied to the provider's person


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "2", "preferred_username": "stranger"},
        {"sub": "2", "preferred_username": "", "email": "clerk@example.cn"},
        {"sub": "2", "email": "clerk@example.cn", "email_verified": False},
        {"sub": "2", "preferred_username": "guest"},
        {"sub": "2", "preferred_username": "gone"},
    ],
)
def test_nobody_else_gets_in_and_no_account_is_made(client, come_from, claims):
    User.objects.create_user("guest", is_staff=False)
    User.objects.create_user("gone", is_staff=True, is_active=False)

    answer = come_from(claims)

    assert answer.status_code == 403
    assert "还没有对应的工作人员账号" in answer.content.decode()
    assert english(answer.content.decode()) == set()
    assert SESSION_KEY not in client.session
    assert User.objects.count() == 3


def test_who_left_does_not_come_back(client, come_from, clerk):
    come_from({"sub": "1", "preferred_username": "clerk"})
    client.post(reverse("admin:logout"))
    User.objects.filter(pk=clerk.pk).update(is_staff=False)

    assert come_from({"sub": "1", "preferred_username": "clerk"}).url == reverse("admin:login")
    assert SESSION_KEY not in client.session


def test_a_forged_return_is_refused_in_words(client, come_from):
    come_from({"sub": "9", "preferred_username": "stranger"})

    answer = client.get(reverse("openid_connect_callback"), {"code": "code-1", "state": "made-up"})

    assert answer.status_code == 401
    assert "统一认证没有完成" in answer.content.decode()


def test_a_provider_that_is_not_there_is_told_in_words(client, settings, db):
    settings.SOCIALACCOUNT_PROVIDERS = single_sign_on(
        name="区统一认证", issuer="http://127.0.0.1:1", client=CLIENT, secret=SECRET
    )

    assert "统一认证没有完成" in client.get(LOGIN).content.decode()


def test_without_the_setting_there_is_no_single_sign_on(client, db):
    assert client.get(LOGIN).status_code == 404


@pytest.mark.parametrize(
    "values",
    [
        {"issuer": "https://sso.example.cn", "client": "", "secret": "x"},
        {"issuer": "http://sso.example.cn", "client": "x", "secret": "x"},
    ],
)
def test_half_a_setting_or_an_open_line_is_refused(values):
    with pytest.raises(ImproperlyConfigured, match="OIDC_"):
        single_sign_on(name="", **values)
