"""What a court asks for first: the reply as it went out, the proof of delivery, the applicant's own will, the decision.

Received on Monday 2026-03-02: the 20th working day is 2026-03-30.
"""

import pytest

from disclosure.desk.applications import actions as handling
from disclosure.desk.applications import approvals
from disclosure.desk.applications import fees as charging
from disclosure.desk.applications.papers import add_paper
from disclosure.desk.applications.rectification import ask_rectification
from disclosure.desk.applications.situation import situation_of
from disclosure.desk.common.calendar import load_calendar
from disclosure.errors import Refused
from disclosure.law.applications.late_entry import Entry
from disclosure.models import Application, Party
from tests.factories import ApplicationFactory, CaseFactory
from tests.support.documents import picture
from tests.support.evidence import agreed_to_reopen, evidence, sent
from tests.support.fees import fee_agreed

from .test_actions import agreed, asked, at, clerk, day, head

__all__ = ["asked", "clerk", "head"]
pytestmark = pytest.mark.django_db


def fresh(application):
    return Application.objects.get(pk=application.pk)


def decided(application, by, on="03-12", outcome="disclosed", **given):
    return handling.decide(application=application, by=by, on=day(on), outcome=outcome, **given)


# --- The reply --------------------------------------------------------------------


def test_reply_does_not_go_out_without_itself(asked, clerk, town):
    decided(asked, clerk)
    with pytest.raises(Refused, match="发出的答复书要留存"):
        handling.send_reply(application=asked, by=clerk, on=day("03-12"))
    other = ApplicationFactory(authority=town, received_on=day("03-02"))
    with pytest.raises(Refused, match="请先在「材料」里添加"):
        handling.send_reply(application=asked, by=clerk, on=day("03-12"), evidence=evidence(other))
    assert fresh(asked).settled_on is None

    scan = evidence(asked, "reply")
    handling.send_reply(application=asked, by=clerk, on=day("03-12"), evidence=scan, how="EMS")

    step = asked.steps.get(kind="reply_sent")
    assert (step.evidence, step.note) == (scan, "答复书在别处制作；EMS")


def test_file_for_the_applicant_is_added_after_the_sending_with_a_supplement_alone(asked, clerk):
    decided(asked, clerk)
    sent(asked, clerk, day("03-12"))
    asked = fresh(asked)
    given = {"of": asked, "kind": "reply", "name": "表.png", "data": picture(), "by": clerk}
    with pytest.raises(Refused, match="请先登记「补充答复」"):
        add_paper(**given)

    handling.supplement(application=asked, by=clerk, on=day("03-13"), text="补寄附件")
    assert add_paper(**given).kind == "reply"


def test_withdrawal_is_the_applicant_s_own_word(asked, clerk):
    with pytest.raises(Refused, match="撤回须是申请人本人的意思"):
        handling.withdraw(application=asked, by=clerk, on=day("03-12"))
    handling.withdraw(application=asked, by=clerk, on=day("03-12"), evidence=evidence(asked, "given"))
    assert asked.steps.get().evidence is not None


# --- Deliveries -------------------------------------------------------------------


def asks(application, by, name, on="03-03"):
    return handling.ask_party(application=application, by=by, on=day(on), kind="third_party", name=name)


def deliver(application, by, on, **given):
    given = {"letter": "third_party_delivered", **given}
    return handling.record_delivery(application=application, by=by, on=day(on), **given)


def test_delivery_of_a_letter_that_nobody_sent_from_here_needs_a_proof(asked, clerk):
    asks(asked, clerk, "甲公司")
    with pytest.raises(Refused, match="本系统没有登记这份文书在这一天以前发出"):
        deliver(asked, clerk, "03-05")
    deliver(asked, clerk, "03-05", evidence=evidence(asked))
    assert asked.steps.get(kind="third_party_delivered").evidence is not None


def test_delivery_of_a_former_day_needs_a_proof_and_not_a_reason_alone(asked, clerk):
    asks(asked, clerk, "甲公司")
    with pytest.raises(Refused, match="补录送达要有凭证"):
        deliver(asked, clerk, "03-05", entry=Entry(day("03-27"), "漏登"))


