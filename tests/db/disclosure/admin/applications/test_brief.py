"""The head of an application's page, and its line in the list: what is asked, by whom, by when, how far it is."""

import datetime as dt

import pytest
from django.utils.timezone import localdate
from lxml import html

from disclosure.admin.applications.admin import state_of
from disclosure.models import Application
from tests.factories import ApplicationFactory, AuthorityFactory, StepFactory
from tests.support.desk import address
from tests.support.people import handler, person

pytestmark = pytest.mark.django_db


def tree(client, url):
    return html.fromstring(client.get(url).content.decode())


def words(found):
    return " ".join("".join(found[0].itertext()).split())


@pytest.mark.parametrize("role, name", [("依申请办理", "测试人甲"), ("政府信息公开工作机构负责人", "测**")])
def test_what_is_asked_comes_before_all_else_and_whose_it_is_by_the_right_to_know(client, town, role, name):
    content = "申请公开二〇二五年道路养护合同"
    made = ApplicationFactory(authority=town, applicant="测试人甲", content=content, received_on=localdate())
    client.force_login(person(town, role))

    page = tree(client, address(Application, "change", made.pk))

    brief = words(page.xpath("//section[@id='brief']"))
    assert content in brief
    assert f"{name}（" in brief
    assert f"截止日期{made.due_on}" in brief
    places = page.xpath("//h2/@id")
    assert places[0] == "brief-title"


def test_every_part_of_the_page_is_a_link_away(client, town):
    made = ApplicationFactory(authority=town, received_on=localdate())
    client.force_login(handler(town))

    page = tree(client, address(Application, "change", made.pk))

    links = page.xpath("//nav[@aria-label='本页的内容']//a/@href")
    assert {"#handling-title", "#letters-title", "#clock-title", "#papers-title", "#application_form"} <= set(links)
    assert [link for link in links if not page.xpath(f"//*[@id='{link[1:]}']")] == []


@pytest.mark.parametrize("given, steps, said", [
    ({"received_on": None, "arrived_on": dt.date(2026, 3, 2)}, (), "待确认收到"),
    ({"received_on": dt.date(2026, 3, 2), "due_on": dt.date(2026, 3, 30)}, (), "已逾期"),
    ({"received_on": dt.date(2026, 3, 2), "due_on": dt.date(2999, 3, 30)}, (), "办理中"),
    ({"received_on": dt.date(2026, 3, 2), "due_on": None}, (), "等待申请人"),
    ({"received_on": dt.date(2026, 3, 2)}, ("concluded",), "待填办理结果"),
    (
        {"received_on": dt.date(2026, 3, 2), "outcome": "other", "concluded_on": dt.date(2026, 3, 3), "settled_on": None},
        (),
        "待发出",
    ),
    ({"received_on": dt.date(2026, 3, 2), "outcome": "other", "concluded_on": dt.date(2026, 3, 3)}, (), "已办结"),
])  # fmt: skip
def test_list_says_how_far_each_is(town, given, steps, said):
    made = ApplicationFactory(authority=town, **given)
    for kind in steps:
        StepFactory(application=made, kind=kind, on=dt.date(2026, 3, 3))

    assert state_of(Application.objects.with_closing().get(), localdate()) == said


def test_whose_authority_there_is_need_not_choose_it(client, town):
    AuthorityFactory()
    client.force_login(handler(town))

    page = tree(client, address(Application, "add"))

    assert page.xpath("//input[@name='authority'][@type='hidden']/@value") == [str(town.pk)]


def test_who_works_for_all_chooses_where_there_are_several(client, town):
    AuthorityFactory()
    client.force_login(handler(None))

    page = tree(client, address(Application, "add"))

    assert page.xpath("//select[@name='authority']/option[@selected][@value!='']/@value") == []


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31", str(localdate() + dt.timedelta(1))])
def test_day_of_receipt_is_one_that_can_be(client, town, on):
    client.force_login(handler(town))
    given = {"authority": town.pk, "channel": "in_person", "received_on": on, "applicant_kind": "natural"}
    none = {"steps-TOTAL_FORMS": 0, "steps-INITIAL_FORMS": 0}

    answer = client.post(address(Application, "add"), given | none | {"applicant": "示例甲", "content": "内容"})

    assert "不对：应在 2008-05-01 以后，今天" in answer.content.decode()
    assert not Application.objects.exists()


def test_year_that_is_none_is_this_year_s_archive(client, town):
    client.force_login(handler(town))

    assert client.get("/admin/disclosure/application/archive/?year=0000").status_code == 200
