"""A sign-in from a new place is told by mail, by a real mail server."""

import pytest
from django.urls import reverse

from disclosure.models import SignInPlace
from tests.support.mail import mail_server

pytestmark = pytest.mark.django_db(transaction=True)  # mails leave on commit


@pytest.fixture
def mail(settings):
    with mail_server(settings) as box:
        yield box


EDGE = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Edg/140.0"}


def test_a_new_address_or_browser_is_told_and_a_known_one_is_not(client, sign_in, mail):
    sign_in(**EDGE)
    assert mail == []  # the first of all is new to nobody

    for address in ("192.0.2.1", "198.51.100.7", "198.51.100.7"):
        client.post(reverse("admin:logout"))
        sign_in(address=address, **EDGE)
    client.post(reverse("admin:logout"))
    sign_in(**{"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"})

    assert [message["To"] for message in mail] == ["clerk@example.cn"] * 2
    assert mail[0]["Subject"].strip() == "【政府信息公开工作台】您的账号在新的地方登录"
    text = mail[0].get_content()
    assert "198.51.100.7" in text
    assert "Edge（Windows）" in text
    assert "如果不是您本人操作" in text
    assert SignInPlace.objects.count() == 3


def test_a_new_version_of_the_browser_is_no_new_place(client, sign_in, mail):
    sign_in(**EDGE)
    client.post(reverse("admin:logout"))
    sign_in(**{"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/141.0 Edg/141.0"})

    assert mail == []


def test_a_mail_server_that_is_not_there_stops_nobody(client, sign_in, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    sign_in()
    client.post(reverse("admin:logout"))

    assert sign_in(address="198.51.100.7").status_code == 302
    assert "was not sent" in caplog.text


def test_a_changed_password_is_told(client, sign_in, mail):
    sign_in()
    new = "blue-kettle-on-the-stove"
    client.post(
        reverse("account_change_password"),
        {"oldpassword": "green-lamp-by-the-door", "password1": new, "password2": new},
    )

    assert "密码" in mail[0]["Subject"]
    assert new not in mail[0].get_content()
