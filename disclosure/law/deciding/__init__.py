"""Deciding on an application: a guided way to an outcome (statute 3.4), and where the outcome is counted."""

from .counted import ReportPlace, column_of, report_place, row_of
from .guide import PURPOSES, GivenAnswer, Guide, GuideAnswer, GuideQuestion, GuideState, GuideVerdict, Node
from .questions import CHECKS, GUIDE

__all__ = [
    "CHECKS",
    "GUIDE",
    "PURPOSES",
    "GivenAnswer",
    "Guide",
    "GuideAnswer",
    "GuideQuestion",
    "GuideState",
    "GuideVerdict",
    "Node",
    "ReportPlace",
    "column_of",
    "report_place",
    "row_of",
]
