"""Which acts are lawful when, and what must happen next: every limit from both sides, days counted on the calendar.

Received on Monday 2026-03-02: the 7th working day is 2026-03-11, the 20th 2026-03-30; no holiday lies between.
"""

import datetime as dt

import pytest

from disclosure.law.applications.concluding import against_outcome, needs_approval
from disclosure.law.applications.handling import (
    Action,
    Approval,
    Asked,
    Facts,
    Situation,
    limit_of,
    may_be_extended,
    standing,
)
from disclosure.law.applications.next_step import next_step
from disclosure.law.applications.outcomes import Outcome
from disclosure.law.clock import Step, timeline
from disclosure.law.workdays import Calendar

A = Action
KNOWN = Calendar()


def day(text):
    return dt.date.fromisoformat(f"2026-{text}")


RECEIVED = Step("received", day("03-02"))


def steps(*given):
    """「correction_asked 03-04」, and 「extended 03-20 10」 with its days."""
    made = [RECEIVED]
    for one in given:
        kind, on, *days = one.split()
        made.append(Step(kind, day(on), int(days[0]) if days else None))
    return timeline(made, KNOWN)


def why(act, on, *given, **facts):
    return standing(Situation(steps(*given), Facts(**facts), day(on), KNOWN))[act]


def test_every_act_has_its_article_and_a_line_of_words():
    assert all(act.article and act.words.endswith("。") for act in A)


def test_on_the_day_after_receipt_what_can_be_begun_is_lawful():
    lawful = {
        act for act, reason in standing(Situation(steps(), Facts(), day("03-03"), KNOWN)).items() if reason is None
    }

    assert lawful == {A.ASK_CORRECTION, A.ASK_PARTY, A.ASK_AGENCY, A.ASK_REASONS, A.DECIDE, A.WITHDRAW}


def test_before_it_is_confirmed_only_confirming_is_lawful():
    told = standing(Situation(timeline([], KNOWN), Facts(is_confirmed=False), day("03-03"), KNOWN))

    assert told.pop(A.CONFIRM) is None
    assert set(told.values()) == {"还没有确认收到，确认以后才能办理（条例第三十一条）。"}


@pytest.mark.parametrize("on, reason", [
    ("03-11", None),
    ("03-12", "补正应在收到后 7 个工作日内（2026-03-11 以前）告知（条例第三十条）。"),
])  # fmt: skip
def test_correction_is_asked_for_within_seven_working_days(on, reason):
    assert why(A.ASK_CORRECTION, on) == reason


def test_correction_is_asked_for_once():
    assert (
        why(A.ASK_CORRECTION, "03-06", "correction_asked 03-03", "corrected 03-05")
        == "补正只能告知一次（条例第三十条）。"
    )


def test_while_it_waits_for_a_correction_the_rest_waits_as_well():
    told = standing(Situation(steps("correction_asked 03-04"), Facts(), day("03-09"), KNOWN))

    assert {act for act, reason in told.items() if reason is None} == {
        *(A.DELIVER, A.TAKE_CORRECTION, A.DECIDE, A.WITHDRAW)
    }
    assert told[A.EXTEND] == "正在等待申请人补正，收到补正以后才能办理（条例第三十条）。"


def test_nobody_answers_who_was_not_asked():
    assert why(A.TAKE_CORRECTION, "03-09") == "没有等待申请人补正。"
    assert why(A.TAKE_PARTY, "03-09") == "没有等待答复的第三方。"
    assert why(A.TAKE_AGENCY, "03-09") == "没有等待答复的其他机关。"
    assert why(A.TAKE_PAYMENT, "03-09") == "没有等待缴纳的费用。"
    assert why(A.TAKE_REASONS, "03-09") == "没有等待申请人说明理由。"


# Asked on 2026-03-04, and delivered on the same day; the 15th working day after it is 2026-03-25.
LIMIT = limit_of("third_party", day("03-04"), KNOWN)
WAITS = {"open": (Asked("third_party", day("03-04"), LIMIT, delivered_on=day("03-04")),)}
UNSERVED = {"open": (Asked("third_party", day("03-04"), LIMIT),)}


