"""文号: in one series by authority and year, given once, and every gap explained."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from disclosure.desk.letters import actions as letters
from disclosure.desk.letters.numbering import registers
from disclosure.desk.letters.voiding import void_letter
from disclosure.law.choices.letters import LetterKind
from disclosure.models import Letter

from .lettering import TODAY, asked, clerk, made, office, ready

pytestmark = pytest.mark.django_db
K = LetterKind


def notice(town, by, on=TODAY):
    return made(ready(town, K.CORRECTION), K.CORRECTION, by, on=on)


def test_numbers_run_by_authority_and_year(town, by, without_pdf):
    other = office(letter_word="")
    application = ready(town, K.CORRECTION)

    numbers = [made(application, K.CORRECTION, by).number, notice(town, by).number]
    numbers.append(made(application, K.CORRECTION, by, on=dt.date(2027, 1, 4)).number)
    numbers.append(notice(other, clerk(other)).number)

    assert numbers == [
        "示镇依申请〔2026〕1号", "示镇依申请〔2026〕2号", "示镇依申请〔2027〕1号", f"{other.code}依申请〔2026〕1号",
    ]  # fmt: skip


def test_word_changes_within_a_year_and_the_count_goes_on(town, by, without_pdf):
    notice(town, by)
    town.letter_word = "新镇"
    town.save()

    assert notice(town, by).number == "新镇依申请〔2026〕2号"


def test_forms_take_no_number(town, by, without_pdf):
    assert made(asked(town), K.REGISTRATION, by).number == ""
    assert notice(town, by).number == "示镇依申请〔2026〕1号"


def test_number_of_a_voided_letter_is_given_to_no_other(town, by, without_pdf, without_marking):
    first, second = notice(town, by), notice(town, by)

    for letter in (first, second):
        void_letter(letter=letter, by=by, on=TODAY, reason="写错了年份")

    assert notice(town, by).number == "示镇依申请〔2026〕3号"
    assert list(Letter.objects.values_list("number", flat=True)) == [f"示镇依申请〔2026〕{one}号" for one in (1, 2, 3)]


def test_number_of_a_letter_that_failed_was_never_taken(town, by, monkeypatch):
    def broken(*_):
        raise OSError("disc full")

    monkeypatch.setattr(letters, "pdf", broken)
    with pytest.raises(OSError, match="disc full"):
        notice(town, by)
    monkeypatch.setattr(letters, "pdf", lambda *_: b"%PDF-")

    assert notice(town, by).number == "示镇依申请〔2026〕1号"


def test_eight_at_once_get_eight_numbers_without_a_gap(transactional_db, monkeypatch):
    monkeypatch.setattr(letters, "pdf", lambda *_: b"%PDF-")
    town = office()
    by, applications = clerk(town), [ready(town, K.CORRECTION) for _ in range(8)]

    def once(application):
        try:
            return made(application, K.CORRECTION, by).number
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        numbers = sorted(pool.map(once, applications))
    assert numbers == [f"示镇依申请〔2026〕{number}号" for number in range(1, 9)]


def test_register_explains_every_number(town, by, without_pdf, without_marking, django_assert_num_queries):
    kept = [notice(town, by) for _ in range(4)]
    made(asked(town), K.REGISTRATION, by)
    void_letter(letter=kept[2], by=by, on=TODAY, reason="写错了年份")
    kept[1].delete()  # as a former version did with one that was not sent
    notice(town, by, on=dt.date(2027, 1, 4))

    with django_assert_num_queries(1):
        [register] = registers(Letter.objects.all(), 2026)

    assert [(row.ordinal, row.letter and bool(row.letter.voided_on)) for row in register.rows] == [
        (1, False), (2, None), (3, True), (4, False),
    ]  # fmt: skip
    assert (register.authority, register.void, register.unused) == (town, 1, 1)


def test_each_authority_has_a_register_of_its_own(town, by, without_pdf):
    other = office()
    notice(town, by)
    notice(other, clerk(other))

    assert {one.authority: len(one.rows) for one in registers(Letter.objects.all(), 2026)} == {town: 1, other: 1}
