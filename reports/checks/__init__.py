"""Checks of a report (勾稽关系 and more): small functions over plain data, registered under their numbers."""

from . import arithmetic, contents, continuity, form, growth, reconciliation, statements, wording, years
from .findings import (
    CHECKS,
    AdjustedFigure,
    AuthorityNames,
    CellValue,
    FindingLevel,
    LateRecord,
    ReportFinding,
    Subject,
    check,
)

__all__ = [
    "CHECKS",
    "AdjustedFigure",
    "AuthorityNames",
    "CellValue",
    "FindingLevel",
    "LateRecord",
    "ReportFinding",
    "Subject",
    "arithmetic",
    "check",
    "contents",
    "continuity",
    "form",
    "growth",
    "reconciliation",
    "statements",
    "wording",
    "years",
]