def test_each_party_s_period_runs_from_the_day_on_which_it_got_the_letter(asked, clerk):
    """Delivered on Wednesday 03-04 to one, on Monday 03-09 to the other: 15 working days end on 03-25 and 03-30."""
    first, second = asks(asked, clerk, "甲公司"), asks(asked, clerk, "乙公司")
    deliver(asked, clerk, "03-04", party=first, evidence=evidence(asked))
    assert not asked.steps.filter(kind="third_party_delivered").exists()  # the clock waits for the last
    open_ = situation_of(fresh(asked), day("03-26"), load_calendar()).facts.open
    assert [(one.delivered_on, one.is_silent(day("03-26"))) for one in open_] == [(day("03-04"), True), (None, False)]
    with pytest.raises(Refused, match="征求意见书还没有登记送达"):
        handling.note_silence(party=second, by=clerk, on=day("03-27"))

    deliver(asked, clerk, "03-09", party=second, evidence=evidence(asked))

    assert asked.steps.get(kind="third_party_delivered").on == day("03-09")
    handling.note_silence(party=first, by=clerk, on=day("03-26"))
    with pytest.raises(Refused, match="答复期限到 2026-03-30 为止"):
        handling.note_silence(party=second, by=clerk, on=day("03-30"))
    handling.note_silence(party=second, by=clerk, on=day("03-31"))
    with pytest.raises(Refused, match="没有等待登记送达"):
        deliver(asked, clerk, "03-31", party=second, evidence=evidence(asked))


def test_reasons_are_not_given_only_when_their_period_is_over(asked, clerk, head):
    """Delivered on Thursday 03-05, 5 working days end on 03-12."""
    handling.ask_reasons(application=asked, by=clerk, on=day("03-04"), days=5)
    with pytest.raises(Refused, match="说明理由告知还没有登记送达"):
        agreed(asked, clerk, head, "decision", on="03-12", outcome="excessive")
    deliver(asked, clerk, "03-05", letter="reasons_delivered", evidence=evidence(asked))
    with pytest.raises(Refused, match="说明理由的期限到 2026-03-12 为止"):
        agreed(asked, clerk, head, "decision", on="03-12", outcome="excessive")

    agreed(asked, clerk, head, "decision", on="03-13", outcome="excessive")
    assert decided(asked, clerk, "03-13", "excessive").outcome == "excessive"


# --- Taken up again ----------------------------------------------------------------


def test_sent_reply_is_taken_up_again_by_the_head_s_approval_of_just_these_days(asked, clerk, head):
    decided(asked, clerk)
    sent(asked, clerk, day("03-12"))
    reopen = {"application": asked, "by": clerk, "on": day("04-01"), "why": "复议决定撤销"}
    with pytest.raises(Refused, match="重新办理须经政府信息公开工作机构负责人同意"):
        handling.reopen(**reopen)
    ask = {"application": asked, "by": clerk, "at": at("04-01"), "text": "复议决定撤销"}
    with pytest.raises(Refused, match="要有复议决定书或者判决书"):
        approvals.ask_reopening(**ask, days=30)
    with pytest.raises(Refused, match="应是 1 至 60"):
        approvals.ask_reopening(**ask, days=365)

    agreed_to_reopen(asked, clerk, day("04-01"), days=30, head=head)
    with pytest.raises(Refused, match="同意的是「重新办理（30 个工作日）」，不能改为 60 个工作日"):
        handling.reopen(**reopen, days=60)
    handling.reopen(**reopen, days=30)
    assert asked.steps.get(kind="reopened").days == 30


def test_case_that_ended_with_a_correction_proves_the_days_that_were_set(asked, clerk):
    decided(asked, clerk)
    sent(asked, clerk, day("03-12"))
    CaseFactory(
        authority=asked.authority,
        application=asked,
        accepted_on=day("03-20"),
        result="corrected",
        concluded_on=day("04-01"),
    )
    ask = {"application": asked, "by": clerk, "at": at("04-01"), "text": "复议决定撤销", "days": 15}
    assert approvals.ask_reopening(**ask).days == 15


# --- An approval is of what the head saw ---------------------------------------------


