"""Reviews and lawsuits: dated as they are kept, answered, heard, concluded, and what is pointed out meanwhile."""

import datetime as dt

import pytest
from django.utils import timezone

from disclosure.desk.cases.actions import (
    answer_case,
    cancel_hearing,
    conclude_case,
    findings,
    keep_case,
    keep_hearing,
    may_reopen,
)
from disclosure.desk.common.calendar import load_calendar
from disclosure.desk.office.calendar_corrections import (
    correct_day,
    delete_correction,
    enter_arrangement,
)
from disclosure.errors import Refused
from disclosure.exchange.importing import load_rows, run_import
from disclosure.law.choices.cases import Result, Route
from disclosure.models import Act, Case, DayCorrection, Grant, Hearing, User
from reports.counting import count
from reports.editions import edition_for
from tests.factories import ApplicationFactory, AuthorityFactory, CaseFactory
from tests.support.people import handler, person
from tests.unit.disclosure.exchange.files import text

pytestmark = pytest.mark.django_db
COPY, DUE = dt.date(2026, 2, 10), dt.date(2026, 3, 2)  # ten working days over the Spring Festival
DAY = dt.date(2026, 3, 2)


def withheld(town, **given):
    """An application that was refused as internal, on 2 March 2026."""
    return ApplicationFactory(
        authority=town, received_on="2026-02-03", **{"outcome": "internal", "concluded_on": DAY} | given
    )


def case(town, **given):
    return Case(**{"authority": town, "number": "案一", "route": Route.REVIEW, "accepted_on": COPY} | given)


def last_act():
    return Act.objects.order_by("number").last()


# --- Keeping ----------------------------------------------------------------------


def test_new_case_knows_by_when_the_office_answers(town):
    by = handler(town)

    kept = keep_case(case=case(town, copy_received_on=COPY), by=by)

    stored = Case.objects.get()
    assert (stored.answer_due_on, kept.case.answer_due_on, kept.findings) == (DUE, DUE, [])
    assert (last_act().verb, last_act().user, last_act().label) == ("add", by, "案一")


@pytest.mark.parametrize(
    "changed, due",
    [
        ({"is_summary": True}, dt.date(2026, 2, 24)),  # 11, 12, 13, 14, 24 February
        ({"route": Route.DIRECT}, dt.date(2026, 2, 25)),  # 15 days of the calendar
        ({"copy_received_on": None}, None),
    ],
)
def test_change_dates_it_anew(town, changed, due):
    stored = keep_case(case=case(town, copy_received_on=COPY), by=handler(town)).case
    for name, value in changed.items():
        setattr(stored, name, value)

    keep_case(case=stored, by=handler(town))

    assert Case.objects.get().answer_due_on == due


def test_without_copy_there_is_nothing_to_answer_by(town):
    assert keep_case(case=case(town), by=handler(town)).case.answer_due_on is None


@pytest.mark.parametrize("role", ["编辑", "政府信息公开工作机构负责人", "年报", "只读审计"])
def test_who_does_not_handle_cases_keeps_none(town, role):
    with pytest.raises(Refused, match="没有新增复议诉讼案件的权限"):
        keep_case(case=case(town), by=person(town, role))


def test_lawsuit_without_review_against_withholding_is_pointed_out_as_it_is_kept(town):
    entered = case(town, route=Route.DIRECT, accepted_on=dt.date(2026, 4, 1), application=withheld(town))

    [said] = keep_case(case=entered, by=handler(town)).findings

    assert said.startswith("复议前置：2026-03-02 的答复以「属于三类内部事务信息」不予公开")
    assert Case.objects.exists(), "what somebody else did is not refused"


