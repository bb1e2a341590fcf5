"""Handling an application (条例 art. 30 to 42): which acts are lawful on a day, and why the others are not.

Each rule is a function of the clock's timeline, of what the record holds besides it and of a day; a sentence says what
stands against an act. What follows next says `disclosure.law.applications.next_step`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from disclosure.law.choices.applications import ApprovalSubject, PartyKind, StepKind
from disclosure.law.clock import DELIVERIES, LONGEST_EXTENSION, REPLY, SILENCE, Standing, Timeline
from disclosure.law.clock.reasons import (
    NO_REASONS_ASKED,
    NOT_ASKED,
    against_correction,
    against_extension,
    ask_until,
    late_correction,
)
from disclosure.law.clock.words import day
from disclosure.law.workdays import Calendar

from .actions import Action
from .fees import EFFECTIVE_YEAR, Tariff
from .outcomes import Outcome
from .progress import Progress

__all__ = [
    "HEAD",
    "Action",
    "Approval",
    "Asked",
    "Facts",
    "Situation",
    "limit_of",
    "may_be_charged",
    "may_be_extended",
    "may_be_reopened",
    "short",
    "standing",
    "why_not",
]
A = Action
# 条例 art. 33 names the head of the office that handles disclosure, not of the authority.
HEAD = "政府信息公开工作机构负责人"


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody asked who has not answered; `limit`: the day with whose end silence is an answer."""

    kind: str
    asked_on: date
    limit: date
    delivered_on: date | None = None

    def is_silent(self, today: date) -> bool:
        """Whether nothing was heard until the end of the period, which only a recorded delivery starts."""
        return self.delivered_on is not None and self.limit < today


def short(outcome: Outcome | str) -> str:
    """Its label without what the report's row says in brackets: 「部分公开」."""
    return str(Outcome(outcome).label).partition("（")[0]


@dataclass(frozen=True, slots=True)
class Approval:
    """What the head was asked about: an extension by so many working days, an outcome, a fee, a day, a mistake.

    `withheld_as`: of partial disclosure, the ground of the rest; `tariff`, `units`: what the fee is for.
    """

    subject: str
    on: date
    outcome: str = ""
    days: int | None = None
    amount: int | None = None
    action: str = ""
    of_day: date | None = None
    correction: str = ""
    withheld_as: str = ""
    tariff: str = ""
    units: int | None = None

    @property
    def words(self) -> str:
        """「延长 10 个工作日」, 「答复：属于国家秘密」, 「收费 300 元」."""
        match self.subject:
            case ApprovalSubject.EXTENSION:
                return f"延长 {self.days or LONGEST_EXTENSION} 个工作日"
            case ApprovalSubject.FEE:
                what = f"（{Tariff(self.tariff).counted(self.units)}）" if self.tariff and self.units else ""
                return f"收费 {self.amount} 元{what}"
            case ApprovalSubject.LATE_ENTRY:
                return f"补录 {self.of_day} 的「{Action(self.action).label}」"
            case ApprovalSubject.RECTIFICATION:
                return f"更正登记：{self.correction}"
            case ApprovalSubject.REOPENING:
                return f"重新办理（{self.days or REPLY} 个工作日）"
        rest = f"（其余{short(self.withheld_as)}）" if self.withheld_as else ""
        return f"答复：{short(self.outcome)}{rest}" if self.outcome else "答复"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the record holds besides its steps. `outcome`, `concluded_on`: of its conclusion, both or neither.

    `fee_noticed_on`, `fee_limit`: of the notice in this handling, if there is one. `pending`, `approved`: what waits
    for the head, and what the head agreed to that was not made use of yet. `was_party_asked`, `is_objected`,
    `is_consented`: whether a third party was asked, one objects, all consent.
    """

    is_confirmed: bool = True
    outcome: str = ""
    concluded_on: date | None = None
    open: tuple[Asked, ...] = ()
    fee_noticed_on: date | None = None
    fee_limit: date | None = None
    fee_delivered_on: date | None = None
    fee_paid_on: date | None = None
    pending: tuple[Approval, ...] = ()
    approved: tuple[Approval, ...] = ()
    was_party_asked: bool = False
    is_objected: bool = False
    is_consented: bool = False

    def approvals_of(self, subject: ApprovalSubject) -> tuple[Approval, ...]:
        """What the head agreed to about a subject and that was not made use of."""
        return tuple(approval for approval in self.approved if approval.subject == subject)

    def is_asked(self, subject: ApprovalSubject) -> bool:
        """Whether the head has still to answer about it."""
        return any(approval.subject == subject for approval in self.pending)

    @property
    def is_unpaid(self) -> bool:
        """Whether a notice of fee is out that nobody has paid."""
        return self.fee_noticed_on is not None and self.fee_paid_on is None


@dataclass(frozen=True, slots=True)
class Situation:
    """An application on a day, with all that a rule asks."""

    timeline: Timeline
    facts: Facts
    today: date
    calendar: Calendar

    @property
    def progress(self) -> Progress:
        """Whether it is open, unrecorded, overdue."""
        return Progress.of(self.timeline, is_concluded=bool(self.facts.outcome))

    @property
    def is_overdue(self) -> bool:
        """Whether the reply is overdue (条例 art. 33)."""
        return self.progress.is_overdue(self.today)

    @property
    def is_fee_overdue(self) -> bool:
        """Whether 20 working days are over since a recorded delivery, without payment: given up (收费办法 art. 7)."""
        limit, is_served = self.facts.fee_limit, self.facts.fee_delivered_on is not None
        return self.facts.is_unpaid and is_served and limit is not None and self.today > limit

    @property
    def closed_on(self) -> date | None:
        """The day of its conclusion: of the step, or of the record where the steps know of none."""
        return self.timeline.closed_on or self.facts.concluded_on

    @property
    def undelivered(self) -> tuple[StepKind, ...]:
        """The deliveries that may be recorded, of letters that start somebody's period."""
        letters = {wait.kind for wait in self.timeline.waits if wait.may_be_delivered}
        if self.timeline.standing == Standing.UNCORRECTED and self.timeline.corrections[-1].delivered_on is None:
            letters.add(StepKind.CORRECTION_ASKED)
        if any(one.given_on is None and one.delivered_on is None for one in self.timeline.requests):
            letters.add(StepKind.REASONS_ASKED)
        letters |= {SILENCE_OF[PartyKind(asked.kind)] for asked in self.facts.open if asked.delivered_on is None}
        return tuple(delivery for delivery, letter in DELIVERIES.items() if letter in letters)

    @property
    def ask_until(self) -> date | None:
        """The last day to ask for a correction (条例 art. 30)."""
        return ask_until(self.timeline, self.calendar)


