"""What was read from the file of a historical report, stored as JSON beside it and taken out again."""

from dataclasses import asdict
from typing import Any

from reports.editions.printed import PrintedLabel, PrintedReport, PrintedTable, UnreadCell
from reports.models import AnnualReport, ReportSource


def facts_of(printed: PrintedReport) -> dict[str, Any]:
    """What was found besides the figures and the texts that people may edit."""
    return {
        "year": printed.year,
        "headings": list(printed.headings),
        "section_headings": dict(printed.section_headings),
        "sections": dict(printed.sections),
        "tables": [asdict(table) for table in printed.tables],
        "unread": [asdict(cell) for cell in printed.unread],
        "notes": list(printed.notes),
    }


def source_of(report: AnnualReport) -> ReportSource | None:
    """The file of a historical report, with whoever read it; None for a report that was made here."""
    if not report.pk or not report.is_historical:
        return None
    return ReportSource.objects.filter(report=report).select_related("read_by").first()


def printed_report_of(report: AnnualReport) -> PrintedReport | None:
    """What was read from the report's file; None for a report that was made here. One query."""
    source = source_of(report)
    if source is None:
        return None
    facts = source.facts
    return PrintedReport(
        title=source.title,
        authority=source.authority_name,
        year=facts["year"],
        edition_key=report.edition_key,
        headings=tuple(facts["headings"]),
        sections=facts["sections"],
        texts={},
        values=source.values,
        tables=tuple(_table(table) for table in facts["tables"]),
        signed_on=report.signed_on,
        unread=tuple(UnreadCell(**cell) for cell in facts["unread"]),
        notes=tuple(facts["notes"]),
        section_headings=facts["section_headings"],
        signature=source.signature,
    )


def _table(facts: dict[str, Any]) -> PrintedTable:
    return PrintedTable(**facts | {"labels": tuple(PrintedLabel(**label) for label in facts["labels"])})
