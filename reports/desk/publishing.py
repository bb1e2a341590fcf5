"""The states of a report: draft → under review → published → corrected as a new revision."""

from datetime import datetime

from django.db import transaction

from disclosure.errors import Refused
from disclosure.law.reviewing import DECLARATION
from disclosure.models import User, Verb
from reports.checks import FindingLevel, ReportFinding
from reports.models import AnnualReport, ReportState, Revision

from .answering import answered, unsettled
from .correcting import require_correction
from .figures import Figures, current_figures
from .locking import EDIT, locked_report, note, require
from .privacy import require_private
from .subjects import subject, wording
from .writers import CLEAR, CLEARED, is_cleared, is_writer, needs_clearing

PERSONAL_DATA = 11  # the check of texts for personal data
REVIEW, PUBLISH = "reports.review_annualreport", "reports.publish_annualreport"


class Blocked(Refused):
    """Findings that are neither mended nor justified prevent publishing; the sentence names each of `findings`."""

    def __init__(self, findings: list[ReportFinding]) -> None:
        are_errors = findings[0].level == FindingLevel.ERROR
        what = "处错误，改正后才能发布" if are_errors else "条提醒，改正或写明理由后才能发布"
        each = "".join(f"（{number}）{finding.message}" for number, finding in enumerate(findings, 1))
        super().__init__(f"还有 {len(findings)} {what}：{each}")
        self.findings = findings


@transaction.atomic
def submit(*, report: AnnualReport, by: User | None) -> AnnualReport:
    require(by, EDIT, "提交")
    report = locked_report(report, by)
    if not report.is_open:
        message = f"{report}现在是「{report.get_state_display()}」状态，无需提交。"
        raise Refused(message)
    require_private(report)
    return _change_state(report, ReportState.REVIEW, Verb.SUBMIT, by)


@transaction.atomic
def send_back(*, report: AnnualReport, reason: str, by: User | None) -> AnnualReport:
    require(by, REVIEW, "审核")
    report = locked_report(report, by)
    _require_state(report, ReportState.REVIEW, "退回")
    if not reason.strip():
        message = "请写明退回的理由。"
        raise Refused(message)
    state = ReportState.CORRECTING if report.revisions.exists() else ReportState.DRAFT
    return _change_state(report, state, Verb.SEND_BACK, by, f"（{reason.strip()}）")


@transaction.atomic
def clear(*, report: AnnualReport, by: User | None) -> AnnualReport:
    """Record that the secrecy review found nothing to hold back (条例 art. 17); holds until the next change."""
    require(by, CLEAR, "保密审查")
    report = locked_report(report, by)
    _require_state(report, ReportState.REVIEW, "保密审查")
    _refuse_writer(report, by, "保密审查")
    require_private(report)
    return _record_clearing(report, by)


@transaction.atomic
def publish(
    *, report: AnnualReport, correction: str = "", declared: bool = False, by: User | None, at: datetime
) -> Revision:
    """Freeze texts and figures as a revision.

    Raises Blocked on errors of the checks and on warnings without a reason, Refused on anything else.

    The second and later revisions state what was corrected. Nobody publishes what they wrote. Where the office has a
    secrecy review, it has passed, or who publishes may take it and has `declared` its conclusion.
    """
    require(by, PUBLISH, "发布")
    report = locked_report(report, by)
    _require_state(report, ReportState.REVIEW, "发布")
    _refuse_writer(report, by, "发布")
    require_private(report, correction)
    _require_cleared(report, by, declared=declared)
    figures = current_figures(report)
    _refuse_unready(report, figures)
    require_correction(report, figures)
    newest = report.revisions.first()
    if newest and not correction.strip():
        message = "这是更正后的发布，请写明更正了什么。"
        raise Refused(message)
    printed = wording(report)
    revision = Revision.objects.create(
        report=report,
        number=newest.number + 1 if newest else 1,
        published_at=at,
        published_by=by,
        title=printed.title,
        signature=printed.signature,
        signed_on=report.signed_on,
        headings=dict(printed.headings),
        texts={text.slot: text.html for text in report.texts.all()},
        figures={key: None if value is None else str(value) for key, value in figures.values.items()},
        correction=correction.strip() if newest else "",
    )
    _change_state(report, ReportState.PUBLISHED, Verb.PUBLISH, by)
    return revision


@transaction.atomic
def begin_correction(*, report: AnnualReport, by: User | None) -> AnnualReport:
    """Reopen a published report; its last revision stays public until the correction is published."""
    require(by, EDIT, "更正")
    report = locked_report(report, by)
    _require_state(report, ReportState.PUBLISHED, "更正")
    return _change_state(report, ReportState.CORRECTING, Verb.CORRECT, by)


def _refuse_writer(report: AnnualReport, by: User | None, act: str) -> None:
    if by is not None and is_writer(report, by):
        raise Refused(f"{report}是您编写或提交的，不能由您自己{act}，请由另一位同事办理。")


def _require_cleared(report: AnnualReport, by: User | None, *, declared: bool) -> None:
    if by is None or is_cleared(report) or not needs_clearing(report):
        return
    if not by.has_perm(CLEAR):
        raise Refused(f"{report}还没有通过保密审查，请先由有保密审查权限的同事办理。")
    if not declared:
        raise Refused("请先核对并勾选保密审查结论，再发布。")
    _record_clearing(report, by)


def _record_clearing(report: AnnualReport, by: User | None) -> AnnualReport:
    report.cleared_version = report.version + 1  # which recording it makes the present one
    return note(report, by, {CLEARED: ("", DECLARATION)}, Verb.CLEAR)


def obstacles(report: AnnualReport, figures: Figures) -> list[str]:
    """What besides the checks' errors prevents publishing, one sentence each; nothing for a historical report."""
    if report.is_historical:
        return []
    labels = {text.slot: text.label for text in report.edition.texts}
    sentences = [
        f"「{labels.get(text.slot, text.slot)}」还是上一年的文字，请修改，或勾选「已核对」后保存。"
        for text in report.texts.all()
        if text.to_revise
    ]
    filled = {text.slot for text in report.texts.all() if text.html.strip()}
    sentences += [
        f"「{text.label}」还没有内容。" for text in figures.edition.texts if text.required and text.slot not in filled
    ]
    if report.signed_on is None:
        sentences.append("还没有填写落款日期。")
    return sentences


def _refuse_unready(report: AnnualReport, figures: Figures) -> None:
    """Raise Blocked or Refused. A historical report goes out as it was printed: only personal data keeps it back."""
    findings = answered(report, subject(report, figures))
    errors = unsettled(findings, FindingLevel.ERROR)
    if report.is_historical:
        errors = [finding for finding in errors if finding.check == PERSONAL_DATA]
    if errors:
        raise Blocked(errors)
    if report.is_historical:
        return
    if missing := obstacles(report, figures):
        raise Refused(missing[0])
    if warnings := unsettled(findings, FindingLevel.WARNING):
        raise Blocked(warnings)


def _require_state(report: AnnualReport, state: ReportState, act: str) -> None:
    if report.state != state:
        message = f"{report}现在是「{report.get_state_display()}」状态，不能{act}。"
        raise Refused(message)


def _change_state(report: AnnualReport, state: ReportState, verb: Verb, by: User | None, why: str = "") -> AnnualReport:
    before = report.get_state_display()
    report.state = state
    return note(report, by, {"state": (str(before), f"{state.label}{why}")}, verb)
