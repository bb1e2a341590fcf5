"""How an application may end: why an outcome is not possible, and which the head approves first."""

from disclosure.law.choices.applications import PartyKind
from disclosure.law.clock import Standing

from .handling import Situation
from .outcomes import RELEASED, Outcome, OutcomeGroup

APPROVED = (OutcomeGroup.REFUSED, OutcomeGroup.PARTLY)  # what the head approves before it goes out


def needs_approval(outcome: Outcome | str, *, is_objected: bool = False) -> bool:
    """Whether the head has to approve it, a rule of the office.

    Refusals, partial disclosure, art. 35, and what is disclosed although a third party objects (条例 art. 32).
    """
    outcome = Outcome(outcome)
    is_against_party = is_objected and outcome in RELEASED
    return outcome.group in APPROVED or outcome == Outcome.EXCESSIVE or is_against_party


def against_outcome(outcome: Outcome | str, situation: Situation, withheld_as: Outcome | str = "") -> str:
    """Say why an application cannot end this way, approval apart; empty where it can.

    `withheld_as`: of partial disclosure, the ground of the rest, which is held to its own procedure.
    """
    outcome = Outcome(outcome)
    of_the_rest = _of_procedure(Outcome(withheld_as), situation) if withheld_as in Outcome else ""
    return _of_waiting(outcome, situation) or _of_procedure(outcome, situation) or of_the_rest


def _of_waiting(outcome: Outcome, situation: Situation) -> str:
    """Say what others have to do first."""
    if situation.timeline.standing == Standing.WITHDRAWN:
        return "" if outcome == Outcome.OTHER else "申请人已经撤回，请选「其他」。"
    if situation.timeline.standing == Standing.UNCORRECTED and outcome != Outcome.NOT_CORRECTED:
        return f"正在等待申请人补正，只能按「{Outcome.NOT_CORRECTED.label}」办结（条例第三十条）。"
    if situation.facts.is_unpaid and outcome != Outcome.NOT_PAID:
        return _of_payment(situation)
    return _of_answers(situation) if outcome in RELEASED or outcome == Outcome.THIRD_PARTY else ""


def _of_payment(situation: Situation) -> str:
    if situation.is_fee_overdue:
        return f"申请人逾期没有缴费，只能按「{Outcome.NOT_PAID.label}」办结（收费办法）。"
    if situation.facts.fee_delivered_on is None:
        return "正在等待申请人缴费，缴费后才能答复（收费办法）。"
    return f"正在等待申请人缴费，{situation.facts.fee_limit} 以前缴费后才能答复（收费办法）。"


def _of_answers(situation: Situation) -> str:
    waiting = [asked for asked in situation.facts.open if not asked.is_silent(situation.today)]
    if not waiting:
        return ""
    who = PartyKind(waiting[0].kind).label
    if any(asked.delivered_on is None for asked in waiting):
        return f"正在等待{who}答复，征求意见书还没有登记送达，不能决定（条例第三十二条、第三十四条）。"
    until = max(asked.limit for asked in waiting)
    return f"正在等待{who}答复（至 {until}），答复或者期满以前不能决定（条例第三十二条、第三十四条）。"


def _of_procedure(outcome: Outcome, situation: Situation) -> str:
    """Say what has to have happened before."""
    timeline = situation.timeline
    was_corrected = timeline.was_asked and timeline.standing != Standing.UNCORRECTED
    uncorrected, of_party = _against_not_corrected(situation), _against_third_party(situation)
    unreasoned = _against_excessive(situation)
    wanted = {
        Outcome.NOT_CORRECTED: (not uncorrected, uncorrected),
        Outcome.STILL_UNCLEAR: (was_corrected, "申请人还没有补正过，不能按补正后仍不明确答复（条例第三十条）。"),
        Outcome.NOT_PAID: (situation.is_fee_overdue, _against_not_paid(situation)),
        Outcome.THIRD_PARTY: (not of_party, of_party),
        Outcome.EXCESSIVE: (not unreasoned, unreasoned),
    }
    is_met, sentence = wanted.get(outcome, (True, ""))
    return "" if is_met else sentence


def _against_third_party(situation: Situation) -> str:
    """条例 art. 15, 32: whoever is protected was asked, and did not consent."""
    if not situation.facts.was_party_asked:
        return "还没有征求第三方意见，不能以保护第三方合法权益为由不予公开（条例第十五条、第三十二条）。"
    if situation.facts.is_consented:
        return "第三方同意公开，不能以保护第三方合法权益为由不予公开（条例第十五条、第三十二条）。"
    return ""


def _against_not_corrected(situation: Situation) -> str:
    """条例 art. 30: only when the reasonable period that was given is over, which the delivery of the notice starts."""
    if situation.timeline.standing != Standing.UNCORRECTED:
        return "没有等待申请人补正，不能按逾期不补正办结（条例第三十条）。"
    correction = situation.timeline.corrections[-1]
    if correction.delivered_on is None:
        return "补正告知还没有登记送达，不能认定逾期不补正，请先登记送达（条例第三十条）。"
    limit = correction.limit(situation.calendar)
    if limit is None:
        return "补正告知没有登记给予的合理期限（天数），不能认定逾期不补正，请先补填（条例第三十条）。"
    is_over = situation.today > limit
    return "" if is_over else f"补正期限到 {limit} 为止，期满后才能按逾期不补正办结（条例第三十条）。"


def _against_excessive(situation: Situation) -> str:
    """条例 art. 35: when reasons were asked for, and given or not given within the period."""
    if not situation.timeline.requests:
        return "还没有要求申请人说明理由，不能按无正当理由大量反复申请处理（条例第三十五条）。"
    request = situation.timeline.requests[-1]
    if request.given_on is not None:
        return ""
    if request.delivered_on is None:
        return "说明理由告知还没有登记送达，不能认定申请人没有说明理由，请先登记送达（条例第三十五条）。"
    limit = request.limit(situation.calendar)
    if limit is None:
        return "说明理由告知没有登记期限（天数），不能认定申请人逾期没有说明理由，请先更正登记（条例第三十五条）。"
    is_over = situation.today > limit
    return "" if is_over else f"说明理由的期限到 {limit} 为止，说明以后或者期满才能这样处理（条例第三十五条）。"


def _against_not_paid(situation: Situation) -> str:
    """收费办法 art. 7: only when 20 working days have passed since the notice was delivered."""
    if not situation.facts.is_unpaid:
        return "没有逾期未缴的费用，不能按逾期未缴费办结（收费办法）。"
    if situation.facts.fee_delivered_on is None:
        return "收费通知还没有登记送达，不能认定逾期未缴费，请先登记送达（收费办法）。"
    return f"缴费期限到 {situation.facts.fee_limit} 为止，期满后才能按逾期未缴费办结（收费办法）。"
