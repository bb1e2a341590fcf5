"""A report as plain data for the checks and the renderers."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.timezone import localtime as local

from reports.checks import AdjustedFigure, Subject
from reports.editions.grid import Grid, TableLayout, TextSlot, grid
from reports.models import AnnualReport, FigureOrigin, ReportState, Revision
from reports.rendering.document import DocumentPart, Prose, ReportDocument

from .figures import Figures, current_figures, frozen_figures


def subject(report: AnnualReport, figures: Figures, *, previous: bool = True) -> Subject:
    earlier = _published_last_year(report) if previous else None
    return Subject(
        title=report.title,
        year=report.year,
        edition=report.edition,
        values=figures.values,
        adjusted=tuple(
            AdjustedFigure(
                state.figure,
                state.adjustment.value,
                state.counted,
                state.adjustment.counted_then,
                state.adjustment.reason,
                state.adjustment.by,
                state.adjustment.at,
            )
            for state in figures.states.values()
            if state.adjustment
        ),
        texts=texts_of(report),
        signed_on=report.signed_on,
        previous=subject(earlier, current_figures(earlier), previous=False) if earlier else None,
    )


def texts_of(report: AnnualReport) -> dict[str, str]:
    if report.pk is None:
        return {}
    if report.state == ReportState.PUBLISHED and (revision := report.revisions.first()):
        return dict(revision.texts)
    return {text.slot: text.html for text in report.texts.all()}


def document(report: AnnualReport, figures: Figures) -> ReportDocument:
    if report.state == ReportState.PUBLISHED and (revision := report.revisions.first()):
        return published_document(report, revision)
    return _document(
        report,
        figures,
        texts_of(report),
        title=report.title,
        signature=report.authority.name,
        signed_on=report.signed_on,
        state=str(report.get_state_display()),
    )


def published_document(
    report: AnnualReport, revision: Revision, revisions: Iterable[Revision] | None = None
) -> ReportDocument:
    """A revision as it was published, with a note on each correction up to it.

    Makes no query where all `revisions` of the report are given.
    """
    known = report.revisions.defer("texts", "figures") if revisions is None else revisions
    corrections = sorted((one for one in known if 1 < one.number <= revision.number), key=lambda one: one.number)
    day = "%Y年%-m月%-d日"
    return _document(
        report,
        frozen_figures(report.edition, revision),
        revision.texts,
        title=revision.title,
        signature=revision.signature,
        signed_on=revision.signed_on,
        revision=revision.number,
        notes=(
            *(f"本报告于{local(one.published_at).strftime(day)}更正：{one.correction}" for one in corrections),
            *masking_note(revision),
        ),
    )


def masking_note(revision: Revision) -> tuple[str, ...]:
    """That and when personal data was masked in a revision after its publication."""
    if revision.masked_at is None:
        return ()
    day = local(revision.masked_at).strftime("%Y年%-m月%-d日")
    return (f"{day}，本版遮盖了 {revision.masked_places} 处个人信息。",)


def _document(  # noqa: PLR0913 keyword arguments, one per printed thing
    report: AnnualReport,
    figures: Figures,
    texts: dict[str, str],
    *,
    title: str,
    signature: str,
    signed_on: date | None,
    state: str = "",
    revision: int = 0,
    notes: tuple[str, ...] = (),
) -> ReportDocument:
    edition, values = figures.edition, figures.values
    by_key = edition.by_key

    def printed(part: TextSlot | TableLayout) -> Prose | Grid:
        return Prose(part.slot, texts.get(part.slot, "")) if isinstance(part, TextSlot) else grid(part, by_key, values)

    parts = tuple(
        DocumentPart(section.heading, tuple(printed(part) for part in section.parts)) for section in edition.sections
    )
    return ReportDocument(
        title=title,
        authority=signature,
        authority_code=report.authority.code,
        year=report.year,
        edition=edition.key,
        parts=parts,
        signed_on=signed_on,
        state=state,
        revision=revision,
        notes=notes,
    )


def _published_last_year(report: AnnualReport) -> AnnualReport | None:
    last_year = AnnualReport.objects.filter(authority=report.authority_id, year=report.year - 1)
    return (
        last_year.filter(Q(state=ReportState.PUBLISHED) | Q(origin=FigureOrigin.HISTORICAL))
        .select_related("authority")
        .first()
    )
