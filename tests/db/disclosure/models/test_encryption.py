"""Personal data is encrypted in the database, found by a keyed hash, and told from a wrong key in a sentence."""

import base64
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection

from disclosure.errors import WrongKey
from disclosure.law.applications.outcomes import ApplicantKind
from disclosure.models import Application, Authority
from disclosure.models.encryption import DataKey, decrypt, encrypt

NAME, DOCUMENT, PHONE = "示例甲", "370305190001010011", "13800000000"


def key(number: int) -> str:
    return base64.b64encode(bytes([number]) * 32).decode()


@pytest.fixture
def application(db: None) -> Application:
    town = Authority.objects.create(code="town", name="示例镇人民政府")
    return Application.objects.create(
        authority=town,
        number="1",
        applicant_kind=ApplicantKind.NATURAL,
        applicant=NAME,
        document=DOCUMENT,
        phone=PHONE,
        received_on=date(2024, 1, 2),
        content="申请内容",
    )


def stored(column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM disclosure_application")  # noqa: S608  # a column of this test
        return str(cursor.fetchone()[0])


def matching(field: str, text: str) -> list[str]:
    condition = Application._meta.get_field(f"{field}_hash").matching(text)
    return list(Application.objects.filter(condition).values_list("number", flat=True))


@pytest.mark.parametrize(("column", "plain"), [("applicant", NAME), ("document", DOCUMENT), ("phone", PHONE)])
def test_the_database_holds_no_plain_text(application: Application, column: str, plain: str) -> None:
    assert stored(column).startswith("v1:")
    assert plain not in stored(column)
    assert plain not in stored(f"{column}_hash")


def test_it_reads_back_as_it_was(application: Application) -> None:
    read = Application.objects.get()

    assert (read.applicant, read.document, read.phone, read.email) == (NAME, DOCUMENT, PHONE, "")


def test_an_empty_value_stays_empty(application: Application) -> None:
    assert (stored("email"), application.phone_hash != "", application.document_hash != "") == ("", True, True)


def test_equal_values_differ_on_disk(application: Application) -> None:
    first = stored("applicant")
    application.save()

    assert stored("applicant") != first


@pytest.mark.parametrize(
    ("field", "text", "found"),
    [
        ("applicant", NAME, ["1"]),
        ("applicant", " 示例 甲 ", ["1"]),
        ("applicant", "示例乙", []),
        ("applicant", "", []),
        ("phone", "138-0000-0000", ["1"]),
        ("document", PHONE, []),
    ],
)
def test_equality_search_by_keyed_hash(application: Application, field: str, text: str, found: list[str]) -> None:
    assert matching(field, text) == found


def test_comparing_an_encrypted_column_is_refused_rather_than_never_true(application: Application) -> None:
    with pytest.raises(FieldError, match="keyed hash"):
        Application.objects.filter(applicant=NAME).exists()


def test_a_new_key_first_keeps_old_values_readable_and_searchable(application: Application, settings: Any) -> None:
    settings.DATA_KEYS = [key(7), *settings.DATA_KEYS]

    assert Application.objects.get().applicant == NAME
    assert matching("applicant", NAME) == ["1"]
    Application.objects.get().save()
    settings.DATA_KEYS = settings.DATA_KEYS[:1]
    assert Application.objects.get().applicant == NAME
    assert matching("applicant", NAME) == ["1"]


def test_a_wrong_key_is_told_in_a_sentence(application: Application, settings: Any) -> None:
    settings.DATA_KEYS = [key(7)]

    with pytest.raises(WrongKey, match="请在 DATA_KEYS 中加上原来的密钥"):
        Application.objects.get()


def test_a_value_moved_to_another_column_is_refused(application: Application) -> None:
    Application.objects.update(document_kind="")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE disclosure_application SET phone = document")

    with pytest.raises(WrongKey, match="已损坏或被改动"):
        Application.objects.get()


@pytest.mark.parametrize("damage", ["v1:{id}:AAAA", "v1:{id}:%%", "v2:{id}:AAAA", "plain text"])
def test_a_damaged_value_is_told_in_a_sentence(damage: str) -> None:
    key_id = encrypt("文字", "column").split(":")[1]

    with pytest.raises(WrongKey):
        decrypt(damage.format(id=key_id), "column")


@pytest.mark.parametrize("text", ["", "short", "!!!", base64.b64encode(b"x" * 31).decode()])
def test_a_key_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="32 字节"):
        DataKey.parsed(text)


def test_no_keys_at_all_are_refused(settings: Any) -> None:
    settings.DATA_KEYS = []

    with pytest.raises(ImproperlyConfigured, match="没有设置 DATA_KEYS"):
        encrypt("文字", "column")
