"""Every act on an application: its step, its day on the clock, its line in the record, and when it is refused.

Received on Monday 2026-03-02; due on 2026-03-30, the 20th working day (no holiday lies between).
"""

import datetime as dt

import pytest

from disclosure.desk.applications import actions as handling
from disclosure.desk.applications import approvals
from disclosure.desk.applications.deadlines import timeline_of
from disclosure.desk.common.calendar import load_calendar
from disclosure.errors import Refused
from disclosure.law.applications.progress import Progress
from disclosure.models import Act, Application, Grant, Party, User
from tests.factories import ApplicationFactory, AuthorityFactory, StepFactory
from tests.support.evidence import evidence, reopened
from tests.support.people import handler, person

pytestmark = pytest.mark.django_db


def day(text):
    return dt.date.fromisoformat(f"2026-{text}")


def at(text, hour=9):
    return dt.datetime.combine(day(text), dt.time(hour), tzinfo=dt.timezone(dt.timedelta(hours=8)))


@pytest.fixture
def asked(town):
    return ApplicationFactory(authority=town, number="2026-001", received_on=day("03-02"))


@pytest.fixture
def clerk(town):
    return handler(town)


@pytest.fixture
def head(town):
    return person(town, "政府信息公开工作机构负责人")


def deliver(application, clerk, on, letter):
    return handling.record_delivery(
        application=application, evidence=evidence(application), by=clerk, on=day(on), letter=letter
    )


def due(application):
    return Application.objects.get(pk=application.pk).due_on


def steps(application):
    return [(one.kind, str(one.on)[5:], one.days) for one in application.steps.order_by("on", "pk")]


def agreed(application, clerk, head, subject, on="03-20", **asked):
    question = approvals.ask_approval(application=application, by=clerk, at=at(on), subject=subject, **asked)
    approvals.approve(application=application, by=head, at=at(on, 10), asked=question)


# --- Steps ----------------------------------------------------------------------


def test_correction_stops_the_clock_until_it_comes_and_starts_it_anew(asked, clerk):
    handling.ask_correction(application=asked, by=clerk, on=day("03-04"), what="请写明年份", days=10)
    assert due(asked) is None

    handling.take_correction(application=asked, by=clerk, on=day("03-16"), note="来函补正")

    assert steps(asked) == [("correction_asked", "03-04", 10), ("corrected", "03-16", None)]
    # 4-day week of 清明 (6 April): 03-17 … 03-20 4, 03-23 … 9, 03-30 … 04-03 14, 04-07 … 04-10 18, 04-13 19, 04-14 20
    assert due(asked) == day("04-14")
    last = Act.objects.order_by("number").last()
    assert (last.verb, last.user) == ("handle", clerk)
    assert last.changes == {
        "事项": ["", "收到补正（2026-03-16）"],
        "办理步骤「补正 2026-03-16」步骤": ["", "补正"],
        "办理步骤「补正 2026-03-16」日期": ["", "2026-03-16"],
        "办理步骤「补正 2026-03-16」说明": ["", "来函补正"],
    }


def test_what_is_refused_by_the_law_is_refused_with_its_sentence(asked, clerk):
    handling.ask_correction(application=asked, by=clerk, on=day("03-04"), what="写明年份", days=10)
    handling.take_correction(application=asked, by=clerk, on=day("03-05"))

    with pytest.raises(Refused, match="现在不能办理「补正告知」：补正只能告知一次（条例第三十条）。"):
        handling.ask_correction(application=asked, by=clerk, on=day("03-06"), what="再写明月份", days=10)
    assert len(steps(asked)) == 2


def test_correction_says_what_is_to_be_corrected(asked, clerk):
    with pytest.raises(Refused, match="请写明需要补正的事项"):
        handling.ask_correction(application=asked, by=clerk, on=day("03-04"), what=" ", days=10)


def test_step_is_not_put_before_those_that_it_would_upset(asked, clerk):
    """A payment that came before the notice that was entered first, an extension before the correction."""
    handling.ask_correction(application=asked, by=clerk, on=day("03-09"), what="写明年份", days=10)
    with pytest.raises(Refused, match="没有等待申请人补正，不影响期限。请核对日期和已有的办理步骤"):
        handling.take_correction(application=asked, by=clerk, on=day("03-05"))


def test_nothing_is_done_before_the_receipt(asked, clerk):
    with pytest.raises(Refused, match="2026-03-02 才收到"):
        handling.ask_reasons(application=asked, days=10, by=clerk, on=day("03-01"))


