"""Each role has exactly its permissions; they come with the migrations and stay in step."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from disclosure.desk.accounts.roles import NAMES, ROLES, after_migrate
from disclosure.models import Application, Item
from reports.models import AnnualReport, ReportState
from tests.factories import ApplicationFactory, ItemFactory
from tests.support.desk import NO_PARTS, address

pytestmark = pytest.mark.django_db

# One line a role: app.model and the acts on it.
TABLE = {
    "编辑": "item:view,add,change,delete attachment:view,add,change,delete picture:view,add,change,delete"
    " itemlink:view,add,change,delete review:view remark:view justification:view itemrevision:view deadlink:view category:view authority:view",
    "部门审核": "item:view,check attachment:view picture:view itemlink:view "
    "review:view remark:view justification:view itemrevision:view deadlink:view"
    " application:view step:view case:view matter:view decision:view feereceipt:view"
    " party:view fee:view opinion:view letter:view paper:view hearing:view needless:view archivepackage:view archivedfile:view"
    " procurement:view annualreport:view,review category:view authority:view",
    "保密审查": "item:view,clear attachment:view picture:view itemlink:view "
    "review:view remark:view justification:view itemrevision:view deadlink:view annualreport:view category:view authority:view",
    "发布": "item:view,publish attachment:view picture:view itemlink:view "
    "review:view remark:view justification:view itemrevision:view deadlink:view annualreport:view,publish category:view authority:view",
    "依申请办理": "application:view,add,change step:view,add,change,delete applicant:see case:view,add,change authority:view"
    " party:view fee:view opinion:view letter:view paper:view hearing:view,add,change,delete needless:view archivepackage:view archivedfile:view"
    " recordcorrection:view,add,change complaint:view,add,change lettertemplate:view",
    "政府信息公开工作机构负责人": "application:view,approve step:view case:view annualreport:view category:view authority:view"
    " party:view fee:view opinion:view letter:view paper:view hearing:view needless:view archivepackage:view archivedfile:view"
    " recordcorrection:view complaint:view",
    "年报": "annualreport:view,add,change,delete matter:view,add,change,delete decision:view,add,change,delete"
    " feereceipt:view,add,change,delete procurement:view,add,change,delete item:view attachment:view picture:view itemlink:view"
    " application:view step:view case:view category:view authority:view"
    " party:view fee:view opinion:view letter:view paper:view hearing:view needless:view archivepackage:view archivedfile:view",
    "管理员": "authority:view,add,change user:view,add,change category:view,add,change,delete grant:view,add,delete"
    " oldaddress:view,add,change,delete daycorrection:view,add,change,delete lettertemplate:view,add,change,delete"
    " group:view act:view",
    "只读审计": "item:view attachment:view picture:view itemlink:view "
    "review:view remark:view justification:view itemrevision:view deadlink:view oldaddress:view daycorrection:view"
    " application:view step:view case:view matter:view decision:view feereceipt:view"
    " party:view fee:view opinion:view letter:view paper:view hearing:view needless:view archivepackage:view archivedfile:view"
    " recordcorrection:view complaint:view lettertemplate:view"
    " procurement:view annualreport:view category:view authority:view user:view grant:view group:view act:view",
}


@pytest.mark.parametrize("name", TABLE)
def test_role_has_exactly_its_permissions(name):
    group = Group.objects.get(name=name)
    wanted = {
        f"{act}_{model}"
        for model, _, acts in (part.partition(":") for part in TABLE[name].split())
        for act in acts.split(",")
    }

    assert set(group.permissions.values_list("codename", flat=True)) == wanted


def test_every_role_stands_in_the_table():
    assert set(TABLE) == NAMES


def test_every_permission_of_a_role_exists():
    known = {
        f"{one.content_type.app_label}.{one.codename}" for one in Permission.objects.select_related("content_type")
    }

    assert {name for role in ROLES for name in role.permissions} <= known


def test_roles_are_kept_in_step_and_other_groups_left_alone(django_assert_max_num_queries):
    editor, other = Group.objects.get(name="编辑"), Group.objects.create(name="自设组")
    before = set(editor.permissions.all())
    extra = Permission.objects.get(codename="delete_user")
    editor.permissions.set([extra])
    other.permissions.set([extra])
    Group.objects.get(name="发布").delete()

    after_migrate(apps.get_app_config("disclosure"))

    assert set(editor.permissions.all()) == before
    assert list(other.permissions.all()) == [extra]
    assert Group.objects.filter(name="发布").exists()
    with django_assert_max_num_queries(20):  # nothing left to do: no write
        after_migrate(apps.get_app_config("disclosure"))


def test_permissions_are_made_where_the_roles_come_before_them():
    Permission.objects.filter(codename="publish_annualreport").delete()

    after_migrate(apps.get_app_config("disclosure"))

    assert Group.objects.get(name="发布").permissions.filter(codename="publish_annualreport").exists()


# --- What each does ------------------------------------------------------------


def _item(item, **changed):
    names = [field.name for field in Item._meta.fields if field.name not in ("id", "authority", "category")]
    data = {name: getattr(item, name) or "" for name in names}
    inline = NO_PARTS
    return {**data, **inline, "authority": item.authority_id, "category": item.category_id, **changed}


@pytest.mark.parametrize("role", TABLE)
def test_drafts_are_changed_by_editors_alone(client, staff, town, role):
    item = ItemFactory(authority=town, published_on=None)
    client.force_login(staff(town, role))

    client.post(address(Item, "change", item.pk), _item(item, title="改过的"))

    item.refresh_from_db()
    assert (item.title == "改过的") == (role == "编辑")


@pytest.mark.parametrize("role", TABLE)
def test_applicants_are_seen_by_handlers_alone(client, staff, town, role):
    record = ApplicationFactory(authority=town, applicant="测试人乙")
    client.force_login(staff(town, role))

    page = client.get(address(Application, "change", record.pk)).content.decode()

    assert ("测试人乙" in page) == (role == "依申请办理")


@pytest.mark.parametrize("role", TABLE)
def test_reports_are_begun_by_those_who_compile_them(client, staff, town, role):
    client.force_login(staff(town, role))

    client.post(address(AnnualReport, "add"), {"authority": town.pk, "year": 2023})

    assert AnnualReport.objects.exists() == (role == "年报")


@pytest.mark.parametrize("role", TABLE)
def test_reports_are_sent_back_by_reviewers(client, staff, town, role):
    report = AnnualReport.objects.create(authority=town, year=2023, edition_key="2021", state=ReportState.REVIEW)
    client.force_login(staff(town, role))

    client.post(address(AnnualReport, "change", report.pk), {"_send_back": "1", "send_back_reason": "再看"})

    report.refresh_from_db()
    assert (report.state == ReportState.DRAFT) == (role == "部门审核")


@pytest.mark.parametrize("role", TABLE)
def test_button_to_publish_is_the_publishers(client, staff, town, role):
    report = AnnualReport.objects.create(authority=town, year=2023, edition_key="2021", state=ReportState.REVIEW)
    client.force_login(staff(town, role))

    answer = client.get(address(AnnualReport, "change", report.pk))

    assert ("_publish" in answer.content.decode()) == (role == "发布")


# --- The page -------------------------------------------------------------------


def test_page_shows_roles_by_acts_in_words(admin_client):
    html = admin_client.get(reverse("admin:auth_group_roles"))
    parts = {part.name: {row.name: row.allowed for row in part.rows} for part in html.context["parts"]}
    names = [role.name for role in html.context["roles"]]

    assert names == list(TABLE)
    assert list(parts["公开信息"])[:4] == ["查看", "新增", "修改", "删除"]
    assert [name for name, may in zip(names, parts["公开信息"]["可以保密审查公开信息"], strict=True) if may] == [
        "保密审查"
    ]
    assert [name for name, may in zip(names, parts["年度报告"]["可以发布年度报告"], strict=True) if may] == ["发布"]
    assert html.content.decode().count('<span class="visually-hidden">可以</span>') == sum(
        len(role.permissions) for role in ROLES
    )


def test_page_is_linked_from_navigation_and_list_of_groups(admin_client):
    link = f'href="{reverse("admin:auth_group_roles")}"'

    assert link in admin_client.get(reverse("admin:index")).content.decode()
    assert admin_client.get(reverse("admin:auth_group_changelist")).content.decode().count(link) == 2


@pytest.mark.parametrize("role,status", [("管理员", 200), ("只读审计", 200), ("编辑", 403)])
def test_page_is_for_those_who_see_groups(client, staff, town, role, status):
    client.force_login(staff(town, role))

    assert client.get(reverse("admin:auth_group_roles")).status_code == status


def test_role_is_not_changed_on_screen(admin_client):
    role = Group.objects.get(name="编辑")

    answer = admin_client.post(address(Group, "change", role.pk), {"name": "别的"})

    assert answer.status_code == 403
    assert admin_client.post(address(Group, "delete", role.pk), {"post": "yes"}).status_code == 403
