"""The desk: navigation in the office's words and order, the same on every page."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from disclosure.models import Category
from jinling_portal.admin_site import GROUPS
from tests.support.desk import address, one_of_each, registered

pytestmark = pytest.mark.django_db
ORDER = ["公开信息", "依申请公开", "复议诉讼", "年度报告", "栏目", "更多", "设置"]


def test_every_model_with_screens_stands_in_one_group():
    grouped = [label for group in GROUPS for label in group.models]

    assert sorted(grouped) == sorted(model._meta.label_lower for model in registered())


def test_groups_stand_in_the_office_s_order_on_every_page(admin_client):
    for page in (reverse("admin:index"), address(Category, "changelist"), address(Category, "add")):
        groups = admin_client.get(page).context["available_apps"]

        assert [group["name"] for group in groups] == ORDER


@pytest.mark.parametrize(
    "name,marked",
    [
        ("auth_group_roles", "角色一览"),
        ("auth_group_changelist", "角色一览"),
        ("disclosure_user_locks", "登录锁定"),
        ("disclosure_case_calendar", "开庭和答复日程"),
    ],
)
def test_one_entry_is_marked_as_the_present_one(admin_client, name, marked):
    page = admin_client.get(reverse(f"admin:{name}")).content.decode()

    assert re.findall(r'aria-current="page">([^<]+)<', page) == [marked]


def test_navigation_shows_about_ten_entries_and_folds_the_rest(admin_client):
    page = admin_client.get(address(Category, "changelist")).content.decode()
    start = page.index('<ul id="desk-nav-list">')
    listed = page[start : page.index("</nav>", start)]
    at_hand = re.sub(r"<details.*?</details>", "", listed, flags=re.DOTALL)

    assert re.findall(r">([^<>\s]+)</a>", at_hand) == [
        "首页", "公开信息", "信息公开申请", "更正申请", "复议诉讼案件", "投诉举报", "开庭和答复日程", "年度报告", "目录栏目",
    ]  # fmt: skip
    assert re.findall(r"<details([^>]*)>\s*<summary>([^<]+)<", listed) == [("", "更多"), ("", "设置")]
    assert ">权力事项</a>" in listed
    assert ">账号</a>" in listed


def test_folded_part_is_open_where_one_is_in_it(admin_client):
    page = admin_client.get(reverse("admin:disclosure_user_locks")).content.decode()

    assert re.findall(r"<details([^>]*)>\s*<summary>([^<]+)<", page)[:2] == [("", "更多"), (" open", "设置")]


def test_groups_without_permission_are_not_shown(client, django_user_model):
    user = django_user_model.objects.create_user("经办", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_category"))
    client.force_login(user)

    groups = client.get(reverse("admin:index")).context["app_list"]

    assert [group["name"] for group in groups] == ["栏目"]


def test_user_without_any_permission_is_told(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("经办", is_staff=True))

    assert "您还没有任何栏目的权限" in client.get(reverse("admin:index")).content.decode()


def test_page_of_an_application_lists_its_models_in_the_same_order(admin_client):
    [app] = admin_client.get(reverse("admin:app_list", args=("disclosure",))).context["app_list"]

    assert [model["object_name"] for model in app["models"]] == [
        "Item", "Application", "RecordCorrection", "Case", "Complaint", "Category", "Matter", "Decision",
        "FeeReceipt", "Procurement", "Step", "DeadLink", "OldAddress", "Authority", "User", "LetterTemplate", "DayCorrection", "Act",
    ]  # fmt: skip


def test_choices_of_a_column_show_its_path(admin_client):
    one_of_each(3)
    query = {"app_label": "disclosure", "model_name": "item", "field_name": "category", "term": "其他"}

    answer = admin_client.get(reverse("admin:autocomplete"), query)

    assert [found["text"] for found in answer.json()["results"]] == ["规划/其他（第3中心）"]
