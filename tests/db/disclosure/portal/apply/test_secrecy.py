"""What an applicant writes of themselves is seen by nobody but those who handle applications."""

import logging

import pytest
from django.db import connection

from disclosure.models import Act, Application
from tests.db.disclosure.portal.applying import filled, send
from tests.db.disclosure.portal.reading import page

pytestmark = pytest.mark.django_db

# Every field that somebody fills in, with a mark of its own.
MARKED = {
    "applicant": "标记姓名",
    "document_kind": "其他证件",
    "document": "标记证件0001",
    "phone": "0000-9170001",
    "email": "mark9170002@example.invalid",
    "address": "标记地址",
    "fax": "0000-9170003",
    "help_wanted": "标记帮助",
    "name": "标记内容",
    "delivery": "post",
}
MARKS = ("标记姓名", "标记证件", "9170001", "9170002", "标记地址", "9170003", "标记帮助")


def found(text, *more):
    return [mark for mark in (*MARKS, *more) if mark in text]


@pytest.fixture
def everything(client, town, caplog, mailoutbox, django_capture_on_commit_callbacks):
    """An application with marks in every field, and what was logged while it was sent."""
    caplog.set_level(logging.DEBUG)
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(client, filled(**MARKED))
    assert answer.status_code == 302
    return answer


def test_marks_are_where_they_belong(everything):
    stored = Application.objects.get()

    assert [getattr(stored, name) for name in ("applicant", "document", "phone", "help_wanted")] == [
        "标记姓名", "标记证件0001", "0000-9170001", "标记帮助",
    ]  # fmt: skip


def test_database_keeps_them_encrypted(everything):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM disclosure_application")
        assert found(str(cursor.fetchall())) == []


def test_log_acts_and_addresses_hold_none(everything, caplog):
    assert found(caplog.text, "标记内容") == []
    assert found(str(list(Act.objects.values()))) == []
    assert found(str(everything.headers), "标记内容") == []


def test_mail_holds_none_but_its_address(everything, mailoutbox):
    [letter] = mailoutbox
    assert found(letter.subject + letter.body, "标记内容") == []
    assert letter.to == [MARKED["email"]]


def test_receipt_and_every_public_page_hold_none(client, everything):
    receipt = page(client, everything["Location"])
    shown = "".join(receipt.itertext())
    assert "标记内容" in shown, "what was asked for, to whom asked for it"
    assert found(shown) == []
    for address in (
        "/",
        "/apply/",
        "/apply/track/",
        "/statistics/",
        "/search/?q=标记",
        "/site-map/",
        "/feeds/all/",
    ):
        assert found(client.get(address).content.decode(), "标记内容") == [], address


def test_failure_shows_and_logs_none(client, town, caplog, monkeypatch):
    """A fault of ours in the middle of it: a page that says so, a traceback without values."""

    def broken(*_, **__):
        raise RuntimeError("broken")

    monkeypatch.setattr("disclosure.portal.apply.views.submit", broken)
    client.raise_request_exception = False

    answer = send(client, filled(**MARKED))

    assert answer.status_code == 500
    assert found(answer.content.decode(), "标记内容") == []
    assert "broken" in caplog.text
    assert found(caplog.text, "标记内容") == []
    assert not Application.objects.exists()
