"""The findings as the report's page shows them: at the cell, at the sentence, and as a list to answer."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest
from django.utils import timezone

from disclosure.models import User
from reports.desk.answering import AnsweredFinding, justify, withdraw_answer
from reports.desk.display_names import display_name
from reports.models import AnnualReport, ReportState


def theirs_to_answer(model_admin: ModelAdmin, request: HttpRequest, report: AnnualReport) -> bool:
    """Whether the person may give reasons now: until the report is published, also while it is under review."""
    return report.state != ReportState.PUBLISHED and model_admin.has_change_permission(request, report)


def answer_finding(request: HttpRequest, report: AnnualReport, person: User) -> None:
    """Keep the reason typed for a finding, or take one back. Raises Refused as the desk does."""
    if fingerprint := request.POST.get("_withdraw"):
        withdraw_answer(report=report, fingerprint=fingerprint, by=person)
        messages.success(request, "已撤回理由，这条检查结果重新待处理。")
        return
    fingerprint = request.POST["_justify"]
    reason = request.POST.get(f"reason-{fingerprint}", "")
    justify(report=report, fingerprint=fingerprint, reason=reason, by=person, at=timezone.now())
    messages.success(request, "已记下理由。它所说的数据或文字改变以前一直有效。")


def shown_finding(one: AnsweredFinding, *, may_justify: bool) -> dict[str, Any]:
    """A finding with the place it leads to and what may be done about it."""
    finding, answer = one.finding, one.answer
    return {
        "level": finding.level,
        "label": finding.level.label,
        "message": finding.message,
        "anchor": _anchor(one),
        "slot": finding.slot,
        "sentence": finding.sentence or "",
        "fingerprint": finding.fingerprint,
        "settled": one.is_settled,
        "reason": answer.reason if answer else "",
        "by": display_name(answer.by) if answer else "",
        "at": answer.at if answer else None,
        "may_justify": may_justify and one.can_be_justified,
        "may_withdraw": may_justify and answer is not None,
    }


def _anchor(one: AnsweredFinding) -> str:
    """The text where the finding speaks of words, else the first cell."""
    if one.finding.slot:
        return f"text-{one.finding.slot}"
    return f"cell-{one.finding.cells[0].figure.key}" if one.finding.cells else ""
