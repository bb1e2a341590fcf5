"""The clock on an application's page, its steps on the form, and the preview before the calendar changes."""

import datetime as dt
import re

import pytest
from django.utils.timezone import localdate

from disclosure.desk.common.calendar import load_calendar
from disclosure.models import Act, Application, DayCorrection, Step
from tests.factories import ApplicationFactory, AuthorityFactory, StepFactory
from tests.support.desk import address
from tests.support.people import person

pytestmark = pytest.mark.django_db
RECEIVED = dt.date(2026, 11, 2)


def form(application, *steps, initial=0):
    """What the page sends: the record as it is, and these lines of steps."""
    lines = {"steps-TOTAL_FORMS": len(steps), "steps-INITIAL_FORMS": initial}
    for number, step in enumerate(steps):
        lines |= {f"steps-{number}-{name}": value for name, value in step.items()}
    names = ["number", "applicant_kind", "applicant", "content", "channel", "delivery", "medium", "outcome"]
    values = {name: getattr(application, name) for name in names}
    return values | lines | {"authority": application.authority_id, "received_on": str(application.received_on)}


def page(client, application):
    return client.get(address(Application, "change", application.pk)).content.decode()


def test_page_says_when_it_is_due_and_why(client, town):
    application = ApplicationFactory(authority=town, received_on=dt.date(2020, 9, 14))
    StepFactory(application=application, kind="third_party_asked", on=dt.date(2020, 9, 24))
    StepFactory(application=application, kind="corrected", on=dt.date(2020, 9, 25))
    client.force_login(person(town, "依申请办理"))

    html = page(client, application)

    assert "应于 2020-11-06 前答复，已逾期" in html
    assert "2020年9月25日「补正」：没有等待申请人补正，不影响期限。" in html
    assert "条例第三十二条、第三十三条：征求第三方意见所需时间不计算在期限内" in html
    titles = re.findall(r'<td class="([^"]+)" title="([^"]+)"', html)
    assert ("is-counted", "2020年9月15日（星期二）：第 1 个工作日") in titles
    assert ("is-paused is-makeup", "2020年9月27日（星期日）：等待第三方答复，不计算") in titles
    assert ("is-off", "2020年10月1日（星期四）：国庆节放假，不计算") in titles
    assert ("is-counted is-due", "2020年11月6日（星期五）：第 20 个工作日，截止日期") in titles


def test_page_tells_where_record_and_steps_differ(client, town):
    application = ApplicationFactory(authority=town, received_on=RECEIVED)
    StepFactory(application=application, on=dt.date(2026, 11, 3))
    client.force_login(person(town, "只读审计"))

    assert "登记的收到日期是 2026-11-02，办理步骤「收到」是 2026-11-03" in page(client, application)


def test_page_has_no_style_or_script_of_its_own(client, town):
    application = ApplicationFactory(authority=town)
    client.force_login(person(town, "依申请办理"))

    panel = page(client, application).partition('<section class="clock"')[2].partition("</section>")[0]

    assert panel
    assert not re.search(r"style=|<script|onclick", panel)


@pytest.mark.parametrize("count", [0, 12])
def test_queries_of_the_page_do_not_grow_with_the_steps(client, town, django_assert_num_queries, count):
    application = ApplicationFactory(authority=town, received_on=RECEIVED)
    for number in range(count):
        StepFactory(application=application, kind="third_party_asked", on=RECEIVED + dt.timedelta(number))
    client.force_login(person(town, "只读审计"))

    with django_assert_num_queries(20):
        page(client, application)


def test_steps_are_entered_on_the_form(client, town):
    application = ApplicationFactory(authority=town, received_on=RECEIVED)
    user = person(town, "依申请办理")
    client.force_login(user)
    step = {"kind": "correction_asked", "on": "2026-11-04", "days": 5, "note": "年份"}

    answer = client.post(address(Application, "change", application.pk), form(application, step))

    assert answer.status_code == 302
    application.refresh_from_db()
    assert application.due_on is None
    assert Act.objects.order_by("number").last().changes["办理步骤「补正告知 2026-11-04」天数"] == ["", "5"]
    kept = Step.objects.get()
    gone = {"id": kept.pk, "application": application.pk, "DELETE": "on", "kind": kept.kind, "on": "2026-11-04"}
    client.post(address(Application, "change", application.pk), form(application, gone, initial=1))
    application.refresh_from_db()
    assert (Step.objects.count(), application.due_on) == (0, dt.date(2026, 11, 30))


def test_days_beside_another_step_stand_at_their_line(client, town):
    application = ApplicationFactory(authority=town, received_on=RECEIVED)
    client.force_login(person(town, "依申请办理"))

    step = {"kind": "fee_paid", "on": "2026-11-20", "days": 5}
    answer = client.post(address(Application, "change", application.pk), form(application, step))

    assert "只有补正告知、说明理由告知、延长告知和重新办理可以填写天数" in answer.content.decode()
    assert not Step.objects.exists()


def test_record_that_changes_on_the_form_is_dated_anew(client, town):
    application = ApplicationFactory(authority=town, received_on=RECEIVED)
    client.force_login(person(town, "依申请办理"))
    application.received_on = dt.date(2026, 11, 3)

    client.post(address(Application, "change", application.pk), form(application))

    application.refresh_from_db()
    assert application.due_on == dt.date(2026, 12, 1)


