"""Months as numbers, which both databases group by and which can be reckoned with."""

from datetime import date
from typing import Any

from django.db.models import Func, IntegerField

MONTHS_A_YEAR = 12


class MonthNumber(Func):
    """The month of a date as a number: year × 12 + month - 1. A date has no hour, so it is that of the office."""

    output_field = IntegerField()
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Dates are texts there; Django's own truncation calls Python for each row."""
        year, month = (f"CAST(SUBSTR(%(expressions)s, {part}) AS INTEGER)" for part in ("1, 4", "6, 2"))
        return self.as_sql(compiler, connection, template=f"{year} * {MONTHS_A_YEAR} + {month} - 1", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """As a number, not a fraction."""
        year, month = (f"EXTRACT({part} FROM %(expressions)s)" for part in ("YEAR", "MONTH"))
        return self.as_sql(compiler, connection, template=f"({year} * {MONTHS_A_YEAR} + {month} - 1)::integer", **extra)


def month_number(day: date) -> int:
    """The number of the month that a day is in."""
    return day.year * MONTHS_A_YEAR + day.month - 1


def months_until(day: date, number: int) -> list[int]:
    """So many months, the last of them that of `day`."""
    last = month_number(day)
    return list(range(last - number + 1, last + 1))


def months_in(year: int) -> list[int]:
    """The twelve months of a year."""
    return list(range(year * MONTHS_A_YEAR, (year + 1) * MONTHS_A_YEAR))


def month_name(month: int) -> str:
    """2026年3月."""
    return f"{month // MONTHS_A_YEAR}年{month % MONTHS_A_YEAR + 1}月"
