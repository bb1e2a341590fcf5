"""What the guard found, on a report's page: the list beside the texts, and its buttons, which are part of the form."""

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

from disclosure.desk.accounts.access import may_act
from disclosure.desk.items.found import NOT_PERSONAL, PrivacyFinding
from disclosure.errors import Refused, Unreadable
from disclosure.law.choices.items import MarkDecision
from disclosure.law.reviewing import DECLARATION
from disclosure.models import User
from reports.desk import privacy
from reports.desk.publishing import PUBLISH
from reports.desk.writers import CLEAR, is_cleared, is_writer, needs_clearing
from reports.models import AnnualReport, ReportState, Revision

NAME = "_settle"


def settle(request: HttpRequest, report: AnnualReport) -> None:
    """Do what the pressed button says, `mask|overview|DIGEST`, and say what was done. Raises Refused."""
    act, _, rest = request.POST.get(NAME, "").partition("|")
    about, _, digest = rest.partition("|")
    by, reason = cast("User", request.user), request.POST.get(f"reason-{digest}", "")
    if act == "mask_all":
        messages.success(request, f"已遮盖 {privacy.mask_everything(report=report, by=by)} 处。")
    elif act == "mask":
        privacy.mask_finding(report=report, slot=about, digest=digest, by=by)
        messages.success(request, "已遮盖。")
    elif act in {"keep", "not_personal"}:
        why = NOT_PERSONAL if act == "not_personal" else reason
        privacy.justify(report=report, kind=about, digest=digest, reason=why, by=by)
        messages.success(request, "已记录保留的理由。")
    else:
        privacy.settle_mark(report=report, digest=digest, decision=act, reason=reason, by=by)
        messages.success(request, "已记录密级标志的核对结论。")


def mask_revision(request: HttpRequest, report: AnnualReport) -> None:
    """Mask what a published revision exposes. Raises Refused."""
    number = request.POST.get("_mask_revision", "")
    revision = report.revisions.filter(number=number).first() if number.isdecimal() else None
    if revision is None:
        raise Refused("没有这个版次，请刷新后再试。")
    masked = privacy.mask_revision(
        revision=revision, by=cast("User", request.user), at=timezone.now(), permission=PUBLISH
    )
    messages.success(request, f"已遮盖{masked}中的个人信息，并注明了遮盖的日期。")


def unsettled_in_words(report: AnnualReport) -> str:
    """What has to be settled before the report can be submitted, or why nobody looked; empty where all is well."""
    try:
        left = len(privacy.unsettled(report))
    except Unreadable as error:
        return f"还没有检查完个人信息：{error}"
    return f"文字中有 {left} 处疑似个人信息或密级标志，处理后才能提交，见「个人信息和密级检查」。" if left else ""


def findings_shown(request: HttpRequest, report: AnnualReport, revisions: Sequence[Revision]) -> dict[str, Any]:
    """What the page needs to list findings: of the texts while they are open, of every published revision."""
    user = cast("User", request.user)
    theirs, reasons = may_act(user, report), privacy.reasons_of(report)
    found, unread = _found(report, reasons)
    is_stopped = any(one.is_state_secret and not one.is_justified for one in found)
    return {
        "guarded": found,
        "unread": unread,
        "maskable": sum(one.is_maskable and not one.is_justified for one in found),
        "decisions": MarkDecision.choices,
        "may_decide": is_stopped and theirs and user.has_perm(CLEAR) and not is_writer(report, user),
        "exposed_revisions": _exposed(revisions, reasons) if theirs and user.has_perm(PUBLISH) else [],
    }


def review_shown(user: User, report: AnnualReport) -> dict[str, Any]:
    """Who may take the remaining steps, and why this person cannot (条例 art. 17)."""
    if report.state != ReportState.REVIEW or not may_act(user, report):
        return {}
    writes, needed, cleared = is_writer(report, user), needs_clearing(report), is_cleared(report)
    may_clear, may_publish = user.has_perm(CLEAR), user.has_perm(PUBLISH)
    return {
        "declaration": DECLARATION,
        "cleared": cleared,
        "is_own": writes and (may_publish or may_clear),
        "may_clear": may_clear and not writes and not cleared and not may_publish,
        "may_publish": may_publish and not writes,
        "must_declare": needed and not cleared and may_clear,
        "waits_for_clearing": needed and not cleared and not may_clear,
    }


def _found(report: AnnualReport, reasons: privacy.Reasons) -> tuple[list[PrivacyFinding], str]:
    """What the guard finds in the texts, or why it could not look; a published report shows its revisions instead."""
    if report.state == ReportState.PUBLISHED:
        return [], ""
    try:
        return privacy.findings(report, reasons), ""
    except Unreadable as error:
        return [], str(error)


def _exposed(revisions: Sequence[Revision], reasons: privacy.Reasons) -> list[Revision]:
    try:
        return [revision for revision in revisions if privacy.exposed(revision, reasons)]
    except Unreadable:  # not read: the texts of a revision are those of a report, which said so when it was published
        return []
