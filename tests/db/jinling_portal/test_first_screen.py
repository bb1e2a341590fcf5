"""The first screen: what waits, whether the site would pass, the month, for each person what is theirs."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from disclosure.models import Authority, Category, DayCorrection, DeadLink, Item
from jinling_portal.dashboard.first_screen import first_screen
from jinling_portal.dashboard.month import charts
from reports.models import AnnualReport, FigureOrigin, ReportState
from tests.factories import ApplicationFactory, AuthorityFactory, CategoryFactory, ItemFactory
from tests.support.desk import one_of_each
from tests.support.people import person

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
AT = dt.datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
INDEX = reverse("admin:index")
LONG_AGO = dt.date(2020, 1, 2)


@pytest.fixture(autouse=True)
def out_of_season(monkeypatch):
    """Whatever the month in which the tests run: no report is being prepared."""
    monkeypatch.setattr("disclosure.desk.applications.completeness.SEASON", ())


@pytest.fixture
def town(town):
    """Where nothing waits and every rule is kept."""
    ItemFactory(authority=town, category=CategoryFactory(authority=town, name="概况"), published_on=TODAY)
    AnnualReport.objects.create(authority=town, year=2025, edition_key="2021", origin=FigureOrigin.HISTORICAL)
    DayCorrection.objects.create(day=dt.date(2027, 10, 5), is_working=False, document="某通知")
    return town


def todos(user):
    return {todo.label: todo.number for todo in first_screen(user, AT)["todos"]}


# --- 待办 -----------------------------------------------------------------------


def test_empty_desk_says_so(client, town):
    DayCorrection.objects.create(day=dt.date(2028, 10, 5), is_working=False, document="某通知")
    client.force_login(person(town, "部门审核"))

    assert "今天没有待办事项" in client.get(INDEX).content.decode()


def test_while_the_report_is_prepared_records_that_lack_something_wait_for_who_can_mend_them(client, town, monkeypatch):
    monkeypatch.setattr("disclosure.desk.applications.completeness.SEASON", (11, 12, 1))
    made = {"outcome": "partly", "received_on": dt.date(2026, 11, 2), "concluded_on": dt.date(2026, 11, 9)}
    ApplicationFactory(authority=town, **made)
    ApplicationFactory(authority=AuthorityFactory(parent=town), **made)
    user = person(town, "依申请办理")

    assert todos(user) == {"2026年终核对：记录不全的申请": 1}
    [todo] = first_screen(user, AT)["todos"]
    client.force_login(user)
    assert "件的记录还不全" in client.get(todo.url).content.decode()
    assert todos(person(town, "年报")) == {}


def test_each_role_is_shown_its_own(town):
    column = CategoryFactory(authority=town, name="要闻", kind="news")
    old = ItemFactory(authority=town, category=column, published_on=TODAY - dt.timedelta(days=20))
    near = CategoryFactory(authority=town, name="新闻", kind="news")
    ItemFactory(authority=town, category=near, published_on=TODAY - dt.timedelta(days=12))
    ItemFactory(authority=town, category=column, state="check", published_on=None, formed_on=LONG_AGO)
    DeadLink.objects.create(item=old, address="/gone/", why="没有", found_at=AT)
    ApplicationFactory(authority=town, received_on=LONG_AGO)
    DayCorrection.objects.all().delete()

    columns = {"逾期未更新的栏目": 1, "更新将到期的栏目": 1, "失效链接": 1}
    late = {"逾期未公开的信息": 1}
    assert todos(person(town, "编辑")) == late | columns
    assert todos(person(town, "部门审核")) == late | {"待我审核的信息": 1}
    assert todos(person(town, "依申请办理")) == {"逾期未办结的申请": 1}
    assert todos(person(town, "管理员")) == {"登记2027年的节假日安排": 1}
    assert todos(person(AuthorityFactory(), "管理员")) == {}
    assert todos(person(town, "只读审计")) == {}


def test_report_in_work_shows_its_findings_to_who_writes_it_and_itself_to_who_reviews_it(town):
    report = AnnualReport.objects.create(authority=town, year=2026, edition_key="2021")
    writer, reviewer = person(town, "年报"), person(town, "部门审核")

    assert todos(writer) == {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reports.desk.answering.check", lambda _: [finding("error")] * 2 + [finding("warning")])
        assert todos(writer) == {"2026年度报告检查出的错误": 2, "2026年度报告检查出的提醒": 1}
    assert todos(reviewer) == {}

    report.state = ReportState.REVIEW
    report.save()
    assert todos(reviewer) == {"待审核、发布的2026年度报告": 1}
    assert todos(person(AuthorityFactory(), "部门审核")) == {}


def finding(level):
    from reports.checks import FindingLevel, ReportFinding

    return ReportFinding(1, FindingLevel(level), "某处不符")


def test_every_number_leads_to_that_many_records(admin_client, admin_user, town):
    column = CategoryFactory(authority=town, name="要闻", kind="news")
    old = ItemFactory(authority=town, category=column, published_on=LONG_AGO)
    CategoryFactory(authority=town, name="空的")
    DeadLink.objects.create(item=old, address="/gone/", why="没有", found_at=timezone.now())
    for state in ("check", "secrecy", "approved"):
        ItemFactory(authority=town, category=column, state=state, published_on=None, formed_on=LONG_AGO)
    ApplicationFactory(authority=town, received_on=LONG_AGO)
    other = AuthorityFactory()  # of which the lists show nothing
    CategoryFactory(authority=other, name="空的")

    shown = admin_client.get(INDEX).context
    pages = {todo.label: (todo.number, todo.url) for todo in shown["todos"] if "节假日" not in todo.label}
    pages |= {
        one.verdict.rule.key: (int(one.verdict.value.split()[0]), one.url)
        for one in shown["health"].judgements
        if re.fullmatch(r"\d+ .", one.verdict.value)
    }

    assert {"待我审核的信息", "逾期未公开的信息", "失效链接", "逾期未更新的栏目"} < set(pages)
    assert {"kinds", "due", "empty", "links", "applications", "items"} < set(pages)
    counted = {label: admin_client.get(url).context["cl"].result_count for label, (_, url) in pages.items()}
    assert counted == {label: number for label, (number, _) in pages.items()}


# --- 今天检查能通过吗 -------------------------------------------------------------


def test_health_of_a_site_where_all_is_kept(town):
    health = first_screen(person(town, "编辑"), AT)["health"]

    assert (health.level, health.answer) == ("pass", "能通过，各项都合格。")


def test_health_begins_with_the_worst(town):
    ItemFactory(authority=town, category=Category.objects.get(), published_on=None, formed_on=LONG_AGO)
    for number in range(5):
        CategoryFactory(authority=town, name=f"空的{number}")

    health = first_screen(person(town, "编辑"), AT)["health"]

    assert health.answer == "不能通过：1 项单项否决，1 项不合格。"
    assert [one.verdict.rule.key for one in health.judgements][:2] == ["empty", "items"]


def test_health_leads_only_where_the_person_may_go(town):
    ApplicationFactory(authority=town, received_on=LONG_AGO)

    def places(role):
        return {one.verdict.rule.key for one in first_screen(person(town, role), AT)["health"].judgements if one.url}

    assert "applications" not in places("编辑")
    assert "applications" in places("只读审计")
    assert first_screen(person(town, "依申请办理"), AT)["health"] is None


def test_health_is_of_the_person_s_own_authority(town):
    below = AuthorityFactory(parent=town, name="下级机关")

    assert first_screen(person(below, "编辑"), AT)["health"].level == "veto"
    assert first_screen(person(town, "编辑"), AT)["health"].level == "pass"
    assert first_screen(person(None, "编辑"), AT)["authority"] == town


# --- 本月数据 -------------------------------------------------------------------


def test_charts_count_days_and_months(town):
    column = Category.objects.get()
    Item.objects.all().delete()
    for day, state in (
        ("2026-11-01", "published"), ("2026-11-23", "published"), ("2026-11-23", "published"),
        ("2026-10-31", "published"), ("2025-12-01", "published"), ("2025-11-30", "published"), ("2026-11-02", "withdrawn"),
    ):  # fmt: skip
        ItemFactory(authority=town, category=column, published_on=dt.date.fromisoformat(day), state=state)
    ItemFactory(published_on=TODAY)  # another authority's
    ApplicationFactory(authority=town, received_on=dt.date(2026, 11, 2))
    ApplicationFactory(
        authority=town, received_on=dt.date(2026, 9, 1), outcome="other", concluded_on=dt.date(2026, 10, 8)
    )

    days, months, applications = charts(town, TODAY, person(town, "部门审核"))

    assert [row for row in days.rows if row[1] != ["0"]] == [("1日", ["1"]), ("23日", ["2"])]
    assert len(days.names) == 30
    assert months.names[0] == "12月"
    assert [row for row in months.rows if row[1] != ["0"]] == [("12月", ["1"]), ("10月", ["1"]), ("11月", ["3"])]
    assert [row for row in applications.rows if row[1] != ["0", "0"]] == [
        ("9月", ["1", "0"]), ("10月", ["0", "1"]), ("11月", ["1", "0"]),
    ]  # fmt: skip


def test_charts_are_of_what_a_person_may_see(town):
    assert [chart.key for chart in charts(town, TODAY, person(town, "编辑"))] == ["days", "months"]
    assert [chart.key for chart in charts(town, TODAY, person(town, "依申请办理"))] == ["applications"]


# --- The page -------------------------------------------------------------------


def test_page_has_its_parts_and_no_inline_style(admin_client, town):
    html = admin_client.get(INDEX).content.decode()

    assert [
        part for part in ("待办", "今天检查能通过吗", "本月数据", "我最近的操作") if f">{part}</h2>" not in html
    ] == []
    assert " style=" not in html
    assert html.count("<svg") - html.count('class="theme-icon') >= 3


def test_page_before_any_authority_was_made(admin_client):
    Authority.objects.all().delete()

    assert admin_client.get(INDEX).status_code == 200


@pytest.mark.parametrize("count", [1, 20])
def test_queries_do_not_grow(admin_client, django_assert_num_queries, count):
    for number in range(count):
        one_of_each(number)
    town = Authority.objects.get(is_own=True)
    AnnualReport.objects.create(authority=town, year=2026, edition_key="2021")

    # Session, user, calendar; items in hand; all that waits; own authority, last year's report; columns, links,
    # overdue applications and items; the report in work; items by day, applications by month; recent acts.
    with django_assert_num_queries(25):
        admin_client.get(INDEX)
