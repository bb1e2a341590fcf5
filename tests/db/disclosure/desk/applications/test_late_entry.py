"""补录: a day that is entered later needs a reason, and where it makes timely what is late, the head and a proof.

Received on Monday 2026-03-02: the 7th working day is 2026-03-11, the 20th 2026-03-30.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from disclosure.desk.applications import actions as handling
from disclosure.desk.applications import approvals
from disclosure.desk.applications.papers import add_paper
from disclosure.errors import Refused
from disclosure.law.applications.late_entry import Entry
from disclosure.models import Application
from tests.support.documents import picture
from tests.support.evidence import evidence
from tests.support.people import person

from .test_actions import agreed, asked, at, clerk, day, head

__all__ = ["asked", "clerk", "head"]
pytestmark = pytest.mark.django_db


def entered(on, reason="经办人漏登"):
    return Entry(day(on), reason)


def decided(application, clerk, on="03-12", outcome="disclosed"):
    handling.decide(application=application, by=clerk, on=day(on), outcome=outcome)


@pytest.fixture
def receipt(asked, clerk):
    """The receipt of the post office, as a file."""
    data = SimpleUploadedFile("收据.png", picture()).read()
    return add_paper(of=asked, kind="evidence", name="收据.png", data=data, by=clerk)


def test_day_to_come_is_refused(asked, clerk):
    with pytest.raises(Refused, match="日期 2026-03-05 还没有到"):
        handling.ask_reasons(application=asked, days=10, by=clerk, on=day("03-05"), entry=entered("03-04"))


@pytest.mark.parametrize("today, is_asked", [("03-04", False), ("03-05", False), ("03-06", True)])
def test_day_before_yesterday_needs_a_reason(asked, clerk, today, is_asked):
    if is_asked:
        with pytest.raises(Refused, match="请写明补录的理由"):
            handling.ask_reasons(application=asked, days=10, by=clerk, on=day("03-04"), entry=entered(today, " "))
        return
    handling.ask_reasons(application=asked, days=10, by=clerk, on=day("03-04"), entry=entered(today, ""))

    assert not asked.steps.get().is_late_entry


def test_reason_and_day_of_entry_stand_with_the_step(asked, clerk):
    handling.ask_reasons(application=asked, days=10, by=clerk, on=day("03-04"), entry=entered("03-09"))

    step = asked.steps.get()
    assert (step.entered_on, step.late_reason, step.is_late_entry) == (day("03-09"), "经办人漏登", True)


# --- What would become timely ------------------------------------------------------


def ask_proof(application, clerk, *, action, on, today, evidence, text="邮局收据日期为证"):
    return approvals.ask_late_entry(
        application=application, by=clerk, at=at(today), action=action, on=day(on), evidence=evidence, text=text
    )


def test_reply_that_is_late_today_is_not_made_timely_by_its_day(asked, clerk, head, receipt):
    decided(asked, clerk)
    send = {"application": asked, "by": clerk, "on": day("03-30"), "evidence": receipt}
    with pytest.raises(Refused, match="补录为 2026-03-30 会变成按期"):
        handling.send_reply(**send, entry=entered("04-02"))
    assert Application.objects.get().settled_on is None

    question = ask_proof(asked, clerk, action="send", on="03-30", today="04-02", evidence=receipt)
    with pytest.raises(Refused, match="请先呈批「补录日期」"):
        handling.send_reply(**send, entry=entered("04-02"))
    approvals.approve(application=asked, by=head, at=at("04-02", 10), asked=question)
    with pytest.raises(Refused, match="请先呈批「补录日期」"):
        handling.send_reply(**{**send, "on": day("03-27")}, entry=entered("04-02"))
    handling.send_reply(**send, entry=entered("04-02"))

    assert Application.objects.get().settled_on == day("03-30")
    last = asked.opinions.last()
    assert (last.act, last.subject, last.evidence) == ("note", "late_entry", receipt)


def test_reply_that_is_late_on_its_day_too_wants_a_reason_alone(asked, clerk):
    decided(asked, clerk)
    handling.send_reply(application=asked, evidence=evidence(asked), by=clerk, on=day("03-31"), entry=entered("04-07"))

    assert Application.objects.get().settled_on == day("03-31")


def test_reply_that_is_timely_either_way_wants_a_reason_alone(asked, clerk):
    decided(asked, clerk)
    handling.send_reply(application=asked, evidence=evidence(asked), by=clerk, on=day("03-13"), entry=entered("03-20"))

    assert Application.objects.get().settled_on == day("03-13")


def late_acts(application, clerk, head):
    """Every act whose day decides about being late: the act of a day, entered on another."""

    def extended(**given):
        agreed(application, clerk, head, "extension", on="03-20", days=10)
        return handling.extend(application=application, by=clerk, days=10, **given)

    def party(kind):
        return lambda **given: handling.ask_party(application=application, by=clerk, kind=kind, name="示例局", **given)

    return {
        "extend": ("03-27", "04-02", extended),
        "ask_party": ("03-27", "04-02", party("third_party")),
        "ask_agency": ("03-27", "04-02", party("agency")),
        "withdraw": (
            "03-27",
            "04-02",
            lambda **given: handling.withdraw(
                application=application, evidence=evidence(application), by=clerk, **given
            ),
        ),
        "ask_correction": (
            "03-11",
            "03-16",
            lambda **given: handling.ask_correction(application=application, by=clerk, what="年份", days=5, **given),
        ),
    }


@pytest.mark.parametrize("action", ["extend", "ask_party", "ask_agency", "withdraw", "ask_correction"])
def test_every_act_that_stops_or_moves_the_period_is_held_to_its_day(asked, clerk, head, receipt, action):
    on, today, do = late_acts(asked, clerk, head)[action]
    with pytest.raises(Refused, match="请先呈批「补录日期」"):
        do(on=day(on), entry=entered(today))
    assert not asked.steps.exists()

    question = ask_proof(asked, clerk, action=action, on=on, today=today, evidence=receipt)
    approvals.approve(application=asked, by=head, at=at(today, 10), asked=question)
    do(on=day(on), entry=entered(today))

    assert asked.steps.count() == 1


def test_proof_of_one_act_holds_for_no_other(asked, clerk, head, receipt):
    question = ask_proof(asked, clerk, action="ask_party", on="03-27", today="04-02", evidence=receipt)
    approvals.approve(application=asked, by=head, at=at("04-02", 10), asked=question)

    with pytest.raises(Refused, match="请先呈批「补录日期」"):
        handling.withdraw(
            application=asked, evidence=evidence(asked), by=clerk, on=day("03-27"), entry=entered("04-02")
        )


def test_question_needs_evidence_a_reason_and_a_lawful_day(asked, clerk, receipt):
    for given, said in (
        ({"evidence": None}, "补录要有凭证"),
        ({"text": " "}, "请写明补录的理由"),
        ({"on": "04-01"}, "可以直接登记"),
        ({"on": "02-27"}, "在 2026-02-27 还没有收到"),
        ({"action": "nothing"}, "请选择补录的事项"),
    ):
        asked_for = {"action": "ask_party", "on": "03-27", "today": "04-02", "evidence": receipt, **given}
        with pytest.raises(Refused, match=said):
            ask_proof(asked, clerk, **asked_for)
    assert not asked.opinions.exists()


def test_own_question_is_answered_by_another(asked, town, receipt):
    both = person(town, "依申请办理", "政府信息公开工作机构负责人")
    question = ask_proof(asked, both, action="ask_party", on="03-27", today="04-02", evidence=receipt)
    with pytest.raises(Refused, match="自己呈批的"):
        approvals.approve(application=asked, by=both, at=at("04-02", 10), asked=question)


def test_late_entries_are_not_chained_until_it_is_in_time(asked, clerk):
    """A question of a day within the period, entered long afterwards, gains days although it stays late."""
    with pytest.raises(Refused, match="请先呈批「补录日期」"):
        handling.ask_party(
            application=asked, by=clerk, on=day("03-03"), kind="third_party", name="示例局", entry=entered("06-08")
        )
