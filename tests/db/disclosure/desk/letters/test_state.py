"""A letter speaks of its step, on its day, of what is still so; never of what is to come."""

import datetime as dt

import pytest

from disclosure.desk.letters.actions import make_letter, send_letter
from disclosure.errors import Refused
from disclosure.law.applications.late_entry import Entry
from disclosure.law.choices.letters import LetterKind
from disclosure.law.letters.kinds import WHILE_OPEN
from disclosure.models import Application, Letter

from .lettering import (
    ANSWERED_ON,
    ASKED_ON,
    RECEIVED,
    TODAY,
    asked,
    consult,
    decided,
    lines_of,
    made,
    party_for,
    ready,
    said_for,
    sent,
    step,
    text_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_pdf")]
K = LetterKind
TOMORROW, BEFORE = TODAY + dt.timedelta(days=1), ASKED_ON - dt.timedelta(days=1)


@pytest.mark.parametrize("kind", sorted({*LetterKind} - {K.SUPPLEMENT}))
def test_no_letter_is_dated_in_the_future(town, by, kind):
    application = ready(town, kind)
    said = said_for(application, kind)

    with pytest.raises(Refused, match="落款日期 2026-03-21 还没有到"):
        make_letter(
            application=application, kind=kind, by=by, on=TOMORROW, today=TODAY, party=party_for(application, kind), said=said
        )  # fmt: skip
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    "kind, what",
    [
        (K.CORRECTION, "补正告知"),
        (K.REASONS, "说明理由告知"),
        (K.EXTENSION, "延长告知"),
        (K.FEE_NOTICE, "收费通知"),
        (K.ASKING_NOTICE, "征求意见"),
        (K.THIRD_PARTY_ASKED, "征求意见"),
        (K.THIRD_PARTY_FORM, "征求意见"),
        (K.AGENCY_ASKED, "征求意见"),
    ],
)
def test_no_letter_is_dated_before_what_it_tells_of(town, by, kind, what):
    application = ready(town, kind)
    said = said_for(application, kind)

    with pytest.raises(Refused, match=f"2026-03-04 才有「{what}」，.*落款日期 2026-03-03 早于这一天"):
        make_letter(
            application=application, kind=kind, by=by, on=BEFORE, today=TODAY, party=party_for(application, kind), said=said
        )  # fmt: skip


@pytest.mark.parametrize(
    "kind, what", [(K.REPLY, "办理结果"), (K.THIRD_PARTY_TOLD, "公开的决定"), (K.TERMINATION, "撤回")]
)
def test_no_letter_about_the_end_is_dated_before_it(town, by, kind, what):
    application = ready(town, kind)
    said = said_for(application, kind)
    day_before = TODAY - dt.timedelta(days=1)

    with pytest.raises(Refused, match=f"2026-03-20 才有「{what}」"):
        make_letter(
            application=application, kind=kind, by=by, on=day_before, today=TODAY, party=party_for(application, kind), said=said
        )  # fmt: skip


def test_no_supplement_is_dated_before_the_reply_went_out(town, by):
    application = ready(town, K.REPLY)
    sent(made(application, K.REPLY, by), by, on=dt.date(2026, 3, 23))

    with pytest.raises(Refused, match="2026-03-23 才有「答复书发出」"):
        make_letter(
            application=Application.objects.get(), kind=K.SUPPLEMENT, by=by, on=TODAY, today=TODAY, said={"content": "补充"}
        )  # fmt: skip


@pytest.mark.parametrize(
    "kind, later, what",
    [
        (K.CORRECTION, "corrected", "补正"),
        (K.REASONS, "reasons_given", "说明理由"),
        (K.FEE_NOTICE, "fee_paid", "缴费"),
        (K.EXTENSION, "corrected", "补正"),
        (K.EXTENSION, "fee_noticed", "收费通知"),
    ],
)
def test_what_was_overtaken_is_not_told_as_of_today(town, by, kind, later, what):
    application = ready(town, kind)
    said = said_for(application, kind)
    step(application, later, ANSWERED_ON)

    for on in (ASKED_ON, TODAY):  # nor is it dated back
        with pytest.raises(Refused, match=f"2026-03-09 已登记「{what}」，不能再出具.*请扫描后在「材料」中上传"):
            make_letter(application=application, kind=kind, by=by, on=on, today=TODAY, said=said)


@pytest.mark.parametrize("answer", ["consents", "objects", "silent"])
@pytest.mark.parametrize("kind", [K.ASKING_NOTICE, K.THIRD_PARTY_ASKED, K.THIRD_PARTY_FORM])
def test_nobody_is_asked_after_the_answer(town, by, kind, answer):
    application = ready(town, kind)
    said = said_for(application, kind)
    party = application.parties.get()
    party.answer, party.answered_on = answer, None if answer == "silent" else ANSWERED_ON
    party.save()
    given = {"party": party} if kind != K.ASKING_NOTICE else {}

    with pytest.raises(Refused, match=r"不能再告知正在征求意见|对方的意见已经登记"):
        make_letter(application=application, kind=kind, by=by, on=TODAY, today=TODAY, said=said, **given)