def test_review_on_record_decides_what_is_pointed_out(town):
    attacked, by = withheld(town), handler(town)
    later = {"application": attacked, "accepted_on": dt.date(2026, 4, 1)}
    lawsuit = keep_case(case=case(town, number="诉", route=Route.AFTER_REVIEW, **later), by=by)
    assert "还没有登记行政复议案件" in lawsuit.findings[0]

    reviewed = {"application": attacked, "accepted_on": dt.date(2026, 3, 9)}
    keep_case(case=case(town, number="复", result=Result.UPHELD, concluded_on=dt.date(2026, 3, 30), **reviewed), by=by)

    assert findings(Case.objects.get(number="诉"), load_calendar()) == []
    assert findings(Case.objects.get(number="复"), load_calendar()) == []


def test_silence_and_nothing_attacked_leave_nothing_to_point_out(town, django_assert_num_queries):
    silent = withheld(town, outcome="", concluded_on=None)
    known = load_calendar()

    assert findings(case(town, route=Route.DIRECT, application=silent), known) == []
    with django_assert_num_queries(0):
        assert findings(case(town, route=Route.DIRECT), known) == []


# --- Answering and concluding -----------------------------------------------------


def test_answer_is_an_act_and_may_be_late(town):
    stored, by = keep_case(case=case(town, copy_received_on=COPY), by=handler(town)).case, handler(town)

    answer_case(case=stored, by=by, on=dt.date(2026, 3, 5))

    assert Case.objects.get().answered_on == dt.date(2026, 3, 5)
    assert (last_act().user, last_act().changes) == (by, {"answered_on": ["", "2026-03-05"]})


@pytest.mark.parametrize(
    "given, said",
    [
        ({"copy_received_on": COPY, "answered_on": DAY}, "已于 2026-03-02 提交"),
        ({}, "还没有填写收到副本日期"),
        ({"copy_received_on": dt.date(2026, 3, 3)}, "是 2026-03-03 收到副本的"),
    ],
)
def test_answer_that_cannot_be_is_refused(town, given, said):
    stored = CaseFactory(authority=town, accepted_on=COPY, **given)

    with pytest.raises(Refused, match=said):
        answer_case(case=stored, by=handler(town), on=DAY)


def test_conclusion_fills_result_and_day_and_is_counted(town):
    stored = CaseFactory(authority=town, accepted_on=COPY)

    def corrected():
        return count(edition_for(2026), [town.pk], 2026)["4.review.corrected"]

    before = corrected()
    conclude_case(case=stored, by=handler(town), on=DAY, result=Result.CORRECTED)

    stored.refresh_from_db()
    assert (stored.result, stored.concluded_on) == ("corrected", DAY)
    assert (before, corrected()) == (0, 1)
    with pytest.raises(Refused, match="已于 2026-03-02 办结"):
        conclude_case(case=stored, by=handler(town), on=DAY, result=Result.UPHELD)


def test_no_conclusion_before_the_acceptance_and_none_without_a_result(town):
    stored = CaseFactory(authority=town, accepted_on=DAY)
    with pytest.raises(Refused, match="是 2026-03-02 受理的"):
        conclude_case(case=stored, by=handler(town), on=COPY, result=Result.UPHELD)
    with pytest.raises(Refused, match="要么都填"):
        conclude_case(case=stored, by=handler(town), on=DAY, result="")


def test_acts_are_for_handlers_of_the_authority(town):
    below = AuthorityFactory(parent=town)
    stored, superior = CaseFactory(authority=below, copy_received_on=COPY), handler(town)
    with pytest.raises(Refused, match="本机关"):
        answer_case(case=stored, by=superior, on=DAY)
    with pytest.raises(Refused, match="没有办理复议诉讼案件的权限"):
        conclude_case(case=stored, by=person(below, "政府信息公开工作机构负责人"), on=DAY, result=Result.OTHER)

    Grant.objects.create(person=superior, authority=below)
    assert answer_case(case=stored, by=User.objects.get(pk=superior.pk), on=DAY).answered_on == DAY