def standing(situation: Situation) -> dict[Action, str | None]:
    """Of every action, None where it is lawful, else the sentence that says why not."""
    return {action: why_not(action, situation) or None for action in Action}


def why_not(action: Action, situation: Situation) -> str:
    """Say why an action is not lawful; empty where it is."""
    return _stage(action, situation) or RULES.get(action, _lawful)(situation)


def _lawful(_: Situation) -> str:
    return ""


UNCORRECTED = (A.DELIVER, A.TAKE_CORRECTION, A.DECIDE, A.WITHDRAW)
AFTERWARDS = (A.SEND, A.SUPPLEMENT, A.REOPEN)


def _stage(action: Action, situation: Situation) -> str:
    """What stands against most acts at once: not received, concluded, waiting for a correction."""
    if action == A.CONFIRM:
        return f"已于 {situation.timeline.received_on} 确认收到，不必再确认。" if situation.facts.is_confirmed else ""
    if not situation.facts.is_confirmed or situation.timeline.standing == Standing.NOT_RECEIVED:
        return "还没有确认收到，确认以后才能办理（条例第三十一条）。"
    if action in AFTERWARDS:
        return "" if situation.facts.outcome else "还没有作出答复。"
    return _closed(action, situation) or _reopened(situation) or _uncorrected(action, situation)


def _closed(action: Action, situation: Situation) -> str:
    if situation.facts.outcome:
        return f"已于 {situation.closed_on} 办结。"
    if situation.progress.is_unrecorded and action != A.DECIDE:
        done = "撤回" if situation.timeline.standing == Standing.WITHDRAWN else "办结"
        return f"办理步骤里已有 {situation.timeline.closed_on} 的「{done}」，请补填办理结果。"
    return ""


def _reopened(situation: Situation) -> str:
    """The day on which it was taken up again stands before the new period, as the day of receipt does."""
    again = situation.timeline.reopened_on
    return f"{again} 才决定重新办理，从下一天起办理。" if again and situation.today <= again else ""


def _uncorrected(action: Action, situation: Situation) -> str:
    if situation.timeline.standing == Standing.UNCORRECTED and action not in UNCORRECTED:
        return "正在等待申请人补正，收到补正以后才能办理（条例第三十条）。"
    return ""


def _ask_correction(situation: Situation) -> str:
    timeline, today = situation.timeline, situation.today
    reason = against_correction(timeline, today) or late_correction(timeline, today, situation.calendar)
    return reason.refusal if reason else ""


def _take_correction(situation: Situation) -> str:
    return "" if situation.timeline.standing == Standing.UNCORRECTED else NOT_ASKED.refusal


def _open(kind: PartyKind) -> Callable[[Situation], str]:
    def against(situation: Situation) -> str:
        is_waiting = any(one.kind == kind for one in situation.facts.open)
        return "" if is_waiting else f"没有等待答复的{kind.label}。"

    return against


