"""The statutory clock of an application (条例 art. 30 to 36, 42): steps and a calendar in, a timeline out."""

from .period import Period, Wait
from .steps import ANSWERS, Step, in_order
from .strip import StripDay, strip
from .timeline import ASK_WITHIN, LONGEST_EXTENSION, REPLY, SILENCE, Event, Standing, Timeline, timeline

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
    "in_order",
    "strip",
    "timeline",
]
