"""The checklist of a new office, and the columns that count."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from disclosure.desk.common.calendar import load_calendar
from disclosure.desk.dashboard.compliance import column_findings, inspect
from disclosure.desk.office.setting_up import save_identity, save_part
from disclosure.law.inspection.freshness import State
from disclosure.law.inspection.rules import Level
from disclosure.models import Act, Category, User
from tests.factories import ApplicationFactory, ItemFactory
from tests.support.people import person

pytestmark = pytest.mark.django_db
INDEX, MARK, COLUMNS = reverse("admin:index"), reverse("office_checklist"), reverse("office_columns")
IDENTITY = {"name": "示例镇人民政府", "code": "shili", "kind": "town", "superior": ""}
CONTACT = {"office": "党政办公室", "address": "示例路一号", "hours": "工作日", "phone": "0000-0000000"}


@pytest.fixture
def office(db):
    """An office fresh from its set-up."""
    return save_identity(IDENTITY)


def states(client):
    return {task.key: task.is_done for task in client.get(INDEX).context["checklist"]}


def empty_rule(office):
    verdicts = inspect(office, timezone.now(), load_calendar()).verdicts
    return next(verdict for verdict in verdicts if verdict.rule.key == "empty")


def test_each_step_is_done_when_the_records_show_it(client, office):
    client.force_login(person(office, "管理员"))
    assert set(states(client)) == {
        *("contact", "guide", "catalogue", "reports", "applications", "holidays", "mail", "backup"),
    }
    assert not any(
        states(client)[key] for key in ("contact", "guide", "catalogue", "reports", "applications", "backup")
    )

    save_part(office, CONTACT, list(CONTACT))
    Category.objects.filter(authority=office, name="财政预算").update(is_chosen=True)
    ApplicationFactory(authority=office)

    assert {key for key in ("contact", "catalogue", "applications") if states(client)[key]} == {
        *("contact", "catalogue", "applications"),
    }


def test_every_step_has_a_link_that_opens_but_backup_which_says_what_is_missing(client, admin_client, office):
    tasks = admin_client.get(INDEX).context["checklist"]

    assert [task.key for task in tasks if not task.url] == ["backup"]
    assert "还没有备份命令" in admin_client.get(INDEX).content.decode()
    for task in tasks:
        assert not task.url or admin_client.get(task.url).status_code == 200


def test_what_only_a_person_knows_is_ticked_and_taken_back_and_logged(client, office):
    user = person(office, "管理员")
    client.force_login(user)

    client.post(MARK, {"task": "backup"})
    assert states(client)["backup"]
    client.post(MARK, {"task": "contact"})
    assert not states(client)["contact"]
    client.post(MARK, {"task": "backup"})
    assert not states(client)["backup"]
    assert Act.objects.filter(user=user, kind="disclosure.authority").count() == 2


def test_it_can_be_put_away_and_others_never_see_it(client, office):
    client.force_login(person(office, "编辑"))
    assert client.get(INDEX).context["checklist"] == []
    assert client.post(MARK, {"away": "1"}).status_code == 403

    client.force_login(person(office, "管理员"))
    client.post(MARK, {"away": "1"})
    assert "开办清单" not in client.get(INDEX).content.decode()


def test_an_office_that_came_another_way_has_no_checklist(client, town):
    client.force_login(person(town, "管理员"))

    assert client.get(INDEX).context["checklist"] == []


def test_the_first_screen_makes_as_many_queries_however_much_is_chosen(client, office, django_assert_num_queries):
    client.force_login(User.objects.create_superuser("guanli"))
    save_part(office, {}, (), next_step="")
    client.get(INDEX)
    with CaptureQueriesContext(connection) as before:
        client.get(INDEX)
    Category.objects.filter(authority=office).update(is_chosen=True)
    with django_assert_num_queries(len(before)):
        client.get(INDEX)


# --- Columns that count -----------------------------------------------------


def test_a_new_office_is_not_greeted_by_empty_columns_and_is_not_told_that_all_is_well(office):
    rule = empty_rule(office)

    assert (rule.value, rule.level) == ("未检查", Level.WARN)
    assert "还没有选定" in rule.sentence


def test_only_chosen_columns_count_as_empty_and_any_column_from_its_first_item_on(office):
    Category.objects.filter(authority=office, name__in=("财政预算", "财政决算")).update(is_chosen=True)
    used = Category.objects.get(authority=office, name="市政服务")
    ItemFactory(authority=office, category=used, published_on=dt.date(2023, 6, 1))

    found = inspect(office, timezone.now(), load_calendar()).facts.columns

    assert {column.path.rpartition("/")[2] for column in found} == {"财政预算", "财政决算", "市政服务"}
    assert len(column_findings(found, State.EMPTY)) == 2
    assert empty_rule(office).value == "2 个"


def test_choosing_ticks_what_the_law_asks_of_a_town_and_stores_what_is_ticked(client, office):
    user = person(office, "管理员")
    client.force_login(user)
    rows = {row["column"].name: row for row in client.get(COLUMNS).context["rows"]}
    assert rows["土地征收"]["is_chosen"]
    assert not rows["市政服务"]["is_chosen"]

    client.post(COLUMNS, {"column": [rows["市政服务"]["column"].pk, rows["法定主动公开内容"]["column"].pk, "x"]})

    chosen = set(Category.objects.filter(is_chosen=True).values_list("name", flat=True))
    assert chosen == {"市政服务", "基层政务公开标准目录", "法定主动公开内容"}
    assert Act.objects.filter(user=user, kind="disclosure.category", verb="change").count() == 3


def test_a_department_is_offered_no_columns_of_towns(client, office):
    save_part(office, {"kind": "department"}, ("kind",))
    client.force_login(person(office, "管理员"))

    rows = {row["column"].name: row for row in client.get(COLUMNS).context["rows"]}

    assert not rows["土地征收"]["is_chosen"]
    assert rows["财政预算"]["is_chosen"]


def test_columns_are_not_for_editors(client, office):
    client.force_login(person(office, "编辑"))

    assert client.get(COLUMNS).status_code == 403