@pytest.mark.parametrize("on, reason", [
    ("03-25", "答复期限到 2026-03-25 为止，期满后才能登记（条例第三十二条、第三十四条）。"),
    ("03-26", None),
])  # fmt: skip
def test_silence_is_noted_after_fifteen_working_days(on, reason):
    assert why(A.NOTE_SILENCE, on, "third_party_asked 03-04", **WAITS) == reason
    assert why(A.TAKE_PARTY, on, "third_party_asked 03-04", **WAITS) is None


def test_no_silence_is_noted_of_a_letter_whose_delivery_is_not_recorded():
    assert why(A.NOTE_SILENCE, "04-30", "third_party_asked 03-04", **UNSERVED) == (
        "征求意见书还没有登记送达，不能认定逾期未答复，请先登记送达（条例第三十二条、第三十四条）。"
    )
    assert "征求意见书还没有登记送达，不能决定" in against("disclosed", "04-30", **UNSERVED)
    assert "并登记送达，第三方的期限从送达之日起算" in coming("03-09", "third_party_asked 03-04", **UNSERVED).words


@pytest.mark.parametrize("given, lawful", [
    ((), False),
    (("third_party_asked 03-04",), True),
    (("third_party_asked 03-04", "third_party_delivered 03-05"), False),
    (("third_party_asked 03-04", "third_party_answered 03-05"), False),
    (("correction_asked 03-04",), True),
    (("correction_asked 03-04", "correction_delivered 03-05"), False),
    (("fee_noticed 03-04",), True),
])  # fmt: skip
def test_delivery_is_recorded_of_what_is_on_its_way(given, lawful):
    assert (why(A.DELIVER, "03-09", *given) is None) is lawful


AGREED = {"approved": (Approval("extension", day("03-20"), days=10),)}


@pytest.mark.parametrize("on, given, facts, reason", [
    ("03-30", (), AGREED, None),
    ("03-31", (), AGREED, "2026年3月30日已经到期，到期以后告知的延长无效（条例第三十三条）。"),
    ("03-24", (), {}, "延长须经政府信息公开工作机构负责人同意，请先呈批（条例第三十三条）。"),
    ("03-24", (), {"pending": AGREED["approved"]}, "正在等政府信息公开工作机构负责人审批（条例第三十三条）。"),
    ("03-24", (), {"approved": (Approval("decision", day("03-20"), "petition"),)}, "延长须经政府信息公开工作机构负责人同意，请先呈批（条例第三十三条）。"),
    ("03-31", ("extended 03-23 5",), AGREED, "只能延长一次（条例第三十三条）。"),
    ("03-31", ("extended 03-23 5", "reasons_asked 03-24", "reasons_given 03-26"), AGREED, None),
])  # fmt: skip
def test_extension_is_told_in_time_once_and_with_approval(on, given, facts, reason):
    assert why(A.EXTEND, on, *given, **facts) == reason


def test_extension_may_be_asked_for_without_approval():
    assert may_be_extended(Situation(steps(), Facts(), day("03-30"), KNOWN)) == ""


@pytest.mark.parametrize("on, facts, reason", [
    ("03-30", {"approved": (Approval("fee", day("03-20"), amount=100),)}, None),
    ("03-30", {"pending": (Approval("fee", day("03-20"), amount=100),)}, "正在等政府信息公开工作机构负责人审批（收费办法）。"),
    ("03-30", {}, "收费须经政府信息公开工作机构负责人同意，请先呈批（收费办法）。"),
    ("03-31", {"approved": (Approval("fee", day("03-20"), amount=100),)}, "收费应在答复期限内通知，2026年3月30日已经到期（收费办法）。"),
    ("03-24", {"fee_noticed_on": day("03-20")}, "已于 2026-03-20 通知收费。"),
    ("03-24", {"fee_noticed_on": day("03-20"), "fee_paid_on": day("03-23")}, "已于 2026-03-23 缴费。"),
])  # fmt: skip
def test_notice_of_fee_goes_out_within_the_period_and_once(on, facts, reason):
    assert why(A.NOTICE_FEE, on, **facts) == reason


