"""Handling an application, an action a function: corrected, extended, asked for reasons.

Others are asked in `consulting`, it ends in `concluding`; both are imported from here. Fees lie in `fees`, approvals in
`approvals`.
"""

from datetime import date

from disclosure.desk.common.records import Actor
from disclosure.errors import Refused
from disclosure.law.applications.handling import HEAD, Action
from disclosure.law.applications.late_entry import Entry
from disclosure.law.choices.applications import ApprovalSubject, StepKind
from disclosure.law.clock import LONGEST_EXTENSION
from disclosure.models import Application

from .concluding import decide, reopen, supplement, withdraw
from .consulting import ask_party, note_silence, take_answer
from .opinions import settle
from .sending import record_delivery, send_reply
from .workflow import action

__all__ = [
    "ask_correction",
    "ask_party",
    "ask_reasons",
    "decide",
    "extend",
    "note_silence",
    "record_delivery",
    "reopen",
    "send_reply",
    "supplement",
    "take_answer",
    "take_correction",
    "take_reasons",
    "withdraw",
]
A = Action
OF_CONTENT = (
    ApprovalSubject.DECISION,
    ApprovalSubject.FEE,
    ApprovalSubject.EXTENSION,
)  # what the head agreed to of the application as it was
LONGEST_CORRECTION = 60  # working days; more is a slip of the pen


def ask_correction(
    *, application: Application, by: Actor, on: date, what: str, days: int, entry: Entry | None = None
) -> Application:
    """条例 art. 30: once and in full, within 7 working days. Raises Refused.

    `what` has to be corrected; `days`: the reasonable period for it, in working days from the delivery of the notice.
    """
    if not what.strip():
        raise Refused("请写明需要补正的事项（条例第三十条）。")
    _require_days(days, "合理的补正期限", "条例第三十条")
    with action(application, A.ASK_CORRECTION, by=by, on=on, entry=entry) as frame:
        frame.add_step(StepKind.CORRECTION_ASKED, days=days, note=what.strip())
    return frame.application


def _require_days(days: int, what: str, article: str) -> None:
    if not 1 <= days <= LONGEST_CORRECTION:
        raise Refused(f"请填写{what}，1 至 {LONGEST_CORRECTION} 个工作日（{article}）。")


def take_correction(
    *, application: Application, by: Actor, on: date, note: str = "", entry: Entry | None = None
) -> Application:
    """条例 art. 30: record the corrected application; its period begins anew, and no earlier approval holds for it."""
    with action(application, A.TAKE_CORRECTION, by=by, on=on, entry=entry) as frame:
        frame.add_step(StepKind.CORRECTED, note=note.strip())
        settle(frame.application, by, f"申请人 {on} 补正，请重新呈批。", *OF_CONTENT)
    return frame.application


def ask_reasons(
    *, application: Application, by: Actor, on: date, days: int, note: str = "", entry: Entry | None = None
) -> Application:
    """条例 art. 35: ask for the reasons of more applications than is reasonable; the period goes on. Raises Refused.

    `days`: the reasonable period for the reasons, in working days from the delivery of the notice.
    """
    _require_days(days, "说明理由的期限", "条例第三十五条")
    with action(application, A.ASK_REASONS, by=by, on=on, entry=entry) as frame:
        frame.add_step(StepKind.REASONS_ASKED, days=days, note=note.strip())
    return frame.application


def take_reasons(
    *, application: Application, by: Actor, on: date, note: str = "", entry: Entry | None = None
) -> Application:
    """条例 art. 35: record the applicant's reasons, which the head has not seen yet."""
    with action(application, A.TAKE_REASONS, by=by, on=on, entry=entry) as frame:
        frame.add_step(StepKind.REASONS_GIVEN, note=note.strip())
        settle(frame.application, by, f"申请人 {on} 说明了理由，请重新呈批。", ApprovalSubject.DECISION)
    return frame.application


def extend(
    *, application: Application, by: Actor, on: date, days: int = LONGEST_EXTENSION, entry: Entry | None = None
) -> Application:
    """条例 art. 33, 35: tell the applicant of just the working days that the head approved. Raises Refused."""
    with action(application, A.EXTEND, by=by, on=on, entry=entry) as frame:
        held = frame.situation.facts.approvals_of(ApprovalSubject.EXTENSION)[0]
        if (held.days or LONGEST_EXTENSION) != days:
            raise Refused(f"{HEAD}同意的是「{held.words}」，不能延长 {days} 个工作日；要延长别的天数，请重新呈批。")
        if on < held.on:
            raise Refused(f"{HEAD} {held.on} 才同意，告知日期不能早于这一天。")
        frame.add_step(StepKind.EXTENDED, days=days)
        settle(frame.application, by, f"已于 {on} 告知延长。", ApprovalSubject.EXTENSION)
    return frame.application
