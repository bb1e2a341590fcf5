"""Terms in months: to the same day of a later month, or to its last day where it has none (民法典第二百零二条)."""

from calendar import monthrange
from datetime import date


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last one; a negative number leads back."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