def _note_silence(situation: Situation) -> str:
    if not situation.facts.open:
        return "没有等待答复的第三方或者其他机关。"
    if any(asked.is_silent(situation.today) for asked in situation.facts.open):
        return ""
    served = [asked.limit for asked in situation.facts.open if asked.delivered_on]
    if not served:
        return "征求意见书还没有登记送达，不能认定逾期未答复，请先登记送达（条例第三十二条、第三十四条）。"
    return f"答复期限到 {min(served)} 为止，期满后才能登记（条例第三十二条、第三十四条）。"


def may_be_extended(situation: Situation) -> str:
    """条例 art. 33, 35: why the period cannot be extended, whatever the head says; empty where it can."""
    reason = against_extension(situation.timeline, situation.today)
    return reason.refusal if reason else ""


def _extend(situation: Situation) -> str:
    if found := may_be_extended(situation):
        return found
    return _unapproved(situation, ApprovalSubject.EXTENSION, "延长", "（条例第三十三条）")


def _unapproved(situation: Situation, subject: ApprovalSubject, what: str, ground: str) -> str:
    if situation.facts.approvals_of(subject):
        return ""
    if situation.facts.is_asked(subject):
        return f"正在等{HEAD}审批{ground}。"
    return f"{what}须经{HEAD}同意，请先呈批{ground}。"


def may_be_charged(situation: Situation) -> str:
    """收费办法 art. 7: why no notice of fee may go out, whatever the head says; empty where it may."""
    if situation.today.year < EFFECTIVE_YEAR:
        return f"信息处理费自 {EFFECTIVE_YEAR} 年 1 月 1 日起才可以收取（收费办法）。"
    if situation.facts.fee_paid_on:
        return f"已于 {situation.facts.fee_paid_on} 缴费。"
    if situation.facts.fee_noticed_on:
        return f"已于 {situation.facts.fee_noticed_on} 通知收费。"
    due_on = situation.timeline.due_on
    if due_on is not None and situation.is_overdue:
        return f"收费应在答复期限内通知，{day(due_on)}已经到期（收费办法）。"
    return ""


def _notice_fee(situation: Situation) -> str:
    return may_be_charged(situation) or _unapproved(situation, ApprovalSubject.FEE, "收费", "（收费办法）")


def _take_payment(situation: Situation) -> str:
    if not situation.facts.is_unpaid:
        return "没有等待缴纳的费用。"
    if situation.is_fee_overdue:
        return f"缴费期限 {situation.facts.fee_limit} 已过，视为放弃申请（收费办法）。"
    return ""


def _ask_reasons(situation: Situation) -> str:
    return "已经要求申请人说明理由。" if situation.timeline.reasons else ""


def _take_reasons(situation: Situation) -> str:
    return "" if None in situation.timeline.reasons else NO_REASONS_ASKED.refusal


def _deliver(situation: Situation) -> str:
    return "" if situation.undelivered else "没有等待登记送达的补正告知、征求意见书、收费通知或者说明理由告知。"


def _send(situation: Situation) -> str:
    if situation.progress.is_unsent:
        return ""
    sent_on = situation.timeline.sent_on
    return f"答复已于 {sent_on} 发出。" if sent_on else "没有等待发出的答复。"


def may_be_reopened(situation: Situation) -> str:
    """复议法 art. 64, 诉讼法 art. 70: why it cannot be taken up again, whatever the head says; empty where it can."""
    if not situation.facts.outcome:
        return "还没有作出答复。"
    return "申请人已经撤回申请，不需要重新办理。" if situation.timeline.standing == Standing.WITHDRAWN else ""


def _reopen(situation: Situation) -> str:
    """A decision that was not sent is taken back without approval: to the applicant nothing has happened."""
    if (why := may_be_reopened(situation)) or situation.progress.is_unsent:
        return why
    return _unapproved(situation, ApprovalSubject.REOPENING, "重新办理", "（复议法第六十四条、诉讼法第七十条）")


SILENCE_OF = {PartyKind.THIRD_PARTY: StepKind.THIRD_PARTY_ASKED, PartyKind.AGENCY: StepKind.AGENCY_ASKED}


def limit_of(kind: PartyKind | str, since: date, calendar: Calendar) -> date:
    """The last day of whom was asked to answer (条例 art. 32, 34): since the delivery, or provisionally the sending."""
    return calendar.add(since, SILENCE[SILENCE_OF[PartyKind(kind)]])


RULES: dict[Action, Callable[[Situation], str]] = {
    A.ASK_CORRECTION: _ask_correction,
    A.TAKE_CORRECTION: _take_correction,
    A.TAKE_PARTY: _open(PartyKind.THIRD_PARTY),
    A.TAKE_AGENCY: _open(PartyKind.AGENCY),
    A.NOTE_SILENCE: _note_silence,
    A.DELIVER: _deliver,
    A.EXTEND: _extend,
    A.NOTICE_FEE: _notice_fee,
    A.TAKE_PAYMENT: _take_payment,
    A.ASK_REASONS: _ask_reasons,
    A.TAKE_REASONS: _take_reasons,
    A.SEND: _send,
    A.REOPEN: _reopen,
}
