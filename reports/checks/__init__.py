"""Checks of a report (勾稽关系 and more): small functions over plain data, registered under their numbers."""

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
