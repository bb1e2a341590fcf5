"""The two small registers: requests to correct a record about oneself (条例 art. 41), complaints (条例 art. 51)."""

from typing import TypeVar

from django.db import transaction

from disclosure.desk.common.locking import lock_authority
from disclosure.desk.common.numbering import ConcernNumbers
from disclosure.desk.common.records import Actor, keep_record
from disclosure.models.concern import Concern

Kept = TypeVar("Kept", bound=Concern)


@transaction.atomic
def keep_concern(*, concern: Kept, by: Actor) -> Kept:
    """Store a register entry; one without a number gets the next of its year. Raises Refused."""
    if not concern.number:
        numbers = ConcernNumbers(lock_authority(concern.authority), type(concern))
        concern.number = numbers.next(concern.received_on.year)
    return keep_record(concern, by=by)
