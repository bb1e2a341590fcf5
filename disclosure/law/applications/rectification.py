"""更正登记: mending an error of record in an application that is handled here, with the old and the new value.

After an outcome was approved and sent, the record changes by 重新办理 or by this, and by nothing else.
"""

import re
from dataclasses import dataclass
from datetime import date

from .handling import short
from .outcomes import Outcome

FIELDS = {"received_on": "收到日期", "concluded_on": "办结日期", "outcome": "办理结果"}
STEP = "step:"  # and the key of the step
DELETED = "删除"
_STEP_VALUE = re.compile(r"(\d{4}-\d{2}-\d{2})(?: (\d{1,3}))?\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class StepValue:
    """The day of a step, with its number of days where it has one."""

    on: date
    days: int | None = None

    def __str__(self) -> str:
        return f"{self.on}" if self.days is None else f"{self.on} {self.days}"

    @classmethod
    def parse(cls, value: str) -> "StepValue | None":
        """From what `str` gave; None of anything else."""
        found = _STEP_VALUE.match(value)
        if not found:
            return None
        try:
            return cls(date.fromisoformat(found[1]), int(found[2]) if found[2] else None)
        except ValueError:
            return None


def outcome_value(outcome: str, withheld_as: str) -> str:
    """Write an outcome and, of partial disclosure, the ground of the rest as one value."""
    return f"{outcome}/{withheld_as}" if withheld_as else outcome


def parse_outcome(value: str) -> tuple[str, str]:
    """Split what `outcome_value` gave."""
    outcome, _, withheld_as = value.partition("/")
    return outcome, withheld_as


def needs_evidence(target: str) -> bool:
    """Whether it moves a day, by which it may become timely."""
    return target != "outcome"


def in_words(target: str, old: str, new: str) -> str:
    """「办结日期 2026-03-02 → 2026-03-03」; of a step `old` begins with its name: 「补正告知 2026-03-02 10」."""
    if target.startswith(STEP):
        kind, _, value = old.partition(" ")
        return f"「{kind}」{value} → {new}"
    label = FIELDS.get(target, target)
    if target == "outcome":
        old, new = (_outcome_in_words(value) for value in (old, new))
    return f"{label} {old or '无'} → {new or '无'}"


def _outcome_in_words(value: str) -> str:
    outcome, withheld_as = parse_outcome(value)
    if outcome not in Outcome:
        return value
    rest = f"（其余{short(withheld_as)}）" if withheld_as in Outcome else ""
    return f"{short(outcome)}{rest}"
