"""Fees: both tariffs at their boundaries, cumulated by applicant and month, the notice, the payment, the report."""

from decimal import Decimal

import pytest

from disclosure.desk.applications import fees as charging
from disclosure.errors import Refused
from disclosure.models import Act, Fee, FeeReceipt
from reports.counting import count
from reports.editions import edition_for
from tests.factories import ApplicationFactory
from tests.support.evidence import evidence, reopened, sent
from tests.support.fees import HEAD, fee_agreed, noticed_fee
from tests.support.people import handler, person

from .test_actions import asked, clerk, day, due, handling, steps

__all__ = ["asked", "clerk"]
pytestmark = pytest.mark.django_db


def notice(application, by, on="03-04", **given):
    return noticed_fee(application, by, day(on), **given)


# By hand: items 11 to 30 at 100, 31 to 40 at 200, 41 to 50 at 300; pages 31 to 100 at 10, 101 to 200 at 20, then 40.
@pytest.mark.parametrize("tariff, units, amount", [
    ("items", 11, 100),
    ("items", 30, 2000),
    ("items", 31, 2200),
    ("items", 40, 4000),
    ("items", 41, 4300),
    ("pages", 31, 10),
    ("pages", 100, 700),
    ("pages", 101, 720),
    ("pages", 200, 2700),
    ("pages", 201, 2740),
])  # fmt: skip
def test_amount_at_the_boundaries(asked, clerk, tariff, units, amount):
    fee = notice(asked, clerk, tariff=tariff, units=units)

    assert fee.amount == amount
    assert charging.table_of(fee).amount == amount


@pytest.mark.parametrize("tariff, units", [("items", 10), ("pages", 30)])
def test_within_the_free_limits_there_is_nothing_to_notify(asked, clerk, tariff, units):
    with pytest.raises(Refused, match="没有超出免费的件数或者页数"):
        notice(asked, clerk, tariff=tariff, units=units)
    assert (Fee.objects.count(), steps(asked)) == (0, [])


@pytest.mark.parametrize("given, said", [({"units": 0}, "至少为 1"), ({"tariff": "each"}, "请选择计收方式")])
def test_numbers_that_are_none_are_refused(asked, clerk, given, said):
    with pytest.raises(Refused, match=said):
        notice(asked, clerk, **given)


# --- Cumulated by items ----------------------------------------------------------


def earlier(town, on, **given):
    return ApplicationFactory(authority=town, received_on=day(on), **given)


def test_items_of_the_same_applicant_in_the_same_month_go_before(asked, clerk, town):
    asked.received_on = day("03-09")
    asked.save()
    for on in ("03-02", "03-03", "02-27", "03-10"):  # two of the month are earlier
        earlier(town, on)
    earlier(town, "03-04", applicant="示例乙")
    ApplicationFactory(received_on=day("03-04"))  # of another authority

    assert charging.items_before(asked) == 2
    fee = notice(asked, clerk, on="03-10", tariff="items", units=10)
    assert (fee.before, fee.amount) == (2, 200)  # items 3 to 12: the 11th and the 12th at 100


def test_application_that_was_split_counts_as_its_items(town, clerk, asked):
    notice(asked, clerk, tariff="items", units=11)
    later = earlier(town, "03-03")

    assert charging.items_before(later) == 11
    assert notice(later, clerk, tariff="items", units=1).amount == 100


def test_of_one_day_the_one_entered_first_goes_before(asked, town):
    assert charging.items_before(earlier(town, "03-02")) == 1
    assert charging.items_before(asked) == 0


def test_another_person_of_the_same_name_is_another_applicant(asked, town):
    asked.document = "TEST0000000001"
    asked.received_on = day("03-09")
    asked.save()
    earlier(town, "03-02", document="TEST0000000002")
    earlier(town, "03-03", document="TEST0000000001", applicant="示例甲（曾用名）")
    earlier(town, "03-04")  # the same name, and no number to tell them apart

    assert charging.items_before(asked) == 2


def test_office_may_know_better(asked, clerk):
    assert notice(asked, clerk, tariff="items", units=1, before=10).amount == 100


def test_pages_of_others_add_nothing(asked, clerk, town):
    earlier(town, "03-02")

    assert notice(asked, clerk, before=99).before == 0


def deliver(asked, clerk, on):
    handling.record_delivery(application=asked, evidence=evidence(asked), by=clerk, on=day(on), letter="fee_delivered")


# --- Notice and payment -----------------------------------------------------------


def test_notice_stops_the_clock_and_payment_goes_on_with_it(asked, clerk, town):
    notice(asked, clerk)
    assert steps(asked) == [("fee_noticed", "03-04", None)]

    fee = charging.take_payment(application=asked, by=clerk, on=day("03-10"))

    assert steps(asked)[1] == ("fee_paid", "03-10", None)
    # A whole new period: 03-11 … 13 3, 03-16 … 8, 03-23 … 13, 03-30 … 04-03 18, after 清明 04-07 19, 04-08 20
    assert due(asked) == day("04-08")
    receipt = FeeReceipt.objects.get()
    assert (fee.receipt, fee.paid_on, receipt.authority) == (receipt, day("03-10"), town)
    assert (receipt.name, receipt.received_on, receipt.amount) == (charging.RECEIPT, day("03-10"), Decimal(100))
    assert Act.objects.filter(kind="disclosure.feereceipt", verb="add", user=clerk).exists()