def test_reasons_are_asked_for_and_given(asked, clerk):
    handling.ask_reasons(application=asked, days=10, by=clerk, on=day("03-04"))
    handling.take_reasons(application=asked, by=clerk, on=day("03-06"))

    assert steps(asked) == [("reasons_asked", "03-04", 10), ("reasons_given", "03-06", None)]
    assert due(asked) == day("03-30")


@pytest.mark.parametrize("role", ["编辑", "年报", "只读审计", "政府信息公开工作机构负责人", "管理员"])
def test_who_does_not_handle_applications_does_nothing(asked, town, role):
    for act in (handling.take_reasons, handling.withdraw, handling.take_correction):
        with pytest.raises(Refused, match="您没有办理信息公开申请"):
            act(application=asked, by=person(town, role), on=day("03-04"))


def test_superior_handles_only_where_it_was_granted(town):
    below = AuthorityFactory(parent=town)
    application, superior = ApplicationFactory(authority=below, received_on=day("03-02")), handler(town)
    with pytest.raises(Refused, match="本机关"):
        handling.ask_reasons(application=application, days=10, by=superior, on=day("03-04"))

    Grant.objects.create(person=superior, authority=below)
    handling.ask_reasons(application=application, days=10, by=User.objects.get(pk=superior.pk), on=day("03-04"))
    assert steps(application) == [("reasons_asked", "03-04", 10)]


# --- Extension ------------------------------------------------------------------


def test_extension_adds_the_days_that_the_head_agreed_to(asked, clerk, head):
    agreed(asked, clerk, head, "extension", days=10)

    handling.extend(application=asked, by=clerk, on=day("03-30"), days=10)

    assert steps(asked) == [("extended", "03-30", 10)]
    assert due(asked) == day("04-14")  # 03-31 … 04-03 4, 04-07 … 04-10 8, 04-13 9, 04-14 10


@pytest.mark.parametrize("on, days, said", [
    ("03-24", 20, "同意的是「延长 10 个工作日」，不能延长 20 个工作日"),
    ("03-19", 10, "2026-03-20 才同意，告知日期不能早于这一天"),
    ("03-31", 10, "已经到期，到期以后告知的延长无效"),
])  # fmt: skip
def test_extension_is_just_what_was_agreed_to_and_in_time(asked, head, on, days, said):
    clerk = handler(asked.authority)
    agreed(asked, clerk, head, "extension", days=10)

    with pytest.raises(Refused, match=said):
        handling.extend(application=asked, by=clerk, on=day(on), days=days)
    assert due(asked) == day("03-30")


def test_extension_without_the_head_is_refused(asked, clerk):
    with pytest.raises(Refused, match="延长须经政府信息公开工作机构负责人同意，请先呈批"):
        handling.extend(application=asked, by=clerk, on=day("03-24"), days=10)


def test_approval_is_made_use_of_once(asked, clerk, head):
    """The corrected application has a period of its own, whose extension the head has to be asked about anew."""
    agreed(asked, clerk, head, "extension", on="03-03", days=10)
    handling.extend(application=asked, by=clerk, on=day("03-03"), days=10)
    handling.ask_correction(application=asked, by=clerk, on=day("03-04"), what="写明年份", days=10)
    handling.take_correction(application=asked, by=clerk, on=day("03-09"))

    with pytest.raises(Refused, match="请先呈批"):
        handling.extend(application=asked, by=clerk, on=day("03-10"), days=10)


# --- Parties --------------------------------------------------------------------


def ask(application, by, on, kind="third_party", name="示例甲公司"):
    return handling.ask_party(
        application=application, by=by, on=day(on), kind=kind, name=name, contact="某街一号", matter="经营数据"
    )


def answer(party, by, on, what="consents"):
    return handling.take_answer(party=party, by=by, on=day(on), answer=what, reasons="理由")


def test_two_asked_on_one_day_are_one_step_that_the_last_answer_ends(asked, clerk):
    first, second = ask(asked, clerk, "03-04"), ask(asked, clerk, "03-04", name="示例乙公司")
    answer(first, clerk, "03-06")
    assert steps(asked) == [("third_party_asked", "03-04", None)]

    answer(second, clerk, "03-10", "objects")

    assert steps(asked) == [("third_party_asked", "03-04", None), ("third_party_answered", "03-10", None)]
    assert due(asked) == day("04-03")  # four working days stood still: 03-05, 06, 09, 10
    second.refresh_from_db()
    assert (second.answer, second.answered_on, second.reasons) == ("objects", day("03-10"), "理由")


