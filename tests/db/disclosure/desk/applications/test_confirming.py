"""From 确认收到 on an online application has a date of receipt, a clock and a place in the report (条例 art. 31)."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone
from django.utils.timezone import localdate

from disclosure.desk.applications.confirming import confirm_receipt
from disclosure.errors import Refused
from disclosure.models import Act, Application, Grant, User
from disclosure.portal.statistics.replies import replies_by_year
from reports.counting import count
from reports.editions import edition_for
from tests.factories import ApplicationFactory, AuthorityFactory
from tests.support.desk import address
from tests.support.people import handler, person

pytestmark = pytest.mark.django_db
SENT = dt.datetime(2026, 11, 1, 9, 30, tzinfo=timezone.get_default_timezone())  # a Sunday
DAY, DUE = dt.date(2026, 11, 2), dt.date(2026, 11, 30)  # twenty plain working days


def waiting(town, **given):
    return ApplicationFactory(authority=town, received_on=None, submitted_at=SENT, channel="internet", **given)


def test_confirmation_dates_it_starts_its_clock_and_is_an_act(town):
    made, by = waiting(town), handler(town)

    done = confirm_receipt(application=made, by=by, on=DAY)

    made.refresh_from_db()
    assert (made.received_on, made.due_on, done.due_on) == (DAY, DUE, DUE)
    act = Act.objects.order_by("number").last()
    assert (act.verb, act.user) == ("handle", by)
    assert act.changes == {"事项": ["", "确认收到（2026-11-02）"], "received_on": ["", "2026-11-02"]}


def test_before_it_nothing_is_counted_and_nothing_is_due(town):
    made = waiting(town)

    def received():
        figures = count(edition_for(2026), [town.pk], 2026)
        return figures["3.received.natural"]

    assert (received(), replies_by_year(town, dt.date(2026, 12, 31))) == (0, {})
    confirm_receipt(application=made, by=handler(town), on=DAY)
    assert received() == 1
    assert replies_by_year(town, dt.date(2026, 12, 31))[2026].received == 1


@pytest.mark.parametrize("on, said", [(dt.date(2026, 10, 31), "收到日期不能早于这一天"), (dt.date(2026, 11, 1), None)])
def test_no_receipt_before_it_was_sent(town, on, said):
    made = waiting(town)
    if said is None:
        assert confirm_receipt(application=made, by=handler(town), on=on).received_on == on
        return
    with pytest.raises(Refused, match=said):
        confirm_receipt(application=made, by=handler(town), on=on)


@pytest.mark.parametrize("channel", ["fax", "ordinary_mail"])
def test_letters_and_faxes_are_confirmed_from_the_day_they_came(town, channel):
    made = ApplicationFactory(authority=town, received_on=None, arrived_on=DAY, channel=channel)
    with pytest.raises(Refused, match="是 2026-11-02 送到的"):
        confirm_receipt(application=made, by=handler(town), on=dt.date(2026, 11, 1))

    assert confirm_receipt(application=made, by=handler(town), on=DAY).due_on == DUE


def test_it_is_confirmed_once(town):
    made = waiting(town)
    confirm_receipt(application=made, by=handler(town), on=DAY)

    with pytest.raises(Refused, match="已于 2026-11-02 确认收到"):
        confirm_receipt(application=made, by=handler(town), on=dt.date(2026, 11, 9))


@pytest.mark.parametrize("role", ["编辑", "年报", "只读审计"])
def test_who_does_not_handle_applications_does_not_confirm(town, role):
    with pytest.raises(Refused, match="没有办理信息公开申请（确认收到）的权限"):
        confirm_receipt(application=waiting(town), by=person(town, role), on=DAY)


def test_superior_confirms_only_where_it_was_granted(town):
    below = AuthorityFactory(parent=town)
    made, superior = waiting(below), handler(town)
    with pytest.raises(Refused, match="本机关"):
        confirm_receipt(application=made, by=superior, on=DAY)

    Grant.objects.create(person=superior, authority=below)
    assert confirm_receipt(application=made, by=User.objects.get(pk=superior.pk), on=DAY).received_on == DAY


# --- On the screen ----------------------------------------------------------------


def test_button_on_its_page_confirms_with_one_click(client, town):
    made = waiting(town)
    client.force_login(handler(town))
    screen = address(Application, "change", made.pk)
    assert "确认收到</button>" in client.get(screen).content.decode()

    answer = client.post(f"/admin/disclosure/application/{made.pk}/confirm/", follow=True)

    made.refresh_from_db()
    assert made.received_on == localdate()
    assert "已确认收到，收到日期为" in answer.content.decode()
    assert "确认收到</button>" not in answer.content.decode()


def test_reader_sees_that_it_waits_and_has_no_button(client, town):
    made = waiting(town)
    client.force_login(person(town, "年报"))

    shown = client.get(address(Application, "change", made.pk)).content.decode()

    assert "待确认收到" in shown
    assert "确认收到</button>" not in shown
    assert client.post(f"/admin/disclosure/application/{made.pk}/confirm/").status_code == 302
    made.refresh_from_db()
    assert made.received_on is None


def test_list_says_that_it_waits_and_shows_it_first(client, town):
    ApplicationFactory(authority=town, number="旧的", received_on=DAY)
    waiting(town, number="新的")
    client.force_login(handler(town))

    answer = client.get(address(Application, "changelist"))

    assert [one.number for one in answer.context["cl"].result_list] == ["新的", "旧的"]
    assert answer.content.decode().count(">待确认<") == 2  # date of receipt, due date


def test_form_gives_it_another_day(client, town):
    made = waiting(town)
    client.force_login(handler(town))
    values = {
        "authority": town.pk, "number": made.number, "received_on": "", "channel": "internet", "applicant_kind": "natural",
        "applicant": "示例甲", "content": "内容", "steps-TOTAL_FORMS": 0, "steps-INITIAL_FORMS": 0,
    }  # fmt: skip
    screen = address(Application, "change", made.pk)

    assert client.post(screen, values).status_code == 302, "what is wrong may be put right before it is confirmed"
    made.refresh_from_db()
    assert made.received_on is None
    assert client.post(screen, {**values, "received_on": "2026-11-02"}).status_code == 302
    made.refresh_from_db()
    assert (made.received_on, made.due_on) == (DAY, DUE)


# --- Elsewhere --------------------------------------------------------------------


def test_no_part_of_the_desk_stumbles_over_a_missing_date(client, town, capsys):
    waiting(town, number="2026-001")
    ApplicationFactory(authority=town, number="2026-002", received_on=DAY)
    client.force_login(User.objects.create_superuser("clerk", authority=town))

    call_command("explain_deadline", "2026-001", authority=town.code)

    assert "还没有收到申请的记录" in capsys.readouterr().out
    for page in (
        "/admin/",
        *(f"{address(Application, 'changelist')}{query}" for query in ("?o=5", "?o=-5", "?time_limit=none")),
    ):
        assert client.get(page).status_code == 200
    sheet = b"".join(client.post("/admin/disclosure/application/export/csv/").streaming_content).decode("utf-8-sig")
    assert [line.split(",")[3] for line in sheet.splitlines()[1:]] == ["", "2026-11-02"]
