"""Deciding on an application: the guided way to an outcome (statute 3.4), and where the outcome counts."""

from .counted import Place, column_of, counts_in, row_of
from .guide import PURPOSES, Answer, Guide, Node, Question, Taken, Verdict, Way
from .questions import CHECKS, GUIDE

__all__ = [
    "CHECKS",
    "GUIDE",
    "PURPOSES",
    "Answer",
    "Guide",
    "Node",
    "Place",
    "Question",
    "Taken",
    "Verdict",
    "Way",
    "column_of",
    "counts_in",
    "row_of",
]
