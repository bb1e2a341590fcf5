"""The desk's screens of reviews and lawsuits: what a case's page says and offers, and what is coming."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from lxml import html

from disclosure.desk.common.calendar import load_calendar
from disclosure.models import Act, Application, Case, Hearing, User
from tests.factories import ApplicationFactory, CaseFactory
from tests.support.desk import address

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 2)
NO_HEARINGS = {"hearings-TOTAL_FORMS": 0, "hearings-INITIAL_FORMS": 0}


@pytest.fixture
def desk(client, town):
    """Signed in as whoever has these roles, 依申请办理 unless told otherwise."""

    def signed_in(*roles, of=town):
        made = User.objects.create_user(f"u{User.objects.count()}", authority=of, is_staff=True)
        made.groups.set(Group.objects.filter(name__in=roles or ["依申请办理"]))
        client.force_login(made)
        return client

    return signed_in


def refused(town, **given):
    return ApplicationFactory(
        authority=town, received_on="2026-02-03", outcome="internal", concluded_on=DAY, **{"number": "2026-001"} | given
    )


def page(answer):
    return html.fromstring(answer.content.decode())


def words(tree, path):
    return [" ".join(one.text_content().split()) for one in tree.xpath(path)]


def facts(answer):
    tree = page(answer)
    keys, values = (words(tree, f"//dl[@class='case-facts']/{name}") for name in ("dt", "dd"))
    return dict(zip(keys, values, strict=True))


def told(answer):
    return [str(message) for message in answer.context["messages"]]


# --- Entering ---------------------------------------------------------------------


def values(town, **given):
    usual = {"authority": town.pk, "number": "案一", "route": "review", "accepted_on": "2026-03-09", **NO_HEARINGS}
    return usual | given


def test_case_entered_from_its_application_has_it_filled_in(desk, town):
    attacked, client = refused(town), desk()

    [link] = page(client.get(address(Application, "change", attacked.pk))).xpath(
        "//section[@class='clock application-cases']//a"
    )
    form = page(client.get(link.get("href")))

    assert form.xpath("//select[@name='application']/option[@selected]/@value") == [str(attacked.pk)]
    assert form.xpath("//input[@name='authority'][@type='hidden']/@value") == [str(town.pk)]


def test_entered_case_is_dated_and_what_is_amiss_is_said(desk, town):
    attacked = refused(town)
    given = values(town, route="direct", application=attacked.pk, copy_received_on="2026-03-10", parties="示例甲")

    answer = desk().post(address(Case, "add"), given, follow=True)

    stored = Case.objects.get()
    assert (stored.answer_due_on, stored.parties) == (dt.date(2026, 3, 25), "示例甲")
    assert told(answer)[0].startswith("复议前置：2026-03-02 的答复以「属于三类内部事务信息」不予公开")


def test_hearings_are_entered_and_cancelled_below_the_case(desk, town):
    stored, client = CaseFactory(authority=town), desk()
    given = values(town, number=stored.number, accepted_on="2023-06-01")
    line = {"hearings-TOTAL_FORMS": 1, "hearings-0-case": stored.pk, "hearings-0-place": "第三法庭"}
    line |= {"hearings-0-at_0": "2026-04-01", "hearings-0-at_1": "09:30"}

    client.post(address(Case, "change", stored.pk), given | line)

    hearing = Hearing.objects.get()
    assert (hearing.case, str(hearing), hearing.place) == (stored, "2026-04-01 09:30", "第三法庭")
    assert Act.objects.order_by("number").last().key == str(stored.pk)
    gone = {"hearings-INITIAL_FORMS": 1, "hearings-0-id": hearing.pk, "hearings-0-DELETE": "on"}
    client.post(address(Case, "change", stored.pk), given | line | gone)
    assert not Hearing.objects.exists()


# --- The page of a case -------------------------------------------------------------


def test_page_says_by_when_the_office_answers(desk, town):
    today = localdate()
    due = load_calendar().add(today, 10)
    stored = CaseFactory(authority=town, accepted_on=today, copy_received_on=today, answer_due_on=due)

    said = facts(desk().get(address(Case, "change", stored.pk)))

    assert said["答复（答辩）"] == (
        f"还剩 10 个工作日：应于 {due} 前提交，收到副本之日起 10 个工作日（复议法第四十八条、第八十八条）"
    )
    assert said["关联申请"] == "没有关联申请"
    assert "复议法第六十二条" in said["复议决定"]


@pytest.mark.parametrize(
    "given, said",
    [
        ({}, "还没有填写收到副本日期，不能计算期限。"),
        ({"answered_on": "2026-03-16"}, "已于 2026-03-16 按时提交：应于 2026-03-16 前提交"),
        ({"answered_on": "2026-03-17"}, "已于 2026-03-17 逾期提交"),
        ({"result": "other", "concluded_on": DAY}, "没有登记提交日期"),
    ],
)
def test_page_says_what_became_of_the_answer(desk, town, given, said):
    copy = {"copy_received_on": DAY, "answer_due_on": "2026-03-16"} if given else {}
    stored = CaseFactory(authority=town, accepted_on=DAY, **copy, **given)

    assert facts(desk().get(address(Case, "change", stored.pk)))["答复（答辩）"].startswith(said)


def test_page_leads_to_the_application_and_its_reply(desk, town):
    attacked = refused(town)
    stored = CaseFactory(authority=town, route="direct", accepted_on="2026-04-01", application=attacked)

    answer = desk().get(address(Case, "change", stored.pk))

    assert facts(answer)["关联申请"] == "2026-001 答复：2026-03-02 属于三类内部事务信息（条例第十六条）"
    assert words(page(answer), "//div[@class='clock-findings']//li")[0].startswith("复议前置")
    assert "复议决定" not in facts(answer)


def buttons(answer):
    return words(page(answer), "//div[@class='case-acts']//button")


def test_buttons_answer_and_conclude_on_their_days(desk, town):
    stored = CaseFactory(authority=town, accepted_on=DAY, copy_received_on=DAY)
    client, screen = desk(), address(Case, "change", stored.pk)
    assert buttons(client.get(screen)) == ["登记提交答复（答辩）", "登记结果"]

    client.post(reverse("admin:disclosure_case_act", args=(stored.pk, "answer")), {"on": "2026-03-12"})
    assert buttons(client.get(screen)) == ["登记结果"]
    answer = client.post(
        reverse("admin:disclosure_case_act", args=(stored.pk, "conclude")),
        {"on": "2026-04-20", "result": "upheld"},
        follow=True,
    )

    stored.refresh_from_db()
    assert (stored.answered_on, stored.result) == (dt.date(2026, 3, 12), "upheld")
    assert (told(answer), buttons(answer)) == (["已登记结果。"], [])


@pytest.mark.parametrize(
    "key, given, said",
    [
        ("conclude", {"on": "2026-04-20"}, "请选择结果。"),
        ("answer", {"on": "x"}, "提交日期无法识别"),
        ("answer", {"on": "2026-03-01"}, "不能早于这一天"),
    ],
)
def test_act_that_cannot_be_is_told(desk, town, key, given, said):
    stored = CaseFactory(authority=town, accepted_on=DAY, copy_received_on=DAY)

    answer = desk().post(reverse("admin:disclosure_case_act", args=(stored.pk, key)), given, follow=True)

    assert said in told(answer)[0]


def test_readers_see_the_page_without_buttons_and_without_parties(desk, town):
    stored = CaseFactory(authority=town, accepted_on=DAY, copy_received_on=DAY, parties="标记甲")
    client = desk("政府信息公开工作机构负责人")

    answer = client.get(address(Case, "change", stored.pk))

    assert (buttons(answer), "标记甲" in answer.content.decode()) == ([], False)
    refused_act = client.post(
        reverse("admin:disclosure_case_act", args=(stored.pk, "answer")), {"on": "2026-03-12"}, follow=True
    )
    assert "没有办理复议诉讼案件的权限" in told(refused_act)[0]


def test_case_of_another_authority_is_no_page_and_no_act(desk):
    stored = CaseFactory(copy_received_on=DAY)

    assert (
        desk().post(reverse("admin:disclosure_case_act", args=(stored.pk, "answer")), {"on": "2026-03-12"}).status_code
        == 404
    )


@pytest.mark.parametrize("result, offered", [("corrected", True), ("upheld", False)])
def test_corrected_outcome_offers_to_take_the_application_up_again(desk, town, result, offered):
    stored = CaseFactory(
        authority=town, accepted_on="2026-04-01", application=refused(town), result=result, concluded_on="2026-06-01"
    )

    answer = desk().get(address(Case, "change", stored.pk))

    assert bool(page(answer).xpath("//div[@class='case-reopening']")) is offered


@pytest.mark.parametrize("count", [1, 5])
def test_pages_cost_the_same_for_few_and_for_many(desk, town, django_assert_num_queries, count):
    attacked, client = refused(town), desk()
    for number in range(count):
        stored = CaseFactory(authority=town, number=f"案{number}", application=attacked, accepted_on="2026-04-01")
        Hearing.objects.create(case=stored, at=timezone.now())

    pages = address(Case, "change", stored.pk), address(Application, "change", attacked.pk)
    for screen, queries in zip(pages, (14, 23), strict=True):
        client.get(screen)  # kinds of records are remembered from then on
        with django_assert_num_queries(queries):
            client.get(screen)


def test_list_says_how_far_the_answers_are(desk, town):
    due = load_calendar().add(localdate(), 3)
    copy = {"authority": town, "copy_received_on": localdate(), "answer_due_on": due}
    CaseFactory(number="等", **copy)
    CaseFactory(number="毕", answered_on=localdate(), **copy)
    CaseFactory(number="结", result="other", concluded_on=localdate(), **copy)
    CaseFactory(authority=town, number="无")

    tree = page(desk().get(address(Case, "changelist")))

    columns = (
        words(tree, f"//{cell}")
        for cell in ("th[contains(@class, 'field-number')]", "td[contains(@class, 'answer_due')]")
    )
    cells = zip(*columns, strict=True)
    assert dict(cells) == {"等": f"{due} 还剩 3 个工作日", "毕": "已提交", "结": "—", "无": "—"}


# --- The page of an application -----------------------------------------------------


def listed(answer):
    return words(page(answer), "//section[@class='clock application-cases']//li")


def test_application_lists_its_cases(desk, town):
    attacked = refused(town)
    given = {"authority": town, "application": attacked}
    CaseFactory(number="复1", accepted_on="2026-03-09", result="upheld", concluded_on="2026-05-08", **given)
    CaseFactory(number="诉1", route="after_review", accepted_on="2026-05-20", answer_due_on="2026-06-05", **given)

    assert listed(desk().get(address(Application, "change", attacked.pk))) == [
        "复1 行政复议，2026-03-09 受理，2026-05-08 结果维持",
        "诉1 行政诉讼（复议后起诉），2026-05-20 受理，尚未审结，应于 2026-06-05 前提交答复（答辩）",
    ]


def test_who_only_reads_enters_no_case(desk, town):
    shown = desk("年报").get(address(Application, "change", refused(town).pk)).content.decode()

    assert "这件申请没有复议诉讼案件" in shown
    assert "登记复议诉讼案件" not in shown


# --- What is coming -----------------------------------------------------------------

CALENDAR, FILE = (reverse(f"admin:disclosure_case_calendar{name}") for name in ("", "_file"))


def noon(days):
    return (timezone.localtime() + dt.timedelta(days=days)).replace(hour=12, minute=0, second=0, microsecond=0)


@pytest.fixture
def coming(town):
    """One hearing tomorrow, one yesterday; an answer late, one due in five weeks, one handed in."""
    heard = CaseFactory(authority=town, number="听1", route="direct", parties="标记甲")
    Hearing.objects.create(case=heard, at=noon(1), place="第三法庭，二楼", note="标记乙")
    Hearing.objects.create(case=heard, at=noon(-1))
    copy = {"authority": town, "copy_received_on": DAY}
    CaseFactory(number="迟1", answer_due_on=localdate() - dt.timedelta(days=9), **copy)
    CaseFactory(number="远1", answer_due_on=localdate() + dt.timedelta(days=35), **copy)
    CaseFactory(number="毕1", answer_due_on=localdate(), answered_on=localdate(), **copy)
    CaseFactory(number="邻1", answer_due_on=localdate(), copy_received_on=DAY)


def test_calendar_shows_what_is_coming_by_week_and_what_is_late_first(desk, coming):
    tree = page(desk().get(CALENDAR))

    numbers = [words(week, ".//li//a") for week in tree.xpath("//section[starts-with(@class, 'agenda-week')]")]
    assert numbers == [["迟1"], ["听1"], ["远1"]]
    [hearing] = words(tree, "//section[2]//li")
    assert "12:00 开庭 听1 行政诉讼（未经复议直接起诉） 第三法庭，二楼" in hearing
    assert "已逾期" in words(tree, "//section[contains(@class, 'is-late')]//li")[0]


def test_file_holds_the_same_for_calendar_programs_and_nothing_personal(desk, coming):
    answer = desk().get(FILE)

    text = answer.content.decode().replace("\r\n ", "")
    lines = text.split("\r\n")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    assert [line for line in lines if line.startswith("SUMMARY")] == [
        *("SUMMARY:提交答复（答辩）：迟1", "SUMMARY:开庭：听1", "SUMMARY:提交答复（答辩）：远1"),
    ]
    assert f"DTSTART:{noon(1).astimezone(dt.UTC):%Y%m%dT%H%M%SZ}" in lines
    assert "LOCATION:第三法庭，二楼" in lines
    assert "标记" not in text


def test_empty_calendar_says_so(desk, town):
    assert "没有要开庭的案件" in desk().get(CALENDAR).content.decode()


def test_calendar_is_for_those_who_see_cases(desk, client):
    assert client.get(FILE).status_code == 302
    assert [desk("编辑").get(one).status_code for one in (CALENDAR, FILE)] == [403, 403]


@pytest.mark.parametrize("count", [1, 20])
def test_calendar_costs_the_same_for_one_and_for_many(desk, town, django_assert_num_queries, count):
    client = desk()
    for number in range(count):
        one = CaseFactory(authority=town, number=f"案{number}", answer_due_on=localdate(), copy_received_on=DAY)
        Hearing.objects.create(case=one, at=noon(1))

    with django_assert_num_queries(8):  # session, user, two of permissions, scope, calendar, hearings, answers
        client.get(FILE)