@pytest.mark.parametrize(
    "result, application, offered",
    [
        (Result.CORRECTED, {}, True),
        (Result.UPHELD, {}, False),
        (Result.CORRECTED, None, False),
        (Result.CORRECTED, {"outcome": "", "concluded_on": None}, False),
        (Result.CORRECTED, {"outcome": "disclosed", "concluded_on": dt.date(2026, 6, 9)}, False),  # replied anew since
    ],
)
def test_correction_offers_to_take_the_application_up_again(town, result, application, offered):
    attacked = None if application is None else withheld(town, **application)
    stored = CaseFactory(
        authority=town, accepted_on=DAY, application=attacked, result=result, concluded_on=dt.date(2026, 6, 1)
    )

    assert may_reopen(stored) is offered


# --- Hearings ---------------------------------------------------------------------


def test_hearings_are_acts_on_their_case(town):
    stored, by = CaseFactory(authority=town), handler(town)
    hearing = Hearing(
        case=stored, at=dt.datetime(2026, 4, 1, 9, 30, tzinfo=timezone.get_default_timezone()), place="第三法庭"
    )

    keep_hearing(hearing=hearing, by=by)
    assert (last_act().verb, last_act().key) == ("change", str(stored.pk))
    assert [str(one) for one in stored.hearings.all()] == ["2026-04-01 09:30"]

    cancel_hearing(hearing=hearing, by=by)
    assert not stored.hearings.exists()
    assert (last_act().verb, last_act().key) == ("change", str(stored.pk))


def test_hearings_of_others_are_theirs(town):
    other = CaseFactory(authority=AuthorityFactory())
    hearing = Hearing(case=other, at=timezone.now())

    with pytest.raises(Refused, match="本机关"):
        keep_hearing(hearing=hearing, by=handler(town))
    with pytest.raises(Refused, match="没有登记开庭安排的权限"):
        keep_hearing(hearing=Hearing(case=CaseFactory(authority=town), at=timezone.now()), by=person(town, "年报"))


# --- In step ----------------------------------------------------------------------


def test_correction_of_the_calendar_moves_what_is_still_to_be_answered(town):
    by = handler(town)
    open_one = keep_case(case=case(town, copy_received_on=COPY), by=by).case
    answered = keep_case(case=case(town, number="案二", copy_received_on=COPY, answered_on=DAY), by=by).case
    office = User.objects.create_superuser("root")

    correct_day(DayCorrection(day=DUE, is_working=False, document="示例通知"), by=office)
    for one in (open_one, answered):
        one.refresh_from_db()
    assert (open_one.answer_due_on, answered.answer_due_on) == (dt.date(2026, 3, 3), DUE)

    delete_correction(DayCorrection.objects.get(), by=office)
    open_one.refresh_from_db()
    assert open_one.answer_due_on == DUE


def test_whole_arrangement_moves_it_too(town):
    stored = keep_case(case=case(town, copy_received_on=COPY), by=handler(town)).case

    enter_arrangement({DUE: False}, document="示例通知", by=User.objects.create_superuser("root"))

    stored.refresh_from_db()
    assert stored.answer_due_on == dt.date(2026, 3, 3)


HEADINGS = ["案件编号", "案件类型", "是否经复议", "受理日期", "结果", "办结日期", "关联申请编号"]


def imported(town, *rows):
    return run_import(load_rows("cases", text([HEADINGS, *rows]).encode(), "表.csv"), town)


def test_import_dates_a_case_whose_route_changes(town):
    keep_case(case=case(town, copy_received_on=COPY), by=handler(town))

    imported(town, ["案一", "行政诉讼", "否", "2026-02-10", "", "", ""])

    stored = Case.objects.get()
    assert (stored.route, stored.answer_due_on) == (Route.DIRECT, dt.date(2026, 2, 25))


def test_import_points_out_lawsuits_without_review(town):
    withheld(town, number="2026-001")
    withheld(town, number="2026-002", outcome="not_held")

    done = imported(
        town,
        ["诉1", "行政诉讼", "否", "2026-04-01", "", "", "2026-001"],
        ["诉2", "行政诉讼", "否", "2026-04-01", "", "", "2026-002"],
        ["诉3", "行政诉讼", "是", "2026-04-01", "", "", "2026-001"],
    )

    [said] = done.notes
    assert said.startswith("其中 1 件诉讼（诉1）未经复议")
