"""What must happen next to an application, and by when: the first line of its page."""

from dataclasses import dataclass
from datetime import date

from disclosure.law.choices.applications import PartyKind
from disclosure.law.clock import Standing

from .handling import HEAD, Facts, Situation
from .outcomes import Outcome


@dataclass(frozen=True, slots=True)
class NextStep:
    """A sentence; `by`: the last day for it, None where the law sets none."""

    words: str
    by: date | None = None
    is_late: bool = False


def next_step(situation: Situation) -> NextStep:
    """Say what must happen next, and by when."""
    timeline, facts = situation.timeline, situation.facts
    if not facts.is_confirmed or timeline.standing == Standing.NOT_RECEIVED:
        return NextStep("应与申请人确认收到，确认以前不计算期限（条例第三十一条）。")
    if situation.progress.is_unsent:
        return _unsent(situation)
    if facts.outcome:
        return NextStep(f"已于 {situation.closed_on} 办结，{_approval(facts) or '没有要办的事。'}")
    if situation.progress.is_unrecorded:
        return NextStep(f"办理步骤已于 {timeline.closed_on} 结束，应补填办理结果。")
    if timeline.standing == Standing.UNCORRECTED:
        return _uncorrected(situation)
    return _just_reopened(situation) or _unpaid(situation) or _unanswered(situation) or _reply(situation)


def _unsent(situation: Situation) -> NextStep:
    """条例 art. 33: a decision is no reply before it has gone out."""
    due_on, is_overdue = situation.timeline.due_on, situation.is_overdue
    by = f"应在 {due_on} 前出具并发出答复书" if due_on else "应出具并发出答复书"
    late = "已经逾期，请立即发出。" if is_overdue else ""
    return NextStep(f"已于 {situation.closed_on} 作出答复，{by}。{late}", due_on, is_overdue)


def _uncorrected(situation: Situation) -> NextStep:
    correction = situation.timeline.corrections[-1]
    told = f"等待申请人补正（{correction.asked_on} 告知）"
    if correction.delivered_on is None:
        return NextStep(f"{told}；应发出补正告知书并登记送达，补正期限从送达之日起算。")
    limit = correction.limit(situation.calendar)
    until = f"，补正期限到 {limit} 为止" if limit else ""
    words = "没有正当理由逾期不补正的，按「申请人无正当理由逾期不补正」办结（条例第三十条）。"
    return NextStep(f"{told}{until}；{words}")


def _just_reopened(situation: Situation) -> NextStep | None:
    again, due_on = situation.timeline.reopened_on, situation.timeline.due_on
    if again is None or situation.today > again:
        return None
    return NextStep(f"{again} 决定重新办理，从下一天起办理；应在 {due_on} 前答复。", due_on)


def _unpaid(situation: Situation) -> NextStep | None:
    limit = situation.facts.fee_limit
    if not situation.facts.is_unpaid or limit is None:
        return None
    if situation.is_fee_overdue:
        return NextStep(f"缴费期限 {limit} 已过，应按「{Outcome.NOT_PAID.label}」办结（收费办法）。")
    if situation.facts.fee_delivered_on is None:
        return NextStep("应发出收费通知书并登记送达；缴费期限从送达之日起算，缴费后重新计算答复期限。")
    return NextStep(f"等待申请人在 {limit} 以前缴费；缴费后重新计算答复期限。")


def _unanswered(situation: Situation) -> NextStep | None:
    waiting, due_on, is_overdue = situation.facts.open, situation.timeline.due_on, situation.is_overdue
    if not waiting:
        return None
    late = "（已逾期）" if is_overdue else ""
    unserved = [asked for asked in waiting if asked.delivered_on is None]
    if unserved:
        who = PartyKind(unserved[0].kind).label
        words = f"应发出征求{who}意见书并登记送达，{who}的期限从送达之日起算；"
        return NextStep(f"{words}应在 {due_on} 前{late}答复申请人。", due_on, is_overdue)
    silent = [asked for asked in waiting if asked.is_silent(situation.today)]
    if silent:
        who = PartyKind(silent[0].kind).label
        words = f"{who}逾期没有答复，应登记逾期未答复，并在 {due_on} 前{late}答复（条例第三十二条、第三十四条）。"
        return NextStep(words, due_on, is_overdue)
    who, until = PartyKind(waiting[0].kind).label, max(one.limit for one in waiting)
    return NextStep(f"等待{who}在 {until} 以前答复；应在 {due_on} 前{late}答复申请人。", due_on, is_overdue)


def _reply(situation: Situation) -> NextStep:
    due_on, until, facts = situation.timeline.due_on, situation.ask_until, situation.facts
    approval = _approval(facts)
    if situation.is_overdue:
        return NextStep(f"应在 {due_on} 前答复，已经逾期，请立即作出答复。{approval}", due_on, is_late=True)
    is_begun = situation.timeline.was_asked or facts.pending or facts.approved
    if until and situation.today <= until and not is_begun:
        return NextStep(f"应在 {until} 前告知补正，或者在 {due_on} 前答复。", until)
    return NextStep(f"应在 {due_on} 前答复。{approval}", due_on)


def _approval(facts: Facts) -> str:
    if facts.pending:
        return f"正在等{HEAD}审批「{facts.pending[-1].words}」。"
    if facts.approved:
        return f"{HEAD}已同意「{facts.approved[-1].words}」，可以办理。"
    return ""