def test_notice_names_only_those_who_have_not_answered(town, by):
    application = asked(town)
    consult(application, answer="objects")
    consult(application, "agency", on=dt.date(2026, 3, 10), name="示例局")

    text = text_of(made(application, K.ASKING_NOTICE, by))

    assert "需要征求其他机关的意见。本机关已于2026年3月10日书面征求其意见" in text
    assert "第三方" not in text


@pytest.mark.parametrize("kind", sorted(WHILE_OPEN))
def test_what_is_said_of_an_open_application_is_not_said_of_a_concluded_one(town, by, kind):
    application = ready(town, kind)
    said = said_for(application, kind)
    Application.objects.update(outcome="disclosed", concluded_on=TODAY)
    application.refresh_from_db()

    with pytest.raises(Refused, match="已于 2026-03-20 办结，不能再出具"):
        make_letter(
            application=application, kind=kind, by=by, on=TODAY, today=TODAY, party=party_for(application, kind), said=said
        )  # fmt: skip


def test_letter_of_a_former_handling_is_not_made_anew(town, by):
    application = ready(town, K.CORRECTION)
    said = said_for(application, K.CORRECTION)
    step(application, "reopened", ANSWERED_ON)

    with pytest.raises(Refused, match="还没有登记「补正告知」"):
        make_letter(application=application, kind=K.CORRECTION, by=by, on=TODAY, today=TODAY, said=said)


def test_third_party_that_consents_need_not_be_told(town, by):
    application = asked(town, outcome="disclosed", concluded_on=TODAY)
    consult(application, answer="consents")

    with pytest.raises(Refused, match="第三方同意公开，不用书面告知"):
        made(application, K.THIRD_PARTY_TOLD, by)


def test_third_party_is_told_only_that_it_is_given_out(town, by):
    application = decided(town, "third_party")

    with pytest.raises(Refused, match="还没有决定公开"):
        made(application, K.THIRD_PARTY_TOLD, by)


# --- The state of things on its day -------------------------------------------------------


def test_extension_tells_days_and_the_last_day(town, by):
    application = ready(town, K.EXTENSION)
    application.steps.filter(kind="extended").update(days=10)
    application.opinions.update(days=10)
    application = Application.objects.get()

    text = text_of(made(application, K.EXTENSION, by))

    assert "答复期限延长10个工作日，延长后将于2026年4月14日以前（含当日）答复。" in text
    assert "放假安排" not in text


def test_extension_knows_nothing_of_what_came_after_its_day(town, by):
    application = ready(town, K.EXTENSION)
    consult(application, on=dt.date(2026, 3, 18), served_on=None)

    assert "延长后将于2026年4月28日以前（含当日）答复" in text_of(
        made(application, K.EXTENSION, by, on=dt.date(2026, 3, 17), today=TODAY)
    )


def test_letter_of_before_the_correction_does_not_tell_of_it(town, by):
    application = asked(town)
    step(application, "correction_asked", ASKED_ON)
    step(application, "corrected", ANSWERED_ON)

    registered = made(application, K.ASSISTANCE, by, on=RECEIVED, today=TODAY)
    receipt = made(application, K.RECEIPT, by, on=RECEIVED, today=TODAY)

    assert "补正后的申请" not in text_of(registered) + text_of(receipt)


@pytest.mark.parametrize("kind", [K.RECEIPT, K.EXTENSION])
def test_date_in_a_year_without_its_holidays_is_said_to_be_provisional(town, by, kind):
    received = dt.date(2026, 12, 14)
    application = ready(town, kind, received_on=received)
    application.steps.update(on=received)
    application.opinions.update(at=dt.datetime(2026, 12, 14, 4, tzinfo=dt.UTC))
    application = Application.objects.get()

    text = text_of(made(application, kind, by, on=received))

    assert "2027年的放假安排尚未公布，上述日期是暂定的，安排公布后有变动的，以变动后的日期为准。" in text


def test_list_of_papers_holds_what_was_there_on_its_day(town, by):
    application = ready(town, K.CORRECTION)
    early = made(application, K.CORRECTION, by, on=ASKED_ON, today=TODAY)
    late = made(application, K.CORRECTION, by, on=TODAY)

    lines = lines_of(made(application, K.TRANSFER, by, on=ANSWERED_ON, today=TODAY).docx.read())

    assert early.number in lines
    assert late.number not in lines


def test_sending_is_not_dated_in_the_future(town, by):
    letter = made(ready(town, K.REPLY), K.REPLY, by)

    with pytest.raises(Refused, match="发出日期 2026-03-21 还没有到"):
        send_letter(letter=letter, by=by, on=TOMORROW, how="post", entry=Entry(TODAY))
    letter.refresh_from_db()
    assert letter.sent_on is None


def test_two_replies_do_not_both_go_out(town, by):
    application = ready(town, K.REPLY)
    first = made(application, K.REPLY, by)
    Letter.objects.filter(pk=first.pk).update(voided_on=TODAY)
    second = made(application, K.REPLY, by)
    Letter.objects.filter(pk=first.pk).update(voided_on=None)  # as made before a second one was refused
    sent(first, by)

    with pytest.raises(Refused, match="请生成补充答复书"):
        sent(second, by)
