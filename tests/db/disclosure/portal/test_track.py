"""How far an application is: told for number and code alone, the same for every wrong one, and not often."""

import datetime as dt

import pytest
from django.utils import timezone
from lxml import html

from disclosure.desk.codes import code_hash, in_groups
from tests.factories import ApplicationFactory, StepFactory

from .applying import mistakes
from .reading import text

pytestmark = pytest.mark.django_db
CODE = "ACDEFGHJKM"
SENT = dt.datetime(2026, 11, 1, 9, 30, tzinfo=timezone.get_default_timezone())
NOTHING = "没有查到：申请编号或者查询码不对，请按回执核对。"


@pytest.fixture
def application(town):
    def made(**given):
        usual = {
            "number": "2026-001",
            "submitted_at": SENT,
            "code_hash": code_hash(CODE),
            "channel": "internet",
        }
        return ApplicationFactory(authority=town, **usual | {"received_on": dt.date(2026, 11, 2), **given})

    return made


def ask(client, number="2026-001", code=CODE, address="/apply/track/", **given):
    return client.post(address, {"number": number, "code": code}, **given)


def told(answer):
    """What the page says of the application, by its headings."""
    tree = html.fromstring(answer.content.decode())
    facts = {text(one.find("dt")): text(one.find("dd")) for one in tree.xpath("//dl[@class='facts']/div")}
    return "".join(tree.xpath("//h2[@id='progress']/text()")), facts


def test_unconfirmed_application_has_neither_receipt_nor_due_date(client, application):
    application(received_on=None)

    title, facts = told(ask(client))

    assert title == "申请 2026-001：待确认收到"
    assert facts == {"提交时间": "2026-11-0109:30", "收到日期": "待确认：本机关与您确认之日为收到申请之日"}


def test_open_application_tells_its_due_date(client, application):
    application()

    assert told(ask(client)) == (
        "申请 2026-001：办理中",
        {"提交时间": "2026-11-0109:30", "收到日期": "2026-11-02", "答复期限": "2026-11-30"},
    )


def test_provisional_due_date_says_so(client, application):
    application(received_on=dt.date(2026, 12, 4), due_on=dt.date(2027, 1, 4), provisional=True)

    assert told(ask(client))[1]["答复期限"].startswith("2027-01-04（暂定：")


def test_application_that_waits_for_its_applicant_says_so(client, application):
    StepFactory(application=application(due_on=None), kind="correction_asked", on=dt.date(2026, 11, 5))

    assert told(ask(client))[0].endswith("：等待您补正")


def test_concluded_application_tells_its_outcome(client, application):
    application(outcome="disclosed", concluded_on=dt.date(2026, 11, 20))

    title, facts = told(ask(client))
    assert title.endswith("：已办结")
    assert (facts["办结日期"], facts["办理结果"]) == ("2026-11-20", "予以公开")


@pytest.mark.parametrize(
    "number, code",
    [(" 2026-001 ", "acdef-ghjkm"), ("２０２６－００１", "ＡＣＤＥＦ　ＧＨＪＫＭ"), ("2026-001", in_groups(CODE))],
)
def test_number_and_code_are_taken_as_people_write_them(client, application, number, code):
    application()

    assert told(ask(client, number, code))[0]


def test_unknown_number_and_wrong_code_are_told_alike(client, application, neighbour):
    application()
    ApplicationFactory(authority=neighbour, number="2026-002", code_hash=code_hash(CODE))

    for number, code in (("2026-009", CODE), ("2026-001", "ACDEFGHJKN"), ("2026-002", CODE), ("2026-001", "A")):
        assert mistakes(ask(client, number, code)) == {NOTHING: ""}


def test_application_without_a_code_cannot_be_asked_for(client, application):
    application(code_hash="")

    for code in ("", " ", "-", CODE):
        assert told(ask(client, code=code))[0] == ""


def test_missing_fields_are_told_at_their_places(client, town):
    assert mistakes(ask(client, "", "")) == {
        "申请编号：请填写申请编号。": "#id_number",
        "查询码：请填写查询码。": "#id_code",
    }


def test_nothing_personal_is_told(client, application):
    application(applicant="标记甲", phone="0000-7654321", content="标记内容", document="标记证件")

    shown = ask(client).content.decode()
    assert not [mark for mark in ("标记", "7654321") if mark in shown]


def test_guessing_one_number_ends_soon_whatever_the_address(client, application, settings):
    settings.PUBLIC_RATE_LIMITS = {"track": "100/1h/ip,3/1h/key"}
    application()
    for address in range(3):
        assert ask(client, code="A" * 10, REMOTE_ADDR=f"192.0.2.{address}").status_code == 200

    closed, unknown = ask(client, REMOTE_ADDR="192.0.2.9"), ask(client, "2026-002", REMOTE_ADDR="192.0.2.9")

    assert (closed.status_code, unknown.status_code) == (429, 200)
    assert told(closed)[0] == ""


def test_guessing_from_one_address_ends_and_asking_rightly_does_not(client, application, settings):
    settings.PUBLIC_RATE_LIMITS = {"track": "3/1h/ip,100/1h/key"}
    application()
    for _ in range(5):
        assert told(ask(client))[0]
    for number in range(3):
        ask(client, f"x{number}")

    assert ask(client).status_code == 429
    assert ask(client, REMOTE_ADDR="192.0.2.9").status_code == 200


def test_asking_costs_the_same_for_one_and_for_many_steps(client, application, django_assert_num_queries):
    made = application()
    for kind in ("extended", "third_party_asked"):
        StepFactory(application=made, kind=kind, on=dt.date(2026, 11, 5))
        with django_assert_num_queries(4):  # authority, application, steps, calendar
            ask(client)
