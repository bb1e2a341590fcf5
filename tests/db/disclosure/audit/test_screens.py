"""The record on screen: searched, filtered, taken out, told in words, and never edited."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse

from disclosure.desk.audit.log import NewAct, append, save_recorded
from disclosure.desk.audit.messages import sentence
from disclosure.law.applications.outcomes import Outcome
from disclosure.models import Act, Application, Item, User
from tests.factories import ApplicationFactory, ItemFactory
from tests.support.desk import address

pytestmark = pytest.mark.django_db
LIST = address(Act, "changelist")
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)


@pytest.fixture
def colleague():
    return User.objects.create_user("zhang", last_name="张", first_name="三")


def acted(by, **values):
    append(
        [NewAct(**{"verb": "change", "kind": "disclosure.item", "key": "1", "label": "某文件"} | values)],
        by=by,
        at=NOON,
    )
    return Act.objects.first()


@pytest.mark.parametrize(
    "values,words",
    [
        ({"changes": {"formed_on": ["2026-11-01", "2026-11-02"]}}, "将「成文日期」由「2026-11-01」改为「2026-11-02」"),
        (
            {"changes": {"summary": ["", "新"], "genre": ["通知", ""]}},
            "清除了「体裁」（原为「通知」），将「内容概述」填为「新」",
        ),
        ({"changes": {"validity": ["in_force", "repealed"]}}, "将「有效性」由「有效」改为「废止」"),
        ({"changes": {"body": ["<p>一</p>", "<p>二</p>"]}}, "将「正文」由「一」改为「二」"),
        ({"kind": "disclosure.application", "changes": {"phone": [None, None]}}, "修改了「联系电话」（内容不记）"),
        ({"verb": "add"}, "新增公开信息「某文件」"),
        ({"verb": "delete"}, "删除公开信息「某文件」"),
        ({"verb": "look", "kind": "disclosure.application", "label": "申请一"}, "查看个人信息"),
        ({"verb": "export", "label": "3 条，CSV"}, "导出公开信息（3 条，CSV）"),
        ({"verb": "sign_in", "kind": "disclosure.user"}, "登录"),
        ({"verb": "sign_in_failed", "kind": "disclosure.user", "label": "a***"}, "登录失败「a***」"),
        (
            {"verb": "permissions", "kind": "disclosure.user", "changes": {"groups": ["", "编辑"]}},
            "变更权限：将「角色」填为「编辑」",
        ),
        (
            {"verb": "publish", "kind": "reports.annualreport", "changes": {"状态": ["审核中", "已发布"]}},
            "发布：将「状态」由「审核中」改为「已发布」",
        ),
    ],
)
def test_act_in_words(colleague, values, words):
    assert sentence(acted(colleague, **values), date(2026, 11, 23)) == f"张三 于11月20日 {words}"


def test_another_year_is_said(colleague):
    assert sentence(acted(colleague, verb="add"), date(2027, 1, 2)).startswith("张三 于2026年11月20日 ")


@pytest.mark.parametrize("count", [1, 30])
def test_history_of_a_record_in_words(admin_client, admin_user, django_assert_num_queries, count):
    item = ItemFactory(title="零")
    for number in range(count):
        item.title = f"题{number}"
        save_recorded(item, by=admin_user)

    with django_assert_num_queries(5):  # session, user, record, number of acts, acts
        answer = admin_client.get(address(Item, "history", item.pk))

    assert len(answer.context["acts"]) == count
    assert "将「标题」由「零」改为「题0」" in answer.content.decode()
    assert not LogEntry.objects.exists()


def test_first_screen_shows_the_own_acts(admin_client, admin_user, colleague):
    mine, other = ItemFactory(title="我的"), ItemFactory(title="别人的")
    for item, user in ((mine, admin_user), (other, colleague)):
        item.genre = "通知"
        save_recorded(item, by=user)

    recent = admin_client.get(reverse("admin:index")).context["recent"]

    assert [(one["act"].label, one["url"]) for one in recent] == [("我的", address(Item, "change", mine.pk))]


@pytest.mark.parametrize(
    "query,found",
    [
        ({"q": "张三"}, True),
        ({"q": "某文件"}, True),
        ({"q": "2026-11-20"}, True),
        ({"q": "张三 2026-11-20"}, True),
        ({"q": "张三 2026-11-19"}, False),
        ({"q": "李四"}, False),
        ({"verb__exact": "change"}, True),
        ({"verb__exact": "delete"}, False),
        ({"of": "disclosure.item"}, True),
        ({"of": "disclosure.case"}, False),
        ({"days": "1"}, False),
        ({"channel__exact": "import"}, False),
    ],
)
def test_list_is_searched_and_filtered(admin_client, colleague, query, found):
    act = acted(colleague)

    shown = admin_client.get(LIST, query).context["cl"].result_list

    assert (act in shown) is found


def test_list_is_taken_out_as_csv_which_is_an_act(admin_client, admin_user, colleague):
    acted(colleague, label="=1+1", changes={"title": ["旧", "新"]})

    data = b"".join(admin_client.get(reverse("admin:disclosure_act_export"), {"q": "张三"}).streaming_content)

    heading, row = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    told = dict(zip(heading, row, strict=True))
    assert (told["办理人"], told["对象"], told["内容"]) == ("张三", "'=1+1", "将「标题」由「旧」改为「新」")
    assert told["时间"] == "2026-11-20 12:00:00+08:00"
    assert (Act.objects.first().verb, Act.objects.first().user) == ("export", admin_user)


@pytest.mark.parametrize("page", ["add", "delete", "change"])
def test_nobody_edits_on_screen(admin_client, colleague, page):
    act = acted(colleague)
    path = address(Act, page, *([] if page == "add" else [act.pk]))

    assert admin_client.post(path, {"post": "yes", "name": "别人"}).status_code == 403
    assert Act.objects.get(pk=act.pk).name == "张三"


def test_list_is_for_those_who_may_view_it(client):
    user = User.objects.create_user("clerk", is_staff=True)
    client.force_login(user)
    statuses = [client.get(path).status_code for path in (LIST, reverse("admin:disclosure_act_export"))]
    user.user_permissions.set(Permission.objects.filter(codename="view_act"))

    assert statuses == [403, 403]
    assert client.get(LIST).status_code == 200


def test_history_shows_no_personal_value(admin_client, admin_user):
    application = ApplicationFactory(applicant="标记甲某")
    application.applicant, application.outcome, application.concluded_on = "标记乙某", Outcome.OTHER, date(2023, 7, 1)
    save_recorded(application, by=admin_user)

    html = admin_client.get(address(Application, "history", application.pk)).content.decode()

    assert "修改了「申请人」（内容不记）" in html
    assert "标记" not in html
