"""Query codes: kept so that no key is needed for them; those of before work as long as their key does."""

import datetime as dt

import pytest
from django.utils.timezone import localdate

from disclosure.desk.applications.online.codes import PURPOSE, code_hash, is_code, is_keyed
from disclosure.desk.applications.online.submission import progress
from disclosure.models import Application
from disclosure.models.encryption import hashes
from tests.factories import ApplicationFactory
from tests.support.vault import OTHER_KEY

CODE, OTHER = "ACDEFGHJKM", "ACDEFGHJKN"


def test_same_code_is_kept_differently_every_time():
    first, second = code_hash(CODE), code_hash(CODE)

    assert first != second
    assert CODE not in first + second
    assert [is_code(CODE, one) for one in (first, second)] == [True, True]
    assert len(first) <= Application._meta.get_field("code_hash").max_length


@pytest.mark.parametrize(
    ("typed", "is_right"), [("acdef-ghjkm", True), (" ACDEF GHJKM ", True), (OTHER, False), ("", False)]
)
def test_code_is_told_as_people_type_it(typed, is_right):
    assert is_code(typed, code_hash(CODE)) is is_right


@pytest.mark.parametrize("typed", [CODE, "", "\0"])
def test_nothing_stored_is_no_code(typed):
    assert not is_code(typed, "")


def test_code_needs_no_key_of_personal_data(settings):
    kept = code_hash(CODE)
    settings.DATA_KEYS = [OTHER_KEY]

    assert is_code(CODE, kept)


@pytest.mark.django_db
def test_code_of_before_works_and_is_kept_anew_at_the_first_question(settings):
    asked = ApplicationFactory(received_on=dt.date(2026, 3, 2), code_hash=hashes(CODE, PURPOSE)[0])
    given = {"authority": asked.authority, "number": asked.number}
    settings.DATA_KEYS = [OTHER_KEY, *settings.DATA_KEYS]

    assert progress(**given, code=OTHER, today=localdate()) is None
    assert is_keyed(Application.objects.get().code_hash)
    assert progress(**given, code=CODE, today=localdate()) is not None
    assert not is_keyed(Application.objects.get().code_hash)
    settings.DATA_KEYS = [OTHER_KEY]
    assert is_code(CODE, Application.objects.values_list("code_hash", flat=True).get())
