"""The report as a page: its sections as HTML, and its links."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.utils.html import format_html
from django.utils.safestring import SafeString

from disclosure.portal.common.site import Link, Site
from disclosure.rendering.html import prose_html
from reports.desk.subjects import published_document
from reports.editions.grid import FilledCell, Grid
from reports.models import Revision
from reports.rendering.document import DocumentPart, Prose, ReportDocument
from reports.rendering.html import table_html

from .files import KEPT, KINDS
from .published import PublishedReport, fingerprint


@dataclass(frozen=True, slots=True)
class ContentBlock:
    """A text, or a table with its title."""

    html: SafeString
    title: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class PageSection:
    """A section with its anchor; the preamble has neither heading nor anchor."""

    heading: str
    anchor: str
    blocks: tuple[ContentBlock, ...]


PlainSection = tuple[str, str, tuple[tuple[SafeString, str, str], ...]]


@dataclass(frozen=True, slots=True)
class ReportListEntry:
    year: int
    title: str
    address: str
    published_at: datetime
    corrected_at: datetime | None
    downloads: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class RevisionEntry:
    """A revision in the history of its report."""

    number: int
    published_at: datetime
    correction: str
    address: str
    is_current: bool


def sections(published: PublishedReport, revision: Revision) -> tuple[PageSection, ...]:
    """The sections of a revision; cached, since a revision never changes.

    Cached as plain texts: what holds a class of ours cannot be read by a version that named it otherwise.
    """

    def made() -> tuple[PlainSection, ...]:
        return tuple(
            (one.heading, one.anchor, tuple((block.html, block.title, block.key) for block in one.blocks))
            for one in _sections(published_document(published.report, revision))
        )

    key = f"report:{fingerprint(published, revision)}:plain-sections"
    plain: tuple[PlainSection, ...] = cache.get_or_set(key, made, KEPT)  # type: ignore[assignment]
    return tuple(PageSection(one, anchor, tuple(ContentBlock(*block) for block in rest)) for one, anchor, rest in plain)


def entry(site: Site, published: PublishedReport) -> ReportListEntry:
    year, current = published.report.year, published.current
    return ReportListEntry(
        year=year,
        title=current.title,
        address=site.address("report", year=year),
        published_at=published.first_published_at,
        corrected_at=current.published_at if published.is_corrected else None,
        downloads=downloads(site, published, current),
    )


def downloads(site: Site, published: PublishedReport, revision: Revision) -> tuple[Link, ...]:
    """The files of a revision; those of the one in force have the shorter address."""
    name, arguments = "report-file", {"year": published.report.year}
    if published.successor(revision):
        name, arguments = "report-revision-file", {**arguments, "number": revision.number}
    return tuple(
        Link(f"{kind}（{format.upper()}）", site.address(name, format=format, **arguments))
        for format, kind in KINDS.items()  # noqa: A001 as in the address
    )


def history(site: Site, published: PublishedReport) -> list[RevisionEntry]:
    """All revisions of a corrected report, newest first; empty for one that was never corrected."""
    year = published.report.year
    return [
        RevisionEntry(
            number=one.number,
            published_at=one.published_at,
            correction=one.correction,
            address=site.address("report-revision", year=year, number=one.number)
            if published.successor(one)
            else site.address("report", year=year),
            is_current=one is published.current,
        )
        for one in published.revisions
        if published.is_corrected
    ]


def _sections(document: ReportDocument) -> Iterator[PageSection]:
    headed = 0
    for part in document.parts:
        headed += bool(part.heading)
        blocks = tuple(_blocks(part))
        if part.heading or blocks:
            yield PageSection(part.heading, f"part-{headed}" if part.heading else "", blocks)


def _blocks(part: DocumentPart) -> Iterator[ContentBlock]:
    for item in part.content:
        if isinstance(item, Grid):
            yield ContentBlock(table_html(item, cell=_figure), item.table.title, item.table.key)
        elif isinstance(item, Prose) and (html := prose_html(item.html, place=part.heading)):
            yield ContentBlock(html)


def _figure(cell: FilledCell) -> SafeString:
    marks = (("zero", cell.value == 0), ("total", cell.figure is not None and cell.figure.is_formula))
    name = " ".join(mark for mark, applies in marks if applies)
    return format_html('<span class="{}">{}</span>', name, cell.text) if name else format_html("{}", cell.text)
