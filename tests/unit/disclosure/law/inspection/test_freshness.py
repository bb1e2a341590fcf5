"""Columns against the limits of 检查指标, to the day."""

from datetime import date

import pytest

from disclosure.law.inspection.freshness import freshness
from disclosure.law.months import months_later

NEWEST = date(2026, 5, 20)


@pytest.mark.parametrize(
    "kind,own,today,state",
    [
        ("news", None, "2026-05-30", "fresh"),
        ("news", None, "2026-05-31", "near"),
        ("news", None, "2026-06-03", "near"),  # two weeks
        ("news", None, "2026-06-04", "stale"),
        ("notice", None, "2026-10-20", "fresh"),
        ("notice", None, "2026-10-21", "near"),  # 184 days, a sixth of them left
        ("policy", None, "2026-11-20", "near"),  # six months
        ("policy", None, "2026-11-21", "stale"),
        ("policy", 10, "2026-05-30", "near"),
        ("policy", 10, "2026-05-31", "stale"),
        ("standing", None, "2036-01-01", "fresh"),
        ("standing", 365, "2027-05-20", "near"),
        ("standing", 365, "2027-05-21", "stale"),
    ],
)
def test_column_with_items(kind, own, today, state):
    found = freshness(kind, own, NEWEST, date.fromisoformat(today))

    assert (found.state, found.newest) == (state, NEWEST)


@pytest.mark.parametrize("kind", ["news", "standing"])
def test_column_without_items_is_empty(kind):
    assert freshness(kind, None, None, NEWEST).state == "empty"


@pytest.mark.parametrize(
    "day,months,later",
    [
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-05-20", 6, "2026-11-20"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-12-01", 1, "2027-01-01"),
    ],
)
def test_months_later(day, months, later):
    assert months_later(date.fromisoformat(day), months) == date.fromisoformat(later)
