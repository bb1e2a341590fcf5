"""What must happen next about an application, and by when: the line at the head of its page."""

from dataclasses import dataclass
from datetime import date

from disclosure.law.choices.applications import PartyKind
from disclosure.law.clock import Standing, Timeline
from disclosure.law.workdays import Calendar

from .handling import Facts, Situation
from .outcomes import Outcome


@dataclass(frozen=True, slots=True)
class NextStep:
    """A sentence; `by`: the day that it has to be done by, None where the law sets the office none."""

    words: str
    by: date | None = None
    is_late: bool = False


def next_step(line: Timeline, facts: Facts, today: date, known: Calendar) -> NextStep:
    """What must happen next, by when."""
    now = Situation(line, facts, today, known)
    if not facts.is_confirmed or line.standing == Standing.NOT_RECEIVED:
        return NextStep("应与申请人确认收到，确认以前不计算期限（条例第三十一条）。")
    if facts.outcome:
        return NextStep(f"已于 {now.closed_on} 办结，没有要办的事。")
    if now.progress.is_unrecorded:
        return NextStep(f"办理步骤已于 {line.closed_on} 结束，应补填办理结果。")
    if line.standing == Standing.UNCORRECTED:
        return NextStep(
            f"等待申请人补正（{line.corrections[-1][0]} 告知）；没有正当理由逾期不补正的，"
            "按「申请人无正当理由逾期不补正」办结（条例第三十条）。"
        )
    return _unpaid(now) or _unanswered(now) or _reply(now)


def _unpaid(now: Situation) -> NextStep | None:
    facts = now.facts
    if not facts.is_unpaid or facts.fee_limit is None:
        return None
    if now.today > facts.fee_limit:
        return NextStep(
            f"缴费期限 {facts.fee_limit} 已过，应按「{Outcome.NOT_PAID.label}」办结（收费办法）。",
            now.line.due_on,
            now.is_overdue,
        )
    return NextStep(f"等待申请人在 {facts.fee_limit} 以前缴费；缴费后应在 {now.line.due_on} 前答复。", now.line.due_on)


def _unanswered(now: Situation) -> NextStep | None:
    waiting = now.facts.open
    if not waiting:
        return None
    due = now.line.due_on
    over = [one for one in waiting if one.limit < now.today]
    if over:
        who = PartyKind(over[0].kind).label
        return NextStep(
            f"{who}逾期没有答复，应登记逾期未答复，并在 {due} 前{_late(now)}答复（条例第三十二条、第三十四条）。",
            due,
            now.is_overdue,
        )
    who, until = PartyKind(waiting[0].kind).label, max(one.limit for one in waiting)
    return NextStep(f"等待{who}在 {until} 以前答复；应在 {due} 前{_late(now)}答复申请人。", due, now.is_overdue)


def _late(now: Situation) -> str:
    return "（已逾期）" if now.is_overdue else ""


def _reply(now: Situation) -> NextStep:
    due, until = now.line.due_on, now.ask_until
    approval = _approval(now.facts)
    if now.is_overdue:
        return NextStep(f"应在 {due} 前答复，已经逾期，请立即作出答复。{approval}", due, is_late=True)
    if until and now.today <= until and not (now.line.was_asked or now.facts.pending or now.facts.approved):
        return NextStep(f"应在 {until} 前告知补正，或者在 {due} 前答复。", until)
    return NextStep(f"应在 {due} 前答复。{approval}", due)


def _approval(facts: Facts) -> str:
    if facts.pending:
        return f"正在等机关负责人审批「{facts.pending[-1].words}」。"
    if facts.approved:
        return f"机关负责人已同意「{facts.approved[-1].words}」，可以办理。"
    return ""
