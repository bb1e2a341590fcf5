"""Whether a change of the steps would leave an end, an arrival or an answer without what it follows."""

from collections.abc import Collection

from disclosure.desk.common.calendar import load_calendar
from disclosure.errors import Refused
from disclosure.law import clock
from disclosure.law.choices.applications import CLOSING, StepKind
from disclosure.law.clock import ANSWERS, DELIVERIES
from disclosure.law.clock.words import NOT_COUNTED
from disclosure.models import Application

from .deadlines import with_record

FOLLOWERS = frozenset(
    str(kind.label) for kind in (*CLOSING, StepKind.REPLY_SENT, *ANSWERS, *DELIVERIES, StepKind.CORRECTED)
)


def require_order(
    application: Application, before: Collection[clock.Step], after: Collection[clock.Step], *, is_receipt: bool = False
) -> None:
    """Raise Refused where a step that counts `before` would count no more `after`, because what it follows came later.

    That an act was late, or an extension void, is no reason: the truth is written down, and the clock says so.
    `is_receipt`: the day of receipt moves, which every step follows.
    """
    counted = _uncounted(application, before, is_receipt=is_receipt)
    if wrong := _uncounted(application, after, is_receipt=is_receipt) - counted:
        step, on = min(wrong)
        raise Refused(f"这样登记以后，{on} 的「{step}」会没有与它对应的前一步，请核对日期的先后。")


def _uncounted(application: Application, steps: Collection[clock.Step], *, is_receipt: bool) -> set[tuple[str, str]]:
    timeline = clock.timeline(with_record(application, steps), load_calendar())
    return {
        (event.step, f"{event.on}")
        for event in timeline.events
        if event.rule == NOT_COUNTED and (is_receipt or event.step in FOLLOWERS)
    }
