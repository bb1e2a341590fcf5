"""The steps of an application: in the order in which they are counted, and since it was last reopened."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, Protocol, TypeVar

from disclosure.law.choices.applications import CLOSING, StepKind

K = StepKind

# Of one day: a question stands before its delivery, the delivery before the answer, an answer before what ends the
# application, and the decision before the reply goes out.
PROCEDURE = (
    *(K.RECEIVED, K.CORRECTION_ASKED, K.CORRECTION_DELIVERED, K.CORRECTED),
    *(K.REASONS_ASKED, K.REASONS_DELIVERED, K.REASONS_GIVEN, K.EXTENDED),
    *(K.THIRD_PARTY_ASKED, K.AGENCY_ASKED, K.FEE_NOTICED),
    *(K.THIRD_PARTY_DELIVERED, K.AGENCY_DELIVERED, K.FEE_DELIVERED),
    *(K.THIRD_PARTY_ANSWERED, K.AGENCY_ANSWERED, K.FEE_PAID, K.WITHDRAWN, K.CONCLUDED, K.REPLY_SENT),
    K.REOPENED,
)
PLACE = {str(kind): place for place, kind in enumerate(PROCEDURE)}
# Answer → the question that it answers, of those that others have a period for (条例 art. 32 to 34, 收费办法).
ANSWERS = {
    K.THIRD_PARTY_ANSWERED: K.THIRD_PARTY_ASKED,
    K.AGENCY_ANSWERED: K.AGENCY_ASKED,
    K.FEE_PAID: K.FEE_NOTICED,
}
# Delivery → the letter that it delivers: somebody's period runs from the day on which the letter came.
DELIVERIES = {
    K.CORRECTION_DELIVERED: K.CORRECTION_ASKED,
    K.THIRD_PARTY_DELIVERED: K.THIRD_PARTY_ASKED,
    K.AGENCY_DELIVERED: K.AGENCY_ASKED,
    K.FEE_DELIVERED: K.FEE_NOTICED,
    K.REASONS_DELIVERED: K.REASONS_ASKED,
}


class Step(NamedTuple):
    """What was done on a day.

    `days`: working days; of an extension those that were approved (None: 20), of a request for correction the
    reasonable period given (None: none was recorded), of a reopening those that were set (None: 20). `is_sent`: of a
    conclusion that no step tells of but the record alone, since it was handled elsewhere: its reply went out that day.
    """

    kind: str
    on: date
    days: int | None = None
    is_sent: bool = False


class AnyStep(Protocol):
    """A step of the clock, or a stored one."""

    @property
    def kind(self) -> str:
        """A `StepKind`."""

    @property
    def on(self) -> date:
        """The day."""


S = TypeVar("S", bound=AnyStep)


def in_order(steps: Iterable[Step]) -> list[Step]:
    """Sort by date, and what happened on one day in the order of the procedure."""
    return sorted(steps, key=lambda step: (step.on, PLACE[step.kind], step.days or 0))


def reopened_on(steps: Iterable[AnyStep]) -> date | None:
    """Return the day of the last 重新办理, None where there is none; the database's side is `since_reopened`.

    Whether the clock gave that step an effect is not asked: what was asked, charged or closed before it is over.
    """
    return max((step.on for step in steps if step.kind == K.REOPENED), default=None)


def closings(steps: Iterable[S], received_on: date | None = None) -> list[S]:
    """Return the 办结 and 撤回 since it was received and last reopened, in the given order.

    `received_on`: what the record says of its receipt, where no step does. The database's side is
    `StepQuerySet.closings`; the clock counts just these.
    """
    steps = list(steps)
    received = min((step.on for step in steps if step.kind == K.RECEIVED), default=received_on)
    again = reopened_on(steps) or date.min
    if received is None:
        return []
    return [step for step in steps if step.kind in CLOSING and step.on > again and step.on >= received]
