"""The guard over a report's texts (个保法; 保守国家秘密法 art. 35; 条例 art. 14, 15), by the functions of items.

It reads the texts on every view and before every step. What it finds blocks review and publication until it is masked
or justified; a mark of state secrecy until the secrecy review has settled it. A reason holds for the report, its
corrections included.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.db import transaction

from disclosure.desk.audit.log import note as note_act
from disclosure.desk.items.blocks import marks_in
from disclosure.desk.items.found import (
    PRINTED,
    GuardedText,
    PrivacyFinding,
    as_finding,
    decided,
    html_findings,
    mask_html,
    refuse_reason,
    refuse_unsettled,
)
from disclosure.errors import Refused
from disclosure.law.privacy import FoundKind, find, mask
from disclosure.law.secrecy import find_marks, is_draft
from disclosure.models import User, Verb
from reports.models import AnnualReport, ReportJustification, Revision

from .locking import EDIT, locked_report, note, require, require_open
from .subjects import text_slots, texts_of, wording
from .writers import CLEAR, is_writer

CORRECTION = "correction"
LONGEST_MASK = 200


Reasons = Mapping[tuple[str, str], str]


def reasons_of(report: AnnualReport) -> Reasons:
    """Why findings stay, by kind and digest; one query."""
    return {(row.kind, row.digest): row.reason for row in report.justifications.all()}


def findings(report: AnnualReport, reasons: Reasons | None = None) -> list[PrivacyFinding]:
    """What the guard finds in the report's texts, in order; two queries, one where `reasons` are given.

    Raises Unreadable where a text takes too much, Busy where no process is free: in both cases it was not read.
    """
    known = reasons_of(report) if reasons is None else reasons
    found = [*_found(report, texts_of(report)), *_in_printed_words(report)]
    return [as_finding(one, known) for one in found]


def unsettled(report: AnnualReport) -> list[PrivacyFinding]:
    return [finding for finding in findings(report) if not finding.is_justified]


def require_private(report: AnnualReport, correction: str = "") -> None:
    """Raise Refused for what is neither masked nor justified, in the texts and in what a correction says of itself."""
    refuse_unsettled(f"{report}", [*unsettled(report), *_of_correction(correction)])


def _of_correction(correction: str) -> list[PrivacyFinding]:
    found = [*find(correction), *find_marks(correction)]
    return [as_finding(GuardedText(CORRECTION, "更正说明", one, correction), {}) for one in found]


def _in_printed_words(report: AnnualReport) -> Iterator[GuardedText]:
    """Title, headings and signature of a historical report, which go out as they were printed; a query for one."""
    if not report.is_historical:
        return
    printed = wording(report)
    headings = ((f"第{number}部分的标题", text) for number, text in printed.headings.items())
    for place, text in (("标题", printed.title), ("落款", printed.signature), *headings):
        for one in (*find(text), *find_marks(text)):
            yield GuardedText(PRINTED, place, one, text)


def _found(report: AnnualReport, texts: Mapping[str, str]) -> Iterator[GuardedText]:
    """A report speaks of drafts that were published for comments, and is none: 征求意见稿 is no mark in it."""
    labels = {text.slot: text.label for text in text_slots(report, texts)}
    for slot, html in texts.items():
        found = [*html_findings(html, f"{report}"), *html_findings(html, f"{report}", marks_in)]
        for number, place, one in found:
            if not is_draft(one.masked):
                yield GuardedText(slot, f"「{labels.get(slot, slot)}」{place}", one, html, number)


def renewed_digests(report: AnnualReport) -> dict[str, str]:
    """For each finding of the report's texts and revisions: digests under older keys → its digest under the newest."""
    texts = [{text.slot: text.html for text in report.texts.all()}, *(one.texts for one in report.revisions.all())]
    digests_of_each = (one.digests for held in texts for one in _found(report, held))
    return {old: now for now, *older in digests_of_each for old in older}


# --- Settling what was found ------------------------------------------------------


@transaction.atomic
def mask_finding(*, report: AnnualReport, slot: str, digest: str, by: User | None) -> int:
    """Mask a finding wherever it occurs in a text; returns the number of places. The values are not in the record."""
    return _mask(report, {slot: {digest}}, by)


@transaction.atomic
def mask_everything(*, report: AnnualReport, by: User | None) -> int:
    """Mask all personal data that was not justified."""
    wanted: dict[str, set[str]] = {}
    for finding in unsettled(report):
        if finding.is_maskable:
            wanted.setdefault(finding.field, set()).add(finding.digest)
    return _mask(report, wanted, by)


