"""Due dates that are kept follow steps, records and the calendar; every step is an act."""

import datetime as dt

import pytest

from disclosure.desk.applications.deadlines import (
    contradictions,
    keep_application,
    open_applications,
    recompute,
    record_step,
    take_back_step,
    timeline_of,
)
from disclosure.desk.common.calendar import load_calendar
from disclosure.desk.office.calendar_corrections import correct_day, delete_correction, due_dates_moved_by
from disclosure.errors import Refused
from disclosure.law.applications.outcomes import Outcome
from disclosure.law.choices.applications import StepKind
from disclosure.models import Act, Application, DayCorrection, Step
from tests.factories import ApplicationFactory, AuthorityFactory, StepFactory
from tests.support.people import handler, person

pytestmark = pytest.mark.django_db
RECEIVED, DUE = dt.date(2026, 11, 2), dt.date(2026, 11, 30)  # twenty plain working days


def asked(**given):
    return ApplicationFactory(received_on=RECEIVED, **given)


def step(application, kind, day, **given):
    return Step(application=application, kind=kind, on=dt.date(2026, 11, day), **given)


def due(application):
    application.refresh_from_db()
    return application.due_on


def test_saving_an_application_dates_it():
    town = AuthorityFactory()
    made = ApplicationFactory.build(authority=town, received_on=RECEIVED, due_on=None)

    keep_application(made, by=handler(town))

    assert (made.due_on, made.provisional) == (DUE, False)
    made.received_on = dt.date(2026, 10, 30)
    keep_application(made, by=handler(town))
    assert (due(made), made.provisional) == (dt.date(2026, 11, 27), False)


def test_step_moves_the_date_and_is_a_change_of_its_application():
    application = asked()
    by = handler(application.authority)

    made = record_step(step(application, StepKind.CORRECTION_ASKED, 4, days=5), by=by)

    assert due(application) is None
    act = Act.objects.order_by("number").last()
    assert (act.verb, act.kind, act.label, act.user) == ("change", "disclosure.application", application.number, by)
    assert act.changes["办理步骤「补正告知 2026-11-04」步骤"] == ["", "补正告知"]
    assert act.changes["办理步骤「补正告知 2026-11-04」天数"] == ["", "5"]

    take_back_step(made, by=by)

    assert due(application) == DUE
    assert Act.objects.order_by("number").last().changes["办理步骤「补正告知 2026-11-04」天数"] == ["5", ""]


def test_step_that_is_out_of_order_is_kept_and_found():
    application = asked()

    record_step(step(application, StepKind.CORRECTED, 9), by=handler(application.authority))

    assert due(application) == DUE
    assert len(timeline_of(application, load_calendar()).findings) == 1


@pytest.mark.parametrize("role", ["编辑", "只读审计", "年报"])
def test_step_without_permission_is_refused(role):
    application = asked()
    stored = StepFactory(application=application)

    for act in (
        lambda by: record_step(step(application, StepKind.EXTENDED, 20), by=by),
        lambda by: record_step(stored, by=by),
        lambda by: take_back_step(stored, by=by),
    ):
        with pytest.raises(Refused, match=r"您没有(登记|更正|删除)办理步骤的权限"):
            act(person(application.authority, role))


def test_step_of_another_authority_is_refused():
    with pytest.raises(Refused, match="本机关"):
        record_step(step(asked(), StepKind.EXTENDED, 20), by=handler(AuthorityFactory()))


@pytest.mark.parametrize(
    "given,said",
    [
        ({"kind": StepKind.FEE_PAID, "days": 5}, "只有补正告知、说明理由告知、延长告知和重新办理可以填写天数"),
        ({"kind": StepKind.EXTENDED, "days": 0}, "天数不小于 1"),
        ({"kind": StepKind.RECEIVED}, "这件申请在这一天已有同样的步骤"),
    ],
)
def test_step_that_cannot_be_is_refused(given, said):
    application = asked()
    StepFactory(application=application)

    with pytest.raises(Refused, match=said):
        record_step(Step(application=application, on=RECEIVED, **given), by=handler(application.authority))


