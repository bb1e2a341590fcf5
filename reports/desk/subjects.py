"""A report as plain data for the checks and the renderers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Q
from django.utils.timezone import localtime

from disclosure.law.applications.outcomes import ApplicantKind
from disclosure.models import Act, Application, Authority, Verb
from reports.checks import AdjustedFigure, AuthorityNames, LateRecord, Subject
from reports.editions.grid import Grid, Section, TableLayout, TextSlot, grid
from reports.models import AnnualReport, FigureOrigin, ReportState, Revision
from reports.rendering.document import DocumentPart, Prose, ReportDocument

from .figures import Figures, current_figures, frozen_figures
from .names import BESIDE_TABLES, field_name
from .sources import printed_report_of, source_of


def subject(report: AnnualReport, figures: Figures) -> Subject:
    """The report with last year's, the names of its authority, and the form of one that was read from a file.

    The number of queries is constant.
    """
    earlier = _published_last_year(report)
    before = _plain(earlier, current_figures(earlier)) if earlier else None
    return replace(
        _plain(report, figures),
        previous=before,
        authority=_names(report.authority),
        late_records=tuple(_late_records(report, earlier, before, figures)) if earlier and before else (),
        printed=printed_report_of(report),
    )


def _plain(report: AnnualReport, figures: Figures) -> Subject:
    return Subject(
        title=wording(report).title,
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
    )


def _names(authority: Authority) -> AuthorityNames:
    """Two steps up, one down; one query."""
    near = Q(parent=authority.pk) | Q(children=authority.pk) | Q(children__children=authority.pk)
    rows = Authority.objects.without_tree_fields().filter(near).distinct().order_by("code")
    below: list[str] = []
    above: list[str] = []
    for name, report_name, parent in rows.values_list("name", "report_name", "parent"):
        (below if parent == authority.pk else above).extend(filter(None, (name, report_name)))
    own = tuple(filter(None, (authority.report_name, authority.name)))
    return AuthorityNames(own, tuple(above), tuple(below))


def _late_records(
    report: AnnualReport, earlier: AnnualReport, before: Subject, figures: Figures
) -> Iterator[LateRecord]:
    """Applications of before this year, open when it began, that were entered after last year's report was published.

    Looked for only where 上年结转 differs from last year's report.
    """
    first = earlier.revisions.order_by("number").values_list("published_at", flat=True).first()
    pairs = ((f"3.carried_in.{kind}", f"3.carried_out.{kind}") for kind in (*ApplicantKind.values, "total"))
    differs = any(figures.values.get(now) != before.values.get(then) for now, then in pairs)
    if first is None or not differs:
        return
    entries = Act.objects.filter(
        kind=Application._meta.label_lower, verb=Verb.ADD, authority=report.authority_id, at__gt=first
    )
    entered = {int(key): localtime(at).date() for key, at in entries.values_list("key", "at")}
    begin = date(report.year, 1, 1)
    still_open = Q(concluded_on__isnull=True) | Q(concluded_on__gte=begin)
    rows = Application.objects.filter(still_open, authority=report.authority_id, received_on__lt=begin)
    for pk, number, received_on, kind in rows.order_by("received_on", "number").values_list(
        "pk", "number", "received_on", "applicant_kind"
    ):
        if pk in entered and received_on:
            yield LateRecord(number, received_on, entered[pk], kind)


def texts_of(report: AnnualReport) -> dict[str, str]:
    if report.pk is None:
        return {}
    if report.state == ReportState.PUBLISHED and (revision := report.revisions.first()):
        return dict(revision.texts)
    return {text.slot: text.html for text in report.texts.all()}


def text_slots(report: AnnualReport, texts: Iterable[str]) -> list[TextSlot]:
    """The texts of the format, and of those in `texts` the ones beside the tables of a historical report."""
    beside = [slot for slot in BESIDE_TABLES if slot in set(texts)]
    more = [TextSlot(slot, field_name(report, f"text:{slot}"), required=False) for slot in beside]
    return [*report.edition.texts, *more]


def document(report: AnnualReport, figures: Figures) -> ReportDocument:
    if report.state == ReportState.PUBLISHED and (revision := report.revisions.first()):
        return published_document(report, revision)
    printed = wording(report)
    return _document(
        report,
        figures,
        texts_of(report),
        printed,
        signed_on=report.signed_on,
        state=str(report.get_state_display()),
    )


@dataclass(frozen=True, slots=True)
class Wording:
    """The title, the name that signs, and the headings of sections (by number) that are not as the format has them."""

    title: str
    signature: str
    headings: Mapping[str, str] = field(default_factory=dict)


def wording(report: AnnualReport) -> Wording:
    """How the report is headed and signed: a historical one as printed in its file."""
    source = source_of(report)
    if source is None:
        return Wording(report.title, report.authority.name)
    headings = source.facts.get("section_headings", {})
    return Wording(source.title or report.title, source.signature or report.authority.name, headings)


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
        Wording(revision.title, revision.signature, revision.headings),
        signed_on=revision.signed_on,
        revision=revision.number,
        notes=(
            *(f"本报告于{localtime(one.published_at).strftime(day)}更正：{one.correction}" for one in corrections),
            *masking_note(revision),
        ),
    )


def masking_note(revision: Revision) -> tuple[str, ...]:
    """That and when personal data was masked in a revision after its publication."""
    if revision.masked_at is None:
        return ()
    day = localtime(revision.masked_at).strftime("%Y年%-m月%-d日")
    return (f"{day}，本版遮盖了 {revision.masked_places} 处个人信息。",)


def _document(
    report: AnnualReport,
    figures: Figures,
    texts: dict[str, str],
    wording: Wording,
    *,
    signed_on: date | None,
    state: str = "",
    revision: int = 0,
    notes: tuple[str, ...] = (),
) -> ReportDocument:
    edition, values = figures.edition, figures.values
    by_key = edition.by_key

    def printed(part: TextSlot | TableLayout) -> Prose | Grid:
        return Prose(part.slot, texts.get(part.slot, "")) if isinstance(part, TextSlot) else grid(part, by_key, values)

    headed = [section for section in edition.sections if section.heading]

    def part(section: Section) -> DocumentPart:
        """A section as printed; a historical report may have a text beside a table, which stands above it."""
        number = str(headed.index(section) + 1) if section.heading else "0"
        beside = texts.get(f"section-{number}", "")
        content = (*([Prose(f"section-{number}", beside)] if beside else []), *map(printed, section.parts))
        return DocumentPart(wording.headings.get(number, section.heading), content)

    return ReportDocument(
        title=wording.title,
        authority=wording.signature,
        authority_code=report.authority.code,
        year=report.year,
        edition=edition.key,
        parts=tuple(map(part, edition.sections)),
        signed_on=signed_on,
        state=state,
        revision=revision,
        origin=report.origin,
        notes=notes,
    )


def _published_last_year(report: AnnualReport) -> AnnualReport | None:
    last_year = AnnualReport.objects.filter(authority=report.authority_id, year=report.year - 1)
    return (
        last_year.filter(Q(state=ReportState.PUBLISHED) | Q(origin=FigureOrigin.HISTORICAL))
        .select_related("authority")
        .first()
    )
