"""A year's holiday arrangement, pasted from its notice, moves every open due date once and says so before."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from disclosure.desk.applications.deadlines import recompute
from disclosure.models import Act, Application, DayCorrection, User
from tests.factories import ApplicationFactory, AuthorityFactory

pytestmark = pytest.mark.django_db
# 2031 has no arrangement yet: of its National Day only 1 to 3 October are known to be off.
NOTICE = """国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。
9月28日（周日）、10月11日（周六）上班。"""
GIVEN = {"year": "2031", "document": "某通知", "text": NOTICE}


@pytest.fixture
def address():
    return reverse("admin:disclosure_daycorrection_arrangement")


@pytest.fixture
def application(db):
    made = ApplicationFactory(received_on=date(2031, 9, 15), number="2031-001", outcome="", concluded_on=None)
    recompute(Application.objects.all())
    made.refresh_from_db()
    # 16 to 19 September 1–4, 22 to 26 5–9, 29 and 30 10–11; off 1 to 5 October; 6 to 10 12–16, 13 to 16 17–20.
    assert (made.due_on, made.provisional) == (date(2031, 10, 16), True)
    return made


def test_notice_is_read_shown_and_then_kept(admin_client, address, application):
    shown = admin_client.post(address, GIVEN).content.decode()

    assert "放假 8 天：10月1日（周三）、10月2日（周四）" in shown
    assert "调休上班 2 天：9月28日（周日）、10月11日（周六）" in shown
    assert "有 1 件未办结申请的截止日期会变动" in shown
    assert "2031-001" in shown
    assert not DayCorrection.objects.exists()

    kept = admin_client.post(address, {**GIVEN, "_confirmed": "1"}, follow=True).content.decode()

    assert "已登记 8 天放假、2 天调休上班，1 件未办结申请的截止日期随之变动。" in kept
    assert DayCorrection.objects.filter(is_working=False).count() == 8
    assert Act.objects.filter(kind="disclosure.daycorrection", verb="add").count() == 10
    application.refresh_from_db()
    # 28 September is day 10, 29 and 30 11–12; off to 8 October; 9, 10, 11 13–15, 13 to 17 16–20.
    assert (application.due_on, application.provisional) == (date(2031, 10, 17), False)


def test_entered_again_it_replaces_what_was_there(admin_client, address):
    DayCorrection.objects.create(day=date(2031, 10, 8), is_working=True, document="从前的")

    admin_client.post(address, {**GIVEN, "_confirmed": "1"})

    assert not DayCorrection.objects.get(day=date(2031, 10, 8)).is_working
    assert DayCorrection.objects.count() == 10


def test_doubtful_notice_is_not_kept_and_what_was_typed_stays(admin_client, address):
    wrong = {**GIVEN, "text": NOTICE.replace("周三", "周四", 1), "_confirmed": "1"}

    answer = admin_client.post(address, wrong).content.decode()

    assert "2031年10月1日写明星期四，实际是星期三，请核对年份和日期。" in answer
    assert "10月1日（周四）至8日" in answer
    assert not DayCorrection.objects.exists()


def test_calendar_is_not_for_everybody(client, address):
    person = User.objects.create_user("某人", authority=AuthorityFactory(), is_staff=True)
    person.groups.set(Group.objects.filter(name="管理员"))
    client.force_login(person)

    assert client.get(address).status_code == 403
