"""The worked cases of `tests/data/clock/cases.txt`, each with its calendar, against the clock."""

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from disclosure.law.choices.applications import StepKind
from disclosure.law.clock import Step, strip, timeline
from disclosure.law.clock.strip import Mark
from disclosure.law.workdays import WEEKDAYS, Calendar

FOLDER = Path("tests/data/clock")
KNOWN = Calendar()
KINDS = {kind.label: kind for kind in StepKind}
STEP = re.compile(r"(\d{4}-\d\d-\d\d) (\S+)(?: (\d+))?")
DAY = re.compile(r"(\d\d-\d\d)(.)(\d+|[休停补起后])(班?)(止?)")


@dataclass
class Case:
    title: str
    steps: list[Step] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    due: dt.date | None = None
    days: list[tuple[dt.date, str, bool, bool]] = field(default_factory=list)


def cases():
    """Read from the file, in its order."""
    text = "\n".join(line for line in (FOLDER / "cases.txt").read_text().splitlines() if not line.startswith("#"))
    return [_case(block.splitlines()) for block in text.strip().split("\n\n")]


def _case(lines):
    case = Case(lines[0])
    for line in lines[1:]:
        if line.startswith("! "):
            case.wrong.append(line[2:])
        elif line.startswith("= "):
            case.due = None if line == "= 无" else dt.date.fromisoformat(line[2:])
        elif line.startswith("  "):
            _read_week(case, line)
        else:
            day, kind, days = STEP.fullmatch(line).groups()
            case.steps.append(Step(KINDS[kind], dt.date.fromisoformat(day), int(days) if days else None))
    return case


def _read_week(case, line):
    """Signs of days; the year follows from the day before."""
    for part in line.split():
        text, weekday, sign, makeup, due = DAY.fullmatch(part).groups()
        year = case.days[-1][0].year if case.days else case.steps[0].on.year
        day = dt.date.fromisoformat(f"{year}-{text}")
        if case.days and day < case.days[-1][0]:
            day = day.replace(year=year + 1)
        assert WEEKDAYS[day.weekday()] == weekday, part
        case.days.append((day, sign, bool(makeup), bool(due)))


CASES = cases()


def test_there_are_cases_of_both_festivals_of_every_year():
    titles = " ".join(case.title for case in CASES)

    assert len(CASES) >= 40
    assert all(f"{festival}{year}" in titles for festival in ("春节", "国庆") for year in range(2020, 2027))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title.split("：")[0])
def test_case(case):
    line = timeline(case.steps, KNOWN)

    assert line.due_on == case.due
    assert len(line.findings) == len(case.wrong), line.findings
    assert all(part in found for part, found in zip(case.wrong, line.findings, strict=True))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title.split("：")[0])
def test_calendar_of_the_case_is_a_whole_count(case):
    """Counted with a finger: no day left out, numbers without a gap, the last of them the due date."""
    first, last = case.days[0][0], case.days[-1][0]
    assert [day for day, *_ in case.days] == [first + dt.timedelta(n) for n in range((last - first).days + 1)]
    count = 0
    for day, sign, is_makeup, is_due in case.days:
        assert is_makeup == (day.weekday() > 4 and KNOWN.is_working(day))
        assert sign != "休" or not KNOWN.is_working(day)
        assert not sign.isdigit() or KNOWN.is_working(day)
        count = 0 if sign == "起" else count
        if sign.isdigit():
            count += 1
            assert int(sign) == count
        assert is_due == (day == case.due)
    assert case.due is None or count >= 20


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title.split("：")[0])
def test_strip_shows_the_same_days(case):
    shown = strip(timeline(case.steps, KNOWN), KNOWN)

    assert [(one.date, _sign(one), one.is_makeup, one.is_due) for one in shown] == case.days


def _sign(one):
    return str(one.number) if one.number else {Mark.VOID: "废"}.get(one.mark, one.mark.value)


def test_calendars_are_those_of_the_notices():
    """Every day of seven years, as typed from the notices, against the package."""
    off, on = _typed()
    day = dt.date(2020, 1, 1)
    while day.year < 2027:
        expected = day in on or (day.weekday() < 5 and day not in off)
        assert KNOWN.is_working(day) == expected, day
        day += dt.timedelta(1)


def _typed():
    off, on = set(), set()
    for line in (FOLDER / "calendars.txt").read_text().splitlines():
        if line.startswith("#"):
            continue
        year, which, *parts = line.split()
        for part in parts:
            first, _, last = part.partition("~")
            day, end = (dt.date.fromisoformat(f"{year}-{one}") for one in (first, last or first))
            while day <= end:
                (off if which == "off" else on).add(day)
                day += dt.timedelta(1)
    return off, on
