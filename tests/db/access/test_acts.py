"""The record of acts keeps to the narrowing: list, export, search, history, first screen."""

import csv
import io

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from disclosure.desk.audit.log import NewAct, append, save_recorded
from disclosure.models import Act, Item, User, Verb
from tests import factories
from tests.support.desk import address

pytestmark = pytest.mark.django_db
LIST, EXPORT = address(Act, "changelist"), reverse("admin:disclosure_act_export")


@pytest.fixture
def done(town, sibling, district, staff):
    """An act on a record of each authority, by somebody of each; what it is about is called as the authority is."""
    for authority in (town, sibling, district):
        person = staff(authority)
        item = factories.ItemFactory(authority=authority, title=f"文件-{authority.code}")
        item.genre = "通知"
        save_recorded(item, by=person)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def exported(client, **query):
    [_, *rows] = csv.reader(io.StringIO(b"".join(client.get(EXPORT, query).streaming_content).decode("utf-8-sig")))
    return {row[9] for row in rows if row[7] == "公开信息"}


@pytest.mark.usefixtures("done")
def test_list_search_and_export_hold_the_acts_of_whom_one_may_read(staff, town, district):
    below, above, everywhere = (signed_in(staff(one, "只读审计")) for one in (town, district, None))

    def listed(client, **query):
        found = client.get(LIST, {"of": "disclosure.item", **query}).context["cl"].result_list
        return {act.label for act in found}

    mine, all_of_them = {"文件-town"}, {"文件-town", "文件-sibling", "文件-district"}
    assert [listed(one) for one in (below, above, everywhere)] == [mine, all_of_them, all_of_them]
    assert [exported(one) for one in (below, above, everywhere)] == [mine, all_of_them, all_of_them]
    assert listed(below, q="文件-sibling") == exported(below, q="文件-sibling") == set()


def test_act_of_another_authority_is_not_opened(done, staff, town, sibling):
    theirs = Act.objects.filter(authority=sibling, kind="disclosure.item").first()

    assert signed_in(staff(town, "只读审计")).get(address(Act, "change", theirs.pk)).status_code == 302
    assert signed_in(staff(sibling, "只读审计")).get(address(Act, "change", theirs.pk)).status_code == 200


@pytest.fixture
def moved(staff, town, sibling):
    """Somebody made for the whole installation, then of the neighbour, now of the town."""
    person = staff(None)
    boss = staff(None, is_superuser=True)
    for authority, surname in ((sibling, "邻名"), (town, "镇名")):
        person.authority, person.last_name = authority, surname
        person.save()
    append([NewAct(Verb.LOOK, "disclosure.item", "1", "自己的", authority=None)], by=boss)
    return person


def words(client, record):
    return client.get(address(type(record), "history", record.pk)).content.decode()


def test_history_leaves_out_what_was_done_while_the_record_was_another_s(moved, staff, town, district):
    here, above = (words(signed_in(staff(one, "管理员")), moved) for one in (town, district))

    assert "由「邻名」改为「镇名」" in here
    assert "填为「邻名」" not in here
    assert "新增账号" in here  # made while it was nobody's
    assert "填为「邻名」" in above


def test_first_screen_leaves_out_what_one_did_elsewhere(moved, town, sibling):
    for authority in (sibling, town):
        item = factories.ItemFactory(authority=authority, title=f"文件-{authority.code}")
        item.genre = "通知"
        save_recorded(item, by=moved)
    append([NewAct(Verb.UNLOCK, key="192.0.2.1", label="网络地址 192.0.2.1")], by=moved)

    recent = signed_in(moved).get(reverse("admin:index")).context["recent"]

    assert [one["act"].label for one in recent] == ["网络地址 192.0.2.1", "文件-town"]


def test_act_on_nobody_s_record_is_of_the_authority_of_who_did_it(staff, town, sibling):
    """An export, say: whoever may read that person's authority sees that it was made."""
    exported(signed_in(staff(sibling, "只读审计")))
    here, there = (signed_in(staff(one, "只读审计")) for one in (town, sibling))

    assert Act.objects.get(verb=Verb.EXPORT).authority == sibling
    seen = [client.get(LIST, {"verb__exact": "export"}).context["cl"].result_count for client in (here, there)]
    assert seen == [0, 1]


def test_sign_ins_and_failures_are_seen_by_those_of_the_person_s_authority(client, staff, town, sibling, district):
    """Of strangers by those of the authority that runs the site (the district), and by the whole installation's."""
    User.objects.create_user("clerk", password="right-word-1", authority=town, is_staff=True)
    for name, word in (("clerk", "right-word-1"), ("clerk", "wrong"), ("stranger", "wrong")):
        Client().post(reverse("admin:login"), {"username": name, "password": word})

    def seen(authority):
        reader = signed_in(staff(authority, "只读审计"))
        acts = reader.get(LIST, {"of": "disclosure.user"}).context["cl"].result_list
        return sorted((act.verb, act.label) for act in acts if act.verb.startswith("sign_in") and not act.user_id)

    assert seen(town) == [("sign_in_failed", "c**")]
    assert seen(sibling) == []
    assert seen(district) == seen(None) == [("sign_in_failed", "c**"), ("sign_in_failed", "s**")]
    of_town = signed_in(staff(town, "只读审计")).get(LIST, {"verb__exact": "sign_in"}).context["cl"].result_list
    assert "clerk" in {act.label for act in of_town}


def test_groups_keep_a_history_for_those_who_see_them(staff, town):
    group = Group.objects.create(name="自设组")

    assert "新增角色「自设组」" in words(signed_in(staff(town, "管理员")), group)


def test_items_of_another_authority_have_no_history_at_all(done, staff, town, sibling):
    theirs = Item.objects.get(authority=sibling)

    assert signed_in(staff(town, "编辑")).get(address(Item, "history", theirs.pk)).status_code == 302
