"""Deciding on an application: a guided way to an outcome (statute 3.4), and where the outcome is counted."""

from .counted import ReportPlace, column_of, report_place, row_of
from .guide import PURPOSES, Answer, GivenAnswer, Guide, GuideState, Node, Question, Verdict
from .questions import CHECKS, GUIDE

__all__ = [
    "CHECKS",
    "GUIDE",
    "PURPOSES",
    "Answer",
    "GivenAnswer",
    "Guide",
    "GuideState",
    "Node",
    "Question",
    "ReportPlace",
    "Verdict",
    "column_of",
    "report_place",
    "row_of",
]
