"""Reports as the public sees them: by their revisions only, whatever the desk is doing to them now."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from itertools import groupby

from django.db.models import Exists, OuterRef, QuerySet

from disclosure.models import Authority
from reports.models import AnnualReport, Revision


@dataclass(frozen=True, slots=True)
class PublishedReport:
    """A report with its revisions, newest first; there is always at least one."""

    report: AnnualReport
    revisions: tuple[Revision, ...]

    @property
    def current(self) -> Revision:
        return self.revisions[0]

    @property
    def first_published_at(self) -> datetime:
        return self.revisions[-1].published_at

    @property
    def is_corrected(self) -> bool:
        return len(self.revisions) > 1

    def revision(self, number: int) -> Revision | None:
        return next((revision for revision in self.revisions if revision.number == number), None)

    def successor(self, revision: Revision) -> Revision | None:
        return self.revision(revision.number + 1)


def published_reports(authority: Authority, *, figures: bool = False) -> list[PublishedReport]:
    """An authority's published reports, newest year first, without texts and (by default) figures; one query."""
    left_out = ("texts",) if figures else ("texts", "figures")
    return _by_report(_revisions(authority).defer(*left_out))


def reports_with_contents(authority: Authority) -> list[PublishedReport]:
    """As `published_reports`, with texts and figures; one query."""
    return _by_report(_revisions(authority))


def _by_report(revisions: QuerySet[Revision]) -> list[PublishedReport]:
    found = revisions.order_by("-report__year", "-number")
    return [
        PublishedReport(report, tuple(revisions)) for report, revisions in groupby(found, key=lambda one: one.report)
    ]


def published_report(authority: Authority, year: int) -> PublishedReport | None:
    """The published report of a year with its contents; one query."""
    revisions = tuple(_revisions(authority).filter(report__year=year).order_by("-number"))
    return PublishedReport(revisions[0].report, revisions) if revisions else None


def other_authorities(authority: Authority) -> QuerySet[Authority]:
    has_report = Exists(Revision.objects.filter(report__authority=OuterRef("pk")))
    return Authority.objects.exclude(pk=authority.pk).filter(has_report).order_by("code")


def fingerprint(published: PublishedReport, revision: Revision) -> str:
    shown = {
        "authority": published.report.authority.code,
        "report": [published.report.year, published.report.edition_key],
        "revision": [revision.number, revision.title, revision.signature, str(revision.signed_on)],
        "contents": [revision.texts, revision.figures, revision.headings],
        "masked": [str(one.masked_at) for one in published.revisions if one.number <= revision.number],
        "corrections": list(_corrections(published, revision)),
    }
    return blake2b(json.dumps(shown, sort_keys=True).encode(), digest_size=12).hexdigest()


def _corrections(published: PublishedReport, revision: Revision) -> Iterator[tuple[str, str]]:
    for one in published.revisions:
        if one.number <= revision.number:
            yield one.published_at.isoformat(), one.correction


def _revisions(authority: Authority) -> QuerySet[Revision]:
    return Revision.objects.filter(report__authority=authority).select_related("report__authority")