def test_record_stands_in_for_steps_that_are_not_there():
    open_one = asked()
    closed = asked(concluded_on=dt.date(2026, 12, 1), outcome=Outcome.DISCLOSED)

    assert [event.step for event in timeline_of(open_one, load_calendar()).events] == ["收到"]
    line = timeline_of(closed, load_calendar())
    assert [(event.step, bool(event.finding)) for event in line.events] == [("收到", False), ("办结", True)]
    assert line.due_on == DUE


def test_stored_step_goes_before_the_record_and_the_difference_is_told():
    application = asked(concluded_on=dt.date(2026, 11, 27), outcome=Outcome.DISCLOSED)
    for kind, day in ((StepKind.RECEIVED, 3), (StepKind.CONCLUDED, 26)):
        step(application, kind, day).save()

    line = timeline_of(application, load_calendar())

    assert (line.received_on, line.due_on, line.closed_on) == (
        dt.date(2026, 11, 3),
        dt.date(2026, 12, 1),
        dt.date(2026, 11, 26),
    )
    assert [len(contradictions(one, one.steps.all())) for one in (application, asked())] == [2, 0]


def test_withdrawal_is_an_end_that_the_record_does_not_repeat():
    application = asked(concluded_on=dt.date(2026, 12, 10), outcome=Outcome.OTHER)
    step(application, StepKind.WITHDRAWN, 9).save()

    line = timeline_of(application, load_calendar())

    assert (line.findings, [event.step for event in line.events]) == ([], ["收到", "撤回"])


# --- Many at once ----------------------------------------------------------------


@pytest.mark.parametrize("count", [2, 30])
def test_recomputing_costs_the_same_for_one_and_for_many(django_assert_num_queries, count):
    town = AuthorityFactory()
    for number in range(count):
        StepFactory(application=asked(authority=town, number=f"申{number}", due_on=None), kind="extended", days=5)

    with django_assert_num_queries(5):  # calendar, applications, their steps, one writing, and that there are no more
        done = recompute(Application.objects.all())

    assert (done.total, done.changed, done.moved) == (count, count, count)
    assert set(Application.objects.values_list("due_on", flat=True)) == {dt.date(2026, 12, 7)}


def test_recomputing_what_is_right_writes_nothing():
    asked()

    assert recompute(open_applications()).changed == 0


def test_recomputing_goes_past_one_batch(monkeypatch):
    monkeypatch.setattr("disclosure.desk.applications.deadlines.CHUNK", 2)
    for number in range(5):
        asked(number=f"申{number}", due_on=None)

    assert recompute(open_applications()).changed == 5
    assert not Application.objects.filter(due_on=None).exists()


# --- The calendar ----------------------------------------------------------------


def off(day):
    return DayCorrection(day=dt.date(2026, 11, day), is_working=False, document="某通知")


def test_correction_of_the_calendar_moves_open_applications_as_foretold():
    early, late, closed = asked(), asked(), asked(concluded_on=dt.date(2026, 11, 20), outcome=Outcome.DISCLOSED)
    Application.objects.filter(pk=late.pk).update(received_on=dt.date(2026, 11, 20), due_on=dt.date(2026, 12, 18))

    foretold = due_dates_moved_by({dt.date(2026, 11, 20): False})
    done = correct_day(correction := off(20), by=person(None, "管理员"))

    assert [str(one) for one in foretold] == [f"{early.number}：2026-11-30 → 2026-12-01"]
    assert done.moves == foretold
    assert [due(one) for one in (early, late, closed)] == [dt.date(2026, 12, 1), dt.date(2026, 12, 18), DUE]
    assert [str(one) for one in due_dates_moved_by({correction.day: None})] == [
        f"{early.number}：2026-12-01 → 2026-11-30"
    ]

    delete_correction(correction, by=person(None, "管理员"))
    assert due(early) == DUE


def test_arrangement_that_arrives_takes_the_mark_off():
    application = ApplicationFactory(received_on=dt.date(2026, 12, 10), due_on=None)
    recompute(open_applications())
    assert Application.objects.get().provisional

    day = DayCorrection(day=dt.date(2027, 10, 4), is_working=False, document="某通知")
    done = correct_day(day, by=person(None, "管理员"))

    application.refresh_from_db()
    assert (application.provisional, application.due_on, done.changed, done.moved) == (False, dt.date(2027, 1, 8), 1, 0)