def test_list_of_steps_adds_one(client, town):
    application = ApplicationFactory(authority=town, received_on=RECEIVED)
    client.force_login(person(town, "依申请办理"))

    client.post(address(Step, "add"), {"application": application.pk, "kind": "correction_asked", "on": "2026-11-04"})

    application.refresh_from_db()
    assert application.due_on is None
    client.post(address(Step, "delete", Step.objects.get().pk), {"post": "yes"})
    application.refresh_from_db()
    assert application.due_on == dt.date(2026, 11, 30)


# --- The list --------------------------------------------------------------------


@pytest.mark.parametrize(
    "query,shown",
    [("overdue", ["迟"]), ("nearest", ["三"]), ("near", ["四", "七", "三"]), ("later", ["远"]), ("none", ["补"])],
)
def test_applications_are_filtered_by_their_due_dates(client, town, query, shown):
    today, known = localdate(), load_calendar()
    days = {"迟": known.back(today, 1), "补": None}
    days |= {name: known.add(today, number) for name, number in (("三", 3), ("四", 4), ("七", 7), ("远", 8))}
    for number, due_on in days.items():
        ApplicationFactory(authority=town, number=number, due_on=due_on)
    closed = {"outcome": "other", "concluded_on": today}
    ApplicationFactory(authority=town, due_on=known.back(today, 1), **closed)
    client.force_login(person(town, "只读审计"))

    answer = client.get(address(Application, "changelist"), {"time_limit": query})

    assert sorted(one.number for one in answer.context["cl"].result_list) == sorted(shown)


def test_applications_are_filtered_by_who_handles_them(client, town):
    clerk, colleague, elsewhere = (person(town, "依申请办理") for _ in range(3))
    colleague.last_name, colleague.first_name = "示", "例乙"
    colleague.save()
    ApplicationFactory(authority=town, number="我的", handler=clerk)
    ApplicationFactory(authority=town, number="她的", handler=colleague)
    ApplicationFactory(authority=town, number="没分", handler=None)
    closed = {"outcome": "other", "concluded_on": localdate()}
    ApplicationFactory(authority=town, number="办完", handler=elsewhere, **closed)
    client.force_login(clerk)

    def shown(value):
        answer = client.get(address(Application, "changelist"), {"handled_by": value})
        return [one.number for one in answer.context["cl"].result_list]

    assert [shown("mine"), shown("nobody"), shown(colleague.pk), shown("mk")] == [["我的"], ["没分"], ["她的"], []]
    page = client.get(address(Application, "changelist")).content.decode()
    assert f"handled_by={colleague.pk}" in page
    assert f"handled_by={elsewhere.pk}" not in page


def test_list_shows_due_date_and_what_is_left(client, town):
    today, known = localdate(), load_calendar()
    ApplicationFactory(authority=town, due_on=known.add(today, 3), provisional=True)
    ApplicationFactory(authority=town, due_on=None)
    client.force_login(person(town, "只读审计"))

    html = client.get(address(Application, "changelist")).content.decode()

    assert f"{known.add(today, 3)}（暂定）" in html
    assert "还剩 3 个工作日" in html
    assert "等待补正" in html


# --- The calendar ------------------------------------------------------------------

DAY = {"day": "2026-11-20", "is_working": "", "document": "某通知"}


@pytest.mark.parametrize("roles,named", [(("管理员", "依申请办理"), True), (("管理员",), False)])
def test_dates_that_would_move_are_shown_before_they_do(client, town, roles, named):
    application = ApplicationFactory(authority=town, number="申请甲", received_on=RECEIVED)
    client.force_login(person(town, *roles))

    answer = client.post(address(DayCorrection, "add"), {**DAY, "_save": "保存"})

    html = answer.content.decode()
    assert "有 1 件未办结申请的截止日期会变动" in html
    assert "<td>2026-11-30</td>" in html
    assert "<td>2026-12-01</td>" in html
    assert ("申请甲" in html) is named
    assert not DayCorrection.objects.exists()

    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html))
    done = client.post(
        address(DayCorrection, "add"), {name: value for name, value in hidden.items() if value}, follow=True
    )

    assert "1 件未办结申请的截止日期已随之变动" in done.content.decode()
    application.refresh_from_db()
    assert application.due_on == dt.date(2026, 12, 1)


def test_taking_a_day_back_tells_what_moves(client, town):
    day = DayCorrection.objects.create(day=dt.date(2026, 11, 20), is_working=False, document="某通知")
    application = ApplicationFactory(authority=town, received_on=RECEIVED, due_on=dt.date(2026, 12, 1))
    client.force_login(person(town, "管理员"))

    html = client.get(address(DayCorrection, "delete", day.pk)).content.decode()
    client.post(address(DayCorrection, "delete", day.pk), {"post": "yes"})

    assert "<td>2026-11-30</td>" in html
    application.refresh_from_db()
    assert application.due_on == dt.date(2026, 11, 30)


def test_day_that_moves_nothing_is_stored_at_once(client, town):
    client.force_login(person(town, "管理员"))

    assert client.post(address(DayCorrection, "add"), DAY).status_code == 302
    assert DayCorrection.objects.count() == 1


def test_numbers_of_others_are_only_counted(client, town):
    ApplicationFactory(authority=AuthorityFactory(), number="别处", received_on=RECEIVED)
    client.force_login(person(town, "管理员", "依申请办理"))

    html = client.post(address(DayCorrection, "add"), DAY).content.decode()

    assert "别处" not in html
    assert "另有 1 件没有列出编号" in html