@pytest.mark.parametrize("received, reason", [
    ("2020-12-31", "信息处理费自 2021 年 1 月 1 日起才可以收取（收费办法）。"),
    ("2021-01-04", None),
])  # fmt: skip
def test_no_fee_before_the_rules_were_in_force(received, reason):
    on = dt.date.fromisoformat(received)
    line = timeline([Step("received", dt.date(2020, 12, 21))], KNOWN)

    approved = (Approval("fee", on, amount=100),)
    assert standing(Situation(line, Facts(approved=approved), on, KNOWN))[A.NOTICE_FEE] == reason


# Noticed and delivered on 2026-03-04; the 20th working day after it is 2026-04-01.
UNPAID = {"fee_noticed_on": day("03-04"), "fee_limit": day("04-01"), "fee_delivered_on": day("03-04")}


@pytest.mark.parametrize(
    "on, reason", [("04-01", None), ("04-02", "缴费期限 2026-04-01 已过，视为放弃申请（收费办法）。")]
)
def test_payment_is_taken_until_its_limit(on, reason):
    assert why(A.TAKE_PAYMENT, on, "fee_noticed 03-04", **UNPAID) == reason


def test_no_fee_is_overdue_whose_notice_was_not_delivered():
    unserved = UNPAID | {"fee_delivered_on": None}

    assert why(A.TAKE_PAYMENT, "04-30", "fee_noticed 03-04", **unserved) is None
    assert "收费通知还没有登记送达" in against("not_paid", "04-30", "fee_noticed 03-04", **unserved)
    assert "并登记送达" in coming("04-30", "fee_noticed 03-04", **unserved).words


def test_reasons_are_asked_for_once():
    assert why(A.ASK_REASONS, "03-09", "reasons_asked 03-04") == "已经要求申请人说明理由。"
    assert why(A.TAKE_REASONS, "03-09", "reasons_asked 03-04") is None


def test_after_the_conclusion_only_sending_supplement_and_reopening_are_lawful():
    told = standing(Situation(steps("concluded 03-12"), Facts(outcome="petition"), day("04-01"), KNOWN))

    assert {act for act, reason in told.items() if reason is None} == {A.SEND, A.SUPPLEMENT, A.REOPEN}
    assert why(A.SEND, "04-01", "concluded 03-12", "reply_sent 03-13", outcome="petition") == (
        "答复已于 2026-03-13 发出。"
    )
    assert told[A.EXTEND] == "已于 2026-03-12 办结。"
    assert why(A.REOPEN, "03-09") == why(A.SUPPLEMENT, "03-09") == "还没有作出答复。"


def test_what_was_withdrawn_is_not_taken_up_again():
    assert why(A.REOPEN, "04-01", "withdrawn 03-12", outcome="other") == "申请人已经撤回申请，不需要重新办理。"


def test_step_of_a_conclusion_without_outcome_leaves_the_outcome_to_be_filled_in():
    told = standing(Situation(steps("concluded 03-12"), Facts(), day("03-12"), KNOWN))

    assert told[A.DECIDE] is None
    assert told[A.EXTEND] == "办理步骤里已有 2026-03-12 的「办结」，请补填办理结果。"


@pytest.mark.parametrize("on, reason", [("04-01", "2026-04-01 才决定重新办理，从下一天起办理。"), ("04-02", None)])
def test_taken_up_again_it_is_handled_from_the_next_day_and_may_be_corrected_anew(on, reason):
    given = ("correction_asked 03-03", "corrected 03-05", "concluded 03-12", "reopened 04-01")

    assert why(A.ASK_CORRECTION, on, *given) == reason
    assert why(A.DECIDE, on, *given) == reason


# --- Outcomes -------------------------------------------------------------------


def against(outcome, on, *given, **facts):
    return against_outcome(outcome, Situation(steps(*given), Facts(**facts), day(on), KNOWN))


