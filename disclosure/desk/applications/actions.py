"""Handling an application, an action a function: corrected, extended, asked for reasons.

Others are asked in `consulting`, it ends in `concluding`; both are imported from here. Fees lie in `fees`, approvals in
`approvals`.
"""

from datetime import date

from disclosure.desk.common.records import Actor
from disclosure.errors import Refused
from disclosure.law.applications.handling import Action
from disclosure.law.choices.applications import ApprovalSubject, StepKind
from disclosure.law.clock import LONGEST_EXTENSION
from disclosure.models import Application

from .concluding import decide, reopen, supplement, withdraw
from .consulting import ask_party, note_silence, take_answer
from .opinions import settle
from .workflow import action

__all__ = [
    "ask_correction",
    "ask_party",
    "ask_reasons",
    "decide",
    "extend",
    "note_silence",
    "reopen",
    "supplement",
    "take_answer",
    "take_correction",
    "take_reasons",
    "withdraw",
]
A = Action


def ask_correction(*, application: Application, by: Actor, on: date, what: str) -> Application:
    """条例 art. 30: ask once and in full, within 7 working days, for `what` to be corrected, and until when."""
    if not what.strip():
        raise Refused("请写明需要补正的事项和合理的补正期限（条例第三十条）。")
    return _by_step(application, A.ASK_CORRECTION, StepKind.CORRECTION_ASKED, by, on, note=what)


def take_correction(*, application: Application, by: Actor, on: date, note: str = "") -> Application:
    """条例 art. 30: record the corrected application; its period begins anew."""
    return _by_step(application, A.TAKE_CORRECTION, StepKind.CORRECTED, by, on, note=note)


def ask_reasons(*, application: Application, by: Actor, on: date, note: str = "") -> Application:
    """条例 art. 35: ask for the reasons of more applications than is reasonable; the period goes on."""
    return _by_step(application, A.ASK_REASONS, StepKind.REASONS_ASKED, by, on, note=note)


def take_reasons(*, application: Application, by: Actor, on: date, note: str = "") -> Application:
    """条例 art. 35: record the applicant's reasons."""
    return _by_step(application, A.TAKE_REASONS, StepKind.REASONS_GIVEN, by, on, note=note)


def extend(*, application: Application, by: Actor, on: date, days: int = LONGEST_EXTENSION) -> Application:
    """条例 art. 33, 35: tell the applicant of just the working days that the head approved. Raises Refused."""
    with action(application, A.EXTEND, by=by, on=on) as frame:
        approved = frame.situation.facts.approved
        held = next(approval for approval in approved if approval.subject == ApprovalSubject.EXTENSION)
        if (held.days or LONGEST_EXTENSION) != days:
            raise Refused(f"机关负责人同意的是「{held.words}」，不能延长 {days} 个工作日；要延长别的天数，请重新呈批。")
        if on < held.on:
            raise Refused(f"机关负责人 {held.on} 才同意，告知日期不能早于这一天。")
        frame.add_step(StepKind.EXTENDED, days=days)
        settle(frame.application, by, f"已于 {on} 告知延长。", ApprovalSubject.EXTENSION)
    return frame.application


def _by_step(application: Application, kind: Action, step: StepKind, by: Actor, on: date, *, note: str) -> Application:
    """Do an action that is a step and nothing else."""
    with action(application, kind, by=by, on=on) as frame:
        frame.add_step(step, note=note.strip())
    return frame.application
