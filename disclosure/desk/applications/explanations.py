"""A timeline in words: for the command, for the panel, and for whoever has an applicant on the telephone."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from disclosure.law.applications.progress import Progress
from disclosure.law.choices.applications import StepKind
from disclosure.law.clock import Standing, StripDay, Timeline, strip
from disclosure.law.clock.reasons import is_past
from disclosure.law.workdays import Calendar

LEGEND = (
    "图例：数字=第几个工作日 休=放假或周末 停=等待第三方、其他机关或缴费 补=等待补正 起=收到当天 "
    "止=截止日期 后=截止以后；补正、缴费以前用去的日子不算"
)


def as_json(number: str, timeline: Timeline) -> dict[str, Any]:
    """Convert for other programs."""
    return {
        "number": number,
        "due_on": _iso(timeline.due_on),
        "provisional": timeline.provisional,
        "events": [
            {
                "date": _iso(event.on),
                "step": event.step,
                "rule": event.rule,
                "days_used": event.days_used,
                "days_left": event.days_left,
                "due_on": _iso(event.due_on),
            }
            for event in timeline.events
        ],
        "findings": timeline.findings,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def summary(timeline: Timeline, calendar: Calendar, today: date, progress: Progress) -> str:
    """Summarize the timeline in one or two sentences. `progress` adds what the record says."""
    if progress.is_concluded and progress.closed_on is None:
        return "已经填写办理结果，按办理步骤却还没有办结，请核对办结日期和办理步骤。"
    if timeline.standing == Standing.NOT_RECEIVED:
        return "还没有收到申请的记录，无法计算期限。"
    if timeline.standing == Standing.UNCORRECTED:
        return "正在等待申请人补正，补正到达以前不计算期限。"
    if timeline.standing == Standing.UNPAID:
        return _unpaid(timeline, today)
    if timeline.standing == Standing.WITHDRAWN:
        late = "撤回时已经过了答复期限。" if is_past(timeline.due_on, timeline.closed_on or today) else ""
        return f"申请人已于 {timeline.closed_on} 撤回申请，不再需要答复。{late}"
    return _state(timeline, calendar, today, progress) + _provisional(timeline) + _before(timeline)


def _before(timeline: Timeline) -> str:
    """A new period does not undo that the reply before it was late."""
    again = timeline.reopened_on
    kinds = {StepKind.CONCLUDED.label, StepKind.REPLY_SENT.label}
    was_late = again and any(event.step in kinds and event.finding and event.on <= again for event in timeline.events)
    return "重新办理以前的答复过了期限。" if was_late else ""


def _provisional(timeline: Timeline) -> str:
    if timeline.unserved:
        return "征求意见书还没有送达记录，截止日期是暂定的，登记送达后按送达之日计算。"
    return "截止日期跨入放假安排尚未公布的年份，是暂定的。" if timeline.provisional else ""


def _state(timeline: Timeline, calendar: Calendar, today: date, progress: Progress) -> str:
    if timeline.due_on is None:
        waited = "缴费" if any(one.kind == StepKind.FEE_NOTICED for one in timeline.waits) else "补正"
        return f"已于 {timeline.closed_on} 办结，办结时正在等待{waited}，没有到期的问题。"
    if timeline.standing == Standing.CLOSED:
        how = "逾期" if progress.was_late else "按期"
        if timeline.sent_on in (None, timeline.closed_on):
            return f"已于 {timeline.closed_on} {how}办结，截止日期是 {timeline.due_on}。"
        return f"已于 {timeline.closed_on} 作出答复，{timeline.sent_on} {how}发出，截止日期是 {timeline.due_on}。"
    if timeline.standing == Standing.DECIDED:
        late = "，已经逾期，请立即发出" if progress.is_overdue(today) else ""
        return f"已于 {timeline.closed_on} 作出答复，还没有发出；应于 {timeline.due_on} 前发出{late}。"
    if progress.is_overdue(today):
        over = calendar.between(timeline.due_on, today)
        return f"应于 {timeline.due_on} 前答复，{f'已逾期 {over} 个工作日' if over else '已经逾期'}。"
    left = timeline.period.length - timeline.period.used(today, calendar, timeline.waits) if timeline.period else 0
    waiting = any(one.asked_on <= today < one.until for one in timeline.waits)
    pause = "目前期限暂停计算，" if waiting else ""
    last = "（今天到期）" if timeline.due_on == today else ""
    return f"应于 {timeline.due_on} 前答复，{pause}还剩 {left} 个工作日{last}。"


def _unpaid(timeline: Timeline, today: date) -> str:
    """收费办法 art. 7: nothing is due until it is paid; unpaid for 20 working days from the delivery: abandoned."""
    unpaid = [one for one in timeline.waits if one.kind == StepKind.FEE_NOTICED and not one.is_answered]
    if any(one.delivered_on and one.limit < today for one in unpaid):
        return "申请人逾期没有缴费，视为放弃申请，应按「申请人逾期未按收费通知要求缴纳费用」办结。"
    served = "" if any(one.delivered_on for one in unpaid) else "收费通知还没有送达记录，缴费期限从送达之日起算。"
    return f"正在等待申请人缴费，缴费以前不计算期限，缴费后重新计算。{served}"


def as_text(number: str, stated: str, timeline: Timeline, calendar: Calendar, sentences: Iterable[str] = ()) -> str:
    """Write everything for a terminal. `stated`: its `summary`."""
    return "\n".join(_lines(number, stated, timeline, calendar, sentences))


def _lines(number: str, stated: str, timeline: Timeline, calendar: Calendar, sentences: Iterable[str]) -> Iterator[str]:
    yield f"申请「{number}」：{stated}"
    yield from _section("经过", [_event(event) for event in timeline.events])
    yield from _section("不合规定之处", timeline.findings)
    yield from _section("请核对", sentences)
    days = strip(timeline, calendar)
    yield from _section("逐日", [*_months(days), LEGEND])
    yield from _section("放假、调休和暂停的日子", _spans(days))


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield from ("", f"{title}：", *(f"  {one}" for one in found))


def _event(event: Any) -> str:
    left = "" if event.days_left is None else f"，还剩 {event.days_left} 个" if event.days_left >= 0 else ""
    due = f"，截止 {event.due_on}" if event.due_on else "，不计算期限"
    return f"{event.on} {event.step}（已用 {event.days_used} 个工作日{left}{due}）：{event.rule}"


def _months(days: Iterable[StripDay]) -> Iterator[str]:
    """Yield a line a week, its days as signs: 「10月 12一9 13二10 …」."""
    for _, week in groupby(days, lambda one: one.date.isocalendar()[:2]):
        found = list(week)
        yield f"{found[0].date:%Y-%m-%d} 起  {' '.join(f'{one.date.day}{one.weekday}[{sign(one)}]' for one in found)}"


def sign(one: StripDay) -> str:
    """The sign of a day: its number, or why it does not count."""
    text = str(one.number) if one.number else one.mark.value
    return f"{text}止" if one.is_due else text


def _spans(days: Iterable[StripDay]) -> Iterator[str]:
    """Group neighbouring days that do not count for one reason; ordinary weekends are left to the signs."""
    special = (day for day in days if day.is_makeup or (not day.number and not day.why.startswith("星期")))
    for why, group in groupby(special, lambda day: day.why):
        found = list(group)
        until = f" 至 {found[-1].date}" if len(found) > 1 else ""
        yield f"{found[0].date}{until}：{why}"