def test_waiting_for_a_correction_it_ends_as_not_corrected_alone():
    given = ("correction_asked 03-04 10", "correction_delivered 03-05")  # until 2026-03-19
    allowed = {one for one in Outcome if not against(one, "03-30", *given)}

    assert allowed == {Outcome.NOT_CORRECTED}


@pytest.mark.parametrize("on, given, sentence", [
    ("03-30", ("correction_asked 03-04 10",), "补正告知还没有登记送达，不能认定逾期不补正，请先登记送达（条例第三十条）。"),
    ("03-30", ("correction_asked 03-04", "correction_delivered 03-05"), "补正告知没有登记给予的合理期限（天数），不能认定逾期不补正，请先补填（条例第三十条）。"),
    ("03-19", ("correction_asked 03-04 10", "correction_delivered 03-05"), "补正期限到 2026-03-19 为止，期满后才能按逾期不补正办结（条例第三十条）。"),
    ("03-20", ("correction_asked 03-04 10", "correction_delivered 03-05"), ""),
])  # fmt: skip
def test_nobody_gave_up_before_the_period_that_was_given_is_over(on, given, sentence):
    assert against("not_corrected", on, *given) == sentence


@pytest.mark.parametrize("outcome, given, facts, is_lawful", [
    ("not_corrected", (), {}, False),
    ("not_corrected", ("correction_asked 03-04", "corrected 03-06"), {}, False),
    ("still_unclear", (), {}, False),
    ("still_unclear", ("correction_asked 03-04", "corrected 03-06"), {}, True),
    ("excessive", (), {}, False),
    ("excessive", ("reasons_asked 03-04 3",), {}, False),
    ("excessive", ("reasons_asked 03-04 3", "reasons_given 03-05"), {}, True),
    ("excessive", ("reasons_asked 03-04", "reasons_delivered 03-04"), {}, False),  # no period was given
    ("excessive", ("reasons_asked 03-04 3", "reasons_delivered 03-04"), {}, True),  # to Monday 03-09
    ("excessive", ("reasons_asked 03-04 12", "reasons_delivered 03-05"), {}, False),  # to Monday 03-23
    ("not_paid", (), {}, False),
    ("disclosed", (), WAITS, False),
    ("partly", (), WAITS, False),
    ("third_party", (), WAITS, False),
    ("third_party", (), WAITS | {"was_party_asked": True}, False),
    ("third_party", (), {"was_party_asked": True, "is_consented": True}, False),
    ("third_party", (), {"was_party_asked": True, "is_objected": True}, True),
    ("disclosed", (), {}, True),
])  # fmt: skip
def test_outcome_needs_what_goes_before_it(outcome, given, facts, is_lawful):
    assert (against(outcome, "03-20", *given, **facts) == "") == is_lawful


def test_part_is_withheld_by_the_procedure_of_its_ground():
    whole = Situation(steps(), Facts(), day("03-20"), KNOWN)

    assert "还没有征求第三方意见" in against_outcome("partly", whole, "third_party")
    assert against_outcome("partly", whole, "internal") == ""


def test_silent_party_no_longer_keeps_from_disclosing():
    assert "至 2026-03-25" in against("disclosed", "03-25", **WAITS)
    assert against("disclosed", "03-26", **WAITS) == ""


@pytest.mark.parametrize("on, allowed", [("04-01", set()), ("04-02", {"not_paid"})])
def test_unpaid_fee_leaves_one_outcome_once_its_limit_is_over(on, allowed):
    assert {str(one) for one in Outcome if not against(one, on, **UNPAID)} == allowed


def test_withdrawn_it_ends_as_otherwise():
    assert {one for one in Outcome if not against(one, "03-12", "withdrawn 03-12")} == {Outcome.OTHER}


def test_refusals_and_partial_disclosure_need_the_head():
    assert {str(one) for one in Outcome if needs_approval(one)} == {
        "partly", "state_secret", "other_law", "safety", "third_party", "internal", "process", "enforcement_file",
        "inquiry", "excessive",
    }  # fmt: skip
    assert needs_approval(Outcome.DISCLOSED, is_objected=True)
    assert not needs_approval(Outcome.PETITION, is_objected=True)


