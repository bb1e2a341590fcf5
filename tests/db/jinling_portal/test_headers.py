"""What browsers are told with every answer: which files a page may use, what it may ask for, who may frame it."""

import pytest
from django.test import Client

from disclosure.models import Item, Picture
from tests.support.addresses import addresses
from tests.support.desk import every_page, one_of_each
from tests.support.planted import records_of

# What pages ask of the database, the walk asks of both: tests/db/access/test_walk.py.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PUBLIC = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
DESK = PUBLIC - {"style-src 'self'"} | {
    "style-src 'self' 'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='",
    "font-src 'self'",
    "connect-src 'self'",
}
FILE = {"default-src 'none'", "sandbox"}  # an uploaded file: nothing in it runs
OTHERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
FAILING = ["/none/", "/items/none/", "/catalogue/none/", "/reports/1999/", "/items/withdrawn/", "/search/?q=%E6%97%A0"]


@pytest.fixture
def public_answers(town):
    """Every public address, of what there is and of what there is not, by path."""
    objects = records_of(town)
    shown = f'<p><img src="/pictures/{objects[Picture].token}/" alt="图"></p>'
    Item.objects.filter(pk=objects[Item].pk).update(state="published", body=shown)
    item = Item.objects.get(pk=objects[Item].pk)
    item.pk, item.index_number, item.state = None, "withdrawn", "withdrawn"
    item.save()
    paths = [one.path for one in addresses(objects) if not one.is_desk]
    client = Client()
    return {path: _read(client.get(path)) for path in [*paths, *FAILING]}


def _read(answer):
    """Its content read, or the file of it would stay open."""
    answer.read = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


def _policy(answer):
    return set(answer["Content-Security-Policy"].split("; "))


def test_every_public_answer_allows_nothing_but_files_of_the_site(public_answers):
    loose = {path: _policy(one) for path, one in public_answers.items() if _policy(one) not in (PUBLIC, FILE)}

    assert loose == {}
    assert {one.status_code for one in public_answers.values()} >= {200, 301, 302, 404, 410}


def test_every_uploaded_file_is_shut_in(public_answers):
    files = {path.split("/")[1] for path, one in public_answers.items() if _policy(one) == FILE}

    assert files == {"attachments", "pictures"}


def test_every_public_answer_has_the_other_headers_and_no_cookie(public_answers):
    wrong = {
        path: [name for name, value in OTHERS.items() if one.headers.get(name) != value] + list(one.cookies)
        for path, one in public_answers.items()
        if not path.startswith("/view/")
    }

    assert {path: names for path, names in wrong.items() if names} == {}
    assert all("camera=()" in one["Permissions-Policy"] for one in public_answers.values())


def test_a_page_s_policy_is_the_same_every_time(public_answers, client):
    """A nonce would make every answer another one."""
    for path in ("/", "/catalogue/", "/reports/"):
        assert client.get(path)["Content-Security-Policy"] == client.get(path)["Content-Security-Policy"]


def test_every_page_of_the_desk_names_what_it_needs(admin_client):
    one_of_each(1)

    loose = {}
    for path in [*every_page(), "/admin/none/"]:
        policy = {part for part in _policy(admin_client.get(path)) if not part.startswith("script-src 'self' 'nonce-")}
        if policy | {"script-src 'self'"} != DESK:
            loose[path] = policy

    assert loose == {}


def test_failures_are_as_strict(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("disclosure.portal.common.site.own_site", lambda: 1 / 0)

    for path, policy in (("/", PUBLIC), ("/admin/login/?next=http://%00", DESK)):
        assert _policy(client.get(path)) == policy
    assert _policy(client.get("/", headers={"host": "other.invalid"})) == PUBLIC
