"""An application that a court ordered to be handled anew, counted by hand; the desk explains it in the same words.

Received on Monday 2026-03-02, concluded on Thursday 03-12 (the 8th working day), taken up again on Wednesday 04-01.
April 2026 by the notice: 清明 04-04 to 04-06 off. From 04-02 on:

    04-02四1 04-03五2 04-04六休 04-05日休
    04-06一休 04-07二3 04-08三4 04-09四5 04-10五6 04-11六休 04-12日休
    04-13一7 04-14二8 04-15三9 04-16四10 04-17五11 04-18六休 04-19日休
    04-20一12 04-21二13 04-22三14 04-23四15 04-24五16 04-25六休 04-26日休
    04-27一17 04-28二18 04-29三19 04-30四20
"""

import datetime as dt

import pytest

from disclosure.desk.applications.explanations import summary
from disclosure.law.applications.progress import Progress
from disclosure.law.clock import Standing, Step, strip, timeline
from disclosure.law.workdays import Calendar

KNOWN = Calendar()


def day(text):
    return dt.date.fromisoformat(f"2026-{text}")


def handled_anew(days=None, *more):
    first = [Step("received", day("03-02")), Step("concluded", day("03-12")), Step("reopened", day("04-01"), days)]
    return timeline([*first, *more], KNOWN)


@pytest.mark.parametrize("days, due", [(None, "04-30"), (15, "04-23"), (1, "04-02"), (3, "04-07")])
def test_new_period_begins_on_the_next_working_day(days, due):
    line = handled_anew(days)

    assert (line.due_on, line.standing, line.findings) == (day(due), Standing.RUNNING, [])
    assert line.reopenings == ((day("03-12"), day("04-01")),)


def test_the_days_of_before_do_not_count_and_those_between_are_nobodys():
    shown = {one.date: one.words for one in strip(handled_anew(15), KNOWN)}

    assert shown[day("03-12")] == (
        "2026年3月12日（星期四）：第 8 个工作日（重新办理以前的日子）。当天：办结"
    )  # fmt: skip
    assert shown[day("03-20")] == "2026年3月20日（星期五）：已办结，重新办理以前"
    assert shown[day("04-01")] == ("2026年4月1日（星期三）：决定重新办理的当天不算，从下一个工作日起算。当天：重新办理")
    assert shown[day("04-02")] == "2026年4月2日（星期四）：第 1 个工作日"
    assert shown[day("04-06")] == "2026年4月6日（星期一）：清明放假，不计算"
    assert shown[day("04-23")] == "2026年4月23日（星期四）：第 15 个工作日，截止日期"


def test_desk_explains_when_it_is_due_now():
    line = handled_anew(15)
    progress = Progress.of(line, is_concluded=False)

    assert summary(line, KNOWN, day("04-07"), progress) == "应于 2026-04-23 前答复，还剩 12 个工作日。"
    assert line.events[-1].rule == (
        "依复议决定、法院判决或者自行纠正重新办理，从下一个工作日起 15 个工作日内重新答复，以前的日子不算。"
    )


def test_it_may_be_corrected_and_extended_as_a_new_one():
    line = handled_anew(
        None, Step("correction_asked", day("04-08")), Step("corrected", day("04-13")), Step("extended", day("04-20"), 5)
    )

    # 04-14 1 … 04-17 4, 04-20 5 … 04-24 9, 04-27 10 … 04-30 13, 05-06 14 … 05-08 16 and 05-09 (调休) 17, 05-11 18 …
    # 05-13 20: and five more, 05-14 … 05-20
    assert (line.due_on, line.findings) == (day("05-20"), [])
    assert (line.was_asked, line.is_extended) == (True, True)
