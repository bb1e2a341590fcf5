"""What is done in one go is one entry of the record: what was done, and every field that it changed."""

import datetime as dt

import pytest

from disclosure.desk.applications import actions as handling
from disclosure.desk.applications import approvals
from disclosure.desk.applications import fees as charging
from disclosure.desk.applications.confirming import confirm_receipt
from disclosure.desk.audit.log import note, one_entry, save_recorded
from disclosure.desk.audit.messages import sentence
from disclosure.desk.audit.verify import ChainWalk, chain_faults
from disclosure.errors import Refused
from disclosure.law import clock
from disclosure.models import Act, Application, Party, Verb
from tests.db.disclosure.desk.applications.test_actions import agreed, asked, at, clerk, day, head
from tests.factories import ApplicationFactory
from tests.support.evidence import agreed_to_reopen, evidence, sent
from tests.support.fees import fee_agreed, noticed_fee

__all__ = ["asked", "clerk", "head"]
pytestmark = pytest.mark.django_db
KIND = "disclosure.application"


def ask_party(application, by, on="03-03", name="示例甲公司"):
    return handling.ask_party(application=application, by=by, on=day(on), kind="third_party", name=name)


def asked_and_delivered(application, by):
    party = ask_party(application, by)
    handling.record_delivery(
        application=application, evidence=evidence(application), by=by, on=day("03-04"), letter="third_party_delivered"
    )
    return party


def settled(application, by, head):
    """Whatever has to have happened before each action, and the action itself."""

    def closed():
        handling.decide(application=application, by=by, on=day("03-12"), outcome="disclosed")

    def asked_for(subject, **what):
        return approvals.ask_approval(application=application, by=by, at=at("03-20"), subject=subject, **what)

    given = {"application": application, "by": by}
    return {
        "ask_correction": lambda _: handling.ask_correction(**given, on=day("03-04"), what="写明年份", days=10),
        "take_correction": (
            lambda: handling.ask_correction(**given, on=day("03-04"), what="写明年份", days=10),
            lambda _: handling.take_correction(**given, on=day("03-05"), note="来函"),
        ),
        "ask_reasons": lambda _: handling.ask_reasons(**given, days=10, on=day("03-04")),
        "take_reasons": (
            lambda: handling.ask_reasons(**given, days=10, on=day("03-04")),
            lambda _: handling.take_reasons(**given, on=day("03-05")),
        ),
        "extend": (
            lambda: agreed(application, by, head, "extension", days=10),
            lambda _: handling.extend(**given, on=day("03-23"), days=10),
        ),
        "ask_party": lambda _: ask_party(application, by),
        "take_answer": (
            lambda: ask_party(application, by),
            lambda party: handling.take_answer(party=party, by=by, on=day("03-05"), answer="consents"),
        ),
        "note_silence": (
            lambda: asked_and_delivered(application, by),
            lambda party: handling.note_silence(party=party, by=by, on=day("03-30")),
        ),
        "record_delivery": (
            lambda: ask_party(application, by),
            lambda _: handling.record_delivery(
                **given, evidence=evidence(application), on=day("03-04"), letter="third_party_delivered"
            ),
        ),
        "send_reply": (
            closed,
            lambda _: handling.send_reply(**given, evidence=evidence(application), on=day("03-13"), how="EMS"),
        ),
        "notice_fee": (
            lambda: fee_agreed(application, by, day("03-04"), head, tariff="pages", units=40),
            lambda _: charging.notice_fee(**given, on=day("03-04"), tariff="pages", units=40),
        ),
        "decide": (
            lambda: agreed(application, by, head, "decision", outcome="internal"),
            lambda _: handling.decide(**given, on=day("03-23"), outcome="internal"),
        ),
        "withdraw": (
            lambda: asked_for("extension", days=10),
            lambda _: handling.withdraw(**given, evidence=evidence(application), on=day("03-20")),
        ),
        "supplement": (
            lambda: (closed(), sent(application, by, day("03-13"))),
            lambda _: handling.supplement(**given, on=day("03-13"), text="补充"),
        ),
        "reopen": (
            lambda: (closed(), sent(application, by, day("03-13")), agreed_to_reopen(application, by, day("04-08"))),
            lambda _: handling.reopen(**given, on=day("04-08"), why="复议决定"),
        ),
        "assign": lambda _: approvals.assign(**given, at=at("03-03"), section="财政所", to=by),
        "write_opinion": lambda _: approvals.write_opinion(**given, at=at("03-03"), text="拟予以公开"),
        "ask_approval": lambda _: asked_for("extension", days=10),
        "approve": (
            lambda: asked_for("extension", days=10),
            lambda question: approvals.approve(application=application, by=head, at=at("03-21"), asked=question),
        ),
    }


NAMES = [
    *("ask_correction", "take_correction", "ask_reasons", "take_reasons", "extend", "ask_party", "take_answer"),
    *(
        "note_silence",
        "record_delivery",
        "send_reply",
        "notice_fee",
        "decide",
        "withdraw",
        "supplement",
        "reopen",
        "assign",
        "write_opinion",
    ),
    *("ask_approval", "approve"),
]


def test_every_action_is_looked_at(asked, clerk, head):
    assert sorted(NAMES) == sorted(settled(asked, clerk, head))


