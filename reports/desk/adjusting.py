"""Setting a figure by hand, and taking it back."""

from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from disclosure.errors import Refused
from reports.editions.grid import COUNT, Figure, Number
from reports.models import AnnualReport

from .figures import counted_now, number
from .locking import locked, note, require_open

LIMIT = Decimal(10) ** 12
PLACES = 4


@transaction.atomic
def adjust(  # noqa: PLR0913 keyword arguments, one per fact
    *, report: AnnualReport, figure: str, value: Decimal, reason: str, by: AbstractBaseUser | None, at: datetime
) -> AnnualReport:
    """Set `value` over the counted one, with a reason. An earlier adjustment is replaced and stays as a trace.

    Raises Refused for a formula, a value that cannot be, a missing reason, or a report that is not open.
    """
    report = require_open(locked(report))
    defined = report.edition.by_key.get(figure)
    _check(defined, value, reason)
    before = _withdraw(report, figure, by, at)
    counted = counted_now(report)[figure]
    report.adjustments.create(
        figure=figure, value=value, counted=counted if counted is not None else 0, reason=reason.strip(), set_by=by
    )
    return note(report, by, {f"figure:{figure}": (before, str(number(value)))})


@transaction.atomic
def take_back(*, report: AnnualReport, figure: str, by: AbstractBaseUser | None, at: datetime) -> AnnualReport:
    """Return to the counted value. Raises Refused where nothing was set by hand."""
    report = require_open(locked(report))
    before = _withdraw(report, figure, by, at)
    if not before:
        message = "这个数据没有人工调整，无需撤销。"
        raise Refused(message)
    return note(report, by, {f"figure:{figure}": (before, "")})


def refusal(figure: Figure | None, value: Number) -> str:
    """Why `value` cannot be set over the figure; empty where it can."""
    if figure is None:
        return "本报告格式中没有这个数据。"
    name = f"「{figure.label}」"
    exact = Decimal(value)
    if figure.is_formula:
        return f"{name}由其他数据相加得出，不能直接填写；请修改组成它的数据。"
    if exact < 0 and not figure.signed:
        return f"{name}不能是负数。"
    if figure.unit == COUNT and exact != exact.to_integral_value():
        return f"{name}应为整数。"
    if exact != round(exact, PLACES):
        return f"{name}最多保留四位小数。"
    if abs(exact) >= LIMIT:
        return f"{name}数值过大，请核对。"
    return ""


def _check(figure: Figure | None, value: Decimal, reason: str) -> None:
    message = refusal(figure, value)
    if not message and not reason.strip():
        message = f"请填写人工调整「{figure.label if figure else ''}」的理由。"
    if message:
        raise Refused(message)


def _withdraw(report: AnnualReport, figure: str, by: AbstractBaseUser | None, at: datetime) -> str:
    """End the adjustment in force, if any; returns its value as text."""
    row = report.adjustments.filter(figure=figure, taken_back_at__isnull=True).first()
    if row is None:
        return ""
    row.taken_back_by, row.taken_back_at = by, at
    row.save(update_fields=["taken_back_by", "taken_back_at"])
    return str(number(row.value))
