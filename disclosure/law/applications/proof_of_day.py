"""Whether a day that is entered afterwards has to be proved, because it makes timely what would be late.

条例 art. 30, 33: what is in time is decided by the day on which it was done. A day that nobody wrote down then is
believed only where nothing hangs on it.
"""

from dataclasses import replace
from datetime import date

from disclosure.law.clock.reasons import late_correction

from .handling import Action, Situation
from .late_entry import believed_day
from .progress import Progress


def needs_proof(action: Action, before: Situation, after: Progress, entered: date) -> bool:
    """Whether an act of the day of `before`, entered on `entered`, is in time only if that day is true.

    `before`: without the act; `after`: with it.
    """
    believed = replace(before, today=believed_day(before.today, entered))
    if action == Action.ASK_CORRECTION and _is_late_correction(believed) and not _is_late_correction(before):
        return True
    if not believed.is_overdue or before.is_overdue:
        return False
    return not after.is_late(entered) or _is_later(after.due_on, before.timeline.due_on)


# Days of waiting for others are left out of the period (条例 art. 33): the earlier they were asked, the more.
STOPS = (Action.ASK_PARTY, Action.ASK_AGENCY)


def gains_days(action: Action, claimed: date | None, believed: date | None) -> bool:
    """Whether the period gains by the day that is claimed over the one that is believed without proof.

    `claimed`, `believed`: when the reply is due by each of the two.
    """
    return action in STOPS or _is_later(claimed, believed)


def _is_later(due_on: date | None, before: date | None) -> bool:
    """Whether the period became longer, or stopped, by which the next late day might become timely."""
    return before is not None and (due_on is None or due_on > before)


def _is_late_correction(situation: Situation) -> bool:
    return late_correction(situation.timeline, situation.today, situation.calendar) is not None
