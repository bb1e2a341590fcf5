"""All checks of one report with ten years behind it, against reading the same report and adding up its tables.

The floor makes the same subject and splits its texts into lines; ours understands them as well. Goal: 0.2 s.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from disclosure.models import Authority
from disclosure.rendering.prose import plain_text
from reports.checks import contents, reading
from reports.checks.language import sentences
from reports.desk.answering import answered
from reports.desk.figures import current_figures
from reports.desk.subjects import subject
from reports.desk.writing import SaveRequest, begin_report, save
from reports.models import AnnualReport, ReportState, Revision
from tests.bench.databases import KINDS, analyse, empty_database
from tests.bench.result import Result, in_turns

GOAL = 10.0  # times the floor, which is some 20 ms
LAST, YEARS = 2030, 10
TEXTS = Path(__file__).parents[1] / "data" / "reports" / "sentences.txt"
CACHES = (reading._read, sentences._of_slot, contents._lines, contents._personal_data)


def run() -> Iterator[Result]:
    """Both databases."""
    for kind in KINDS:
        with empty_database(kind):
            report = fill()
            analyse()
            ours, floor = in_turns(lambda: checked(report), lambda: read(report))  # noqa: B023 run before the next
            yield Result(f"checks of a report, {YEARS} years behind it", kind, ours, floor, goal=GOAL)


def fill() -> AnnualReport:
    """Ten published reports and one begun, each of some 4,000 characters."""
    town = Authority.objects.create(id=1, code="town", name="示例镇人民政府")
    lines = [line for line in TEXTS.read_text(encoding="utf-8").splitlines() if "{" not in line and "#" not in line]
    html = "".join(f"<p>{line}</p>" for line in lines * 3)
    for year in range(LAST - YEARS, LAST + 1):
        report = begin_report(authority=town, year=year, by=None)
        texts = {text.slot: "<p>无。</p>" for text in report.edition.texts} | {"overview": f"<p>{year}年。</p>{html}"}
        draft = SaveRequest(texts=texts, signed_on=date(year + 1, 1, 20))
        save(report=report, version=0, draft=draft, by=None, at=datetime(year + 1, 1, 20, tzinfo=UTC))
        if year < LAST:
            _put_out(report, texts)
    return report


def _put_out(report: AnnualReport, texts: dict[str, str]) -> None:
    """As a published report stands in the database: the sentences are not of one report, so the checks are left out."""
    figures = {key: str(value) for key, value in current_figures(report).values.items()}
    day = datetime(report.year + 1, 1, 20, tzinfo=UTC)
    Revision.objects.create(report=report, number=1, published_at=day, title="", texts=texts, figures=figures)
    AnnualReport.objects.filter(pk=report.pk).update(state=ReportState.PUBLISHED)


def checked(report: AnnualReport) -> None:
    for cache in CACHES:
        cache.cache_clear()
    answered(report, subject(report, current_figures(report)))


def read(report: AnnualReport) -> None:
    made = subject(report, current_figures(report))
    for html in made.texts.values():
        plain_text(html)
    for table in made.edition.tables:
        for equation in table.equations:
            sum(made.values.get(key) or 0 for key in (*equation.left, *equation.right))