# --- What comes next ------------------------------------------------------------


def coming(on, *given, **facts):
    return next_step(Situation(steps(*given), Facts(**facts), day(on), KNOWN))


@pytest.mark.parametrize("on, words, by, is_late", [
    ("03-03", "应在 2026-03-11 前告知补正，或者在 2026-03-30 前答复。", "03-11", False),
    ("03-11", "应在 2026-03-11 前告知补正，或者在 2026-03-30 前答复。", "03-11", False),
    ("03-12", "应在 2026-03-30 前答复。", "03-30", False),
    ("03-31", "应在 2026-03-30 前答复，已经逾期，请立即作出答复。", "03-30", True),
])  # fmt: skip
def test_next_is_the_nearest_day_of_the_office(on, words, by, is_late):
    told = coming(on)

    assert (told.words, told.by, told.is_late) == (words, day(by), is_late)


@pytest.mark.parametrize("on, given, facts, words", [
    ("03-09", ("correction_asked 03-04",), {}, "等待申请人补正（2026-03-04 告知）；应发出补正告知书并登记送达，补正期限从送达之日起算。"),
    ("03-09", ("correction_asked 03-04 10", "correction_delivered 03-05"), {}, "等待申请人补正（2026-03-04 告知），补正期限到 2026-03-19 为止；没有正当理由逾期不补正的，按「申请人无正当理由逾期不补正」办结（条例第三十条）。"),
    ("03-25", ("third_party_asked 03-04", "third_party_delivered 03-04"), WAITS, "等待第三方在 2026-03-25 以前答复；应在 2026-04-21 前答复申请人。"),
    ("03-26", ("third_party_asked 03-04", "third_party_delivered 03-04"), WAITS, "第三方逾期没有答复，应登记逾期未答复，并在 2026-04-21 前答复（条例第三十二条、第三十四条）。"),
    ("04-01", ("fee_noticed 03-04",), UNPAID, "等待申请人在 2026-04-01 以前缴费；缴费后重新计算答复期限。"),
    ("03-09", (), {"pending": AGREED["approved"]}, "应在 2026-03-30 前答复。正在等政府信息公开工作机构负责人审批「延长 10 个工作日」。"),
    ("03-20", (), AGREED, "应在 2026-03-30 前答复。政府信息公开工作机构负责人已同意「延长 10 个工作日」，可以办理。"),
    ("03-30", ("concluded 03-12",), {"outcome": "petition"}, "已于 2026-03-12 作出答复，应在 2026-03-30 前出具并发出答复书。"),
    ("03-31", ("concluded 03-12",), {"outcome": "petition"}, "已于 2026-03-12 作出答复，应在 2026-03-30 前出具并发出答复书。已经逾期，请立即发出。"),
    ("04-01", ("concluded 03-12", "reply_sent 03-12"), {"outcome": "petition"}, "已于 2026-03-12 办结，没有要办的事。"),
    ("04-01", ("concluded 03-12", "reply_sent 03-12", "reopened 04-01 15"), {},
     "2026-04-01 决定重新办理，从下一天起办理；应在 2026-04-23 前答复。"),
    ("04-01", ("concluded 03-12",), {}, "办理步骤已于 2026-03-12 结束，应补填办理结果。"),
])  # fmt: skip
def test_next_is_what_others_have_to_do(on, given, facts, words):
    assert coming(on, *given, **facts).words == words


def test_unpaid_for_twenty_working_days_it_has_to_be_concluded():
    assert "应按「申请人逾期未按收费通知要求缴纳费用" in coming("04-02", "fee_noticed 03-04", **UNPAID).words


def test_unconfirmed_it_has_to_be_confirmed():
    told = next_step(Situation(timeline([], KNOWN), Facts(is_confirmed=False), day("03-03"), KNOWN))

    assert told.words == "应与申请人确认收到，确认以前不计算期限（条例第三十一条）。"
