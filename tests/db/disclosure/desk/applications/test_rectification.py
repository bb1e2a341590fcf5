"""更正登记: after an act nothing changes but by the head's approval, with the old and the new value."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from disclosure.desk.applications import actions as handling
from disclosure.desk.applications import approvals
from disclosure.desk.applications.deadlines import keep_application, record_step, take_back_step
from disclosure.desk.applications.papers import add_paper
from disclosure.desk.applications.rectification import ask_rectification, rectifiable
from disclosure.errors import Refused
from disclosure.exchange.importing import import_file
from disclosure.models import Act, Application, Step
from tests.factories import ApplicationFactory, StepFactory
from tests.support.documents import picture
from tests.support.evidence import evidence
from tests.support.people import handler

from .test_actions import agreed, asked, at, clerk, day, head
from .test_late_entry import receipt

__all__ = ["asked", "clerk", "head", "receipt"]
pytestmark = pytest.mark.django_db
BY_BUTTON = "在本系统办理，办理步骤和办理结果由「办理」里的按钮登记"


@pytest.fixture
def sent(asked, clerk, head):
    """Refused with approval on 2026-03-12, and sent two days late."""
    agreed(asked, clerk, head, "decision", on="03-10", outcome="internal")
    handling.decide(application=asked, by=clerk, on=day("03-12"), outcome="internal")
    handling.send_reply(application=asked, evidence=evidence(asked), by=clerk, on=day("04-01"))
    return Application.objects.get(pk=asked.pk)


# --- By hand ----------------------------------------------------------------------


def test_step_of_what_is_handled_here_is_neither_typed_nor_taken_out(sent, clerk):
    with pytest.raises(Refused, match=BY_BUTTON):
        record_step(Step(application=sent, kind="reply_sent", on=day("03-20")), by=clerk)
    step = sent.steps.get(kind="reply_sent")
    step.on = day("03-20")
    with pytest.raises(Refused, match=BY_BUTTON):
        record_step(step, by=clerk)
    with pytest.raises(Refused, match=BY_BUTTON):
        take_back_step(step, by=clerk)
    assert Step.objects.get(kind="reply_sent").on == day("04-01")


@pytest.mark.parametrize("changed", [
    {"outcome": "disclosed"},
    {"concluded_on": day("03-11")},
    {"received_on": day("03-09")},
    {"outcome": "", "concluded_on": None},
    {"channel": "in_person"},
    {"content": "别的内容"},
    {"applicant": "示例乙"},
    {"number": "2026-009"},
])  # fmt: skip
def test_form_changes_nothing_of_what_was_decided_here(sent, clerk, changed):
    for name, value in changed.items():
        setattr(sent, name, value)

    with pytest.raises(Refused, match=BY_BUTTON):
        keep_application(sent, by=clerk)


def test_contact_of_the_applicant_may_be_corrected_all_the_same(sent, clerk):
    sent.phone = "13800000000"
    keep_application(sent, by=clerk)

    assert Application.objects.get(pk=sent.pk).phone == "13800000000"


def test_day_of_receipt_is_not_moved_to_gain_days(asked, clerk):
    handling.ask_reasons(application=asked, days=10, by=clerk, on=day("03-04"))
    late = Application.objects.get(pk=asked.pk)
    for later in ("11-20", "03-03"):
        late.received_on = day(later)
        with pytest.raises(Refused, match="会推迟答复期限，不能直接改"):
            keep_application(late, by=clerk)

    late.received_on = day("02-27")
    keep_application(late, by=clerk)
    assert Application.objects.get(pk=asked.pk).due_on == day("03-26")  # 28 February works


@pytest.mark.parametrize("kind, rows, said", [
    ("steps", "申请编号,步骤,日期\n2026-001,答复发出,2026-03-20\n", f"申请{BY_BUTTON}"),
    (
        "applications",
        "申请编号,申请人类型,申请人,收到日期,申请内容,办理结果,办结日期\n2026-001,自然人,示例甲,2026-03-09,内容,,\n",
        f"申请{BY_BUTTON}",
    ),
])  # fmt: skip
def test_import_is_refused_row_by_row(sent, clerk, kind, rows, said):
    town = sent.authority
    with pytest.raises(Refused, match=said):
        import_file(kind, rows.encode(), "表.csv", town, by=clerk)
    assert not Step.objects.filter(on=day("03-20")).exists()
    assert Application.objects.get(pk=sent.pk).outcome == "internal"


def test_what_was_imported_may_be_completed_by_import_and_by_hand(town, clerk):
    ApplicationFactory(authority=town, number="2026-009", received_on=day("03-02"))
    import_file("steps", "申请编号,步骤,日期\n2026-009,补正告知,2026-03-04\n".encode(), "表.csv", town, by=clerk)
    imported = Application.objects.get(number="2026-009")

    record_step(Step(application=imported, kind="corrected", on=day("03-06")), by=clerk)

    assert imported.steps.count() == 2


def test_extension_is_typed_into_nothing_that_runs(town, clerk):
    running = ApplicationFactory(authority=town, received_on=day("03-02"))
    with pytest.raises(Refused, match="延长答复期限请先呈批"):
        record_step(Step(application=running, kind="extended", on=day("03-20")), by=clerk)


@pytest.mark.parametrize("given, is_handled", [({}, True), ({"outcome": "other", "concluded_on": day("03-12")}, False)])
def test_entered_to_be_handled_or_after_it_had_ended(town, clerk, given, is_handled):
    made = ApplicationFactory.build(authority=town, received_on=day("03-02"), **given)

    keep_application(made, by=clerk)

    assert Application.objects.get().is_handled_here == is_handled


# --- By the head --------------------------------------------------------------------


def mended(application, clerk, head, *, target, new, evidence=None):
    question = ask_rectification(
        application=application, by=clerk, at=at("04-08"), target=target, new=new, text="笔误", evidence=evidence
    )
    approvals.approve(application=application, by=head, at=at("04-08", 10), asked=question)
    return Application.objects.get(pk=application.pk)


def test_step_gets_another_day_with_a_proof(sent, clerk, head, receipt):
    step = sent.steps.get(kind="reply_sent")

    done = mended(sent, clerk, head, target=f"step:{step.pk}", new="2026-03-30", evidence=receipt)

    assert done.settled_on == day("03-30")
    told = done.opinions.get(act="approve", subject="rectification").correction
    assert told == "「答复发出」2026-04-01 → 2026-03-30"
    assert any(["2026-04-01", "2026-03-30"] in act.changes.values() for act in Act.objects.about(done))


def test_day_of_conclusion_takes_its_step_along(sent, clerk, head, receipt):
    done = mended(sent, clerk, head, target="concluded_on", new="2026-03-13", evidence=receipt)

    assert (done.concluded_on, done.steps.get(kind="concluded").on) == (day("03-13"), day("03-13"))


def test_outcome_is_mended_without_a_new_period(sent, clerk, head):
    done = mended(sent, clerk, head, target="outcome", new="partly/internal")

    assert (done.outcome, done.withheld_as, done.settled_on) == ("partly", "internal", day("04-01"))
    assert "办理结果 属于三类内部事务信息 → 部分公开（其余属于三类内部事务信息）" in [
        o.correction for o in done.opinions.all()
    ]


def test_step_that_never_was_is_taken_out(asked, clerk, head, receipt):
    handling.ask_reasons(application=asked, days=10, by=clerk, on=day("03-04"))

    done = mended(asked, clerk, head, target=f"step:{asked.steps.get().pk}", new="删除", evidence=receipt)

    assert not done.steps.exists()


@pytest.mark.parametrize("wrong, given, said", [
    (("concluded_on", "2026-03-13"), {"evidence": None}, "更正日期要有凭证"),
    (("concluded_on", "2026-03-13"), {"text": " "}, "请写明更正的理由"),
    (("concluded_on", "2026-04-09"), {}, "更正后的日期 2026-04-09 不对"),
    (("concluded_on", "2026-03-12"), {}, "没有要更正的"),
    (("concluded_on", "昨天"), {}, "请填写更正后的日期"),
    (("outcome", "partly"), {}, "请选择其余部分不予公开的依据"),
    (("outcome", "nothing"), {}, "请选择更正后的办理结果"),
    (("number", "2026-002"), {}, "请选择要更正的内容"),
    (("step:99999999", "2026-03-13"), {}, "已不存在"),
    (("step:x", "2026-03-13"), {}, "已不存在"),
])  # fmt: skip
def test_question_that_is_none_is_refused(sent, receipt, wrong, given, said):
    asked_for = {"target": wrong[0], "new": wrong[1], "text": "笔误", "evidence": receipt, **given}
    with pytest.raises(Refused, match=said):
        ask_rectification(application=sent, by=handler(sent.authority), at=at("04-08"), **asked_for)


def test_evidence_is_of_the_same_application(sent, clerk, town):
    other = ApplicationFactory(authority=town, received_on=day("03-02"))
    data = SimpleUploadedFile("收据.png", picture()).read()
    paper = add_paper(of=other, kind="evidence", name="收据.png", data=data, by=clerk)
    asked_for = {"target": "concluded_on", "new": "2026-03-13", "text": "笔误", "evidence": paper}

    with pytest.raises(Refused, match="更正日期要有凭证"):
        ask_rectification(application=sent, by=clerk, at=at("04-08"), **asked_for)


def test_record_that_changed_meanwhile_is_not_mended(sent, clerk, head, receipt):
    question = ask_rectification(
        application=sent,
        by=clerk,
        at=at("04-08"),
        target="concluded_on",
        new="2026-03-13",
        text="笔误",
        evidence=receipt,
    )
    Application.objects.filter(pk=sent.pk).update(concluded_on=day("03-11"))

    with pytest.raises(Refused, match="呈批以后登记的内容已经变了"):
        approvals.approve(application=sent, by=head, at=at("04-08", 10), asked=question)
    assert not sent.opinions.filter(act="approve", subject="rectification").exists()


def test_what_may_be_mended_is_listed_with_its_value(sent):
    labels = [label for _, label in rectifiable(sent)]

    assert labels == [
        "收到日期：2026-03-02",
        "办结日期：2026-03-12",
        "办理结果：属于三类内部事务信息",
        "办理步骤：答复发出 2026-04-01",
    ]


def test_what_was_imported_is_corrected_on_its_form(town, head, clerk):
    imported = ApplicationFactory(authority=town, received_on=day("03-02"), outcome="other", concluded_on=day("03-12"))
    StepFactory(application=imported, kind="concluded", on=day("03-12"))
    with pytest.raises(Refused, match="请直接在下面的表单里改"):
        ask_rectification(
            application=imported, by=handler(town), at=at("04-08"), target="outcome", new="petition", text="笔误"
        )
