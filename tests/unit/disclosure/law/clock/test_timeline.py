"""Single rules of the clock, where the law draws a line or leaves one to draw."""

import datetime as dt

import pytest

from disclosure.law.applications.progress import Progress
from disclosure.law.choices.applications import StepKind
from disclosure.law.clock import Standing, Step, timeline
from disclosure.law.workdays import Calendar

KNOWN = Calendar()
KINDS = {kind.label: kind for kind in StepKind}


def steps(text):
    """「11-02 收到, 11-16 延长告知 10」 of 2026."""
    for part in text.split(", "):
        day, kind, *days = part.split()
        yield Step(KINDS[kind], dt.date.fromisoformat(f"2026-{day}"), int(days[0]) if days else None)


def day(text):
    return text and dt.date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


def counted(text):
    return timeline(steps(text), KNOWN)


def due(text):
    found = counted(text).due_on
    return found and f"{found:%m-%d}"


def events(text):
    return [
        (event.days_used, event.days_left, event.due_on and f"{event.due_on:%m-%d}") for event in counted(text).events
    ]


# November 2026 has no holiday: Mondays are 2, 9, 16, 23, 30. Received on the 2nd, due on the 30th.


@pytest.mark.parametrize(
    "text,expected",
    [
        ("11-02 收到", "11-30"),
        ("10-31 收到", "11-27"),  # a Saturday: day 1 is Monday the 2nd
        ("11-01 收到", "11-27"),
        ("11-02 收到, 11-05 征求第三方意见, 11-05 第三方答复", "11-30"),  # answered at once: nothing to leave out
        ("11-02 收到, 11-05 征求第三方意见, 11-06 第三方答复", "12-01"),
        ("11-02 收到, 11-07 征求第三方意见, 11-08 第三方答复", "11-30"),  # over a weekend: no working day
        ("11-02 收到, 11-06 征求第三方意见, 11-09 第三方答复", "12-01"),
        ("11-02 收到, 11-05 征求第三方意见", "12-21"),  # silence: 6 to 26, then 17 more
        ("11-02 收到, 11-05 征求第三方意见, 11-26 第三方答复", "12-21"),  # on the 15th day, as silence
        ("11-02 收到, 11-05 征求第三方意见, 11-30 第三方答复", "12-21"),  # later: it changes nothing
        ("11-02 收到, 11-30 征求第三方意见, 12-03 第三方答复", "11-30"),  # on the last day nothing is left to stop
        ("11-02 收到, 11-05 征求第三方意见, 11-09 第三方送达", "12-23"),  # 15 days from the 10th: to the 30th
        ("11-02 收到, 11-05 征求第三方意见, 11-09 第三方送达, 11-30 第三方答复", "12-23"),  # on the last of them
        ("11-02 收到, 11-05 征求第三方意见, 11-09 第三方送达, 12-01 第三方答复", "12-23"),  # later: it changes nothing
        ("11-02 收到, 11-05 征求第三方意见, 11-09 第三方送达, 11-12 第三方答复", "12-07"),
        ("11-02 收到, 11-05 征求其他机关意见, 11-09 其他机关送达, 11-12 其他机关答复", "12-07"),
        ("11-02 收到, 11-05 征求第三方意见, 11-30 第三方送达", "2027-01-14"),  # 6 November to 21 December are left out
        ("11-02 收到, 11-05 收费通知", None),  # nothing is due until it is paid
        ("11-02 收到, 11-05 收费通知, 11-06 收费通知送达, 12-04 缴费", "2027-01-04"),  # on the 20th day
        ("11-02 收到, 11-05 收费通知, 11-12 缴费", "12-10"),  # a whole new period
        ("11-02 收到, 11-05 收费通知, 11-09 收费通知, 11-12 缴费", "12-10"),  # one payment settles both notices
        ("11-02 收到, 11-05 收费通知, 12-07 缴费", "2027-01-05"),  # nobody knows when the notice came
        ("11-02 收到, 11-03 延长告知 5, 11-05 收费通知, 11-12 缴费", "12-10"),  # the extension goes with its period
        ("11-02 收到, 11-05 收费通知, 11-12 缴费, 11-20 延长告知 5", "12-17"),  # and the new one may be extended
        ("11-02 收到, 11-05 征求第三方意见, 11-06 收费通知, 11-09 缴费, 11-11 第三方答复", "12-09"),  # 10, 11 left out
        ("11-02 收到, 11-30 延长告知 1", "12-01"),  # told on the last day
        ("11-02 收到, 11-05 征求第三方意见, 11-09 延长告知 5, 11-12 第三方答复", "12-14"),  # told meanwhile
        ("11-02 收到, 11-05 补正告知", None),
        ("11-02 收到, 11-05 补正告知, 11-09 补正", "12-07"),
        ("11-02 收到, 11-03 延长告知 5, 11-05 补正告知, 11-09 补正", "12-07"),  # the extension goes with its period
        ("11-02 收到, 11-05 征求第三方意见, 11-06 补正告知, 11-09 补正, 11-11 第三方答复", "12-09"),  # 10, 11 left out
        ("11-02 收到, 11-05 补正告知, 11-20 办结", None),
    ],
)
def test_due_date_of_lawful_steps(text, expected):
    line = counted(text)

    assert line.due_on == day(expected)
    assert line.findings == []


