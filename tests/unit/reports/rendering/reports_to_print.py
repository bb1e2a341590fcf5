"""Reports made for the tests: an edition, values and texts → a document."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from lxml import html

from reports.editions.grid import MONEY, CountedFigure, Edition, Number, TextSlot, grid
from reports.rendering.document import DocumentPart, Prose, ReportDocument

TESTS = Path(__file__).parents[3]
TOWN_REPORT = TESTS / "data" / "town_report_2020.txt"
TOWN_TEXTS = TESTS.parent / "fixtures" / "jinling" / "report_2020.html"
TOWN = "金岭回族镇人民政府"


def document(
    edition: Edition, values: Mapping[str, Number | None], texts: Mapping[str, str], **given: object
) -> ReportDocument:
    """A document of this edition; `given` sets fields of it."""
    parts = []
    for section in edition.sections:
        content = [
            Prose(part.slot, texts.get(part.slot, ""))
            if isinstance(part, TextSlot)
            else grid(part, edition.by_key, values)
            for part in section.parts
        ]
        parts.append(DocumentPart(section.heading, tuple(content)))
    fields: dict[str, object] = {
        "title": edition.title.format(authority="临淄区金岭回族镇", year=edition.first_year),
        "authority": TOWN,
        "authority_code": "jinling",
        "year": edition.first_year,
        "edition": edition.key,
        "parts": tuple(parts),
        "signed_on": date(2021, 1, 20),
    }
    return ReportDocument(**{**fields, **given})


def distinct(edition: Edition) -> dict[str, Number | None]:
    """A different number in every cell that is counted, so that a swapped cell shows; totals follow."""
    values: dict[str, Number | None] = {}
    for number, figure in enumerate(edition.figures, 101):
        if isinstance(figure.source, CountedFigure):
            values[figure.key] = Decimal(number) + Decimal("0.2500") if figure.unit == MONEY else number
    return edition.with_formulas(values)


def town_texts() -> dict[str, str]:
    """The texts of the town's 2020 report by slot, as HTML."""
    root = html.document_fromstring(TOWN_TEXTS.read_text(encoding="utf-8"))
    sections = root.xpath("//section[@data-slot]")
    return {
        section.get("data-slot"): "".join(html.tostring(child, encoding="unicode") for child in section)
        for section in sections
    }


def town_lines() -> list[str]:
    """The town's 2020 report as published, line by line, without its page number."""
    return TOWN_REPORT.read_text(encoding="utf-8").splitlines()[:-1]
