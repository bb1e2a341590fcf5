"""The statutory clock of an application (条例 art. 30 to 36, 42): steps and a calendar in, a timeline out."""

from .period import Correction, Period, Wait
from .reasons import ASK_WITHIN, LONGEST_EXTENSION
from .replay import SILENCE, timeline
from .state import REPLY
from .steps import ANSWERS, DELIVERIES, Step, closings, in_order, reopened_on
from .strip import StripDay, strip
from .timeline import Event, Standing, Timeline

__all__ = [
    "ANSWERS",
    "ASK_WITHIN",
    "DELIVERIES",
    "LONGEST_EXTENSION",
    "REPLY",
    "SILENCE",
    "Correction",
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
