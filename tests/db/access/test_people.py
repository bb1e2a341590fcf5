"""Accounts: nobody gives more than they have, and nobody gives anything to themselves."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from disclosure.desk.accounts.delegation import require_manage
from disclosure.errors import Refused
from disclosure.models import Authority, Grant, User
from tests.support.desk import address

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"


@pytest.fixture
def manager(staff, town):
    return staff(town, "管理员")


@pytest.fixture
def desk(client, manager):
    client.force_login(manager)
    return client


def form(person, **changed):
    data = {
        "username": person.username,
        "authority": person.authority_id or "",
        "is_active": "on",
        "is_staff": "on",
        "grants-TOTAL_FORMS": 0,
        "grants-INITIAL_FORMS": 0,
    }
    return {name: value for name, value in (data | changed).items() if value is not None}


def post(client, person, **changed):
    return client.post(address(User, "change", person.pk), form(person, **changed))


def test_new_account_belongs_to_the_manager_s_authority(desk, town, sibling):
    data = {"username": "新人", "password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}

    for wrong in ("", sibling.pk):
        assert desk.post(address(User, "add"), {**data, "authority": wrong}).status_code == 200
    desk.post(address(User, "add"), {**data, "authority": town.pk})

    assert User.objects.get(username="新人").authority == town


def test_manager_gives_a_role_to_others(desk, staff, town):
    person, role = staff(town), Group.objects.get(name="编辑")

    assert post(desk, person, groups=[role.pk]).status_code == 302

    assert list(person.groups.all()) == [role]


def test_new_account_signs_in_with_its_role_and_must_choose_a_password(desk, client, town):
    role = Group.objects.get(name="编辑")
    data = {"username": "new", "password1": PASSWORD, "password2": PASSWORD, "must_change_password": "on"}
    desk.post(address(User, "add"), {**data, "authority": town.pk, "groups": [role.pk], "last_name": "某"})
    desk.logout()

    signed_in = client.post(reverse("account_login"), {"username": "new", "password": PASSWORD})

    person = User.objects.get(username="new")
    assert (person.is_staff, person.last_name, list(person.groups.all())) == (True, "某", [role])
    assert signed_in.status_code == 302
    assert client.get(reverse("admin:index")).url == reverse("account_change_password")


def test_new_account_without_the_duty_reaches_its_work_at_once(desk, client, town):
    role = Group.objects.get(name="编辑")
    data = {"username": "new", "password1": PASSWORD, "password2": PASSWORD}
    desk.post(address(User, "add"), {**data, "authority": town.pk, "groups": [role.pk]})
    desk.logout()

    client.post(reverse("account_login"), {"username": "new", "password": PASSWORD})

    assert "新增公开信息" in client.get(reverse("admin:disclosure_item_changelist")).content.decode()


def test_account_shows_roles_with_their_purpose_and_nothing_of_the_password(desk, staff, town):
    person = staff(town, "发布", password=PASSWORD)

    page = desk.get(address(User, "change", person.pk))

    html = page.content.decode()
    assert "登记公开信息及其附件，提交审核" in html
    assert "user_permissions" not in page.context["adminform"].form.fields
    for word in ("算法", "迭代", "哈希", "盐", person.password[:12], "组", "用户权限"):
        assert word not in html, word
    assert "重置密码" in html


def test_list_says_what_everybody_does_here(desk, staff, town):
    staff(town, "编辑", "发布")
    staff(town)
    staff(town, is_active=False)

    html = desk.get(address(User, "changelist")).content.decode()

    for cell in ("编辑、发布", "还没有角色"):
        assert f'<td class="field-role_names">{cell}</td>' in html
    assert '<td class="field-can_sign_in">已停用</td>' in html


def test_reader_sees_single_permissions_in_words(client, staff, town):
    person = staff(town)
    person.user_permissions.set([Permission.objects.get(codename="change_item")])
    client.force_login(staff(town, "只读审计"))

    assert "公开信息：修改" in client.get(address(User, "change", person.pk)).content.decode()


def test_manager_moves_nobody_elsewhere(desk, staff, town, sibling):
    person = staff(town)

    for wrong in ("", sibling.pk):
        assert post(desk, person, authority=wrong).status_code == 200

    person.refresh_from_db()
    assert person.authority == town


def test_manager_makes_no_superuser_and_touches_none(desk, staff, town):
    person, above = staff(town), staff(town, is_superuser=True)

    post(desk, person, is_superuser="on")
    refused = [
        post(desk, above, username="改名").status_code,
        desk.post(reverse("admin:auth_user_password_change", args=(above.pk,)), {"password1": PASSWORD}).status_code,
    ]

    person.refresh_from_db()
    assert (person.is_superuser, refused) == (False, [403, 403])


def test_manager_gives_no_permission_that_they_lack_and_takes_none(desk, staff, town):
    person = staff(town)
    lacked, had = Permission.objects.get(codename="see_applicant"), Permission.objects.get(codename="change_user")
    kept, more = Permission.objects.get(codename="change_item"), Permission.objects.get(codename="add_user")
    person.user_permissions.set([kept, had])
    group = Group.objects.create(name="自设组")
    group.permissions.set([lacked])

    assert post(desk, person, user_permissions=[lacked.pk]).status_code == 200
    assert post(desk, person, groups=[group.pk]).status_code == 200
    assert post(desk, person, user_permissions=[more.pk]).status_code == 200, "roles are given, no single permissions"
    assert post(desk, person, user_permissions=[had.pk]).status_code == 302
    assert set(person.user_permissions.all()) == {kept, had}
    assert post(desk, person).status_code == 302

    assert set(person.user_permissions.all()) == {kept}
    assert not person.groups.exists()


def test_manager_does_not_raise_themselves(desk, manager):
    role = Group.objects.get(name="依申请办理")

    post(desk, manager, groups=[role.pk], user_permissions=[Permission.objects.get(codename="add_user").pk])

    assert [group.name for group in manager.groups.all()] == ["管理员"]
    assert not manager.user_permissions.exists()


def test_rule_holds_whoever_calls(manager, staff, town, sibling):
    person, elsewhere = staff(town), staff(sibling)
    person.authority = None
    with pytest.raises(Refused, match="只能管理"):
        require_manage(manager, person)
    with pytest.raises(Refused, match="只能管理"):
        require_manage(manager, elsewhere)
    raised = User.objects.get(pk=manager.pk)
    raised.is_staff = False
    with pytest.raises(Refused, match="不能修改自己的"):
        require_manage(manager, raised)


def test_superuser_of_a_town_gives_no_reach_beyond_it(client, staff, town, sibling):
    client.force_login(staff(town, is_superuser=True))
    person = staff(town)

    assert post(client, person, authority="", is_superuser="on").status_code == 200
    assert client.get(address(User, "change", staff(None).pk)).status_code == 302
    assert client.get(address(Group, "add")).status_code == 403
    assert client.get(address(Authority, "add")).status_code == 403


def test_authority_keeps_its_place_and_code(desk, town, sibling):
    desk.post(
        address(Authority, "change", town.pk),
        {"name": "改名镇人民政府", "code": "other", "parent": sibling.pk, "is_own": "on", "download_days": "30"},
    )

    town.refresh_from_db()
    assert (town.name, town.code, town.parent.code, town.is_own) == ("改名镇人民政府", "town", "district", False)


def test_grant_is_given_on_the_account_and_says_by_whom(client, staff, district, town):
    giver, person = staff(None, "管理员"), staff(district)
    client.force_login(giver)
    inline = {"grants-TOTAL_FORMS": 1, "grants-0-authority": town.pk, "grants-0-person": person.pk}

    assert post(client, person, **inline).status_code == 302

    grant = Grant.objects.get()
    assert (grant.person, grant.authority, grant.granted_by) == (person, town, giver)


def test_grant_is_given_only_by_those_who_act_there_themselves(client, staff, district, town):
    person = staff(district)
    client.force_login(staff(district, "管理员"))
    inline = {"grants-TOTAL_FORMS": 1, "grants-0-authority": town.pk, "grants-0-person": person.pk}

    assert post(client, person, **inline).status_code == 200

    assert not Grant.objects.exists()
