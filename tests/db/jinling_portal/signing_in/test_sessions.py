"""Sessions end when nobody acts, when the day is over, and when their owner says so."""

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jinling_portal.signing_in.places import browser
from jinling_portal.signing_in.sessions import day_end

SHANGHAI = dt.timezone(dt.timedelta(hours=8))
LIST = reverse("usersessions_list")


@pytest.fixture
def clock(monkeypatch):
    """`clock(10, 30)`: it is half past ten."""
    real = timezone.now

    def at(hour, minute=0, *, day=2):
        moment = dt.datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    yield at
    monkeypatch.setattr(timezone, "now", real)


def _in(client):
    return client.get("/admin/").status_code == 200


def test_an_idle_session_ends(client, sign_in, clock):
    clock(10)
    sign_in()
    clock(10, 29)
    assert _in(client)
    clock(10, 58)
    assert _in(client)
    clock(11, 29)
    assert not _in(client)


def test_the_day_s_end_ends_a_busy_session_too(client, sign_in, clock, settings):
    settings.SESSION_IDLE_MINUTES, settings.SESSION_DAY_ENDS = 0, "18:30"
    clock(17)
    sign_in()
    clock(18, 29)
    assert _in(client)
    clock(18, 31)
    assert not _in(client)


def test_who_comes_after_the_day_s_end_has_until_the_next(client, sign_in, clock, settings):
    settings.SESSION_IDLE_MINUTES, settings.SESSION_DAY_ENDS = 0, "18:30"
    clock(19)
    sign_in()
    clock(18, 29, day=3)
    assert _in(client)
    clock(18, 31, day=3)
    assert not _in(client)


def test_using_a_session_is_not_written_down_at_every_click(client, sign_in, clock, django_assert_num_queries):
    clock(10)
    sign_in()
    with django_assert_num_queries(2):  # session, user
        client.get(reverse("admin:jsi18n"))


@pytest.mark.parametrize("text", ["25:00", "evening"])
def test_a_day_s_end_that_is_no_time_is_refused_in_words(settings, text):
    settings.SESSION_DAY_ENDS = text

    with pytest.raises(ImproperlyConfigured, match="SESSION_DAY_ENDS"):
        day_end(timezone.now())


def test_midnight_may_be_called_24_hours(settings):
    settings.SESSION_DAY_ENDS = "24:00"

    assert day_end(dt.datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)) == dt.datetime(2026, 3, 3, tzinfo=SHANGHAI)


def test_own_sessions_are_listed_and_ended_one_by_one(client, sign_in):
    other = Client()
    sign_in(by=other, address="192.0.2.9", **{"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Edg/140.0"})
    sign_in()

    page = client.get(LIST).content.decode()
    assert "192.0.2.9" in page
    assert "Edge（Windows）" in page
    client.post(reverse("usersessions_end", args=(UserSession.objects.get(ip="192.0.2.9").pk,)))

    assert not _in(other)
    assert _in(client)


def test_all_other_sessions_end_at_once(client, sign_in):
    others = [Client(), Client()]
    for other in others:
        sign_in(by=other)
    sign_in()

    client.post(reverse("usersessions_end_others"))

    assert [_in(each) for each in (*others, client)] == [False, False, True]


def test_nobody_ends_a_session_of_somebody_else(client, sign_in, admin_client):
    other = Client()
    sign_in(by=other)

    answer = admin_client.post(reverse("usersessions_end", args=(UserSession.objects.get().pk,)))

    assert answer.status_code == 404
    assert _in(other)


def test_a_new_password_ends_the_other_sessions(client, sign_in, clerk):
    other = Client()
    sign_in(by=other)
    sign_in()
    new = "blue-kettle-on-the-stove"
    client.post(
        reverse("account_change_password"),
        {"oldpassword": "green-lamp-by-the-door", "password1": new, "password2": new},
    )

    assert not _in(other)
    assert _in(client)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0 Safari/537.36", "Chrome（Linux）"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari（iPhone）"),
        ("Mozilla/5.0 (Windows NT 10.0) Firefox/140.0", "Firefox（Windows）"),
        ("", "其他浏览器"),
    ],
)
def test_browsers_have_short_names(agent, name):
    assert browser(agent) == name
