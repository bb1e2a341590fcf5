"""What an applicant is told of their application: each state and outcome in a plain sentence, with its day."""

import datetime as dt

import pytest

from disclosure.law.applications.applicant_words import (
    NO_OUTCOME,
    OUTCOMES,
    PUBLIC_ALREADY,
    STATES,
    Ended,
    last_download_day,
    meaning,
)
from disclosure.law.applications.outcomes import Outcome
from disclosure.law.choices.applications import StepKind
from disclosure.law.clock import Standing, Step, timeline
from disclosure.law.workdays import Calendar

KNOWN = Calendar()
KINDS = {kind.label: kind for kind in StepKind}


def told(text, today="11-20", **ended):
    """What is said on a day of 2026 after 「11-02 收到, 11-05 补正告知 10」."""
    steps = []
    for part in text.split(", ") if text else []:
        day, kind, *days = part.split()
        steps.append(Step(KINDS[kind], dt.date.fromisoformat(f"2026-{day}"), int(days[0]) if days else None))
    on = dt.date.fromisoformat(f"2026-{today}")
    return meaning(timeline(steps, KNOWN), Ended(**ended), on, KNOWN)


def test_every_outcome_and_state_has_its_own_words():
    assert set(OUTCOMES) == set(Outcome)
    assert len(set(OUTCOMES.values())) == len(Outcome)
    assert set(STATES) == set(Standing)


@pytest.mark.parametrize("outcome", Outcome)
def test_outcome_is_one_sentence_in_a_citizen_s_words(outcome):
    says = OUTCOMES[outcome]

    assert says.index("。") == len(says) - 1
    assert not [word for word in ("三类", "四类", "三安全", "只计", "行政机关", "申请人", "（") if word in says]


SENT = "11-02 收到, 11-18 办结, 11-19 答复发出"


def test_reply_that_was_sent_is_told_with_its_letter_or_its_day():
    assert told(SENT, outcome="partly", has_reply=True) == OUTCOMES[Outcome.PARTLY] + "答复书可以在下面下载。"
    assert told(SENT, outcome="not_held") == OUTCOMES[Outcome.NOT_HELD] + "答复已于 2026-11-19 发出。"
    assert told(SENT, outcome="disclosed", is_public_already=True).startswith(PUBLIC_ALREADY)
    assert told(SENT) == NO_OUTCOME + "答复已于 2026-11-19 发出。"


def test_decision_is_not_told_before_its_reply_was_sent():
    says = told("11-02 收到, 11-18 办结", outcome="state_secret")

    assert says == "答复已经作出，还没有发出；发出以后，可以在这里看到结果。最迟 2026-11-30 答复您。"


@pytest.mark.parametrize(
    "steps, today, says",
    [
        ("", "11-02", "申请已经提交，本机关会与您确认收到；从确认之日起计算答复期限。"),
        ("11-02 收到", "11-30", "本机关正在办理您的申请。最迟 2026-11-30 答复您。"),
        ("11-02 收到, 11-16 延长告知 10", "11-30", "本机关正在办理您的申请。答复期限已经延长到 2026-12-14。"),
        ("11-02 收到, 11-03 撤回", "11-30", "您已撤回这件申请，本机关不再办理；还需要的，可以重新申请。"),
    ],
)
def test_state_is_told_with_what_it_means(steps, today, says):
    assert told(steps, today) == says


def test_overdue_reply_is_told_with_whom_to_turn_to():
    says = told("11-02 收到", "12-01")

    assert "答复期限到 2026-11-30 为止，已经过了" in says
    assert "条例第五十一条" in says


@pytest.mark.parametrize(
    "steps, today, says",
    [
        ("11-05 补正告知", "11-06", "请按补正告知书写明的期限补正。"),
        ("11-05 补正告知 10", "11-06", "请自收到补正告知书之日起 10 个工作日内补正。"),
        ("11-05 补正告知 10, 11-06 补正告知送达", "11-20", "请在 2026-11-20 以前（含当日）补正。"),
        ("11-05 补正告知 10, 11-06 补正告知送达", "11-21", "补正期限到 2026-11-20 为止，已经过了"),
        ("11-05 收费通知", "11-06", "请自收到通知的次日起 20 个工作日内缴费"),
        ("11-05 收费通知, 11-06 收费通知送达", "11-20", "请在 2026-12-04 以前（含当日）缴费"),
        ("11-05 收费通知, 11-06 收费通知送达", "12-05", "缴费期限到 2026-12-04 为止，已经过了"),
    ],
)
def test_whoever_waits_for_the_applicant_says_until_when(steps, today, says):
    assert says in told(f"11-02 收到, {steps}", today)


def test_files_can_be_had_so_many_days_after_the_sending():
    assert last_download_day(dt.date(2026, 11, 19), 90) == dt.date(2027, 2, 17)
    assert last_download_day(dt.date(2026, 11, 19), 0) is None
