"""Ways round the procedure that were tried, each shut: what a sly clerk would do, and an applicant's lawyer look for.

Received on Monday 2026-03-02: the 20th working day is 2026-03-30.
"""

import pytest

from disclosure.desk.applications import actions as handling
from disclosure.desk.applications import approvals
from disclosure.desk.applications import fees as charging
from disclosure.desk.applications.deadlines import keep_application
from disclosure.desk.applications.evidence import add_evidence
from disclosure.desk.applications.rectification import ask_rectification
from disclosure.desk.applications.telling import untold
from disclosure.desk.letters.actions import make_letter, send_letter, void_letter
from disclosure.errors import Refused
from disclosure.law.applications.late_entry import Entry
from disclosure.models import Application, Letter, Paper, Party, Step
from tests.db.disclosure.desk.applications.test_actions import agreed, asked, at, clerk, day, head
from tests.factories import TOWN, Authority
from tests.support.evidence import evidence, reopened, sent
from tests.support.fees import noticed_fee

from .lettering import said_for

__all__ = ["asked", "clerk", "head"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_pdf")]


@pytest.fixture(autouse=True)
def office(town):
    """An office whose letters can name the bodies to turn to."""
    names = ("review_body", "court", "mark", "address", "phone", "post_code", "office")
    Authority.objects.filter(pk=town.pk).update(**{name: TOWN[name] for name in names if name in TOWN})
    town.refresh_from_db()


def fresh(application):
    return Application.objects.get(pk=application.pk)


def decided(application, by, on="03-12", outcome="disclosed", **given):
    return handling.decide(application=fresh(application), by=by, on=day(on), outcome=outcome, **given)


def withdrawn(application, by):
    return handling.withdraw(application=application, by=by, on=day("03-12"), evidence=evidence(application))


def mended(application, by, head, target, new):
    ask = {"application": application, "by": by, "at": at("04-08"), "text": "抄错", "evidence": evidence(application)}
    question = ask_rectification(**ask, target=target, new=new)
    approvals.approve(application=application, by=head, at=at("04-08", 10), asked=question)
    return fresh(application)


def step_of(application, kind):
    return f"step:{application.steps.get(kind=kind).pk}"


def letter(application, by, kind, on, *, today=None, party=None, **said):
    application = fresh(application)
    given = {**said_for(application, kind, day(on)), **said}
    return make_letter(
        application=application, kind=kind, by=by, on=day(on), today=day(today or on), party=party, said=given
    )


def send(made, by, on, entered=None, reason=""):
    entry = Entry(day(entered), reason) if entered else None
    return send_letter(letter=made, by=by, on=day(on), how="pick_up", other_way="来取", entry=entry)


# --- Days ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind, make", [
    ("concluded", decided),
    ("withdrawn", withdrawn),
])  # fmt: skip
def test_what_ended_an_application_is_not_taken_out(asked, clerk, head, kind, make):
    make(asked, clerk)
    with pytest.raises(Refused, match=r"不能删去|请在「办结日期」里更正"):
        mended(asked, clerk, head, step_of(asked, kind), "删除")


def test_decision_of_here_is_sent_by_its_step_alone(asked, clerk):
    decided(asked, clerk)
    Step.objects.filter(kind="concluded").delete()
    keep_application(fresh(asked), by=clerk)
    assert fresh(asked).settled_on is None


def test_beginning_anew_is_not_taken_out(asked, clerk, head):
    decided(asked, clerk)
    sent(asked, clerk, day("03-12"))
    reopened(asked, clerk, day("04-01"), head=head)
    with pytest.raises(Refused, match="「重新办理」不能删去"):
        mended(asked, clerk, head, step_of(asked, "reopened"), "删除")


def test_letter_does_not_go_out_before_it_was_made(asked, clerk, head):
    """Made on the day after the due date and dated back: it cannot be said to have gone out on the day before."""
    decided(asked, clerk, on="03-30")
    made = letter(asked, clerk, "reply", "03-30", today="03-31", given="当面")
    with pytest.raises(Refused, match="2026-03-31 才生成，不能登记为 2026-03-30 发出"):
        send(made, clerk, "03-30", entered="03-31")
    send(made, clerk, "03-31")
    with pytest.raises(Refused, match="在 2026-03-30 还没有生成"):
        mended(asked, clerk, head, step_of(asked, "reply_sent"), "2026-03-30")


