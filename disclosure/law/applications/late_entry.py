"""Days that are entered later than they were (补录): from when a reason is asked for, and which are believed.

What is in time is decided by the day on which it was done (条例 art. 30, 33), so a day that is entered afterwards, and
that makes timely what would be late, has to be proved.
"""

from dataclasses import dataclass
from datetime import date, timedelta

FREELY = 1  # days after which a day is still entered without a reason: yesterday's


@dataclass(frozen=True, slots=True)
class Entry:
    """The day on which somebody enters what was done, and why not earlier."""

    day: date
    reason: str = ""


def is_late_entry(on: date, entered: date) -> bool:
    """Whether it is entered later than on the day after."""
    return (entered - on).days > FREELY


def believed_day(on: date, entered: date) -> date:
    """The day that is believed without proof: the day itself, or the day before it is entered."""
    return max(on, entered - timedelta(days=FREELY))
