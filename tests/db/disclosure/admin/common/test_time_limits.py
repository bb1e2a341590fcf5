"""The 20 working days in the list and on the form of items, the freshness of columns in theirs."""

import datetime as dt

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from disclosure.desk.common.calendar import load_calendar
from disclosure.desk.dashboard.compliance import inspect
from disclosure.desk.dashboard.task_context import TaskContext
from disclosure.desk.dashboard.tasks import counts
from disclosure.models import Application, Category, DeadLink, Item
from tests.factories import ApplicationFactory, CategoryFactory, ItemFactory
from tests.support.desk import address

pytestmark = pytest.mark.django_db
LONG_AGO = dt.date(2020, 1, 2)  # a Thursday; 3-17 January are 11, Sunday 19 a make-up day 12, 20-23 16, 3-6 February 20


def formed(working_days_ago):
    return load_calendar().back(localdate() + dt.timedelta(days=1), working_days_ago + 1)


def cells(client, model, column):
    """The texts of a column, by the record's name."""
    changelist = client.get(address(model, "changelist")).context["cl"]
    found = next(one for one in changelist.list_display if getattr(one, "__name__", one) == column)
    show = found if callable(found) else getattr(changelist.model_admin, found)
    return {str(record): str(show(record)) for record in changelist.result_list}


def test_list_says_what_is_left_of_the_limit(admin_client):
    ItemFactory(title="按时", formed_on=LONG_AGO, published_on=dt.date(2020, 2, 6))
    ItemFactory(title="迟了", formed_on=LONG_AGO, published_on=dt.date(2020, 2, 10))
    ItemFactory(title="未公开", formed_on=localdate(), published_on=None)
    ItemFactory(title="不公开", formed_on=LONG_AGO, published_on=None, state="withheld", method="withheld")

    shown = cells(admin_client, Item, "time_limit")

    assert shown["按时"] == '<span class="time-limit time-limit-plain">按时公开</span>'
    assert shown["迟了"] == '<span class="time-limit time-limit-plain">逾期 2 个工作日公开</span>'
    assert "还剩 20 个工作日" in shown["未公开"]
    assert shown["不公开"] == "—"


def test_form_says_it_with_the_day_and_the_article(admin_client):
    item = ItemFactory(formed_on=LONG_AGO, published_on=None)

    html = admin_client.get(address(Item, "change", item.pk)).content.decode()

    assert "time-limit-late" in html
    assert "（应于 2020-02-06 前公开，条例第二十六条）" in html
    assert admin_client.get(address(Item, "add")).status_code == 200


@pytest.fixture
def three():
    days = {"逾期": LONG_AGO, "近": formed(17), "远": localdate()}
    for name, day in days.items():
        ItemFactory(title=name, formed_on=day, published_on=None)
        ApplicationFactory(number=name, received_on=day)
    ItemFactory(title="已公开", formed_on=LONG_AGO)
    ApplicationFactory(number="已办结", received_on=LONG_AGO, outcome="other", concluded_on=localdate())


@pytest.mark.parametrize(
    "model,state,name",
    [(Item, "soon", "近"), (Application, "near", "近")]
    + [(model, *pair) for model in (Item, Application) for pair in (("overdue", "逾期"), ("later", "远"))],
)
def test_list_is_filtered_by_what_is_left(admin_client, three, model, state, name):
    answer = admin_client.get(address(model, "changelist"), {"time_limit": state})

    assert [str(record) for record in answer.context["cl"].result_list] == [name]


def test_list_of_columns_says_how_fresh_each_is(admin_client):
    parent = CategoryFactory(name="上级")
    given = {"authority": parent.authority}
    old = CategoryFactory(**given, name="旧", kind="news", parent=parent)
    CategoryFactory(**given, name="空", parent=parent)
    fresh = CategoryFactory(**given, name="新", kind="news", parent=parent)
    ItemFactory(**given, category=old, published_on=LONG_AGO)
    ItemFactory(**given, category=fresh, published_on=localdate())

    shown = cells(admin_client, Category, "freshness_state")

    assert shown == {
        "上级": "—",
        "旧": '<span class="freshness freshness-stale">逾期未更新</span>（最迟 2020-01-16）',
        "空": '<span class="freshness freshness-empty">空白</span>',
        "新": '<span class="freshness freshness-fresh">正常</span>',
    }
    assert cells(admin_client, Category, "newest_item")["旧"] == "2020-01-02"
    for state, name in (("stale", "旧"), ("empty", "空")):
        answer = admin_client.get(address(Category, "changelist"), {"freshness": state})
        assert [str(record) for record in answer.context["cl"].result_list] == [name]


def test_dead_links_are_read_and_lead_to_their_item(admin_client):
    item = ItemFactory(title="某通知")
    link = DeadLink.objects.create(item=item, address="/gone/", why="没有", found_at=dt.datetime.now(dt.UTC))

    html = admin_client.get(address(DeadLink, "changelist")).content.decode()

    assert address(Item, "change", item.pk) in html
    assert admin_client.post(address(DeadLink, "delete", link.pk), {"post": "yes"}).status_code == 403


def test_amendment_of_what_is_public_is_overdue_nowhere(admin_client, admin_user):
    """The item is public; 待办, the inspection, the list and its column say so alike."""
    public = ItemFactory(title="已公开", formed_on=LONG_AGO, published_on=dt.date(2020, 2, 6))
    ItemFactory(
        title="修订稿", formed_on=LONG_AGO, published_on=None, amends=public, authority=public.authority,
        category=public.category,
    )  # fmt: skip
    context = TaskContext.of(admin_user, localdate(), load_calendar())
    waits = {(task.model, task.key): number for task, number in counts(context)}

    answer = admin_client.get(address(Item, "changelist"), {"time_limit": "overdue"})

    assert list(answer.context["cl"].result_list) == []
    assert waits[Item, "overdue"] == 0
    assert inspect(public.authority, timezone.now(), load_calendar()).facts.overdue_items == 0
    assert cells(admin_client, Item, "time_limit")["修订稿"] == "—"