def test_approval_of_partial_disclosure_names_the_ground_of_the_rest(asked, clerk, head):
    with pytest.raises(Refused, match="请选择其余部分不予公开的依据"):
        agreed(asked, clerk, head, "decision", on="03-10", outcome="partly")
    agreed(asked, clerk, head, "decision", on="03-10", outcome="partly", withheld_as="internal")
    with pytest.raises(Refused, match="同意的是「答复：部分公开（其余属于三类内部事务信息）」"):
        decided(asked, clerk, outcome="partly", withheld_as="process")
    assert decided(asked, clerk, outcome="partly", withheld_as="internal").withheld_as == "internal"


@pytest.mark.parametrize("ground", ["not_corrected", "other", "disclosed", "partly", "", "nonsense"])
def test_part_is_withheld_on_a_ground_that_is_one(asked, clerk, ground):
    with pytest.raises(Refused, match=r"请选择其余部分不予公开的依据|没有等待申请人补正"):
        decided(asked, clerk, outcome="partly", withheld_as=ground)


def test_fee_is_that_for_which_the_head_agreed(asked, clerk):
    """30 items and 60 pages beyond the free ones may come to the same sum and are not the same fee."""
    fee_agreed(asked, clerk, day("03-04"), tariff="pages", units=40)
    with pytest.raises(Refused, match="同意的是「收费 100 元（40 页）」，不能收取 100 元（11 件）"):
        charging.notice_fee(application=asked, by=clerk, on=day("03-04"), tariff="items", units=11, before=0)


def test_what_the_head_had_not_seen_makes_the_approval_fall(asked, clerk, head):
    party = asks(asked, clerk, "甲公司")
    agreed(asked, clerk, head, "decision", on="03-04", outcome="internal")
    handling.take_answer(party=party, by=clerk, on=day("03-06"), answer="objects", reasons="报价")
    with pytest.raises(Refused, match="请先呈批"):
        decided(asked, clerk, outcome="internal")


def test_corrected_application_is_approved_anew(asked, clerk, head):
    agreed(asked, clerk, head, "decision", on="03-03", outcome="internal")
    handling.ask_correction(application=asked, by=clerk, on=day("03-04"), what="年份", days=5)
    handling.take_correction(application=asked, by=clerk, on=day("03-06"))
    with pytest.raises(Refused, match="请先呈批"):
        decided(asked, clerk, outcome="internal")


# --- 更正登记 takes everything along -------------------------------------------------


def mended(application, by, head, **given):
    proof = evidence(application)
    ask = {"application": application, "by": by, "at": at("04-08"), "text": "抄错", "evidence": proof}
    question = ask_rectification(**ask, **given)
    approvals.approve(application=application, by=head, at=at("04-08", 10), asked=question)
    return fresh(application)


def test_day_of_a_question_is_moved_with_whom_was_asked(asked, clerk, head):
    party = asks(asked, clerk, "甲公司", on="03-05")
    step = asked.steps.get()
    mended(asked, clerk, head, target=f"step:{step.pk}", new="2026-03-04")
    assert Party.objects.get(pk=party.pk).asked_on == day("03-04")


def test_question_that_never_was_goes_with_whom_was_asked(asked, clerk, head):
    asks(asked, clerk, "甲公司", on="03-05")
    mended(asked, clerk, head, target=f"step:{asked.steps.get().pk}", new="删除")
    assert not Party.objects.exists()


def test_outcome_is_mended_to_one_whose_procedure_stands_in_the_record(asked, clerk, head):
    agreed(asked, clerk, head, "decision", on="03-10", outcome="internal")
    decided(asked, clerk, outcome="internal")
    sent(asked, clerk, day("03-12"))
    for new, said in (
        ("third_party", "还没有征求第三方意见"),
        ("excessive", "还没有要求申请人说明理由"),
        ("not_corrected", "没有等待申请人补正"),
        ("repeated", "没有登记所重复的申请"),
    ):
        with pytest.raises(Refused, match=said):
            mended(asked, clerk, head, target="outcome", new=new)
    assert mended(asked, clerk, head, target="outcome", new="process").outcome == "process"


def test_reply_is_not_moved_before_its_decision(asked, clerk, head):
    decided(asked, clerk)
    sent(asked, clerk, day("03-12"))
    step = asked.steps.get(kind="reply_sent")
    with pytest.raises(Refused, match="「答复发出」会没有与它对应的前一步"):
        mended(asked, clerk, head, target=f"step:{step.pk}", new="2026-03-11")