def _mask(report: AnnualReport, wanted: Mapping[str, set[str]], by: User | None) -> int:
    require(by, EDIT, "修改")
    report = require_open(locked_report(report, by))
    changes: dict[str, tuple[str, str]] = {}
    places = 0
    for row in report.texts.filter(slot__in=wanted):
        html, count = mask_html(row.html, f"{report}", wanted[row.slot])
        if count:
            changes[f"text:{row.slot}"] = (row.html, html)
            setattr(row, "html", html)  # noqa: B010  # django-stubs types the field as itself, its values are texts
            places += count
            row.save(update_fields=["html"])
    if not places:
        raise Refused(f"{report}中已没有这一处个人信息，请刷新后再看。")
    note(report, by, changes, Verb.MASK, is_personal=True)
    return places


@transaction.atomic
def justify(*, report: AnnualReport, kind: str, digest: str, reason: str, by: User | None) -> ReportJustification:
    """Let a finding stay, with the reason. Raises Refused with a sentence."""
    require(by, EDIT, "修改")
    report = require_open(locked_report(report, by))
    refuse_reason(kind, reason.strip())
    return _keep(report, kind, digest, reason.strip(), by)


@transaction.atomic
def settle_mark(
    *, report: AnnualReport, digest: str, decision: str, reason: str, by: User | None
) -> ReportJustification:
    """Record that a mark of state secrecy was declassified or is none (保守国家秘密法 art. 24, 35)."""
    require(by, CLEAR, "保密审查")
    report = locked_report(report, by)
    if by is not None and is_writer(report, by):
        raise Refused(f"{report}是您编写或提交的，密级标志请由另一位有保密审查权限的同事核对。")
    return _keep(report, FoundKind.SECRECY, digest, decided(decision, reason), by)


def _keep(report: AnnualReport, kind: str, digest: str, reason: str, by: User | None) -> ReportJustification:
    finding = next((one for one in findings(report) if (one.kind, one.digest) == (kind, digest)), None)
    if finding is None:
        raise Refused(f"{report}中已没有这一处内容，请刷新后再看。")
    if finding.is_justified:
        raise Refused(f"这一处（{finding.masked}）已经写过保留理由。")
    made = ReportJustification.objects.create(
        report=report, kind=kind, digest=digest, masked=finding.masked[:LONGEST_MASK], reason=reason, by=by
    )
    note_act(Verb.JUSTIFY, report, {f"保留「{finding.masked}」": ["", reason]}, by=by)
    return made


# --- What an old revision exposes ---------------------------------------------------


def exposed(revision: Revision, reasons: Reasons) -> list[PrivacyFinding]:
    """Personal data in a published revision that was not justified; no query."""
    texts = [as_finding(one, reasons) for one in _found(revision.report, revision.texts)]
    found = [*texts, *_of_correction(revision.correction)]
    return [finding for finding in found if not finding.is_mark and not finding.is_justified]


@transaction.atomic
def mask_revision(*, revision: Revision, by: User | None, at: datetime, permission: str) -> Revision:
    """Mask in place what a published revision exposes; it says from then on that and when it was masked.

    A text of the report that still reads as the revision's is masked with it.
    """
    require(by, permission, "发布")
    report = locked_report(revision.report, by)
    revision = Revision.objects.select_for_update().get(pk=revision.pk)
    revision.report = report
    wanted: dict[str, set[str]] = {}
    for finding in exposed(revision, reasons_of(report)):
        wanted.setdefault(finding.field, set()).add(finding.digest)
    if not wanted:
        raise Refused(f"{report}{revision}中没有可以遮盖的个人信息，请刷新后再看。")
    places = sum(_mask_slot(report, revision, slot, digests) for slot, digests in wanted.items())
    revision.masked_at, revision.masked_by = at, by
    revision.masked_places += places
    revision.save()
    note_act(Verb.MASK, report, {f"{revision}（遮盖 {places} 处）": [None, None]}, by=by)
    return revision


def _mask_slot(report: AnnualReport, revision: Revision, slot: str, wanted: Iterable[str]) -> int:
    if slot == CORRECTION:
        found = find(revision.correction)
        revision.correction = mask(revision.correction, found)
        return len(found)
    before = revision.texts[slot]
    html, count = mask_html(before, f"{report}", set(wanted))
    revision.texts = {**revision.texts, slot: html}
    report.texts.filter(slot=slot, html=before).update(html=html)
    return count
