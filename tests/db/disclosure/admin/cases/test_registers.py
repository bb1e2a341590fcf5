"""The two small registers on the desk: numbered by themselves, masked, found by the whole of a name."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group

from disclosure.models import Act, Complaint, RecordCorrection, User
from tests.factories import ApplicationFactory
from tests.support.desk import address

pytestmark = pytest.mark.django_db
MODELS = [(RecordCorrection, "更"), (Complaint, "投")]
SECRETS = ("标记甲", "0000-7654321", "标记内容", "标记办理")


@pytest.fixture
def desk(client, town):
    def signed_in(*roles):
        made = User.objects.create_user(f"u{User.objects.count()}", authority=town, is_staff=True)
        made.groups.set(Group.objects.filter(name__in=roles or ["依申请办理"]))
        client.force_login(made)
        return client

    return signed_in


def values(town, **given):
    person, phone, content, note = SECRETS
    usual = {"authority": town.pk, "number": "", "received_on": "2026-03-02", "person": person}
    return usual | {"contact": phone, "content": content, "note": note} | given


def enter(client, model, town, **given):
    return client.post(address(model, "add"), values(town, **given))


@pytest.mark.parametrize("model, word", MODELS)
def test_entries_are_numbered_by_year_and_keep_a_number_that_is_given(desk, town, model, word):
    client = desk()
    for given in ({}, {"received_on": "2025-12-31"}, {"number": "旧一"}, {}):
        assert enter(client, model, town, **given).status_code == 302

    numbers = list(model.objects.order_by("pk").values_list("number", flat=True))
    assert numbers == [f"{word}2026-001", f"{word}2025-001", "旧一", f"{word}2026-002"]


@pytest.mark.parametrize("model, word", MODELS)
def test_entering_is_an_act_without_anything_personal(desk, town, model, word):
    enter(desk(), model, town)

    act = Act.objects.order_by("number").last()
    assert (act.verb, act.label) == ("add", f"{word}2026-001")
    assert not any(secret in f"{act.label} {act.changes}" for secret in SECRETS)


@pytest.mark.parametrize("model, word", MODELS)
def test_personal_data_is_for_handlers_and_a_look_is_written_down(desk, town, model, word):
    enter(desk(), model, town)
    pages = address(model, "changelist"), address(model, "change", model.objects.get().pk)

    handlers = [desk().get(page).content.decode() for page in pages]
    assert [secret in handlers[1] for secret in SECRETS] == [True] * 4
    assert Act.objects.filter(verb="look", label=f"{word}2026-001").count() == 1

    readers = [desk("政府信息公开工作机构负责人").get(page).content.decode() for page in pages]
    assert not [secret for secret in SECRETS for shown in (handlers[0], *readers) if secret in shown]
    assert all("标**" in shown for shown in readers)


@pytest.mark.parametrize("model, word", MODELS)
def test_person_is_found_by_the_whole_name(desk, town, model, word):
    client = desk()
    enter(client, model, town)
    enter(client, model, town, person="别人")

    def found(text):
        answer = client.post(address(model, "search"), {"q": text}, follow=True)
        return [one.number for one in answer.context["cl"].result_list]

    assert (found("标记甲"), found("标记"), found(f"{word}2026-002")) == ([f"{word}2026-001"], [], [f"{word}2026-002"])


@pytest.mark.parametrize("model, word", MODELS)
def test_result_and_day_go_together(desk, town, model, word):
    client = desk()

    assert enter(client, model, town, result="passed_on").status_code == 200
    assert enter(client, model, town, result="passed_on", concluded_on="2026-03-01").status_code == 200
    assert enter(client, model, town, result="passed_on", concluded_on="2026-03-20").status_code == 302
    assert model.objects.get().concluded_on == dt.date(2026, 3, 20)


def test_complaint_is_about_an_application_of_the_same_authority(town, admin_client):
    own, other = ApplicationFactory(authority=town), ApplicationFactory()

    refused = enter(admin_client, Complaint, town, application=other.pk)
    assert "关联的申请属于另一个行政机关" in refused.content.decode()
    assert enter(admin_client, Complaint, town, application=own.pk).status_code == 302
    assert Complaint.objects.get().application == own


@pytest.mark.parametrize("role", ["编辑", "年报", "政府信息公开工作机构负责人"])
def test_registers_are_kept_by_those_who_handle_applications(desk, town, role):
    assert enter(desk(role), Complaint, town).status_code == 403
