"""The thresholds of 检查指标: one below and one at each."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from disclosure.law.inspection.freshness import Freshness, State
from disclosure.law.inspection.rules import JUDGES, Column, Facts, inspect

TODAY = date(2026, 11, 23)
FINE = Facts(
    today=TODAY,
    newest=TODAY,
    columns=(),
    dead_links=0,
    overdue_applications=0,
    overdue_items=0,
    report_published=True,
)


def verdict(key, **changed):
    return next(one for one in inspect(replace(FINE, **changed)) if one.rule.key == key)


def columns(number, kind, state):
    return tuple(Column(f"栏目{n}", kind, Freshness(state, None)) for n in range(number))


def test_where_everything_is_in_order_every_rule_is_kept_and_nothing_is_to_be_done():
    assert {(one.level, one.remedy) for one in inspect(FINE)} == {("pass", "")}


def test_every_rule_says_where_it_is_written_and_what_to_do():
    assert [rule.key for rule, _ in JUDGES] == [
        "home", "kinds", "due", "empty", "questions", "links", "report", "applications", "items",
    ]  # fmt: skip
    assert all(rule.citation and rule.threshold and rule.remedy for rule, _ in JUDGES)


@pytest.mark.parametrize(
    "days,level", [(0, "pass"), (11, "pass"), (12, "warn"), (14, "warn"), (15, "veto"), (300, "veto")]
)
def test_home_page(days, level):
    assert verdict("home", newest=TODAY - timedelta(days=days)).level == level


def test_home_page_without_anything():
    assert verdict("home", newest=None).level == "veto"


@pytest.mark.parametrize(
    "key,kind,state,number,level",
    [
        ("kinds", "news", State.STALE, 4, "warn"),
        ("kinds", "news", State.STALE, 5, "veto"),
        ("kinds", "policy", State.STALE, 5, "veto"),
        ("kinds", "standing", State.STALE, 9, "pass"),
        ("kinds", "news", State.NEAR, 9, "pass"),
        ("due", "standing", State.STALE, 9, "warn"),
        ("due", "standing", State.STALE, 10, "veto"),
        ("due", "notice", State.STALE, 10, "veto"),
        ("due", "notice", State.EMPTY, 10, "pass"),
        ("empty", "standing", State.EMPTY, 4, "warn"),
        ("empty", "news", State.EMPTY, 5, "veto"),
    ],
)
def test_columns(key, kind, state, number, level):
    found = verdict(key, columns=columns(number, kind, state))

    assert found.level == level
    assert found.value == ("0 个" if level == "pass" else f"{number} 个")


@pytest.mark.parametrize(
    "asked,level",
    [(None, "pass"), (date(2026, 11, 20), "warn"), (date(2026, 8, 23), "warn"), (date(2026, 8, 22), "veto")],
)
def test_questions_of_visitors(asked, level):
    assert verdict("questions", oldest_question=asked).level == level


@pytest.mark.parametrize(
    "today,published,level",
    [
        ("2027-01-10", False, "warn"),
        ("2027-01-31", False, "warn"),
        ("2027-02-01", False, "fail"),
        ("2027-02-01", True, "pass"),
        ("2027-02-01", None, "pass"),
    ],
)
def test_annual_report(today, published, level):
    day = date.fromisoformat(today)

    assert verdict("report", today=day, newest=day, report_published=published).level == level


@pytest.mark.parametrize(
    "key,field,value,sentence",
    [
        ("links", "dead_links", "3 个", "失效链接 3 个。"),
        ("applications", "overdue_applications", "3 件", "逾期未办结的申请 3 件。"),
        ("items", "overdue_items", "3 条", "成文超过 20 个工作日未公开的信息 3 条。"),
    ],
)
def test_what_may_not_occur_once(key, field, value, sentence):
    found = verdict(key, **{field: 3})

    assert (found.value, found.level, found.sentence) == (value, "fail", sentence)
    assert found.remedy
