"""The findings of a report with their answers: mended ones are gone, justified ones keep their reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from disclosure.errors import Refused
from disclosure.models import User, Verb
from reports.checks import FindingLevel, ReportFinding, Subject, check
from reports.models import AnnualReport, FindingAnswer, ReportState

from .figures import current_figures
from .locking import EDIT, locked_report, note, require
from .subjects import subject

SET_BY_HAND = 7  # its reason is that of the adjustment
PERSONAL_DATA = 11  # masked or justified by the guard over the texts (desk/privacy.py)


@dataclass(frozen=True, slots=True)
class AnsweredFinding:
    """A finding and the reason given for it, if any."""

    finding: ReportFinding
    answer: FindingAnswer | None = None
    is_private_by_reason: bool = False  # personal data that the guard was told to leave

    @property
    def is_settled(self) -> bool:
        """Notes inform; a figure set by hand has its reason; anything else needs to be mended or justified."""
        is_note = self.finding.level == FindingLevel.NOTE
        has_reason = self.finding.check == SET_BY_HAND or self.is_private_by_reason or self.answer is not None
        return is_note or has_reason

    @property
    def can_be_justified(self) -> bool:
        return may_be_justified(self.finding) and self.answer is None


def may_be_justified(finding: ReportFinding) -> bool:
    """Whether a reason is enough: an error has to be mended, personal data is settled with the guard."""
    return finding.level == FindingLevel.WARNING and finding.check != SET_BY_HAND


def answered(report: AnnualReport, checked: Subject) -> list[AnsweredFinding]:
    """Check, and put the stored reasons beside the findings that they still fit; two queries at most."""
    rows = FindingAnswer.objects.filter(report=report).select_related("by") if report.pk else ()
    reasons = {row.fingerprint: row for row in rows}
    findings = check(checked)
    kept = _kept_by_guard(report) if any(finding.check == PERSONAL_DATA for finding in findings) else frozenset()
    return [
        AnsweredFinding(
            finding,
            reasons.get(finding.fingerprint),
            is_private_by_reason=finding.check == PERSONAL_DATA and finding.about in kept,
        )
        for finding in findings
    ]


def _kept_by_guard(report: AnnualReport) -> frozenset[str]:
    """What the guard was told to leave, as check 11 names it: kind and masked text."""
    rows = report.justifications.values_list("kind", "masked") if report.pk else ()
    return frozenset(f"{kind}:{masked}" for kind, masked in rows)


def unsettled(findings: Sequence[AnsweredFinding], level: FindingLevel) -> list[ReportFinding]:
    return [one.finding for one in findings if one.finding.level == level and not one.is_settled]


@transaction.atomic
def justify(*, report: AnnualReport, fingerprint: str, reason: str, by: User | None, at: datetime) -> FindingAnswer:
    """Keep the reason why a finding stands.

    Raises Refused without the right, without a reason, for a published report, and where there is no such finding any
    more or a reason is not enough.
    """
    require(by, EDIT, "修改")
    report = locked_report(report, by)
    if report.state == ReportState.PUBLISHED:
        message = f"{report}已经发布，不再说明理由。需要时请先开始更正。"
        raise Refused(message)
    findings = check(subject(report, current_figures(report)))
    finding = next((one for one in findings if one.fingerprint == fingerprint), None)
    _refuse(finding, reason)
    assert finding is not None  # noqa: S101 refused above
    answer, _ = FindingAnswer.objects.update_or_create(
        report=report,
        fingerprint=fingerprint,
        defaults={
            "check_number": finding.check,
            "message": finding.message,
            "reason": reason.strip(),
            "by": by,
            "at": at,
        },
    )
    note(report, by, {f"finding:{finding.check}": (finding.message, reason.strip())}, Verb.JUSTIFY)
    return answer


def _refuse(finding: ReportFinding | None, reason: str) -> None:
    if finding is None:
        message = "这条检查结果已经没有了：它所说的数据或文字刚刚改过，请看最新的检查结果。"
        raise Refused(message)
    if not may_be_justified(finding):
        message = f"这条检查结果不能用理由代替改正：{finding.message}"
        raise Refused(message)
    if not reason.strip():
        message = "请写明理由。"
        raise Refused(message)


@transaction.atomic
def withdraw_answer(*, report: AnnualReport, fingerprint: str, by: User | None) -> None:
    """Take a reason back. Raises Refused without the right, for a published report, or where there is none."""
    require(by, EDIT, "修改")
    report = locked_report(report, by)
    answer = FindingAnswer.objects.filter(report=report, fingerprint=fingerprint).first()
    if answer is None or report.state == ReportState.PUBLISHED:
        message = "没有可以撤回的说明。"
        raise Refused(message)
    answer.delete()
    note(report, by, {f"finding:{answer.check_number}": (answer.reason, "")}, Verb.TAKE_BACK)
