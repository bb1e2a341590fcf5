"""Checks of a report (勾稽关系 and more): each a small function over plain data, registered under its number."""

from . import reconciliation
from .findings import CHECKS, Adjusted, CellValue, Finding, Level, Subject, check

__all__ = ["CHECKS", "Adjusted", "CellValue", "Finding", "Level", "Subject", "check", "reconciliation"]
