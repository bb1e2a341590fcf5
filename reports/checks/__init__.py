"""Checks of a report (勾稽关系 and more): each a small function over plain data, registered under its number."""

from . import reconciliation
from .findings import CHECKS, AdjustedFigure, CellValue, FindingLevel, ReportFinding, Subject, check

__all__ = [
    "CHECKS",
    "AdjustedFigure",
    "CellValue",
    "FindingLevel",
    "ReportFinding",
    "Subject",
    "check",
    "reconciliation",
]
