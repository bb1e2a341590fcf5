"""Year's end: what the records of a year still gap for its report, found and listed, each with its remedy."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone
from lxml import html

from disclosure.desk.applications.completeness import (
    GAPS,
    ReportYear,
    by_gap,
    missing,
    number_missing,
    year_to_prepare,
)
from disclosure.desk.applications.online.deflections import by_item, count_needless, of_year
from disclosure.desk.common.calendar import load_calendar
from disclosure.models import Application, Fee, FeeReceipt, Needless, Party
from tests.factories import ApplicationFactory, AuthorityFactory, ItemFactory, StepFactory
from tests.support.evidence import evidence
from tests.support.people import person

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 12, 7)
RECEIVED, DONE = dt.date(2026, 11, 16), dt.date(2026, 11, 23)
FINE = {"received_on": RECEIVED, "due_on": dt.date(2026, 12, 14)}
CLOSED = {**FINE, "outcome": "disclosed", "concluded_on": DONE}


def step(application, kind, on):
    StepFactory(application=application, kind=kind, on=on)


def fee(application, **given):
    values = {"tariff": "pages", "units": 40, "amount": Decimal(100), "noticed_on": dt.date(2026, 11, 17), **given}
    return Fee.objects.create(application=application, **values)


def unrecorded(town):
    step(ApplicationFactory(authority=town, **FINE), "concluded", DONE)


def unconfirmed(town):
    ApplicationFactory(authority=town, received_on=None, arrived_on=RECEIVED)


def overdue(town):
    ApplicationFactory(authority=town, **FINE | {"due_on": dt.date(2026, 12, 4)})


def unsent(town):
    made = ApplicationFactory(authority=town, **CLOSED, settled_on=None)
    step(made, "concluded", DONE)


def sent_next_year(town):
    made = ApplicationFactory(authority=town, **CLOSED, settled_on=dt.date(2027, 1, 4))
    step(made, "concluded", DONE)
    step(made, "reply_sent", dt.date(2027, 1, 4))


def late_entry(town):
    entered = {"entered_on": dt.date(2026, 11, 30), "late_reason": "漏登"}
    made = ApplicationFactory(authority=town, **CLOSED)
    StepFactory(application=made, kind="third_party_asked", on=RECEIVED, **entered)


def untold(town):
    step(ApplicationFactory(authority=town, **CLOSED, is_handled_here=True), "extended", dt.date(2026, 11, 18))


def elsewhere(town):
    made = ApplicationFactory(authority=town, **CLOSED)
    step(made, "concluded", CLOSED["concluded_on"])
    StepFactory(application=made, kind="reply_sent", on=CLOSED["concluded_on"], evidence=evidence(made, "reply"))


def party_untold(town):
    made = ApplicationFactory(authority=town, **CLOSED, settled_on=CLOSED["concluded_on"], is_handled_here=True)
    given = {"kind": "third_party", "name": "示例公司", "asked_on": RECEIVED, "answered_on": RECEIVED}
    Party.objects.create(application=made, answer="objects", **given)


def kind(town):
    ApplicationFactory(authority=town, **CLOSED, applicant_kind="natural", document_kind="统一社会信用代码")


def received(town):
    step(ApplicationFactory(authority=town, **FINE), "received", dt.date(2026, 11, 17))


def concluded(town):
    step(ApplicationFactory(authority=town, **CLOSED), "concluded", dt.date(2026, 11, 20))


def early(town):
    step(ApplicationFactory(authority=town, **CLOSED), "third_party_asked", dt.date(2026, 11, 13))


def late(town):
    step(ApplicationFactory(authority=town, **CLOSED), "extended", dt.date(2026, 11, 24))


def future(town):
    ApplicationFactory(authority=town, **CLOSED | {"concluded_on": dt.date(2026, 12, 8)})


def withheld(town):
    ApplicationFactory(authority=town, **CLOSED | {"outcome": "partly"})


def uncorrected(town):
    ApplicationFactory(authority=town, **CLOSED | {"outcome": "not_corrected"})


def unnoticed(town):
    ApplicationFactory(authority=town, **CLOSED | {"outcome": "not_paid"})


def unpaid(town):
    made = ApplicationFactory(authority=town, **FINE | {"received_on": dt.date(2026, 11, 2)})
    fee(made, noticed_on=dt.date(2026, 11, 5))
    step(made, "fee_delivered", dt.date(2026, 11, 6))  # 20 working days: 4 December, a Friday


def given_unpaid(town):
    fee(ApplicationFactory(authority=town, **CLOSED))


def uncounted(town):
    fee(ApplicationFactory(authority=town, **CLOSED), paid_on=dt.date(2026, 11, 20))


ONE_OF_EACH = {
    one.__name__: one
    for one in (
        *(
            unrecorded,
            unconfirmed,
            overdue,
            unsent,
            sent_next_year,
            late_entry,
            untold,
            elsewhere,
            party_untold,
            kind,
            received,
            concluded,
            early,
            late,
            future,
            withheld,
        ),
        *(uncorrected, unnoticed, unpaid, given_unpaid, uncounted),
    )
}


def found(year=2026):
    report_year = ReportYear.of(year, TODAY, load_calendar())
    rows = missing(Application.objects.all(), report_year)
    assert number_missing(Application.objects.all(), report_year) == len(rows)
    return [(row.number, {gap.key for gap in row.gaps}) for row in rows]


def test_every_lack_has_its_test():
    assert set(ONE_OF_EACH) == {gap.key for gap in GAPS}


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_each_lack_is_found_alone(town, name):
    ONE_OF_EACH[name](town)

    [(number, gaps)] = found()

    assert number == Application.objects.get().number
    assert gaps == {name}


def test_records_in_order_lack_nothing(town):
    ApplicationFactory(authority=town, **FINE)
    done = ApplicationFactory(authority=town, **CLOSED)
    for kind_, on in (("received", RECEIVED), ("third_party_asked", RECEIVED), ("concluded", DONE)):
        step(done, kind_, on)
    ApplicationFactory(authority=town, **CLOSED | {"outcome": "partly", "withheld_as": "internal"})
    corrected = ApplicationFactory(authority=town, **CLOSED | {"outcome": "not_corrected"})
    step(corrected, "correction_asked", dt.date(2026, 11, 18))
    paid = fee(ApplicationFactory(authority=town, **CLOSED), paid_on=dt.date(2026, 11, 20))
    paid.receipt = FeeReceipt.objects.create(authority=town, name="信息处理费", received_on=DONE, amount=100)
    paid.save()
    fee(ApplicationFactory(authority=town, **CLOSED), amount=Decimal(0))
    waits = ApplicationFactory(authority=town, **FINE | {"received_on": dt.date(2026, 11, 2)})
    fee(waits, noticed_on=dt.date(2026, 11, 3))
    step(waits, "fee_delivered", dt.date(2026, 11, 9))  # its 20th working day is today
    ApplicationFactory(authority=town, **CLOSED, applicant_kind="business", document_kind="统一社会信用代码")

    assert found() == []


def test_what_was_taken_up_again_is_no_contradiction(town):
    again = ApplicationFactory(authority=town, **FINE)
    step(again, "concluded", dt.date(2026, 11, 20))
    step(again, "reopened", dt.date(2026, 12, 1))

    assert found() == []


@pytest.mark.parametrize(
    "given, years",
    [
        ({"received_on": dt.date(2025, 12, 31), "concluded_on": dt.date(2026, 1, 1)}, [2025, 2026]),
        ({"received_on": dt.date(2025, 3, 3), "concluded_on": dt.date(2025, 12, 31)}, [2025]),
        ({"received_on": dt.date(2026, 1, 1), "concluded_on": dt.date(2026, 1, 5)}, [2026]),
    ],
)
def test_only_what_the_report_of_the_year_counts_is_looked_at(town, given, years):
    ApplicationFactory(authority=town, **CLOSED | {"outcome": "partly"} | given)

    assert [year for year in (2024, 2025, 2026) if found(year)] == years


def test_what_waits_for_confirmation_belongs_to_the_year_it_came_in(town):
    sent = dt.datetime(2026, 1, 5, 9, tzinfo=timezone.get_default_timezone())
    ApplicationFactory(authority=town, received_on=None, submitted_at=sent)

    assert found(2025) == []
    assert len(found(2026)) == 1


def test_one_that_lacks_two_things_stands_twice(town):
    ApplicationFactory(authority=town, number="甲", **CLOSED | {"outcome": "partly"}, document_kind="统一社会信用代码")

    listed = by_gap(missing(Application.objects.all(), ReportYear.of(2026, TODAY, load_calendar())))

    assert [(gap.key, [row.number for row in rows]) for gap, rows in listed] == [
        ("kind", ["甲"]),
        ("withheld", ["甲"]),
    ]


@pytest.mark.parametrize("count", [1, 20])
def test_it_is_one_query_and_reads_nothing_personal(town, django_assert_num_queries, count):
    for _ in range(count):
        for make in ONE_OF_EACH.values():
            make(town)
    report_year = ReportYear.of(2026, TODAY, load_calendar())

    with django_assert_num_queries(1) as asked:
        rows = missing(Application.objects.all(), report_year)

    assert len(rows) == min(200, count * len(GAPS))
    assert '"disclosure_application"."applicant",' not in asked.captured_queries[0]["sql"]


@pytest.mark.parametrize(
    "today, year",
    [
        (dt.date(2026, 10, 31), None),
        (dt.date(2026, 11, 1), 2026),
        (dt.date(2027, 1, 31), 2026),
        (dt.date(2027, 2, 1), None),
    ],
)
def test_year_that_is_prepared(today, year):
    assert year_to_prepare(today) == year


# --- 不必再申请 -------------------------------------------------------------------


def test_what_was_found_instead_is_counted_by_item_and_day(town):
    often, once = ItemFactory(authority=town, title="常见的"), ItemFactory(authority=town, title="少见的")
    for item, on in ((often, RECEIVED), (often, RECEIVED), (often, DONE), (once, DONE), (once, dt.date(2025, 5, 6))):
        count_needless(item=item, on=on)

    assert list(Needless.objects.filter(item=often).order_by("on").values_list("on", "number")) == [
        (RECEIVED, 2),
        (DONE, 1),
    ]
    assert of_year(Needless.objects.all(), 2026) == 4
    assert [(one.title, one.number) for one in by_item(Needless.objects.all(), 2026)] == [("常见的", 3), ("少见的", 1)]


# --- On the screen ----------------------------------------------------------------


def shown(client, query=""):
    answer = client.get(f"/admin/disclosure/application/yearend/{query}")
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def test_screen_lists_by_lack_with_remedy_and_the_way_to_each(client, town):
    made = ApplicationFactory(authority=town, number="甲", applicant="测试人丙", **CLOSED | {"outcome": "partly"})
    ApplicationFactory(authority=AuthorityFactory(), number="乙", **CLOSED | {"outcome": "partly"})
    client.force_login(person(town, "年报"))

    tree = shown(client, "?year=2026")

    page = tree.xpath("//div[@id='content']")[0].text_content()
    assert "2026年度报告要统计的申请里，有 1 件的记录还不全或者前后不一致。" in page
    assert "部分公开，没有填写不予公开部分的依据（1 件）" in page
    assert "补填依据" in page
    assert f"/admin/disclosure/application/{made.pk}/change/" in tree.xpath("//table//a/@href")
    assert "测试人丙" not in page
    assert "乙" not in page


@pytest.mark.parametrize("query", ["?year=1999", "?year=3000", "?year=mk", "?year=²"])
def test_year_that_is_none_is_the_usual_one(client, town, query):
    client.force_login(person(town, "年报"))

    assert str(timezone.localdate().year) in shown(client, query).xpath("//h1")[0].text_content() or year_to_prepare(
        timezone.localdate()
    )


def test_list_and_report_lead_there_and_say_what_was_spared(client, town):
    client.force_login(person(town, "年报"))
    page = client.get("/admin/disclosure/application/").content.decode()
    assert "/admin/disclosure/application/yearend/" in page
    assert "不必再申请" not in page

    count_needless(item=ItemFactory(authority=town, title="决算"), on=timezone.localdate())
    count_needless(item=ItemFactory(), on=timezone.localdate())
    page = client.get("/admin/disclosure/application/").content.decode()
    assert f"{timezone.localdate().year}年有 1 次因为要的信息已经公开，不必再申请。" in page
    spared = shown(client, f"?year={timezone.localdate().year}").xpath("//section[@id='spared']")[0].text_content()
    assert "决算" in spared


def test_who_does_not_see_applications_is_refused(client, town):
    client.force_login(person(town, "编辑"))

    assert client.get("/admin/disclosure/application/yearend/").status_code == 403
