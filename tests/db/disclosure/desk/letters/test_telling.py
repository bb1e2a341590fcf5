"""A step that tells somebody something is of the day on which its letter went out (条例 art. 30, 32 to 35).

Received on Monday 2026-03-02, due on 2026-03-30.
"""

import datetime as dt

import pytest

from disclosure.desk.letters.actions import make_letter, send_letter
from disclosure.errors import Refused
from disclosure.law.applications.late_entry import Entry
from disclosure.law.choices.letters import LetterKind
from disclosure.models import Application, Fee, Party

from .lettering import ASKED_ON, approve, asked, charge, made, ready, step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_pdf")]
K = LetterKind
DUE = dt.date(2026, 3, 30)


def send(letter, by, on, entered=None, reason=""):
    entry = Entry(entered, reason) if entered else None
    return send_letter(letter=letter, by=by, on=on, how="post", entry=entry)


def days_of(application, kind):
    return list(application.steps.filter(kind=kind).order_by("on").values_list("on", flat=True))


def test_extension_counts_from_the_day_on_which_it_was_told(town, by):
    application = ready(town, K.EXTENSION)
    letter = made(application, K.EXTENSION, by, on=ASKED_ON)
    send(letter, by, dt.date(2026, 3, 24))

    assert days_of(application, "extended") == [dt.date(2026, 3, 24)]
    assert Application.objects.get().due_on == dt.date(2026, 4, 28)  # 20 working days after 03-30, 清明 left out


def test_extension_that_is_too_late_does_not_go_out(town, by):
    letter = made(ready(town, K.EXTENSION), K.EXTENSION, by, on=ASKED_ON)
    with pytest.raises(Refused, match="到期以后告知的延长无效"):
        send(letter, by, DUE + dt.timedelta(1))
    letter.refresh_from_db()
    assert letter.sent_on is None


def test_extension_that_went_out_too_late_is_none(town, by):
    """It is recorded all the same, with its reason, and the due date is the first one again."""
    application = ready(town, K.EXTENSION)
    letter = made(application, K.EXTENSION, by, on=ASKED_ON)
    with pytest.raises(Refused, match="请写明补录的理由"):
        send(letter, by, DUE + dt.timedelta(1), entered=dt.date(2026, 4, 7))
    send(letter, by, DUE + dt.timedelta(1), entered=dt.date(2026, 4, 7), reason="邮寄后漏登")

    assert days_of(application, "extended") == [DUE + dt.timedelta(1)]
    assert Application.objects.get().due_on == DUE


def test_any_letter_of_a_former_day_says_why_it_is_entered_now(town, by):
    letter = made(ready(town, K.RECEIPT), K.RECEIPT, by, on=ASKED_ON)
    with pytest.raises(Refused, match="请写明补录的理由"):
        send(letter, by, ASKED_ON, entered=dt.date(2026, 3, 20))


def test_fee_is_noticed_on_the_day_on_which_the_notice_went_out(town, by):
    application = asked(town)
    charge(application, served_on=None)
    approve(application, "fee", amount=1100)
    letter = made(application, K.FEE_NOTICE, by, on=ASKED_ON)
    send(letter, by, dt.date(2026, 3, 6))

    assert days_of(application, "fee_noticed") == [dt.date(2026, 3, 6)]
    assert Fee.objects.get().noticed_on == dt.date(2026, 3, 6)


def test_party_that_was_written_to_later_has_a_question_of_that_day(town, by):
    application = asked(town)
    step(application, "third_party_asked", ASKED_ON)
    first, second = (
        Party.objects.create(application=application, kind="third_party", name=name, matter="合同", asked_on=ASKED_ON)
        for name in ("甲公司", "乙公司")
    )
    letters = [
        make_letter(
            application=application,
            kind=K.THIRD_PARTY_ASKED,
            by=by,
            on=ASKED_ON,
            today=ASKED_ON,
            party=party,
            said={"reason": "商业秘密", "matter": "合同"},
        )
        for party in (first, second)
    ]
    send(letters[0], by, ASKED_ON)
    send(letters[1], by, dt.date(2026, 3, 6))

    assert days_of(application, "third_party_asked") == [ASKED_ON, dt.date(2026, 3, 6)]
    assert [one.asked_on for one in Party.objects.order_by("pk")] == [ASKED_ON, dt.date(2026, 3, 6)]
