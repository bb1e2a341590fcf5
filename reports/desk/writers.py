"""The four eyes of a report (条例 art. 17): who wrote it neither reviews its secrecy nor publishes it."""

from django.db.models import Q

from disclosure.law.reviewing import CLEAR as CLEAR_ITEM
from disclosure.models import Act, User, Verb
from reports.models import AnnualReport, ReportState

CLEAR = f"disclosure.{CLEAR_ITEM}"
STATE, CLEARED = "state", "cleared"
WROTE = (Verb.BEGIN, Verb.SAVE)


def is_writer(report: AnnualReport, by: User) -> bool:
    """Whether this person began, changed or submitted what waits to be published; at most three queries.

    A correction counts from the last publication, or from where the last correction was given up.
    """
    ends = report.changes.filter(field=STATE, after__startswith=ReportState.PUBLISHED.label)
    published = ends.order_by("-version").first()
    since = published.version if published else -1
    submitted = Q(field=STATE, after=ReportState.REVIEW.label)
    wrote = submitted | ~Q(field__in=(STATE, CLEARED))
    if report.changes.filter(wrote, by=by, version__gt=since).exists():
        return True
    return published is None and Act.objects.about(report).filter(user=by, verb__in=WROTE).exists()


def is_cleared(report: AnnualReport) -> bool:
    """Whether the secrecy review passed the report as it stands."""
    return report.cleared_version is not None and report.cleared_version == report.version


def needs_clearing(report: AnnualReport) -> bool:
    """Whether the office has given somebody the secrecy review: a role of its own, or a permission; one query."""
    reviewers = User.objects.with_perm(CLEAR, include_superusers=False)
    return reviewers.filter(Q(authority=None) | Q(authority=report.authority_id)).exists()
