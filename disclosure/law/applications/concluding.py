"""How an application may end: why an outcome is not possible, and which the head approves first."""

from disclosure.law.choices.applications import PartyKind
from disclosure.law.clock import Standing

from .handling import Situation
from .outcomes import Outcome, OutcomeGroup

APPROVED = (OutcomeGroup.REFUSED, OutcomeGroup.PARTLY)  # what the head approves before it goes out
GIVEN_OUT = (OutcomeGroup.DISCLOSED, OutcomeGroup.PARTLY)


def needs_approval(outcome: Outcome | str) -> bool:
    """Whether the head has to approve it (a rule of the office for refusals)."""
    return Outcome(outcome).group in APPROVED


def against_outcome(outcome: Outcome | str, situation: Situation) -> str:
    """Say why an application cannot end this way, approval apart; empty where it can."""
    outcome = Outcome(outcome)
    return _of_waiting(outcome, situation) or _of_procedure(outcome, situation)


def _of_waiting(outcome: Outcome, situation: Situation) -> str:
    """Say what others have to do first."""
    if situation.timeline.standing == Standing.WITHDRAWN:
        return "" if outcome == Outcome.OTHER else "申请人已经撤回，请选「其他」。"
    if situation.timeline.standing == Standing.UNCORRECTED and outcome not in (Outcome.NOT_CORRECTED, Outcome.OTHER):
        return f"正在等待申请人补正，只能按「{Outcome.NOT_CORRECTED.label}」办结（条例第三十条）。"
    if situation.facts.is_unpaid and outcome not in (Outcome.NOT_PAID, Outcome.OTHER):
        if situation.is_fee_overdue:
            return f"申请人逾期没有缴费，只能按「{Outcome.NOT_PAID.label}」办结（收费办法）。"
        return f"正在等待申请人缴费，{situation.facts.fee_limit} 以前缴费后才能答复（收费办法）。"
    waiting = [one for one in situation.facts.open if one.limit >= situation.today]
    if waiting and outcome.group in GIVEN_OUT:
        who = PartyKind(waiting[0].kind).label
        until = max(one.limit for one in waiting)
        return f"正在等待{who}答复（至 {until}），答复或者期满以前不能决定公开（条例第三十二条、第三十四条）。"
    return ""


def _of_procedure(outcome: Outcome, situation: Situation) -> str:
    """Say what has to have happened before."""
    timeline = situation.timeline
    was_corrected = timeline.was_asked and timeline.standing != Standing.UNCORRECTED
    wanted = {
        Outcome.NOT_CORRECTED: (
            timeline.was_asked and not was_corrected,
            "没有等待申请人补正，不能按逾期不补正办结（条例第三十条）。",
        ),
        Outcome.STILL_UNCLEAR: (was_corrected, "申请人还没有补正过，不能按补正后仍不明确答复（条例第三十条）。"),
        Outcome.NOT_PAID: (situation.is_fee_overdue, "没有逾期未缴的费用，不能按逾期未缴费办结（收费办法）。"),
        Outcome.EXCESSIVE: (
            bool(situation.timeline.reasons),
            "还没有要求申请人说明理由，不能按无正当理由大量反复申请处理（条例第三十五条）。",
        ),
    }
    is_met, sentence = wanted.get(outcome, (True, ""))
    return "" if is_met else sentence
