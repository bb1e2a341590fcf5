"""A report's current figures: counted, adjusted by hand, and completed by the formulas."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.timezone import localtime

from reports.counting import count
from reports.editions.grid import Edition, Figure, Number
from reports.models import Adjustment, AnnualReport, ReportSource, ReportState, Revision, number

from .display_names import display_name


@dataclass(frozen=True, slots=True)
class SetByHand:
    """An adjustment in force, as plain data."""

    figure: str
    value: Number
    counted_then: Number
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FigureState:
    """A figure: its definition, its counted value, its adjustment, and the value in force."""

    figure: Figure
    counted: Number | None
    adjustment: SetByHand | None
    value: Number | None

    @property
    def is_stale(self) -> bool:
        return self.adjustment is not None and self.adjustment.counted_then != self.counted


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a report, by key, in the edition's order."""

    edition: Edition
    states: Mapping[str, FigureState]

    @property
    def values(self) -> dict[str, Number | None]:
        return {key: state.value for key, state in self.states.items()}

    @property
    def counted(self) -> dict[str, Number | None]:
        return {key: state.counted for key, state in self.states.items()}

    @property
    def adjustments(self) -> list[SetByHand]:
        return [state.adjustment for state in self.states.values() if state.adjustment]


def current_figures(report: AnnualReport) -> Figures:
    """The frozen figures of a published report, those printed in a historical one, else counted and adjusted now."""
    if report.state == ReportState.PUBLISHED:
        return frozen_figures(report.edition, report.revisions.first())
    if report.is_historical:
        return printed_figures(report)
    if report.pk is None:
        return figures_of(report.edition, counted_now(report), [])
    in_force = report.adjustments.filter(taken_back_at__isnull=True).select_related("set_by")
    return figures_of(report.edition, counted_now(report), [_set_by_hand(row) for row in in_force])


def counted_now(report: AnnualReport) -> dict[str, Number | None]:
    return count(report.edition, [report.authority_id], report.year)


def figures_of(edition: Edition, counted: Mapping[str, Number | None], adjustments: Iterable[SetByHand]) -> Figures:
    """Apply adjustments to counted values, then the formulas. Adjustments of unknown figures are ignored."""
    by_key = {adjustment.figure: adjustment for adjustment in adjustments}
    basic = {
        figure.key: by_key[figure.key].value if figure.key in by_key else counted[figure.key]
        for figure in edition.figures
        if not figure.is_formula
    }
    values = edition.with_formulas(basic)
    return Figures(
        edition,
        {
            figure.key: FigureState(figure, counted[figure.key], by_key.get(figure.key), values[figure.key])
            for figure in edition.figures
        },
    )


def frozen_figures(edition: Edition, revision: Revision | None) -> Figures:
    """The figures a revision was published with; nothing is counted."""
    stored = revision.figures if revision else {}
    return _fixed(edition, {key: None if text is None else number(Decimal(text)) for key, text in stored.items()})


def printed_figures(report: AnnualReport) -> Figures:
    """The figures of a historical report as its file has them; nothing is counted, no total is computed."""
    source = ReportSource.objects.filter(report=report).first()
    return _fixed(report.edition, source.values if source else {})


def _fixed(edition: Edition, values: Mapping[str, Number | None]) -> Figures:
    states = {
        figure.key: FigureState(figure, values.get(figure.key), None, values.get(figure.key))
        for figure in edition.figures
    }
    return Figures(edition, states)


def _set_by_hand(row: Adjustment) -> SetByHand:
    by = display_name(row.set_by)
    return SetByHand(row.figure, number(row.value), number(row.counted), row.reason, by, localtime(row.set_at))