def test_answers_entered_out_of_order_end_it_on_the_day_of_the_last(asked, clerk):
    first, second = ask(asked, clerk, "03-04"), ask(asked, clerk, "03-04", name="示例乙公司")
    answer(first, clerk, "03-10")
    answer(second, clerk, "03-06")

    assert steps(asked)[1] == ("third_party_answered", "03-10", None)


def test_questions_of_two_days_answered_on_one_leave_out_each_day_once(asked, clerk):
    first, second = ask(asked, clerk, "03-04"), ask(asked, clerk, "03-06", name="示例乙公司")
    answer(first, clerk, "03-12")
    answer(second, clerk, "03-12")

    # Out are 03-05 … 03-12, six working days: twenty of the rest end on 04-08 (six more than 03-30, 清明 on 04-06).
    assert due(asked) == day("04-08")
    line = timeline_of(Application.objects.get(pk=asked.pk), load_calendar())
    assert (line.findings, [one.until for one in line.waits]) == ([], [day("03-12")])
    assert [str(one.asked_on) for one in Party.objects.all()] == ["2026-03-04", "2026-03-06"]


def test_third_party_and_agency_wait_side_by_side(asked, clerk):
    ask(asked, clerk, "03-04")
    agency = ask(asked, clerk, "03-05", kind="agency", name="示例局")
    answer(agency, clerk, "03-06")

    assert [kind for kind, *_ in steps(asked)] == ["third_party_asked", "agency_asked", "agency_answered"]


def test_silence_is_noted_after_its_fifteen_working_days_and_is_no_step(asked, clerk):
    party = ask(asked, clerk, "03-04")
    with pytest.raises(Refused, match="征求意见书还没有登记送达，不能认定逾期未答复"):
        handling.note_silence(party=party, by=clerk, on=day("03-31"))
    deliver(asked, clerk, "03-05", "third_party_delivered")
    with pytest.raises(Refused, match="答复期限到 2026-03-26 为止"):
        handling.note_silence(party=party, by=clerk, on=day("03-26"))

    handling.note_silence(party=party, by=clerk, on=day("03-27"))

    party.refresh_from_db()
    assert (party.answer, party.answered_on) == ("silent", None)
    # 03-03, 04 count, 03-05 to 03-26 are left out: 03-27 3, 03-30 … 04-03 8, 04-07 … 10 12, 04-13 … 17 17, 04-22 20
    assert (len(steps(asked)), due(asked)) == (2, day("04-22"))
    answer(party, clerk, "03-30", "objects")  # late, and kept all the same
    assert due(asked) == day("04-22")


@pytest.mark.parametrize("on, what, said", [
    ("03-06", "silent", "请选择同意公开或者不同意公开"),
    ("03-03", "consents", "答复日期早于征求意见日期"),
])  # fmt: skip
def test_answer_that_is_none_is_refused(asked, clerk, on, what, said):
    party = ask(asked, clerk, "03-04")
    with pytest.raises(Refused, match=said):
        answer(party, clerk, on, what)


def test_answer_is_taken_once(asked, clerk):
    party = ask(asked, clerk, "03-04")
    answer(party, clerk, "03-06")
    with pytest.raises(Refused, match="已登记「同意公开」"):
        answer(party, clerk, "03-09")


def test_parties_names_stay_out_of_the_record_of_acts(asked, clerk):
    answer(ask(asked, clerk, "03-04", name="标记甲公司"), clerk, "03-06")

    told = " ".join(f"{one.label} {one.changes}" for one in Act.objects.all())
    assert "征求意见「第三方 2026-03-04」" in told
    assert not [word for word in ("标记甲公司", "某街一号") if word in told]


# --- Outcomes -------------------------------------------------------------------


def decide(application, by, on="03-12", outcome="disclosed", **given):
    return handling.decide(application=application, by=by, on=day(on), outcome=outcome, **given)


def test_decision_is_a_step_and_no_reply_before_it_is_sent(asked, clerk):
    done = decide(asked, clerk, is_public_already=True)

    asked.refresh_from_db()
    assert (asked.outcome, asked.concluded_on, asked.is_public_already) == ("disclosed", day("03-12"), True)
    assert (steps(asked), done.due_on, done.settled_on) == ([("concluded", "03-12", None)], day("03-30"), None)
    assert Act.objects.order_by("number").last().changes == {
        "事项": ["", "作出答复（2026-03-12）"],
        "outcome": ["", "disclosed"],
        "concluded_on": ["", "2026-03-12"],
        "is_public_already": ["否", "是"],
        "办理步骤「办结 2026-03-12」步骤": ["", "办结"],
        "办理步骤「办结 2026-03-12」日期": ["", "2026-03-12"],
    }
    with pytest.raises(Refused, match="已于 2026-03-12 办结"):
        decide(asked, clerk, on="03-13")


