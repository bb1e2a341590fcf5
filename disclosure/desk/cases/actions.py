"""Reviews and lawsuits: kept with the day by which the office answers, answered, heard, concluded (条例 art. 51)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from disclosure.desk.accounts.access import require_act
from disclosure.desk.audit.log import delete_recorded, save_recorded
from disclosure.desk.common.calendar import load_calendar
from disclosure.desk.common.locking import lock
from disclosure.desk.common.records import Actor, keep_record, require_permission, require_valid
from disclosure.errors import Refused
from disclosure.law import cases as law
from disclosure.law.choices.cases import Result, Route
from disclosure.law.workdays import Calendar
from disclosure.models import Application, Case, Hearing

# --- What the law says of a stored case -------------------------------------------


def period_of(case: Case) -> law.AnswerPeriod | None:
    """The period for the office's answer; None before it received its copy."""
    if case.copy_received_on is None:
        return None
    return law.answer_period(case.route, case.copy_received_on, is_summary=case.is_summary)


def date_answer(case: Case, calendar: Calendar) -> None:
    """Set `answer_due_on`; stores nothing."""
    period = period_of(case)
    case.answer_due_on = period.end(case.copy_received_on, calendar) if period and case.copy_received_on else None


def findings(case: Case, calendar: Calendar) -> list[str]:
    """List remarks on a case, stored or not: 复议前置, late filings, contradictions.

    At most two queries; none without an application.
    """
    application = case.application
    if application is None:
        return []
    before = application.cases.filter(route=Route.REVIEW).exclude(pk=case.pk)
    reviews = [
        law.EarlierReview(*row)
        for row in before.order_by().values_list("accepted_on", "concluded_on", "is_summary")
        if row[0] <= case.accepted_on
    ]
    return law.filing_remarks(case.route, case.accepted_on, reply_of(application), reviews, calendar)


def reply_of(application: Application) -> law.Reply | None:
    """The reply that a case challenges; None where there was none."""
    if not application.outcome or application.concluded_on is None:
        return None
    return law.Reply(application.outcome, application.concluded_on, application.withheld_as)


# --- Acts -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kept:
    """A case as stored, with remarks."""

    case: Case
    findings: Sequence[str]


@transaction.atomic
def keep_case(*, case: Case, by: Actor) -> Kept:
    """Store a case with `answer_due_on`. Raises Refused."""
    calendar = load_calendar()
    date_answer(case, calendar)
    keep_record(case, by=by)
    return Kept(case, findings(case, calendar))


@transaction.atomic
def answer_case(*, case: Case, by: Actor, on: date) -> Case:
    """Record the day of the office's answer (复议法 art. 48; 诉讼法 art. 67). Raises Refused.

    A late one is written down as well: it happened, and the page says so.
    """
    case = _permitted(case, by)
    if case.answered_on is not None:
        raise Refused(f"案件「{case}」已于 {case.answered_on} 提交答复（答辩），填错的请在下面更正。")
    if case.copy_received_on is None:
        raise Refused(f"案件「{case}」还没有填写收到副本日期，请先填写，再登记提交答复（答辩）。")
    if on < case.copy_received_on:
        raise Refused(f"案件「{case}」是 {case.copy_received_on} 收到副本的，提交答复（答辩）不能早于这一天。")
    case.answered_on = on
    return keep_record(case, by=by)


@transaction.atomic
def conclude_case(*, case: Case, by: Actor, on: date, result: str) -> Case:
    """Record how and when the case ended. Raises Refused."""
    case = _permitted(case, by)
    if case.concluded_on is not None:
        raise Refused(f"案件「{case}」已于 {case.concluded_on} 办结，填错的请在下面更正。")
    if on < case.accepted_on:
        raise Refused(f"案件「{case}」是 {case.accepted_on} 受理的，办结日期不能早于这一天。")
    case.result, case.concluded_on = result, on
    return keep_record(case, by=by)


def may_reopen(case: Case) -> bool:
    """Whether the application of a corrected case (结果纠正) can be reopened: concluded before the case was."""
    application = case.application
    return (
        case.result == Result.CORRECTED
        and case.concluded_on is not None
        and application is not None
        and application.concluded_on is not None
        and application.concluded_on <= case.concluded_on
    )


def _permitted(case: Case, by: Actor) -> Case:
    """Check the right and reload the case under a lock. Raises Refused."""
    if not by.has_perm("disclosure.change_case"):
        raise Refused("您没有办理复议诉讼案件的权限，请与管理员联系。")
    require_act(by, case)
    return lock(Case.objects.all(), case, "这件案件已不存在，可能已被删除。")


# --- Hearings -----------------------------------------------------------------------


@transaction.atomic
def keep_hearing(*, hearing: Hearing, by: Actor) -> Hearing:
    """Store a new or moved hearing with its audit entry. Raises Refused."""
    require_permission("change" if hearing.pk else "add", hearing, by)
    require_valid(hearing)
    save_recorded(hearing, by=by)
    return hearing


@transaction.atomic
def cancel_hearing(*, hearing: Hearing, by: Actor) -> None:
    """Delete a hearing that is cancelled or was entered by mistake. Raises Refused."""
    require_permission("delete", hearing, by)
    delete_recorded(hearing, by=by)


# --- Keeping the days in step ----------------------------------------------------------


def unanswered() -> QuerySet[Case]:
    """Cases still to be answered: a calendar corrected later moves no day that was kept or missed."""
    return Case.objects.filter(concluded_on=None, answered_on=None, copy_received_on__isnull=False)


def recompute_answers(calendar: Calendar | None = None) -> int:
    """Update `answer_due_on` from the calendar; returns how many moved.

    Call it in the transaction that changed the calendar. Nobody's act: what moved the days is the act.
    """
    current, moved = calendar or load_calendar(), []
    for case in unanswered().select_for_update(of=("self",)).defer(*Case.PERSONAL):
        before = case.answer_due_on
        date_answer(case, current)
        if case.answer_due_on != before:
            moved.append(case)
    Case.objects.bulk_update(moved, ["answer_due_on"])
    return len(moved)
