"""Set a figure by hand, and remove the adjustment."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from disclosure.errors import Refused
from disclosure.models import User, Verb
from reports.editions.grid import COUNT, Figure, Number
from reports.models import Adjustment, AnnualReport, number

from .figures import counted_now
from .locking import EDIT, locked_report, note, require, require_open

LIMIT = Decimal(10) ** 12
PLACES = 6


@transaction.atomic
def adjust(
    *, report: AnnualReport, figure: str, value: Decimal, reason: str, by: User | None, at: datetime
) -> AnnualReport:
    """Set `value` over the counted one, with a reason. An earlier adjustment is replaced and kept in the history.

    Raises Refused for a formula, an impossible value, a missing reason, or a report that is not open.
    """
    require(by, EDIT, "修改")
    report = require_open(locked_report(report, by))
    changes = set_figures(report, {figure: value}, reason=reason, by=by, at=at)
    return note(report, by, changes, Verb.ADJUST)


@transaction.atomic
def remove_adjustment(*, report: AnnualReport, figure: str, by: User | None, at: datetime) -> AnnualReport:
    """Return to the counted value. Raises Refused where nothing was set by hand."""
    require(by, EDIT, "修改")
    report = require_open(locked_report(report, by))
    changes = set_figures(report, {figure: None}, reason="", by=by, at=at)
    if not changes:
        message = "这个数据没有人工调整，无需撤销。"
        raise Refused(message)
    return note(report, by, changes, Verb.TAKE_BACK)


def set_figures(
    report: AnnualReport,
    wanted: Mapping[str, Decimal | None],
    *,
    reason: str,
    by: User | None,
    at: datetime,
) -> dict[str, tuple[str, str]]:
    """Set these figures on a locked report; None, or the counted value itself, removes an adjustment.

    Returns the changes as field → (before, after); an empty text stands for the counted value.
    """
    if not wanted:
        return {}
    if report.is_historical:
        message = "历史报告的数据以原件为准，不能修改。原件有误时，请另行公开更正说明。"
        raise Refused(message)
    counted = counted_now(report)
    changes = {}
    for figure, value in wanted.items():
        if value is not None and (message := refusal(report.edition.by_key.get(figure), value)):
            raise Refused(message)
        before = _withdraw(report, figure, by, at)
        after = "" if value is None or value == counted[figure] else str(number(value))
        if after and value is not None:
            label = report.edition.by_key[figure].label
            row = Adjustment(figure=figure, value=value, counted=counted[figure] or 0, reason=reason.strip(), set_by=by)
            _set(report, row, label)
        if before != after:
            changes[f"figure:{figure}"] = (before, after)
    return changes


def refusal(figure: Figure | None, value: Number) -> str:
    """Why `value` cannot be set over the figure; empty where it can."""
    if figure is None:
        return "本报告格式中没有这个数据。"
    exact = Decimal(value)
    if not -LIMIT < exact < LIMIT:  # compared first: whatever rounds raises on a number that is too long
        return f"「{figure.label}」数值过大，请核对。"
    faults = (
        (figure.is_formula, "由其他数据相加得出，不能直接填写；请修改组成它的数据。"),
        (exact < 0 and not figure.signed, "不能是负数。"),
        (figure.unit == COUNT and exact != exact.to_integral_value(), "应为整数。"),
        (exact != round(exact, PLACES), f"最多保留{PLACES}位小数。"),
    )
    return next((f"「{figure.label}」{fault}" for found, fault in faults if found), "")


def _set(report: AnnualReport, row: Adjustment, label: str) -> None:
    if not row.reason:
        message = f"请填写人工调整「{label}」的理由。"
        raise Refused(message)
    row.report = report
    row.save()


def _withdraw(report: AnnualReport, figure: str, by: User | None, at: datetime) -> str:
    row = report.adjustments.filter(figure=figure, taken_back_at__isnull=True).first()
    if row is None:
        return ""
    row.taken_back_by, row.taken_back_at = by, at
    row.save(update_fields=["taken_back_by", "taken_back_at"])
    return str(number(row.value))