def test_reply_is_in_time_by_the_day_on_which_it_was_sent(asked, clerk):
    decide(asked, clerk)
    assert list(Application.objects.unsent()) == [asked]
    assert list(Application.objects.overdue(day("03-31"))) == [asked]
    with pytest.raises(Refused, match="2026-03-12 才作出答复"):
        handling.send_reply(application=asked, evidence=evidence(asked), by=clerk, on=day("03-11"))

    done = handling.send_reply(
        application=asked, evidence=evidence(asked), by=clerk, on=day("03-16"), how="EMS 10000000001"
    )

    assert (steps(asked)[-1], done.settled_on) == (("reply_sent", "03-16", None), day("03-16"))
    assert not Application.objects.overdue(day("03-31")).exists()
    with pytest.raises(Refused, match="答复已于 2026-03-16 发出"):
        handling.send_reply(application=asked, evidence=evidence(asked), by=clerk, on=day("03-17"))


def test_late_reply_goes_out_all_the_same_and_is_late(asked, clerk):
    decide(asked, clerk)
    done = handling.send_reply(application=asked, evidence=evidence(asked), by=clerk, on=day("03-31"))

    timeline = timeline_of(Application.objects.get(pk=done.pk), load_calendar())
    assert Progress.of(timeline, is_concluded=True).was_late
    assert timeline.findings == [
        "2026年3月31日「答复发出」：2026年3月30日已经到期，逾期 1 个工作日发出（条例第三十三条）。"
    ]


def test_reply_is_sent_of_a_decision_alone(asked, clerk):
    with pytest.raises(Refused, match="还没有作出答复"):
        handling.send_reply(application=asked, evidence=evidence(asked), by=clerk, on=day("03-12"))


def test_delivery_is_recorded_of_a_letter_that_is_on_its_way(asked, clerk):
    with pytest.raises(Refused, match="没有等待登记送达的补正告知"):
        deliver(asked, clerk, "03-05", "correction_delivered")
    handling.ask_correction(application=asked, by=clerk, on=day("03-04"), what="写明年份", days=10)
    with pytest.raises(Refused, match="没有等待登记送达的这种文书"):
        deliver(asked, clerk, "03-05", "fee_delivered")
    with pytest.raises(Refused, match="补正告知还没有登记送达"):
        decide(asked, clerk, on="03-30", outcome="not_corrected")

    deliver(asked, clerk, "03-05", "correction_delivered")

    with pytest.raises(Refused, match="补正期限到 2026-03-19 为止"):
        decide(asked, clerk, on="03-19", outcome="not_corrected")
    done = decide(asked, clerk, on="03-20", outcome="not_corrected")
    assert done.settled_on == day("03-20")  # given up: no reply is owed


@pytest.mark.parametrize("days", [0, 61])
def test_period_to_correct_is_a_reasonable_one(asked, clerk, days):
    with pytest.raises(Refused, match="请填写合理的补正期限"):
        handling.ask_correction(application=asked, by=clerk, on=day("03-04"), what="写明年份", days=days)


def test_refusal_goes_out_when_the_head_agreed_to_just_that(asked, clerk, head):
    with pytest.raises(Refused, match="按「属于国家秘密」办结须先经政府信息公开工作机构负责人同意，请先呈批"):
        decide(asked, clerk, outcome="state_secret")
    agreed(asked, clerk, head, "decision", on="03-10", outcome="internal")
    with pytest.raises(Refused, match="同意的是「答复：属于三类内部事务信息」"):
        decide(asked, clerk, outcome="state_secret")
    with pytest.raises(Refused, match="2026-03-10 才同意"):
        decide(asked, clerk, on="03-09", outcome="internal")

    assert decide(asked, clerk, outcome="internal").outcome == "internal"


def test_partial_disclosure_says_why_the_rest_is_withheld(asked, clerk, head):
    agreed(asked, clerk, head, "decision", on="03-10", outcome="partly", withheld_as="internal")
    with pytest.raises(Refused, match="请选择其余部分不予公开的依据"):
        decide(asked, clerk, outcome="partly")

    assert decide(asked, clerk, outcome="partly", withheld_as="internal").withheld_as == "internal"


