"""The statutory clock of an application (条例 art. 30 to 36, 42): steps and a calendar in, a timeline out."""

from .period import Period, Wait
from .reasons import ASK_WITHIN, LONGEST_EXTENSION
from .steps import ANSWERS, Step, closings, in_order, reopened_on
from .strip import StripDay, strip
from .timeline import REPLY, SILENCE, Event, Standing, Timeline, timeline

__all__ = [
    "ANSWERS",
    "ASK_WITHIN",
    "LONGEST_EXTENSION",
    "REPLY",
    "SILENCE",
    "Event",
    "Period",
    "Standing",
    "Step",
    "StripDay",
    "Timeline",
    "Wait",
    "closings",
    "in_order",
    "reopened_on",
    "strip",
    "timeline",
]