def test_question_is_not_dated_back_to_gain_days(asked, clerk):
    """Asked on 03-27 as of 03-03 and answered on 03-27, it would leave eighteen working days out."""
    ask = {"application": asked, "by": clerk, "kind": "third_party", "name": "甲公司", "on": day("03-03")}
    with pytest.raises(Refused, match="补录为 2026-03-03 会延长答复期限"):
        handling.ask_party(**ask, entry=Entry(day("03-27"), "漏登"))


@pytest.mark.parametrize("kind, days", [("reopened", "60"), ("extended", "20")])
def test_days_are_those_that_the_head_agreed_to(asked, clerk, head, kind, days):
    if kind == "extended":
        agreed(asked, clerk, head, "extension", on="03-20", days=5)
        handling.extend(application=asked, by=clerk, on=day("03-23"), days=5)
    else:
        decided(asked, clerk)
        sent(asked, clerk, day("03-12"))
        reopened(asked, clerk, day("04-01"), days=15, head=head)
    step = asked.steps.get(kind=kind)
    with pytest.raises(Refused, match="的天数以负责人同意的为准"):
        mended(asked, clerk, head, f"step:{step.pk}", f"{step.on} {days}")


# --- Silence --------------------------------------------------------------------------


def asks(application, by, name, on="03-03", **given):
    return handling.ask_party(application=application, by=by, on=day(on), kind="third_party", name=name, **given)


def deliver(application, by, on, letter="third_party_delivered", **given):
    return handling.record_delivery(application=application, by=by, on=day(on), letter=letter, **given)


def test_nobody_is_asked_as_of_a_day_whose_letters_have_arrived(asked, clerk):
    first = asks(asked, clerk, "甲公司")
    deliver(asked, clerk, "03-03", party=first, evidence=evidence(asked))
    with pytest.raises(Refused, match="已经登记送达，再征求别人的"):
        asks(asked, clerk, "乙公司")


def test_letter_to_one_proves_nothing_of_another(asked, clerk):
    first, second = asks(asked, clerk, "甲公司"), asks(asked, clerk, "乙公司")
    made = letter(asked, clerk, "third_party_asked", "03-03", party=first)
    send(made, clerk, "03-03")
    with pytest.raises(Refused, match="请选择送达的是谁"):
        deliver(asked, clerk, "03-05")
    deliver(asked, clerk, "03-05", party=first)
    handling.take_answer(party=first, by=clerk, on=day("03-06"), answer="consents")
    with pytest.raises(Refused, match="没有登记这份文书在这一天以前发出"):
        deliver(asked, clerk, "03-06")
    assert Party.objects.get(pk=second.pk).delivered_on is None


def test_proof_of_each_delivery_stays_with_its_party(asked, clerk):
    first, _ = asks(asked, clerk, "甲公司"), asks(asked, clerk, "乙公司")
    proof = evidence(asked)
    deliver(asked, clerk, "03-05", party=first, evidence=proof, how="EMS 1", entry=Entry(day("03-10"), "回执晚到"))
    party = Party.objects.get(pk=first.pk)
    assert (party.delivery_evidence, party.delivery_note, party.delivery_late_reason) == (proof, "EMS 1", "回执晚到")


def test_notice_that_was_overtaken_does_not_go_out_any_more(asked, clerk):
    handling.ask_correction(application=asked, by=clerk, on=day("03-03"), what="年份", days=5)
    made = letter(asked, clerk, "correction", "03-03")
    handling.take_correction(application=asked, by=clerk, on=day("03-05"))
    for entered in ("03-06", "03-07"):
        with pytest.raises(Refused, match="已登记「补正」"):
            send(made, clerk, "03-06", entered=entered)


def test_notice_whose_delivery_counts_is_not_voided_and_there_is_no_second(asked, clerk):
    handling.ask_correction(application=asked, by=clerk, on=day("03-03"), what="年份", days=5)
    made = send(letter(asked, clerk, "correction", "03-03"), clerk, "03-03")
    with pytest.raises(Refused, match="不能再出具一份"):
        letter(asked, clerk, "correction", "03-04")
    deliver(asked, clerk, "03-04", "correction_delivered")
    with pytest.raises(Refused, match="已经登记送达，期限从送达起算，不能作废"):
        void_letter(letter=made, by=clerk, on=day("03-10"), reason="其实没有寄出")