@pytest.mark.parametrize("outcome, given, said", [
    ("petition", {"withheld_as": "internal"}, "只有部分公开的申请填写"),
    ("petition", {"is_public_already": True}, "只有予以公开的申请可以是已主动公开"),
    ("", {}, "请选择办理结果"),
    ("not_corrected", {}, "没有等待申请人补正"),
])  # fmt: skip
def test_what_does_not_belong_to_the_outcome_is_refused(asked, clerk, outcome, given, said):
    with pytest.raises(Refused, match=said):
        decide(asked, clerk, outcome=outcome, **given)


def test_repeat_names_the_other_application_of_the_same_authority(asked, clerk, town):
    concluded = {"outcome": "disclosed", "received_on": day("01-05"), "concluded_on": day("01-20")}
    earlier = ApplicationFactory(authority=town, settled_on=day("01-20"), **concluded)
    stranger = ApplicationFactory(authority=town, settled_on=day("01-20"), applicant="示例乙", **concluded)
    running, elsewhere = ApplicationFactory(authority=town), ApplicationFactory()
    unsent = ApplicationFactory(authority=town, settled_on=None, **concluded)
    for wrong, outcome, said in (
        (earlier, "petition", "只有重复申请"),
        (asked, "repeated", "另一件申请"),
        (elsewhere, "repeated", "本机关的另一件申请"),
        (None, "repeated", "请填写所重复的申请编号"),
        (stranger, "repeated", "不是同一个申请人提出的"),
        (running, "repeated", "还没有答复"),
        (unsent, "repeated", "答复还没有发出"),
    ):
        with pytest.raises(Refused, match=said):
            decide(asked, clerk, outcome=outcome, repeats=wrong)

    assert decide(asked, clerk, outcome="repeated", repeats=earlier).repeats == earlier


def test_conclusion_is_the_last_step(asked, clerk):
    handling.ask_reasons(application=asked, days=10, by=clerk, on=day("03-13"))
    with pytest.raises(Refused, match="2026-03-13 还有办理步骤"):
        decide(asked, clerk, on="03-12")


def test_outcome_of_an_imported_conclusion_is_filled_in_for_its_day(asked, clerk):
    StepFactory(application=asked, kind="concluded", on=day("03-12"))
    with pytest.raises(Refused, match="办结日期应是这一天"):
        decide(asked, clerk, on="03-13")

    assert decide(asked, clerk, on="03-12").concluded_on == day("03-12")


def test_late_reply_is_taken_all_the_same(asked, clerk):
    decide(asked, clerk, on="04-10")

    line = timeline_of(Application.objects.get(pk=asked.pk), load_calendar())
    # 03-31 … 04-03 4, 04-07 … 04-10 8
    assert line.findings == ["2026年4月10日「办结」：2026年3月30日已经到期，逾期 8 个工作日办结（条例第三十三条）。"]


def test_withdrawn_counts_as_otherwise(asked, clerk):
    handling.withdraw(application=asked, evidence=evidence(asked), by=clerk, on=day("03-12"))

    asked.refresh_from_db()
    assert (asked.outcome, asked.concluded_on, steps(asked)) == (
        "other", day("03-12"), [("withdrawn", "03-12", None)],
    )  # fmt: skip
    assert Act.objects.order_by("number").last().verb == "withdraw"


def test_supplement_is_kept_and_counts_nothing(asked, clerk):
    decide(asked, clerk)
    with pytest.raises(Refused, match="补充答复的日期不能早于这一天"):
        handling.supplement(application=asked, by=clerk, on=day("03-11"), text="附件")
    with pytest.raises(Refused, match="答复还没有发出，不能补充"):
        handling.supplement(application=asked, by=clerk, on=day("03-13"), text="附件")
    handling.send_reply(application=asked, evidence=evidence(asked), by=clerk, on=day("03-12"))

    handling.supplement(application=asked, by=clerk, on=day("03-13"), text="补寄附件")

    asked.refresh_from_db()
    assert asked.concluded_on == day("03-12")
    assert asked.opinions.get().text == "补充答复（2026-03-13）：补寄附件"


# --- Taken up again -------------------------------------------------------------


