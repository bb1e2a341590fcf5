"""The cells of the report's page: an input over the counted value, a link to the records behind it, marks of checks."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from reports.checks import FindingLevel, ReportFinding
from reports.desk.figures import Figures, FigureState
from reports.editions.grid import MONEY, FilledCell, Grid, SumOfFigures, format_number
from reports.models import AnnualReport
from reports.rendering.html import table_html

from .figures import records_url
from .forms import ReportForm


class Cells:
    """The tables of one report."""

    def __init__(
        self, report: AnnualReport, figures: Figures, form: ReportForm | None, findings: Sequence[ReportFinding]
    ) -> None:
        self.report, self.figures, self.form = report, figures, form
        self.marks: defaultdict[str, set[FindingLevel]] = defaultdict(set)
        for finding in findings:
            for cell in finding.cells:
                self.marks[cell.figure.key].add(finding.level)

    def table(self, filled: Grid) -> SafeString:
        """Render a table with inputs or values in its figure cells."""
        return table_html(filled, cell=self._cell)

    def _cell(self, cell: FilledCell) -> SafeString:
        assert cell.figure is not None  # noqa: S101 table_html asks for figure cells only
        state = self.figures.states[cell.figure.key]
        return format_html(
            '<span class="figure-cell{}" id="cell-{}">{}{}</span>',
            self._classes(state),
            cell.figure.key,
            self._value(state),
            self._link(state),
        )

    def _classes(self, state: FigureState) -> str:
        marks = self.marks[state.figure.key]
        names = [f"has-{level.value}" for level in FindingLevel if level in marks]
        if state.adjustment:
            names.append("is-set")
        if self.form and state.figure.key in self.form.figure_errors:
            names.append("is-wrong")
        return "".join(f" {name}" for name in names)

    def _value(self, state: FigureState) -> SafeString:
        figure = state.figure
        if self.report.is_historical:
            return format_html("<span>{}</span>", format_number(state.value))
        if self.form is None or figure.is_formula:
            return format_html('<output data-formula="{}">{}</output>', figure.key, format_number(state.value))
        wrong = figure.key in self.form.figure_errors
        return format_html(
            '<input type="text" inputmode="{}" autocomplete="off" name="figure-{}" value="{}" data-figure="{}"'
            ' aria-label="{}"{}>',
            "decimal" if figure.unit == MONEY else "numeric",
            figure.key,
            self.form.figure_value(figure.key),
            figure.key,
            figure.label,
            SafeString(' aria-invalid="true"') if wrong else "",
        )

    def _link(self, state: FigureState) -> SafeString:
        """Link the counted value to the records behind it; empty where there are none, or figures are as printed."""
        if self.report.is_historical:
            return SafeString("")
        if not state.counted and not state.adjustment and not state.figure.signed:
            return SafeString("")
        return format_html(
            '<a class="behind" href="{}" title="查看计入「{}」的记录">{}</a>',
            records_url(self.report, state.figure),
            state.figure.label,
            f"统计 {format_number(state.counted)}" if state.adjustment else "记录",
        )

    def adjustments(self) -> Iterator[dict[str, Any]]:
        """Yield what was set by hand, for the side list."""
        for state in self.figures.states.values():
            if state.adjustment:
                yield {
                    "key": state.figure.key,
                    "label": f"表{state.figure.table}「{state.figure.label}」",
                    "counted": format_number(state.counted),
                    "value": format_number(state.adjustment.value),
                    "reason": state.adjustment.reason,
                    "by": state.adjustment.by,
                    "at": state.adjustment.at,
                    "stale": format_number(state.adjustment.counted_then) if state.is_stale else "",
                }

    def formulas(self) -> dict[str, Any]:
        """Return what the page needs to recalculate while one types: totals as sums, the equations of check 1."""
        edition = self.figures.edition
        sums = {
            figure.key: list(figure.source.parts)
            for figure in edition.figures
            if isinstance(figure.source, SumOfFigures)
        }
        equations = [
            {"left": list(one.left), "right": list(one.right)}
            for table in edition.tables
            for one in table.equations
            if one.check == 1
        ]
        return {"sums": sums, "equations": equations}
