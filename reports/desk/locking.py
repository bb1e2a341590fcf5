"""What every act on a report begins and ends with: the lock, the state, the note of what changed."""

from collections.abc import Mapping

from disclosure.desk.accounts.access import require_act
from disclosure.desk.audit.diffs import as_text
from disclosure.desk.audit.log import note as note_act
from disclosure.errors import Refused
from disclosure.models import User, Verb
from disclosure.models.act import Changes
from reports.models import AnnualReport, Change

from .names import field_name

ADD, EDIT = "reports.add_annualreport", "reports.change_annualreport"


def locked_report(report: AnnualReport, by: User | None) -> AnnualReport:
    """The report read anew under a lock, so that two acts wait for each other. Refuses who may not act on it."""
    require_act(by, report)
    return AnnualReport.objects.select_for_update(of=("self",)).select_related("authority").get(pk=report.pk)


def require_open(report: AnnualReport) -> AnnualReport:
    """Refuse where texts and figures are not open for editing."""
    if not report.is_open:
        message = f"{report}现在是「{report.get_state_display()}」状态，不能修改。请先退回修改或开始更正。"
        raise Refused(message)
    return report


def require(user: User | None, permission: str, act: str) -> None:
    """Refuse a user without the permission; None is the program itself."""
    if user is not None and not user.has_perm(permission):
        message = f"您没有{act}年度报告的权限，请联系管理员。"
        raise Refused(message)


def note(report: AnnualReport, by: User | None, changes: Mapping[str, tuple[str, str]], verb: Verb) -> AnnualReport:
    """Count the save and write down each changed field as (before, after), and all of it as one act."""
    report.version += 1
    report.changed_by = by
    report.save()
    Change.objects.bulk_create(
        Change(report=report, version=report.version, field=field, before=before, after=after, by=by)
        for field, (before, after) in changes.items()
    )
    told: Changes = {field_name(report, field): [as_text(value) for value in pair] for field, pair in changes.items()}
    note_act(verb, report, told, by=by)
    return report