def test_what_is_paid_stands_in_table_two(asked, clerk, town):
    notice(asked, clerk, units=100)
    charging.take_payment(application=asked, by=clerk, on=day("03-10"))

    figures = count(edition_for(2026), [town.pk], 2026)

    assert figures["2.charge.amount"] == Decimal("0.07")  # 万元


@pytest.mark.parametrize(
    "on, said", [("03-03", "2026-03-04 才通知收费|不能这样登记"), ("04-02", "缴费期限 2026-04-01 已过")]
)
def test_payment_out_of_time_is_refused(asked, clerk, on, said):
    notice(asked, clerk)
    deliver(asked, clerk, "03-04")
    with pytest.raises(Refused, match=said):
        charging.take_payment(application=asked, by=clerk, on=day(on))
    assert not FeeReceipt.objects.exists()


def test_payment_is_taken_until_the_twentieth_working_day(asked, clerk):
    notice(asked, clerk)

    assert charging.take_payment(application=asked, by=clerk, on=day("04-01")).paid_on == day("04-01")


def test_unpaid_it_is_closed_as_such_after_the_limit(asked, clerk):
    notice(asked, clerk)
    with pytest.raises(Refused, match="收费通知还没有登记送达，不能认定逾期未缴费"):
        handling.decide(application=asked, by=clerk, on=day("04-30"), outcome="not_paid")
    deliver(asked, clerk, "03-04")
    with pytest.raises(Refused, match="正在等待申请人缴费"):
        handling.decide(application=asked, by=clerk, on=day("04-01"), outcome="disclosed")

    done = handling.decide(application=asked, by=clerk, on=day("04-02"), outcome="not_paid")
    assert done.concluded_on == day("04-02")


def test_charged_anew_after_it_was_taken_up_again(asked, clerk):
    notice(asked, clerk)
    deliver(asked, clerk, "03-04")
    handling.decide(application=asked, by=clerk, on=day("04-02"), outcome="not_paid")
    reopened(asked, clerk, day("04-08"))

    fee = notice(asked, clerk, on="04-09", units=50)

    assert (Fee.objects.get().pk, fee.amount, fee.noticed_on) == (fee.pk, 200, day("04-09"))


def test_paid_fee_is_not_charged_twice(asked, clerk):
    notice(asked, clerk)
    charging.take_payment(application=asked, by=clerk, on=day("03-10"))
    handling.decide(application=asked, by=clerk, on=day("03-12"), outcome="disclosed")
    sent(asked, clerk, day("03-13"))
    reopened(asked, clerk, day("04-01"))

    with pytest.raises(Refused, match="已于 2026-03-10 缴费"):
        notice(asked, clerk, on="04-02")


@pytest.mark.parametrize("role", ["年报", "政府信息公开工作机构负责人"])
def test_only_who_handles_applications_charges(asked, town, role):
    with pytest.raises(Refused, match="您没有呈批收费的权限"):
        notice(asked, person(town, role))


# --- The report's sentence ----------------------------------------------------------


def test_year_without_fees_says_so(town):
    assert charging.fees_in_words(town, 2026) == "本年度没有发出收费通知，未收取信息处理费。"


def test_year_in_words_counts_notices_and_payments_of_the_year(asked, clerk, town):
    notice(asked, clerk)
    charging.take_payment(application=asked, by=clerk, on=day("03-10"))
    notice(earlier(town, "03-03"), clerk, units=100)
    other = ApplicationFactory(received_on=day("03-02"))
    notice(other, handler(other.authority), head=person(other.authority, HEAD))

    assert charging.fees_in_words(town, 2026) == "本年度发出收费通知2件，总金额800元，实际收取100元。"
    assert charging.fees_in_words(town, 2025) == "本年度没有发出收费通知，未收取信息处理费。"


# --- Agreed to --------------------------------------------------------------------


def test_fee_is_noticed_with_the_approval_of_just_this_sum(asked, clerk):
    with pytest.raises(Refused, match="收费须经政府信息公开工作机构负责人同意，请先呈批"):
        charging.notice_fee(application=asked, by=clerk, on=day("03-04"), tariff="pages", units=40)

    fee_agreed(asked, clerk, day("03-04"), tariff="pages", units=40)

    assert asked.opinions.last().amount == 100
    with pytest.raises(Refused, match="同意的是「收费 100 元（40 页）」，不能收取 200 元（50 页）"):
        charging.notice_fee(application=asked, by=clerk, on=day("03-04"), tariff="pages", units=50)
    with pytest.raises(Refused, match="2026-03-04 才同意"):
        charging.notice_fee(application=asked, by=clerk, on=day("03-03"), tariff="pages", units=40)
    charging.notice_fee(application=asked, by=clerk, on=day("03-05"), tariff="pages", units=40)
    assert Fee.objects.get().amount == 100


def test_approval_of_a_fee_holds_once(asked, clerk):
    notice(asked, clerk)
    charging.take_payment(application=asked, by=clerk, on=day("03-10"))

    assert asked.opinions.last().act == "note"
    assert asked.opinions.last().text == "已于 2026-03-04 通知收费。"
