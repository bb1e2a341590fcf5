"""Handling an application (条例 art. 30 to 42): which acts are lawful on a day, and why the others are not.

Each rule is a function of the clock's timeline, of what the record holds besides it and of a day; a sentence says what
stands against an act. What follows next says `disclosure.law.applications.next_step`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from disclosure.law.choices.applications import ApprovalSubject, PartyKind, StepKind
from disclosure.law.clock import LONGEST_EXTENSION, SILENCE, Standing, Timeline
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

from .actions import HandlingAct
from .fees import EFFECTIVE_YEAR
from .outcomes import Outcome
from .progress import Progress

__all__ = [
    "Approval",
    "Asked",
    "Facts",
    "HandlingAct",
    "Situation",
    "limit_of",
    "may_be_extended",
    "short",
    "standing",
    "why_not",
]
A = HandlingAct


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody asked who has not answered; `limit`: the day with whose end silence is an answer."""

    kind: str
    asked_on: date
    limit: date


def short(outcome: Outcome | str) -> str:
    """Its label without what the report's row says in brackets: 「部分公开」."""
    return str(Outcome(outcome).label).partition("（")[0]


@dataclass(frozen=True, slots=True)
class Approval:
    """What the head was asked about: an extension by so many working days, or an outcome."""

    subject: str
    on: date
    outcome: str = ""
    days: int | None = None

    @property
    def words(self) -> str:
        """「延长 10 个工作日」, 「答复：属于国家秘密」."""
        if self.subject == ApprovalSubject.EXTENSION:
            return f"延长 {self.days or LONGEST_EXTENSION} 个工作日"
        return f"答复：{short(self.outcome)}" if self.outcome else "答复"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the record holds besides its steps. `outcome`, `concluded_on`: of its conclusion, both or neither.

    `fee_noticed_on`, `fee_limit`: of the notice in this handling, if there is one. `pending`, `approved`: what waits
    for the head, and what the head agreed to that was not made use of yet.
    """

    is_confirmed: bool = True
    outcome: str = ""
    concluded_on: date | None = None
    open: tuple[Asked, ...] = ()
    fee_noticed_on: date | None = None
    fee_limit: date | None = None
    fee_paid_on: date | None = None
    pending: tuple[Approval, ...] = ()
    approved: tuple[Approval, ...] = ()

    @property
    def is_unpaid(self) -> bool:
        """Whether a notice of fee is out that nobody has paid."""
        return self.fee_noticed_on is not None and self.fee_paid_on is None


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a rule asks."""

    line: Timeline
    facts: Facts
    today: date
    known: Calendar

    @property
    def progress(self) -> Progress:
        """Whether it is open, unrecorded, overdue."""
        return Progress.of(self.line, is_concluded=bool(self.facts.outcome))

    @property
    def is_overdue(self) -> bool:
        """Whether the reply is overdue (条例 art. 33)."""
        return self.progress.is_overdue(self.today)

    @property
    def closed_on(self) -> date | None:
        """The day of its conclusion: of the step, or of the record where the steps know of none."""
        return self.line.closed_on or self.facts.concluded_on

    @property
    def ask_until(self) -> date | None:
        """The last day to ask for a correction (条例 art. 30)."""
        return ask_until(self.line, self.known)


def standing(line: Timeline, facts: Facts, today: date, known: Calendar) -> dict[HandlingAct, str | None]:
    """Of every act, None where it is lawful on that day, else the sentence that says why not."""
    now = Situation(line, facts, today, known)
    return {act: why_not(act, now) or None for act in HandlingAct}


def why_not(act: HandlingAct, now: Situation) -> str:
    """Why an act is not lawful; empty where it is."""
    return _stage(act, now) or RULES.get(act, _lawful)(now)


def _lawful(_: Situation) -> str:
    return ""


UNCORRECTED = (A.TAKE_CORRECTION, A.DECIDE, A.WITHDRAW)
AFTERWARDS = (A.SUPPLEMENT, A.REOPEN)


def _stage(act: HandlingAct, now: Situation) -> str:
    """What stands against most acts at once: not received, concluded, waiting for a correction."""
    if act == A.CONFIRM:
        return "已经确认收到。" if now.facts.is_confirmed else ""
    if not now.facts.is_confirmed or now.line.standing == Standing.NOT_RECEIVED:
        return "还没有确认收到，确认以后才能办理（条例第三十一条）。"
    if act in AFTERWARDS:
        return "" if now.facts.outcome else "还没有作出答复。"
    return _closed(act, now) or _reopened(now) or _uncorrected(act, now)