@pytest.mark.parametrize("days, expected", [
    (None, day("04-30")),  # 04-02, 03 2; 04-07 … 10 6; 04-13 … 17 11; 04-20 … 24 16; 04-27 … 30 20
    (15, day("04-23")),  # 04-17 11; 04-20 … 23 15
])  # fmt: skip
def test_reopened_it_has_a_new_period_and_keeps_what_it_was(asked, clerk, head, days, expected):
    agreed(asked, clerk, head, "decision", on="03-10", outcome="internal")
    decide(asked, clerk, outcome="internal")
    handling.send_reply(application=asked, evidence=evidence(asked), by=clerk, on=day("03-12"))

    done = reopened(asked, clerk, day("04-01"), days=days, why="法院判决撤销", head=head)

    asked.refresh_from_db()
    assert (asked.outcome, asked.concluded_on, asked.due_on, done.due_on) == ("", None, expected, expected)
    assert steps(asked) == [("concluded", "03-12", None), ("reply_sent", "03-12", None), ("reopened", "04-01", days)]
    assert asked.steps.get(kind="reopened").note == "原办理结果：属于三类内部事务信息（2026-03-12）；法院判决撤销"
    told = [one.changes for one in Act.objects.all() if "outcome" in one.changes]
    assert {"outcome": ["internal", ""], "concluded_on": ["2026-03-12", ""]}.items() <= told[0].items()
    assert Act.objects.order_by("-number").first().verb == "reopen"


def test_approval_of_before_holds_for_nothing_after_it(asked, clerk, head):
    agreed(asked, clerk, head, "decision", on="03-10", outcome="internal")
    decide(asked, clerk, outcome="internal")
    handling.send_reply(application=asked, evidence=evidence(asked), by=clerk, on=day("03-12"))
    reopened(asked, clerk, day("04-01"), head=head)

    with pytest.raises(Refused, match="请先呈批"):
        decide(asked, clerk, on="04-02", outcome="internal")
    agreed(asked, clerk, head, "decision", on="04-02", outcome="internal")
    assert decide(asked, clerk, on="04-02", outcome="internal").concluded_on == day("04-02")
    assert timeline_of(Application.objects.get(pk=asked.pk), load_calendar()).findings == []


def test_unused_approval_falls_with_the_reopening(asked, clerk, head):
    agreed(asked, clerk, head, "decision", on="03-10", outcome="internal")
    decide(asked, clerk, outcome="petition")
    handling.reopen(application=asked, by=clerk, on=day("04-01"), why="依据有误")

    with pytest.raises(Refused, match="请先呈批"):
        decide(asked, clerk, on="04-02", outcome="internal")


@pytest.mark.parametrize("on, given, said", [
    ("03-11", {"why": "依据有误"}, "2026-03-12 才办结"),
    ("04-01", {"why": " "}, "请写明重新办理的依据"),
])  # fmt: skip
def test_reopening_that_cannot_be_is_refused(asked, clerk, on, given, said):
    decide(asked, clerk)
    with pytest.raises(Refused, match=said):
        handling.reopen(application=asked, by=clerk, on=day(on), **given)


def test_what_runs_is_not_reopened(asked, clerk):
    with pytest.raises(Refused, match="还没有作出答复"):
        handling.reopen(application=asked, by=clerk, on=day("04-01"))


def test_reopened_twice_each_conclusion_is_kept(asked, clerk):
    for decided, again in (("03-12", "04-01"), ("04-07", "04-20")):
        decide(asked, clerk, on=decided)
        handling.send_reply(application=asked, evidence=evidence(asked), by=clerk, on=day(decided))
        reopened(asked, clerk, day(again))

    assert [one[:2] for one in steps(asked)] == [
        ("concluded", "03-12"), ("reply_sent", "03-12"), ("reopened", "04-01"),
        ("concluded", "04-07"), ("reply_sent", "04-07"), ("reopened", "04-20"),
    ]  # fmt: skip


def test_decision_that_did_not_go_out_is_taken_back_and_no_new_period_begins(asked, clerk, head):
    agreed(asked, clerk, head, "decision", on="03-10", outcome="internal")
    decide(asked, clerk, outcome="internal")

    handling.reopen(application=asked, by=clerk, on=day("04-01"), why="依据有误")

    asked.refresh_from_db()
    assert (asked.outcome, asked.concluded_on, asked.due_on) == ("", None, day("03-30"))
    assert steps(asked) == []
    assert "收回还没有发出的答复决定：属于三类内部事务信息（2026-03-12）；依据有误" in asked.opinions.values_list(
        "text", flat=True
    )
    with pytest.raises(Refused, match="请先呈批"):
        decide(asked, clerk, on="04-02", outcome="internal")
