"""The steps of an application, in the order in which they are counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from disclosure.law.kinds import StepKind

K = StepKind

# Of one day: a question stands before its answer, an answer before what ends the application.
PROCEDURE = (
    *(K.RECEIVED, K.CORRECTION_ASKED, K.CORRECTED, K.REASONS_ASKED, K.REASONS_GIVEN, K.EXTENDED),
    *(K.THIRD_PARTY_ASKED, K.AGENCY_ASKED, K.FEE_NOTICED),
    *(K.THIRD_PARTY_ANSWERED, K.AGENCY_ANSWERED, K.FEE_PAID, K.WITHDRAWN, K.CONCLUDED),
    K.REOPENED,
)
PLACE = {str(kind): place for place, kind in enumerate(PROCEDURE)}
# Answer → the question that it answers, of those that suspend the period (条例 art. 32 to 34, 收费办法).
ANSWERS = {
    K.THIRD_PARTY_ANSWERED: K.THIRD_PARTY_ASKED,
    K.AGENCY_ANSWERED: K.AGENCY_ASKED,
    K.FEE_PAID: K.FEE_NOTICED,
}


@dataclass(frozen=True, slots=True)
class Step:
    """What was done on a day. `days`: of an extension, the working days approved; None for the usual 20."""

    kind: str
    on: date
    days: int | None = None


def in_order(steps: Iterable[Step]) -> list[Step]:
    """By date; what happened on one day in the order of the procedure. Whatever order they are given in."""
    return sorted(steps, key=lambda step: (step.on, PLACE[step.kind], step.days or 0))
