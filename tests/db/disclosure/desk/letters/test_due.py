"""Which letters are offered, and which of them are due."""

import pytest

from disclosure.desk.letters.due import offered_letters
from disclosure.desk.letters.voiding import void_letter
from disclosure.law.choices.letters import LetterKind
from disclosure.models import Application

from .lettering import ANSWERED_ON, ASKED_ON, ENDED, RECEIVED, TODAY, asked, busy, consult, made, ready, sent, step

pytestmark = pytest.mark.django_db
K = LetterKind


def due(application):
    return {(one.kind.value, one.party and one.party.kind) for one in offered_letters(application) if one.is_due}


def kinds(application):
    return {one.kind.value for one in offered_letters(application)}


def test_what_is_due_follows_what_happened(town, by, without_pdf):
    application = asked(town)
    assert due(application) == {("registration", None)}

    step(application, "correction_asked", ASKED_ON, days=10)
    assert due(application) == {("registration", None), ("correction", None)}

    made(application, K.CORRECTION, by, matters="年份")
    assert due(Application.objects.get()) == {("registration", None)}


def test_voided_letter_is_due_again(town, by, without_pdf, without_marking):
    application = ready(town, K.CORRECTION)
    letter = made(application, K.CORRECTION, by)

    void_letter(letter=letter, by=by, on=TODAY, reason="写错了年份")

    assert ("correction", None) in due(Application.objects.get())


def test_everything_that_was_done_asks_for_its_letters(town):
    assert due(busy(town)) == {
        ("registration", None), ("reasons", None), ("extension", None), ("asking_notice", None),
        ("agency_asked", "agency"), ("third_party_asked", "third_party"), ("third_party_form", "third_party"),
    }  # fmt: skip


@pytest.mark.parametrize("kind, later", [(K.CORRECTION, "corrected"), (K.REASONS, "reasons_given")])
def test_what_was_overtaken_is_not_due_any_more(town, kind, later):
    application = ready(town, kind)
    assert (kind.value, None) in due(application)

    step(application, later, ANSWERED_ON)

    assert (kind.value, None) not in due(application)
    assert kind.value in kinds(application)  # where the panel says why not


def test_notice_that_others_are_asked_is_due_until_they_answer(town):
    application = asked(town)
    party = consult(application)
    assert ("asking_notice", None) in due(application)

    party.answer, party.answered_on = "objects", ANSWERED_ON
    party.save()

    assert due(application) == {("registration", None)}


@pytest.mark.parametrize("answer, is_due", [("objects", True), ("silent", False), ("consents", None)])
def test_third_party_that_objects_is_told_when_it_is_given_out(town, answer, is_due):
    application = asked(town, **ENDED)
    consult(application, answer=answer)

    offers = {one.kind.value: one.is_due for one in offered_letters(application)}

    assert offers.get("third_party_told") is is_due
    Application.objects.update(outcome="internal")
    assert "third_party_told" not in kinds(Application.objects.get())


def test_after_the_reply_only_a_supplement_is_offered(town, by, without_pdf):
    sent(made(ready(town, K.REPLY), K.REPLY, by), by)

    assert kinds(Application.objects.get()) == {"registration", "transfer", "supplement"}


def test_what_is_withdrawn_gets_a_notice_of_ending_and_no_reply(town):
    application = ready(town, K.TERMINATION)

    assert due(application) == {("termination", None)}
    assert "reply" not in kinds(application)


def test_nothing_is_offered_before_receipt_and_after_erasure(town):
    assert offered_letters(asked(town, received_on=None, arrived_on=RECEIVED)) == []
    assert offered_letters(asked(town, erased_on=TODAY)) == []


@pytest.mark.parametrize("parties", [1, 4])
def test_offering_takes_four_queries(town, parties, django_assert_num_queries):
    application = busy(town)
    for _ in range(parties):
        application.parties.create(kind="third_party", name="示例", asked_on=RECEIVED)
    application = Application.objects.prefetch_related("steps", "letters", "parties", "opinions").get()

    with django_assert_num_queries(0):
        offered_letters(application)