@pytest.mark.parametrize(
    "text,expected,why",
    [
        ("11-12 补正告知", None, "补正应在收到后 7 个工作日内（2026-11-11 以前）告知"),
        ("12-01 补正告知", "11-30", "已经到期，到期以后告知的补正无效，不影响期限"),
        ("11-04 补正告知, 11-05 补正告知", None, "补正只能告知一次"),
        ("11-04 补正告知, 11-05 延长告知", None, "正在等待申请人补正或者缴费，没有可以延长的期限"),
        ("11-04 补正告知, 11-05 收费通知", None, "应在答复期限内告知"),
        ("11-04 收费通知, 11-05 延长告知", None, "正在等待申请人补正或者缴费，没有可以延长的期限"),
        ("12-01 收费通知", "11-30", "已经到期，应在答复期限内告知"),
        ("11-09 第三方送达", "11-30", "没有与它对应的"),
        ("11-04 征求第三方意见, 11-05 第三方答复, 11-06 第三方送达", "12-01", "没有与它对应的"),
        ("11-04 征求第三方意见, 11-05 其他机关送达", "12-21", "没有与它对应的"),
        ("11-04 征求第三方意见, 11-05 第三方送达, 11-06 第三方送达", "12-22", "没有与它对应的"),
        ("11-09 补正告知送达", "11-30", "没有与它对应的"),
        ("11-09 收费通知送达", "11-30", "没有与它对应的"),
        ("11-04 补正", "11-30", "没有等待申请人补正"),
        ("12-01 延长告知", "11-30", "到期以后告知的延长无效"),
        ("11-09 延长告知 5, 11-10 延长告知 5", "12-07", "只能延长一次"),
        ("11-09 延长告知 21", "12-28", "只计 20 个"),
        ("11-09 延长告知 0", "11-30", "不是正数"),
        ("12-01 征求第三方意见", "11-30", "已经到期，不再影响期限"),
        ("11-09 缴费", "11-30", "没有与它对应的"),
        ("11-09 征求第三方意见, 11-10 其他机关答复", "12-21", "没有与它对应的"),
        ("11-03 收费通知, 11-04 收费通知送达, 12-03 缴费", None, "缴费期限 2026年12月2日 已过，申请视为放弃"),
        ("11-09 说明理由", "11-30", "没有等待申请人说明理由"),
        ("11-09 收到", "11-30", "已有2026年11月2日收到的记录"),
        ("12-01 办结", "11-30", "逾期 1 个工作日办结"),
        ("11-30 办结, 12-01 答复发出", "11-30", "逾期 1 个工作日发出"),
        ("11-10 答复发出", "11-30", "还没有作出答复"),
        ("11-10 办结, 11-11 答复发出, 11-12 答复发出", "11-30", "重复的不计"),
        ("11-10 办结, 11-11 延长告知", "11-30", "在办结之后"),
        ("11-10 撤回, 11-11 收费通知", "11-30", "在撤回之后"),
        ("10-30 征求第三方意见", "11-30", "在收到申请之前"),
    ],
)
def test_unlawful_step_is_a_finding_and_no_wrong_date(text, expected, why):
    line = counted(f"11-02 收到, {text}")

    assert line.due_on == day(expected)
    assert len(line.findings) == 1
    assert why in line.findings[0]


def test_steps_without_a_receipt_count_nothing():
    line = counted("11-05 征求第三方意见, 11-09 办结")

    assert (line.due_on, line.standing, len(line.findings)) == (None, Standing.NOT_RECEIVED, 2)


def test_nothing_at_all():
    assert timeline([], KNOWN).events == ()


def test_two_third_parties_are_waited_for_until_the_last_answers():
    assert due("11-02 收到, 11-05 征求第三方意见, 11-06 征求第三方意见, 11-09 第三方答复, 11-11 第三方答复") == "12-04"


def test_first_question_is_the_first_answered():
    # The question of the 6th is still open after the 9th: silence ends it on the 27th.
    assert due("11-02 收到, 11-05 征求第三方意见, 11-06 征求第三方意见, 11-09 第三方答复") == "12-22"


def test_reasons_stop_nothing_and_allow_a_delay_beside_the_extension():
    asked = "11-02 收到, 11-04 说明理由告知, 11-06 说明理由"

    assert due(asked) == "11-30"
    assert counted(f"{asked}, 11-09 延长告知 21").findings == []
    assert due(f"{asked}, 11-09 延长告知 21") == "12-29"
    line = counted(f"{asked}, 11-09 延长告知 3, 11-10 延长告知 2")
    assert (line.due_on, line.findings) == (dt.date(2026, 12, 7), [])


