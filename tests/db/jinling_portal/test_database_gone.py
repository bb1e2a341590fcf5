"""While the database is away every page says so in a sentence, and comes back by itself."""

from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client

from disclosure.models import User
from tests.support.addresses import addresses
from tests.support.desk import confirmed, office
from tests.support.planted import records_of

pytestmark = pytest.mark.django_db(transaction=True)
DATABASE_FREE = {"/robots.txt"}


@contextmanager
def gone():
    """Nobody answers where the database was; as after a restart of its server, connections are lost as well."""
    given = connection.settings_dict
    connection.close()
    connection.settings_dict = {**given, "NAME": "/nowhere/db.sqlite3"}
    if connection.vendor == "postgresql":
        connection.settings_dict = {**given, "HOST": "127.0.0.1", "PORT": "1"}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = given


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


def told(answer):
    assert answer.status_code == 503, answer.request["PATH_INFO"]
    assert (answer["Retry-After"], answer["Cache-Control"]) == ("30", "no-store")
    html = answer.content.decode()
    assert "数据库正忙或者暂时连接不上" in html
    assert "Traceback" not in html


def test_kept_page_is_not_handed_out_unasked_and_comes_back(client):
    office()
    before = client.get("/")
    assert client.get("/").content == before.content

    with gone():
        for _ in range(2):
            told(client.get("/"))

    after = client.get("/")
    assert (after.status_code, after.content) == (200, before.content)


def test_connection_that_broke_is_made_anew(client):
    """The server of the database was restarted in between: nobody notices."""
    office()
    client.get("/")
    connection.connection.close()

    assert client.get("/").status_code == 200
    assert client.get("/guide/").status_code == 200


@pytest.mark.parametrize("is_staff", [False, True])
def test_every_address_says_so_and_comes_back(client, is_staff):
    town = office()
    objects = records_of(town)
    person = User.objects.create_superuser("all", authority=town)
    if is_staff:
        client.force_login(person)
        confirmed(client, person)
    wanted = [one.path for one in addresses(objects) if one.is_desk == is_staff]
    wrong = []

    with gone():
        for path in wanted:
            answer = client.get(path)
            if answer.status_code != 503 or ("Retry-After" not in answer and path != "/healthz"):
                wrong.append((path, answer.status_code))
        if is_staff:
            told(client.post("/admin/disclosure/item/add/", {"title": "x"}))

    # What asks the database nothing needs none: other methods than GET, pages that only lead elsewhere.
    assert [one for one in wrong if one[1] not in {301, 302, 404, 405} and one[0] not in DATABASE_FREE] == []
    assert len(wanted) - len(wrong) > (100 if is_staff else 60)
    assert client.get("/admin/" if is_staff else "/").status_code == 200


def test_health_says_so():
    with gone():
        assert Client().get("/healthz").status_code == 503
