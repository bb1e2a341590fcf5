"""Months as numbers, for grouping in both databases and for arithmetic."""

from datetime import date
from typing import Any

from django.db.models import Func, IntegerField

MONTHS_A_YEAR = 12


class MonthNumber(Func):
    """Number the month of a date as year × 12 + month - 1, in the office's time zone, since dates have none."""

    output_field = IntegerField()
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Cut it out of the text: Django's truncation would call Python for each row."""
        year, month = (f"CAST(SUBSTR(%(expressions)s, {part}) AS INTEGER)" for part in ("1, 4", "6, 2"))
        return self.as_sql(compiler, connection, template=f"{year} * {MONTHS_A_YEAR} + {month} - 1", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Cast to integer: EXTRACT gives a numeric."""
        year, month = (f"EXTRACT({part} FROM %(expressions)s)" for part in ("YEAR", "MONTH"))
        return self.as_sql(compiler, connection, template=f"({year} * {MONTHS_A_YEAR} + {month} - 1)::integer", **extra)


def month_number(day: date) -> int:
    return day.year * MONTHS_A_YEAR + day.month - 1


def months_until(day: date, number: int) -> list[int]:
    """List `number` months that end with that of `day`."""
    last = month_number(day)
    return list(range(last - number + 1, last + 1))


def months_in(year: int) -> list[int]:
    return list(range(year * MONTHS_A_YEAR, (year + 1) * MONTHS_A_YEAR))


def month_name(month: int) -> str:
    """Format a month number as 2026年3月."""
    return f"{month // MONTHS_A_YEAR}年{month % MONTHS_A_YEAR + 1}月"