def test_notice_that_nobody_got_is_named_until_it_has_a_letter_or_a_file(asked, clerk, head):
    agreed(asked, clerk, head, "extension", on="03-20", days=5)
    handling.extend(application=asked, by=clerk, on=day("03-23"), days=5)
    step = asked.steps.get()
    assert list(untold(Step.objects.all())) == [step]
    evidence(asked)  # a file that proves something else
    assert list(untold(Step.objects.all())) == [step]

    add_evidence(step=step, by=clerk, evidence=evidence(asked))
    assert list(untold(Step.objects.all())) == []
    with pytest.raises(Refused, match="已有凭证，不能更换"):
        add_evidence(step=step, by=clerk, evidence=evidence(asked))


# --- Decisions ------------------------------------------------------------------------


def test_another_request_is_approved_anew(asked, clerk, head):
    agreed(asked, clerk, head, "decision", on="03-10", outcome="internal")
    application = fresh(asked)
    application.content = "别的内容"
    keep_application(application, by=clerk)
    with pytest.raises(Refused, match="请先呈批"):
        decided(asked, clerk, outcome="internal")


def test_extension_that_was_approved_is_of_its_period(asked, clerk, head):
    noticed_fee(asked, clerk, day("03-04"), head)
    agreed(asked, clerk, head, "extension", on="03-05", days=5) if False else None
    charging.take_payment(application=asked, by=clerk, on=day("03-10"))
    with pytest.raises(Refused, match="请先呈批"):
        handling.extend(application=asked, by=clerk, on=day("03-23"), days=5)


def test_outcome_that_the_applicant_was_told_is_not_mended(asked, clerk, head):
    decided(asked, clerk)
    send(letter(asked, clerk, "reply", "03-12", given="当面"), clerk, "03-12")
    with pytest.raises(Refused, match="办理结果以答复书为准"):
        mended(asked, clerk, head, "outcome", "not_held")


def test_withdrawal_does_not_become_another_outcome(asked, clerk, head):
    handling.withdraw(application=asked, by=clerk, on=day("03-12"), evidence=evidence(asked))
    with pytest.raises(Refused, match="申请人已经撤回的"):
        mended(asked, clerk, head, "outcome", "disclosed")


def test_reply_that_was_entered_as_sent_by_mistake_is_one_that_was_not_sent(asked, clerk, head):
    decided(asked, clerk)
    made = send(letter(asked, clerk, "reply", "03-12", given="当面"), clerk, "03-12")
    mended(asked, clerk, head, step_of(asked, "reply_sent"), "删除")
    made.refresh_from_db()
    assert (made.sent_on, fresh(asked).settled_on) == (None, None)


# --- Letters --------------------------------------------------------------------------


def test_second_reply_is_not_made_beside_one_that_has_not_gone_out(asked, clerk):
    decided(asked, clerk)
    first = letter(asked, clerk, "reply", "03-12", given="当面")
    with pytest.raises(Refused, match="已经生成，还没有发出；要改的，请先作废"):
        letter(asked, clerk, "reply", "03-12", given="当面")
    void_letter(letter=first, by=clerk, on=day("03-12"), reason="写错了")
    assert letter(asked, clerk, "reply", "03-12", given="当面").number


def test_number_of_a_letter_is_never_given_twice(asked, clerk, head):
    party = asks(asked, clerk, "甲公司")
    letter(asked, clerk, "third_party_asked", "03-03", party=party)
    with pytest.raises(Refused, match="文号要保留"):
        mended(asked, clerk, head, step_of(asked, "third_party_asked"), "删除")
    assert Letter.objects.count() == 1


def test_letter_that_somebody_holds_is_kept_as_it_was_sent(asked, clerk, head, without_marking):
    agreed(asked, clerk, head, "extension", on="03-20", days=5)
    handling.extend(application=asked, by=clerk, on=day("03-23"), days=5)
    made = send(letter(asked, clerk, "extension", "03-23"), clerk, "03-23")
    original = made.docx_id
    void_letter(letter=made, by=clerk, on=day("03-24"), reason="写错了")
    made.refresh_from_db()
    assert made.docx_id != original
    assert Paper.objects.filter(pk=original).exists()