def test_days_used_and_left():
    text = "11-02 收到, 11-05 征求第三方意见, 11-09 第三方答复, 11-20 延长告知 5, 12-08 办结"

    assert events(text) == [
        (0, 20, "11-30"),
        (3, 17, "12-21"),
        (3, 17, "12-02"),
        (12, 13, "12-09"),
        (24, 1, "12-09"),
    ]


def test_days_over_are_negative():
    assert events("11-02 收到, 12-02 办结")[-1] == (22, -2, "11-30")


def test_days_stop_while_a_correction_is_awaited():
    assert events("11-02 收到, 11-05 补正告知, 11-09 补正")[1:] == [(3, None, None), (0, 20, "12-07")]


def test_withdrawal_and_conclusion_leave_the_date_that_applied():
    assert due("11-02 收到, 11-10 撤回") == "11-30"
    line = counted("11-02 收到, 11-10 撤回, 12-10 办结")
    assert (line.findings, Progress.of(line, is_concluded=True).is_late(dt.date(2027, 1, 1))) == ([], False)


@pytest.mark.parametrize(
    "text,today,late",
    [
        ("11-02 收到", "2026-11-30", False),
        ("11-02 收到", "2026-12-01", True),
        ("11-02 收到, 11-30 办结, 11-30 答复发出", "2027-01-01", False),
        ("11-02 收到, 11-10 办结, 12-01 答复发出", "2027-01-01", True),
        ("11-02 收到, 11-10 办结", "2026-11-30", False),  # decided, not sent: late once the due date has passed
        ("11-02 收到, 11-10 办结", "2026-12-01", True),
        ("11-02 收到, 12-01 办结", "2027-01-01", True),
        ("11-02 收到, 11-04 补正告知, 12-25 办结", "2027-01-01", False),  # abandoned: no reply is owed
        ("11-02 收到, 11-04 收费通知, 12-25 办结", "2027-01-01", False),
        ("11-02 收到, 11-04 补正告知", "2027-01-01", False),
    ],
)
def test_late(text, today, late):
    progress = Progress.of(counted(text), is_concluded="办结" in text)

    assert progress.is_late(dt.date.fromisoformat(today)) is late


@pytest.mark.parametrize(
    "text,provisional",
    [("12-02 收到", False), ("12-03 收到", False), ("12-04 收到", True), ("12-02 收到, 12-08 延长告知 2", True)],
)
def test_provisional_where_a_day_lies_in_a_year_without_its_arrangement(text, provisional):
    # The 20th working day after 2 December is the 30th, after the 3rd New Year's Eve.
    assert counted(text).provisional is provisional


@pytest.mark.parametrize(
    "text,standing",
    [
        ("11-02 收到, 11-05 收费通知", Standing.UNPAID),
        ("11-02 收到, 11-05 收费通知, 11-06 缴费", Standing.RUNNING),
        ("11-02 收到, 11-05 收费通知, 12-25 办结", Standing.CLOSED),
        ("11-02 收到, 11-05 补正告知, 12-25 办结", Standing.CLOSED),
        ("11-02 收到, 11-10 办结", Standing.DECIDED),
        ("11-02 收到, 11-10 办结, 11-11 答复发出", Standing.CLOSED),
        ("11-02 收到, 11-10 撤回", Standing.WITHDRAWN),
    ],
)
def test_standing(text, standing):
    assert counted(text).standing == standing


def test_a_decision_and_its_sending_are_two_days():
    line = counted("11-02 收到, 11-10 办结, 11-12 答复发出")

    assert (line.closed_on, line.sent_on, line.due_on) == (day("11-10"), day("11-12"), day("11-30"))
    assert [event.days_used for event in line.events] == [0, 6, 8]


@pytest.mark.parametrize(
    "text,provisional",
    [
        ("11-02 收到, 11-05 征求第三方意见", True),  # until it is known when the letter came
        ("11-02 收到, 11-05 征求第三方意见, 11-06 第三方送达", False),
        ("11-02 收到, 11-05 征求第三方意见, 11-09 第三方答复", False),  # an answer needs no proof of delivery
        ("11-02 收到, 11-05 征求第三方意见, 11-06 收费通知", False),  # nothing is due
        ("11-02 收到, 11-05 补正告知, 11-09 补正", False),
    ],
)
def test_provisional_where_a_delivery_is_not_recorded(text, provisional):
    assert counted(text).provisional is provisional


def test_the_period_to_correct_runs_from_the_delivery():
    [correction] = counted("11-02 收到, 11-05 补正告知 10, 11-09 补正告知送达").corrections
    assert correction.limit(KNOWN) == day("11-23")
    [unserved] = counted("11-02 收到, 11-05 补正告知 10").corrections
    [without_period] = counted("11-02 收到, 11-05 补正告知, 11-09 补正告知送达").corrections
    assert unserved.limit(KNOWN) is without_period.limit(KNOWN) is None
