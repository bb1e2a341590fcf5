"""What every action on a report begins and ends with: lock, state, log."""

from collections.abc import Mapping

from disclosure.desk.accounts.access import require_act
from disclosure.desk.audit.diffs import as_text
from disclosure.desk.audit.log import note as note_act
from disclosure.desk.common.locking import lock
from disclosure.errors import Refused
from disclosure.models import User, Verb
from disclosure.models.act import Changes
from reports.models import AnnualReport, Change

from .names import field_name

ADD, EDIT = "reports.add_annualreport", "reports.change_annualreport"


def locked_report(report: AnnualReport, by: User | None) -> AnnualReport:
    """Reload the report under a lock. Raises Refused without the right to act on it."""
    require_act(by, report)
    return lock(AnnualReport.objects.select_related("authority"), report, "这份年度报告已不存在，可能已被删除。")


def require_open(report: AnnualReport) -> AnnualReport:
    """Raise Refused where texts and figures are not open for editing."""
    if not report.is_open:
        message = f"{report}现在是「{report.get_state_display()}」状态，不能修改。请先退回修改或开始更正。"
        raise Refused(message)
    return report


def require(user: User | None, permission: str, act: str) -> None:
    """Raise Refused without the permission; None is the program itself."""
    if user is not None and not user.has_perm(permission):
        message = f"您没有{act}年度报告的权限，请联系管理员。"
        raise Refused(message)


def note(
    report: AnnualReport,
    by: User | None,
    changes: Mapping[str, tuple[str, str]],
    verb: Verb,
    *,
    is_personal: bool = False,
) -> AnnualReport:
    """Increase the version, store each changed field as (before, after), and write one audit entry.

    `is_personal`: the audit entry says that the fields changed, not what they held.
    """
    report.version += 1
    report.changed_by = by
    report.save()
    Change.objects.bulk_create(
        Change(report=report, version=report.version, field=field, before=before, after=after, by=by)
        for field, (before, after) in changes.items()
    )
    told: Changes = {
        field_name(report, field): [None, None] if is_personal else [as_text(value) for value in pair]
        for field, pair in changes.items()
    }
    note_act(verb, report, told, by=by)
    return report
