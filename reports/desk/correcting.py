"""A correction of a published report: what it changes, and giving it up."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from disclosure.errors import Refused
from disclosure.models import User, Verb
from disclosure.models.richtext import same_text
from reports.editions.grid import format_number
from reports.models import AnnualReport, ReportState, ReportText, Revision

from .figures import Figures, frozen_figures
from .locking import EDIT, locked_report, note, require
from .names import SIGNED_ON, field_name
from .subjects import text_slots, wording


@dataclass(frozen=True, slots=True)
class CorrectedField:
    """A field beside the published one; `is_text`: both are sanitised HTML."""

    label: str
    before: str
    after: str
    is_text: bool


def corrected_fields(report: AnnualReport, figures: Figures) -> list[CorrectedField]:
    """What is different from the last revision, in the order of print; empty before the first. Two queries."""
    published = report.revisions.first()
    return list(_corrected(report, figures, published)) if published else []


def _corrected(report: AnnualReport, figures: Figures, published: Revision) -> Iterator[CorrectedField]:
    printed = wording(report)
    for label, before, after in (
        ("标题", published.title, printed.title),
        ("落款机关", published.signature, printed.signature),
    ):
        if before != after:
            yield CorrectedField(label, before, after, is_text=False)
    texts = {text.slot: str(text.html) for text in report.texts.all()}
    for slot in text_slots(report, texts):
        before, after = str(published.texts.get(slot.slot, "")), texts.get(slot.slot, "")
        if not same_text(before, after):
            yield CorrectedField(slot.label, before, after, is_text=True)
    old = frozen_figures(report.edition, published).values
    for figure in report.edition.figures:
        before, after = format_number(old.get(figure.key)), format_number(figures.values.get(figure.key))
        if before != after:
            yield CorrectedField(f"表{figure.table} {figure.label}", before, after, is_text=False)
    if published.signed_on != report.signed_on:
        old_day, new_day = (str(day or "") for day in (published.signed_on, report.signed_on))
        yield CorrectedField(field_name(report, SIGNED_ON), old_day, new_day, is_text=False)


def require_correction(report: AnnualReport, figures: Figures) -> None:
    """Refuse a correction that corrects nothing."""
    if report.revisions.exists() and not corrected_fields(report, figures):
        raise Refused("和已发布的上一版没有不同，没有要更正的；不再更正的，请「放弃更正」。")


@transaction.atomic
def give_up_correction(*, report: AnnualReport, by: User | None, at: datetime) -> AnnualReport:
    """Return to the published revision: texts, signing date and adjustments as they were. Raises Refused."""
    require(by, EDIT, "更正")
    report = locked_report(report, by)
    published = report.revisions.first()
    if report.state not in (ReportState.CORRECTING, ReportState.REVIEW) or published is None:
        raise Refused(f"{report}现在是「{report.get_state_display()}」状态，没有要放弃的更正。")
    changes = _restore_texts(report, published.texts)
    if report.signed_on != published.signed_on:
        changes[SIGNED_ON] = (str(report.signed_on or ""), str(published.signed_on or ""))
        report.signed_on = published.signed_on
    _restore_adjustments(report, published, by, at)
    before, report.state = str(report.get_state_display()), ReportState.PUBLISHED
    changes["state"] = (before, f"{ReportState.PUBLISHED.label}（放弃更正）")
    return note(report, by, changes, Verb.GIVE_UP)


def _restore_texts(report: AnnualReport, published: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    changes: dict[str, tuple[str, str]] = {}
    rows = {row.slot: row for row in report.texts.all()}
    for slot in {*rows, *published}:
        row = rows.get(slot) or ReportText(report=report, slot=slot)
        before, after = str(row.html), published.get(slot, "")
        row.to_revise = False
        setattr(row, "html", after)  # noqa: B010  # django-stubs types the field as itself, its values are texts
        row.save()
        if not same_text(before, after):
            changes[f"text:{slot}"] = (before, after)
    return changes


def _restore_adjustments(report: AnnualReport, published: Revision, by: User | None, at: datetime) -> None:
    """Take back what was set since the publication, and set again what was taken back since."""
    since = published.published_at
    report.adjustments.filter(taken_back_at=None, set_at__gt=since).update(taken_back_by=by, taken_back_at=at)
    for row in report.adjustments.filter(set_at__lte=since, taken_back_at__gt=since):
        row.taken_back_by = row.taken_back_at = None
        row.save(update_fields=["taken_back_by", "taken_back_at"])