@pytest.mark.parametrize("name", NAMES)
def test_one_press_is_one_entry(asked, clerk, head, name):
    chosen = settled(asked, clerk, head)[name]
    before, press = chosen if isinstance(chosen, tuple) else (lambda: None, chosen)
    made = before()
    number = Act.objects.count()

    press(made)

    [entry] = Act.objects.order_by("number")[number:]
    assert entry.label == "2026-001"
    assert ("事项" in entry.changes) == (name not in {"assign", "write_opinion", "ask_approval", "approve"})
    assert list(chain_faults(ChainWalk())) == []


def test_what_was_charged_and_paid_is_an_entry_and_the_receipt_one_of_its_own(asked, clerk):
    noticed_fee(asked, clerk, day("03-04"))
    number = Act.objects.count()

    charging.take_payment(application=asked, by=clerk, on=day("03-10"))

    receipt, paid = Act.objects.order_by("number")[number:]
    assert (receipt.kind, receipt.verb) == ("disclosure.feereceipt", "add")
    assert (paid.verb, paid.changes["事项"]) == ("handle", ["", "收到缴费（2026-03-10）"])
    assert ["", "2026-03-10"] in paid.changes.values()


def test_confirming_is_one_entry(town, clerk):
    made = ApplicationFactory(authority=town, number="2026-002", received_on=None, submitted_at=at("03-02"))

    confirm_receipt(application=made, by=clerk, on=day("03-03"))

    assert Act.objects.about(made).count() == 1


def test_entry_says_what_was_done_before_what_it_changed(asked, clerk):
    handling.decide(application=asked, by=clerk, on=day("03-12"), outcome="disclosed")

    said = sentence(Act.objects.order_by("number").last(), dt.date(2026, 3, 12))

    assert "办理申请：将「事项」填为「作出答复（2026-03-12）」，将「办" in said
    assert "将「办结日期」填为「2026-03-12」" in said
    assert "将「办理结果」填为「予以公开」" in said


def test_entries_as_they_were_written_before_are_read_as_before(asked, clerk):
    note(Verb.HANDLE, asked, {"事项": ["", "补正告知（2026-03-04）"]}, by=clerk)

    said = sentence(Act.objects.order_by("number").last(), dt.date(2026, 3, 12))

    assert said.endswith("办理申请：将「事项」填为「补正告知（2026-03-04）」")


def test_what_is_refused_changes_nothing_and_leaves_no_entry(asked, clerk):
    party = ask_party(asked, clerk, on="03-06")
    number = Act.objects.count()
    with pytest.raises(Refused, match="答复日期早于征求意见日期"):
        handling.take_answer(party=party, by=clerk, on=day("03-05"), answer="consents")

    assert Act.objects.count() == number
    assert Party.objects.get().answer == ""


@pytest.fixture
def replayed(monkeypatch):
    """How many steps each replay of the clock had."""
    numbers, original = [], clock.timeline

    def counted(steps, calendar):
        steps = list(steps)
        numbers.append(len(steps))
        return original(steps, calendar)

    monkeypatch.setattr(clock, "timeline", counted)
    return numbers


def test_clock_is_replayed_once_before_and_once_after(asked, clerk, replayed):
    handling.ask_correction(application=asked, by=clerk, on=day("03-04"), what="写明年份", days=10)

    assert replayed == [1, 2]
    assert Application.objects.get().due_on is None


def test_two_steps_of_one_action_are_replayed_together(asked, clerk, replayed):
    handling.decide(application=asked, by=clerk, on=day("03-12"), outcome="disclosed")
    handling.send_reply(application=asked, evidence=evidence(asked), by=clerk, on=day("03-12"))
    agreed_to_reopen(asked, clerk, day("04-08"))
    replayed.clear()

    handling.reopen(application=asked, by=clerk, on=day("04-08"), why="复议决定")

    assert replayed == [3, 4]  # received, concluded and sent, then reopened as well


# --- The entry itself -------------------------------------------------------------


def test_of_a_field_that_changes_twice_the_first_and_the_last_value_are_kept(asked, clerk):
    with one_entry(Verb.HANDLE, asked, {"事项": ["", "试"]}, by=clerk):
        for section in ("甲科", "乙科"):
            asked.section = section
            save_recorded(asked, by=clerk)
        note(Verb.HANDLE, asked, {"办理意见": ["", "一"]}, by=clerk)
        note(Verb.HANDLE, asked, {"办理意见": ["", "二"]}, by=clerk)

    [entry] = Act.objects.about(asked)
    assert entry.changes == {"事项": ["", "试"], "section": ["", "乙科"], "办理意见": ["", "一；二"]}


def test_looks_and_other_records_keep_entries_of_their_own(asked, clerk, town):
    other = ApplicationFactory(authority=town)
    with one_entry(Verb.HANDLE, asked, {"事项": ["", "试"]}, by=clerk):
        note(Verb.LOOK, asked, by=clerk)
        note(Verb.HANDLE, other, {"事项": ["", "别的"]}, by=clerk)

    assert [(act.verb, act.key) for act in Act.objects.filter(kind=KIND).order_by("number")] == [
        ("look", str(asked.pk)),
        ("handle", str(other.pk)),
        ("handle", str(asked.pk)),
    ]


def test_block_without_a_change_and_block_that_fails_leave_none(asked, clerk):
    with one_entry(Verb.HANDLE, asked, by=clerk):
        pass
    with pytest.raises(ZeroDivisionError), one_entry(Verb.HANDLE, asked, {"事项": ["", "试"]}, by=clerk):
        _ = 1 / 0
    note(Verb.HANDLE, asked, {"事项": ["", "后"]}, by=clerk)

    assert [act.changes["事项"][1] for act in Act.objects.filter(kind=KIND)] == ["后"]
