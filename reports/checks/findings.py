"""What a check receives and returns."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from reports.editions.grid import Edition, Figure, Number, Values, format_number
from reports.editions.printed import PrintedReport


class FindingLevel(StrEnum):
    """How serious a finding is: an error blocks publishing, a warning needs a reason, a note informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def label(self) -> str:
        return {"error": "错误", "warning": "提醒", "note": "说明"}[self.value]


@dataclass(frozen=True, slots=True)
class AdjustedFigure:
    """A figure set by hand: its value, the counted values now and then, why, by whom and when."""

    figure: Figure
    value: Number
    counted: Number | None
    counted_then: Number
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AuthorityNames:
    """The names of the report's authority (its own first), of those above it, and of those below it."""

    names: tuple[str, ...] = ()
    superiors: tuple[str, ...] = ()
    subordinates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LateRecord:
    """An application that was entered after last year's report was published, and counts in that report's year."""

    number: str
    received_on: date
    entered_on: date
    applicant_kind: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A report as checks see it; no check makes a query. `texts` is sanitised HTML by slot."""

    title: str
    year: int
    edition: Edition
    values: Values
    adjusted: tuple[AdjustedFigure, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    signed_on: date | None = None
    previous: "Subject | None" = None
    authority: AuthorityNames = AuthorityNames()
    late_records: tuple[LateRecord, ...] = ()
    printed: PrintedReport | None = None  # of an imported report: its form as it was published


@dataclass(frozen=True, slots=True)
class CellValue:
    """A cell that a finding refers to."""

    figure: Figure
    value: Number | None

    @property
    def as_json(self) -> dict[str, Any]:
        return {"row": self.figure.row, "column": self.figure.column, "value": plain(self.value)}


@dataclass(frozen=True, slots=True)
class ReportFinding:
    """A check's result: number and level, the cells read, both values, their difference, and a sentence."""

    check: int
    level: FindingLevel
    message: str
    table: str | None = None
    cells: tuple[CellValue, ...] = ()
    expected: Number | None = None
    found: Number | None = None
    difference: Number | None = None
    sentence: str | None = None
    slot: str = ""  # the text that the sentence stands in
    about: str = ""  # the words it is about

    @property
    def fingerprint(self) -> str:
        """The same as long as the figures and the words that it speaks of are; the message has no part in it."""
        cells = [[cell.figure.key, format_number(cell.value)] for cell in self.cells]
        spoken_of = [self.check, self.table, cells, self.slot, self.sentence, self.about, format_number(self.found)]
        return sha256(json.dumps([*spoken_of, format_number(self.expected)], ensure_ascii=False).encode()).hexdigest()

    @property
    def as_json(self) -> dict[str, Any]:
        return {
            "check": self.check,
            "level": self.level.value,
            "table": self.table,
            "cells": [cell.as_json for cell in self.cells],
            "expected": plain(self.expected),
            "found": plain(self.found),
            "difference": plain(self.difference),
            "sentence": self.sentence,
            "message": self.message,
        }


def plain(value: Number | None) -> int | float | None:
    if value is None or isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


Check = Callable[[Subject], Iterable[ReportFinding]]
CHECKS: list[tuple[int, Check]] = []


def register(number: int) -> Callable[[Check], Check]:
    def add(function: Check) -> Check:
        CHECKS.append((number, function))
        CHECKS.sort(key=lambda pair: pair[0])
        return function

    return add


def check(subject: Subject) -> list[ReportFinding]:
    return [finding for _, function in CHECKS for finding in function(subject)]