def _closed(act: HandlingAct, now: Situation) -> str:
    if now.facts.outcome:
        return f"已于 {now.closed_on} 办结。"
    if now.progress.is_unrecorded and act != A.DECIDE:
        done = now.line.standing.value.removeprefix("已")
        return f"办理步骤里已有 {now.line.closed_on} 的「{done}」，请补填办理结果。"
    return ""


def _reopened(now: Situation) -> str:
    """The day on which it was taken up again stands before the new period, as the day of receipt does."""
    again = now.line.reopened_on
    return f"{again} 才决定重新办理，从下一天起办理。" if again and now.today <= again else ""


def _uncorrected(act: HandlingAct, now: Situation) -> str:
    if now.line.standing == Standing.UNCORRECTED and act not in UNCORRECTED:
        return "正在等待申请人补正，收到补正以后才能办理（条例第三十条）。"
    return ""


def _ask_correction(now: Situation) -> str:
    reason = against_correction(now.line, now.today) or late_correction(now.line, now.today, now.known)
    return reason.refusal if reason else ""


def _take_correction(now: Situation) -> str:
    return "" if now.line.standing == Standing.UNCORRECTED else NOT_ASKED.refusal


def _open(kind: PartyKind) -> Callable[[Situation], str]:
    return lambda now: "" if any(one.kind == kind for one in now.facts.open) else f"没有等待答复的{kind.label}。"


def _note_silence(now: Situation) -> str:
    if not now.facts.open:
        return "没有等待答复的第三方或者其他机关。"
    first = min(one.limit for one in now.facts.open)
    return "" if first < now.today else f"答复期限到 {first} 为止，期满后才能登记（条例第三十二条、第三十四条）。"


def may_be_extended(now: Situation) -> str:
    """条例 art. 33, 35: why the period cannot be extended, whatever the head says; empty where it can."""
    reason = against_extension(now.line, now.today)
    return reason.refusal if reason else ""


def _extend(now: Situation) -> str:
    if found := may_be_extended(now):
        return found
    if any(one.subject == ApprovalSubject.EXTENSION for one in now.facts.approved):
        return ""
    if any(one.subject == ApprovalSubject.EXTENSION for one in now.facts.pending):
        return "正在等机关负责人审批（条例第三十三条）。"
    return "延长须经机关负责人同意，请先呈批（条例第三十三条）。"


def _notice_fee(now: Situation) -> str:
    if now.today.year < EFFECTIVE_YEAR:
        return f"信息处理费自 {EFFECTIVE_YEAR} 年 1 月 1 日起才可以收取（收费办法）。"
    if now.facts.fee_paid_on:
        return f"已于 {now.facts.fee_paid_on} 缴费。"
    if now.facts.fee_noticed_on:
        return f"已于 {now.facts.fee_noticed_on} 通知收费。"
    return f"收费应在答复期限内通知，{day(now.line.due_on)}已经到期（收费办法）。" if now.is_overdue else ""  # type: ignore[arg-type]


def _take_payment(now: Situation) -> str:
    if not now.facts.is_unpaid:
        return "没有等待缴纳的费用。"
    if now.facts.fee_limit and now.today > now.facts.fee_limit:
        return f"缴费期限 {now.facts.fee_limit} 已过，视为放弃申请（收费办法）。"
    return ""


def _ask_reasons(now: Situation) -> str:
    return "已经要求申请人说明理由。" if now.line.reasons else ""


def _take_reasons(now: Situation) -> str:
    return "" if None in now.line.reasons else NO_REASONS_ASKED.refusal


def _reopen(now: Situation) -> str:
    return "申请人已经撤回申请，不需要重新办理。" if now.line.standing == Standing.WITHDRAWN else ""


SILENCE_OF = {PartyKind.THIRD_PARTY: StepKind.THIRD_PARTY_ASKED, PartyKind.AGENCY: StepKind.AGENCY_ASKED}


def limit_of(kind: PartyKind | str, asked_on: date, known: Calendar) -> date:
    """The last day of whom was asked to answer (条例 art. 32, 34)."""
    return known.add(asked_on, SILENCE[SILENCE_OF[PartyKind(kind)]])


RULES: dict[HandlingAct, Callable[[Situation], str]] = {
    A.ASK_CORRECTION: _ask_correction,
    A.TAKE_CORRECTION: _take_correction,
    A.TAKE_PARTY: _open(PartyKind.THIRD_PARTY),
    A.TAKE_AGENCY: _open(PartyKind.AGENCY),
    A.NOTE_SILENCE: _note_silence,
    A.EXTEND: _extend,
    A.NOTICE_FEE: _notice_fee,
    A.TAKE_PAYMENT: _take_payment,
    A.ASK_REASONS: _ask_reasons,
    A.TAKE_REASONS: _take_reasons,
    A.REOPEN: _reopen,
}
