"""What an inspector would find, from records on either side of each threshold."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from disclosure.desk.dashboard.compliance import column_findings, columns, inspect, to_evaluate
from disclosure.law.inspection.freshness import State
from disclosure.law.workdays import Calendar
from disclosure.models import DeadLink, Item
from tests.factories import ApplicationFactory, AuthorityFactory, CategoryFactory, ItemFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
AT = dt.datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
KNOWN = Calendar()


def column(town, name, kind="standing", newest=None, **given):
    made = CategoryFactory(authority=town, name=name, kind=kind, **given)
    if newest:
        ItemFactory(authority=town, category=made, published_on=dt.date.fromisoformat(newest))
    return made


def states(town):
    found, _ = columns([town.pk], AT)
    return {one.path: one.freshness.state.value for one in found}


def test_columns_by_their_newest_item(town):
    column(town, "要闻", "news", "2026-11-09")
    column(town, "旧闻", "news", "2026-11-08")
    column(town, "常设", newest="2020-01-01")
    column(town, "空的")
    column(town, "每月", newest="2026-09-01", longest_days=31)

    assert states(town) == {"要闻": "near", "旧闻": "stale", "常设": "fresh", "空的": "empty", "每月": "stale"}


def test_only_what_the_public_sees_keeps_a_column_fresh(town):
    for name, given in (
        ("草稿", {"published_on": None}),
        ("撤回", {"state": "withdrawn"}),
        ("定时", {"publish_at": AT + dt.timedelta(minutes=1)}),
        ("明天", {"published_on": TODAY + dt.timedelta(days=1)}),
        ("刚到时", {"publish_at": AT}),
    ):
        ItemFactory(authority=town, category=column(town, name, "news"), **{"published_on": TODAY, **given})

    assert states(town) == {"草稿": "empty", "撤回": "empty", "定时": "empty", "明天": "empty", "刚到时": "fresh"}


def test_only_leaves_are_judged_and_sections_with_pages_of_their_own_are_none(town):
    top = column(town, "法定主动公开内容")
    column(town, "统计", parent=top)
    column(town, "政府信息公开指南")
    column(town, "政府信息公开年报")

    assert states(town) == {"法定主动公开内容/统计": "empty"}


def test_most_urgent_columns_come_first(town):
    column(town, "空的")
    column(town, "近", "news", "2026-11-10")
    column(town, "更旧", "news", "2026-10-01")
    column(town, "旧", "news", "2026-11-01")
    column(town, "新", "news", "2026-11-23")
    found, _ = columns([town.pk], AT)

    assert [one.path for one in column_findings(found)] == ["更旧", "旧", "近", "空的"]
    assert [one.path for one in column_findings(found, State.EMPTY)] == ["空的"]


@pytest.mark.parametrize("count", [1, 12])
def test_inspection_costs_four_queries(town, django_assert_num_queries, count):
    for number in range(count):
        column(town, f"栏目{number}", "news", "2026-11-01")
        ApplicationFactory(authority=town)

    with django_assert_num_queries(4):
        inspect(town, AT, KNOWN)


def test_inspection_counts_what_is_of_this_authority(town):
    for where in (town, AuthorityFactory()):
        item = ItemFactory(authority=where, published_on=TODAY - dt.timedelta(days=1))
        DeadLink.objects.create(item=item, address="/gone/", why="没有", found_at=AT)
        for formed in ("2026-10-23", "2026-10-26"):  # due on 20 and 23 November
            ItemFactory(authority=where, formed_on=dt.date.fromisoformat(formed), published_on=None)
            ApplicationFactory(authority=where, received_on=dt.date.fromisoformat(formed))

    found = inspect(town, AT, KNOWN, report_published=True)

    assert {one.rule.key: one.value for one in found.verdicts} == {
        "home": "1 天前",
        "kinds": "0 个",
        "due": "0 个",
        "empty": "2 个",
        "questions": "没有待答复的留言",
        "links": "1 个",
        "report": "已公布",
        "applications": "1 件",
        "items": "1 条",
    }


@pytest.mark.parametrize(
    "state,evaluate_on,is_due",
    [
        ("withheld", "2026-11-23", True),
        ("withheld", "2026-11-24", False),
        ("withheld", None, True),
        ("draft", None, False),
    ],
)
def test_what_was_withheld_is_evaluated_every_year(town, state, evaluate_on, is_due):
    method = "withheld" if state == "withheld" else "proactive"
    ItemFactory(authority=town, state=state, method=method, published_on=None, evaluate_on=evaluate_on)

    assert Item.objects.filter(to_evaluate(TODAY)).exists() == is_due
