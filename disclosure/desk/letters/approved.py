"""What the head agreed to, where a letter says so or may not go out without it (条例 art. 33; refusals)."""

from datetime import date

from django.utils.timezone import localdate

from disclosure.errors import Refused
from disclosure.law.applications.concluding import needs_approval
from disclosure.law.applications.handling import HEAD
from disclosure.law.applications.outcomes import Outcome
from disclosure.law.choices.applications import ApprovalSubject, OpinionAct
from disclosure.law.clock import LONGEST_EXTENSION, reopened_on
from disclosure.models import Application, Opinion, Step

from .facts import has_objection


def extension_approved_on(application: Application, step: Step) -> date:
    """The day on which the head agreed to just this extension, before it was told. Raises Refused."""
    days = step.days or LONGEST_EXTENSION
    given = [
        one
        for one in _approvals(application, ApprovalSubject.EXTENSION, until=step.on)
        if (one.days or LONGEST_EXTENSION) == days
    ]
    if not given:
        raise Refused(
            f"没有{HEAD}在 {step.on} 以前同意延长 {days} 个工作日的审批记录，延期答复告知书不能写已经同意"
            "（条例第三十三条）。请先在「办理」中呈批、审批，再登记延长告知。"
        )
    return localdate(given[-1].at)


def require_decision_approved(application: Application) -> None:
    """Refuse a reply whose outcome needs an approval that the record does not hold."""
    is_objected = has_objection(application)
    if not application.outcome or not needs_approval(application.outcome, is_objected=is_objected):
        return
    until = application.concluded_on or date.max
    approvals = _approvals(application, ApprovalSubject.DECISION, until=until)
    if not any(one.outcome == application.outcome for one in approvals):
        raise Refused(
            f"没有{HEAD}同意按「{Outcome(application.outcome).label}」答复的审批记录，不能生成答复书。"
            "请先重新办理这件申请，呈批、审批以后再答复。"
        )


def _approvals(application: Application, subject: ApprovalSubject, *, until: date) -> list[Opinion]:
    """Of this handling, in their order."""
    again = reopened_on(application.steps.all()) or date.min
    return [
        one
        for one in application.opinions.all()
        if one.act == OpinionAct.APPROVE and one.subject == subject and again <= localdate(one.at) <= until
    ]
