"""Applications that staff enter: dated by the way they came, numbered, signed, and given a query code."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.timezone import localdate
from lxml import html

from disclosure.desk.applications.intake import take_in
from disclosure.desk.applications.online.submission import give_code, progress
from disclosure.errors import Refused
from disclosure.models import Act, Application, User
from tests.factories import ApplicationFactory, AuthorityFactory
from tests.support.desk import address
from tests.support.people import HANDLER, handler, person

pytestmark = pytest.mark.django_db
DAY, DUE = dt.date(2026, 11, 2), dt.date(2026, 11, 30)  # twenty plain working days
MONDAY = "2026-11-02"
ADD = address(Application, "add")


@pytest.fixture
def desk(client, town):
    def signed_in(*roles):
        client.force_login(person(town, *(roles or [HANDLER])))
        return client

    return signed_in


def values(town, **given):
    usual = {"authority": town.pk, "number": "", "applicant_kind": "natural", "applicant": "示例甲", "content": "内容"}
    return usual | {"steps-TOTAL_FORMS": 0, "steps-INITIAL_FORMS": 0} | given


def mistakes(answer):
    tree = html.fromstring(answer.content.decode())
    return [one.text_content().strip() for one in tree.xpath("//ul[contains(@class, 'errorlist')]/li")]


def told(answer):
    return [str(message) for message in answer.context["messages"]]


# --- Dates by channel -----------------------------------------------------------------


@pytest.mark.parametrize("channel", ["in_person", "oral", "registered_mail"])
def test_what_is_handed_in_or_signed_for_is_received_that_day(desk, town, channel):
    assert desk().post(ADD, values(town, channel=channel, received_on=MONDAY)).status_code == 302

    made = Application.objects.get()
    assert (made.number, made.received_on, made.due_on) == ("2026-001", DAY, DUE)


@pytest.mark.parametrize("channel", ["ordinary_mail", "fax", "internet"])
def test_what_is_to_be_confirmed_comes_in_without_a_date_of_receipt(desk, town, channel):
    assert desk().post(ADD, values(town, channel=channel, arrived_on=MONDAY)).status_code == 302

    made = Application.objects.get()
    assert (made.number, made.arrived_on, made.received_on, made.due_on) == ("2026-001", DAY, None, None)


@pytest.mark.parametrize(
    "given, said",
    [
        ({"channel": "in_person"}, "请填写收到日期：当面提交之日（条例第三十一条）。"),
        ({"channel": "oral", "arrived_on": MONDAY}, "请填写收到日期：口头提出、由本机关记录之日（条例第三十一条）。"),
        ({"channel": ""}, "请填写收到日期：收到申请之日（条例第三十一条）。"),
        ({"channel": "fax"}, "请填写来件日期；传真以双方确认之日为收到申请之日（条例第三十一条）。"),
        (
            {"channel": "ordinary_mail", "arrived_on": MONDAY, "received_on": "2026-11-01"},
            "收到日期 2026-11-01 早于来件日期 2026-11-02，请核对两个日期。",
        ),
        (
            {"channel": "fax", "arrived_on": MONDAY, "outcome": "disclosed", "concluded_on": "2026-11-09"},
            "还没有确认收到的申请不能办结，请先填写收到日期。",
        ),
        ({"channel": "fax", "received_on": "昨天"}, "输入一个有效的日期。"),
    ],
)
def test_wrong_dates_are_told_at_their_places(desk, town, given, said):
    answer = desk().post(ADD, values(town, **given))

    assert said in mistakes(answer)
    assert not Application.objects.exists()


def test_form_says_for_each_channel_what_to_fill_in(desk, town):
    tree = html.fromstring(desk().get(ADD).content.decode())

    lines = [one.text_content() for one in tree.xpath("//fieldset[1]//div[@class='description']//li")]
    assert [lines[0], *lines[2:4]] == [
        "当面提交：收到日期填当面提交之日；来件日期不填。",
        "邮寄：收到日期填本机关签收之日；来件日期不填。",
        "平常信函：收到日期填与申请人确认之日；确认以前不填，应当在收到信函的当日确认；来件日期填平常信函送到之日。",
    ]
    assert len(lines) == 6


def test_form_says_so_until_it_is_dated(desk, town):
    client = desk()
    waiting = ApplicationFactory(authority=town, received_on=None, arrived_on=DAY, channel="fax")
    dated = ApplicationFactory(authority=town)

    shown = [
        "按收到渠道填写" in client.get(address(Application, "change", one.pk)).content.decode()
        for one in (waiting, dated)
    ]
    assert shown == [True, False]


def test_received_application_does_not_lose_its_date(desk, town):
    made = ApplicationFactory(authority=town, channel="fax", arrived_on=DAY, received_on=DAY)

    answer = desk().post(
        address(Application, "change", made.pk), values(town, number=made.number, channel="fax", arrived_on=MONDAY)
    )

    assert "已经确认收到的申请，收到日期不能清空。" in mistakes(answer)
    made.received_on = None
    with pytest.raises(Refused, match="不能清空"):
        take_in(application=made, by=handler(town))


def test_ordinary_letter_that_is_not_confirmed_on_its_day_is_pointed_out(desk, town):
    client, yesterday = desk(), localdate() - dt.timedelta(days=1)

    entered = client.post(ADD, values(town, channel="ordinary_mail", arrived_on=str(yesterday)), follow=True)
    made = Application.objects.get()
    late = f"这封信 {yesterday} 送到，已经过了 1 日。"
    assert late in told(entered)[0]
    assert late in client.get(address(Application, "change", made.pk)).content.decode()

    confirmed = client.post(f"/admin/disclosure/application/{made.pk}/confirm/", follow=True)
    assert ["已确认收到" in told(confirmed)[0], late in told(confirmed)[1]] == [True, True]


def test_letter_confirmed_on_its_day_is_not(desk, town):
    client = desk()

    client.post(ADD, values(town, channel="ordinary_mail", arrived_on=str(localdate())))
    page = client.get(address(Application, "change", Application.objects.get().pk)).content.decode()
    answer = client.post(f"/admin/disclosure/application/{Application.objects.get().pk}/confirm/", follow=True)

    assert f"平常信函，{localdate()} 来件。以双方确认之日为收到申请之日" in page
    assert len(told(answer)) == 1


# --- Numbers --------------------------------------------------------------------------


def test_numbers_follow_those_of_online_ones_by_year_of_arrival(desk, town):
    ApplicationFactory(authority=town, number="2026-007")
    client = desk()
    for given in (
        {"channel": "fax", "arrived_on": "2025-12-31", "received_on": "2026-01-04"},
        {"channel": "oral", "received_on": MONDAY},
        {"channel": "oral", "received_on": MONDAY, "number": "旧号"},
        {"channel": "fax", "arrived_on": MONDAY},
    ):
        client.post(ADD, values(town, **given))

    numbers = list(Application.objects.order_by("pk").values_list("number", flat=True))
    assert numbers == ["2026-007", "2026-008", "2026-009", "旧号", "2026-010"]


def test_number_that_is_taken_is_told(desk, town):
    ApplicationFactory(authority=town, number="2026-001")

    answer = desk().post(ADD, values(town, number="2026-001", channel="oral", received_on=MONDAY))

    assert "本机关已有这个申请编号。" in mistakes(answer)


WRITERS, EACH = 6, 3


def test_writers_at_once_leave_no_gap_and_no_double(transactional_db):
    town = AuthorityFactory()
    by, ready = User.objects.create_superuser("root", authority=town), Barrier(WRITERS)

    def enter(_):
        try:
            ready.wait()
            for _ in range(EACH):
                made = ApplicationFactory.build(authority=town, number="", received_on=DAY, channel="oral")
                take_in(application=made, by=by)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(enter, range(WRITERS)))
    numbers = sorted(Application.objects.values_list("number", flat=True))
    assert numbers == [f"2026-{n:03d}" for n in range(1, WRITERS * EACH + 1)]


# --- The sheet ------------------------------------------------------------------------


def sheet(client, made):
    return client.get(reverse("admin:disclosure_application_sheet", args=(made.pk,)))


def oral(town, **given):
    filled = {"channel": "oral", "received_on": DAY, "document": "TEST1", "phone": "0000-0000000", "content": "一\n二"}
    return ApplicationFactory(authority=town, number="2026-001", **filled | given)


def test_sheet_holds_what_was_said_and_lines_to_sign(desk, town):
    answer = sheet(desk(), oral(town, help_wanted="大字"))

    tree = html.fromstring(answer.content.decode())
    cells = [one.text_content() for one in tree.xpath("//td")]
    assert {"示例甲", "TEST1", "0000-0000000", "一二", "大字", "口头申请", "2026年11月2日"} <= set(cells)
    signed = [one.text_content() for one in tree.xpath("//dl[@class='signing']//dt")]
    assert signed == ["申请人（签名或者盖章）", "日期", "记录人（签名）", "日期"]
    assert "口头提出申请（条例第二十九条）" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert not re.search(r"<script|style=|<style", answer.content.decode())


def test_sheet_is_a_look_at_personal_data_for_those_who_may(desk, town):
    made = oral(town)
    sheet(desk(), made)
    act = Act.objects.order_by("number").last()
    assert (act.verb, act.label) == ("look", "2026-001")

    assert [sheet(desk(role), made).status_code for role in ("政府信息公开工作机构负责人", "编辑")] == [403, 403]
    assert sheet(desk(), oral(AuthorityFactory())).status_code == 404


# --- The query code -------------------------------------------------------------------


def code_page(client, made):
    return client.post(reverse("admin:disclosure_application_code", args=(made.pk,)), follow=True)


def test_code_is_shown_once_and_asks_for_the_progress(desk, town):
    made, client = oral(town), desk()

    answer = code_page(client, made)
    number, code = html.fromstring(answer.content.decode()).xpath("//td[@class='key']/text()")

    assert (number, bool(re.fullmatch(r"[A-Z0-9]{5}-[A-Z0-9]{5}", code))) == ("2026-001", True)
    assert progress(authority=town, number=number, code=code, today=localdate()).application == made
    assert "no-store" in answer["Cache-Control"]
    assert code not in client.get(address(Application, "change", made.pk)).content.decode()
    stored = str(Application.objects.filter(pk=made.pk).values()) + str(list(Act.objects.values()))
    assert not any(form in stored for form in (code, code.replace("-", "")))
    assert [act.changes for act in Act.objects.filter(verb="handle")] == [{"查询码": ["", "生成"]}]


def test_new_code_ends_the_old_one(town):
    made, by = oral(town), handler(town)

    first, second = (give_code(application=made, by=by) for _ in range(2))

    assert progress(authority=town, number="2026-001", code=first, today=localdate()) is None
    assert progress(authority=town, number="2026-001", code=second, today=localdate())


@pytest.mark.parametrize("role", ["政府信息公开工作机构负责人", "编辑", "年报"])
def test_code_is_given_by_those_who_handle_applications(town, role):
    with pytest.raises(Refused, match="没有生成查询码的权限"):
        give_code(application=oral(town), by=person(town, role))


def test_code_of_others_and_of_what_was_erased_is_refused(town, desk):
    with pytest.raises(Refused, match="本机关"):
        give_code(application=oral(AuthorityFactory()), by=handler(town))
    erased = oral(town, erased_on=DAY)
    with pytest.raises(Refused, match="已于 2026-11-02 清除"):
        give_code(application=erased, by=handler(town))
    assert "已于 2026-11-02 清除" in told(code_page(desk(), erased))[0]


def test_reading_the_page_gives_no_code(desk, town):
    assert desk().get(reverse("admin:disclosure_application_code", args=(oral(town).pk,))).status_code == 405
