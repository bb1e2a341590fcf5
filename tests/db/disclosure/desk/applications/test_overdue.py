"""Whether an application is overdue, or wants its outcome written down, is one answer, wherever it is asked.

Applications are made up with whatever steps, lawful or not; every surface says of the same ones that they are overdue,
due soon or unrecorded, as `Progress` says it from the clock and the record.
"""

import datetime as dt

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disclosure.admin.applications.deadline_panel import DeadlinePanel
from disclosure.admin.common.time_limits import ApplicationLimitFilter, days_left
from disclosure.desk.applications.completeness import ReportYear, missing
from disclosure.desk.applications.deadlines import progress_of, recompute, timeline_of
from disclosure.desk.applications.explanations import summary
from disclosure.desk.applications.situation import situation_of
from disclosure.desk.common.calendar import load_calendar
from disclosure.desk.dashboard.compliance import inspect
from disclosure.desk.dashboard.notices import handlers_notices, notices
from disclosure.desk.dashboard.task_context import TaskContext
from disclosure.desk.dashboard.tasks import TASKS, counts, waiting
from disclosure.law.applications.next_step import next_step
from disclosure.law.choices.applications import StepKind as K
from disclosure.law.clock import closings
from disclosure.law.clock.steps import reopened_on
from disclosure.models import Application, Step, User
from disclosure.models.application import ApplicationQuerySet
from disclosure.models.step import since_reopened
from tests.factories import ApplicationFactory, StepFactory
from tests.support.days import days

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 27)
FIRST = dt.date(2026, 7, 1)
EXTENT = (TODAY - FIRST).days
TELLING = (K.RECEIVED, K.CONCLUDED, K.REPLY_SENT, K.WITHDRAWN, K.REOPENED, K.EXTENDED, K.CORRECTION_ASKED, K.CORRECTED)

DAYS = st.integers(0, EXTENT).map(lambda n: FIRST + dt.timedelta(n))
STEPS = st.lists(
    st.tuples(st.sampled_from(TELLING) | st.sampled_from(K), DAYS, st.none() | st.integers(1, 20)),
    max_size=5,
    unique_by=lambda step: step[:2],
)
RECEIVED = st.none() | DAYS | DAYS.map(lambda day: max(day, TODAY - dt.timedelta(40)))
APPLICATIONS = st.lists(st.tuples(RECEIVED, STEPS, st.integers(0, 3).map(bool)), min_size=3, max_size=8)


@pytest.fixture
def clerk(town):
    person = User.objects.create_user("clerk", authority=town, is_staff=True)
    person.groups.set(Group.objects.filter(name="依申请办理"))
    return User.objects.get(pk=person.pk)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    days(monkeypatch, TODAY.year)(TODAY.month, TODAY.day)


def stored(drawn, town, handler):
    """The applications with their steps, and their clocks in step; those that are concluded on a day of their own."""
    for received_on, steps, is_open in drawn:
        ends = {} if is_open or received_on is None else {"outcome": "disclosed", "concluded_on": TODAY}
        came = {"submitted_at": timezone.now()} if received_on is None else {}
        made = ApplicationFactory(authority=town, handler=handler, received_on=received_on, due_on=None, **ends, **came)
        for kind, on, working_days in steps:
            longer = working_days if kind in (K.EXTENDED, K.REOPENED) else None
            StepFactory(application=made, kind=kind, on=on, days=longer)
    recompute(Application.objects.all())
    return list(Application.objects.with_closing().order_by("pk"))


def chosen(applications, wanted):
    return {one.pk for one in applications if wanted(progress_of(one, timeline_of(one, load_calendar())))}


def keys(applications: ApplicationQuerySet):
    return set(applications.values_list("pk", flat=True))


def of_filter(name):
    """The list behind 办理期限."""
    request = RequestFactory().get("/", {"time_limit": name})
    limit = ApplicationLimitFilter(request, {"time_limit": [name]}, Application, None)
    return keys(limit.queryset(request, Application.objects.all()))


def of_notice(texts, words):
    """The number before 件 in a mail's line."""
    found = [text.partition(words)[2] for text in texts if words in text]
    return int("".join(filter(str.isdigit, found[0].partition("件")[0]))) if found else 0


def every(test):
    """The same examples in every run; each takes back what it stored."""
    accepted = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    options = {"deadline": None, "derandomize": True, "database": None, "suppress_health_check": accepted}
    return settings(max_examples=30, **options)(given(drawn=APPLICATIONS)(test))


@every
def test_overdue_unrecorded_and_due_soon_are_the_same_everywhere(town, clerk, drawn):
    with transaction.atomic():
        applications = stored(drawn, town, clerk)
        near = load_calendar().add(TODAY, 7)
        overdue = chosen(applications, lambda progress: progress.is_overdue(TODAY))
        due = chosen(applications, lambda progress: progress.is_due_within(TODAY, near))
        unrecorded = chosen(applications, lambda progress: progress.is_unrecorded)

        assert keys(Application.objects.overdue(TODAY)) == overdue
        assert keys(Application.objects.due_within(TODAY, near)) == due
        assert keys(Application.objects.unrecorded()) == unrecorded
        unsent = chosen(applications, lambda progress: progress.is_unsent)
        assert keys(Application.objects.open()) == chosen(applications, lambda progress: progress.is_open)
        assert keys(Application.objects.unsent()) == unsent
        in_tasks(clerk, {"overdue": overdue, "unrecorded": unrecorded, "unsent": unsent})
        in_lists(applications, overdue, due, unrecorded)
        in_mail(town, overdue, due)
        in_completeness(overdue, unrecorded)
        on_pages(applications, overdue, unrecorded)
        transaction.set_rollback(True)


def in_tasks(clerk, expected):
    context = TaskContext.of(clerk, TODAY, load_calendar())
    counted = {task.key: number for task, number in counts(context) if task.model is Application}
    listed = {
        task.key: keys(waiting(Application.objects.all(), task, context)) for task in TASKS if task.model is Application
    }
    assert counted == {key: len(listed[key]) for key in counted}
    assert {key: listed[key] for key in expected} == expected


def in_lists(applications, overdue, due, unrecorded):
    assert (of_filter("overdue"), of_filter("near")) == (overdue, due)
    column = {one.pk: days_left(one, load_calendar()) for one in applications}
    assert {pk for pk, text in column.items() if "time-limit-late" in text} == overdue
    assert {pk for pk, text in column.items() if text == "待填办理结果"} <= unrecorded


def in_mail(town, overdue, due):
    at = timezone.now()
    told = [notice.text for notice in notices(town, at, load_calendar(), report_published=True)]
    own = [notice.text for notice in handlers_notices(town, TODAY, load_calendar())]

    assert inspect(town, at, load_calendar()).facts.overdue_applications == len(overdue)
    assert of_notice(told, "依申请公开答复：逾期未办结的申请") == len(overdue)
    assert of_notice(own, "逾期未办结") == len(overdue)
    assert of_notice(told, "】3 个工作日内到期的申请") + of_notice(told, "4 至 7 个工作日内到期的申请") == len(due)
    assert of_notice(own, "3 个工作日内到期") + of_notice(own, "4 至 7 个工作日内到期") == len(due)


def in_completeness(overdue, unrecorded):
    rows = missing(Application.objects.all(), ReportYear.of(2026, TODAY, load_calendar()))
    found = {
        key: {row.pk for row in rows if any(gap.key == key for gap in row.gaps)} for key in ("overdue", "unrecorded")
    }
    assert found == {"overdue": overdue, "unrecorded": unrecorded}


def on_pages(applications, overdue, unrecorded):
    request = RequestFactory().get("/")
    for one in applications:
        situation = situation_of(one, TODAY, load_calendar())
        step = next_step(situation)
        panel = DeadlinePanel(site.get_model_admin(Application)).build(request, one)
        progress = progress_of(one, situation.timeline)
        assert situation.is_overdue == (one.pk in overdue)
        assert step.is_late <= (one.pk in overdue)
        assert ("应补填办理结果" in step.words) == (one.pk in unrecorded and one.received_on is not None)
        words = summary(situation.timeline, load_calendar(), TODAY, progress)
        assert (panel is None) == (one.received_on is None)  # there is nothing to say before the receipt is confirmed
        if panel is not None:
            assert (panel["is_late"], panel["summary"]) == (one.pk in overdue or progress.was_late, words)
        assert ("已逾期" in words or "已经逾期" in words) == (one.pk in overdue)


@every
def test_steps_since_the_last_reopening_are_the_same_in_memory_and_in_the_database(town, drawn):
    with transaction.atomic():
        for one in stored(drawn, town, None):
            steps = list(one.steps.all())
            again = reopened_on(steps) or dt.date.min

            assert keys(Step.objects.filter(application=one).closings()) == {
                step.pk for step in closings(steps, one.received_on)
            }
            assert keys(since_reopened(Step.objects.filter(application=one), "on")) == {
                step.pk for step in steps if step.on > again
            }
        transaction.set_rollback(True)


def test_concluded_by_its_step_without_an_outcome_it_is_unrecorded_and_not_overdue(client, town, clerk):
    """Received 2026-09-01, 办结 on 09-10, no outcome entered, seen long after its last day."""
    made = ApplicationFactory(authority=town, handler=clerk, received_on=dt.date(2026, 9, 1))
    StepFactory(application=made, kind="concluded", on=dt.date(2026, 9, 10))
    recompute(Application.objects.all())
    client.force_login(clerk)

    context = TaskContext.of(clerk, TODAY, load_calendar())
    waits = {task.key for task, number in counts(context) if number}
    page = client.get(reverse("admin:disclosure_application_change", args=(made.pk,))).content.decode()
    row = client.get(reverse("admin:disclosure_application_changelist")).content.decode()

    assert waits == {"unrecorded"}
    assert inspect(town, timezone.now(), load_calendar()).facts.overdue_applications == 0
    assert handlers_notices(town, TODAY, load_calendar()) == []
    assert "办理步骤已于 2026-09-10 结束，应补填办理结果。" in page
    assert "已于 2026-09-10 作出答复，还没有发出" in page
    assert "逾期" not in page.partition('class="clock-summary')[2].partition("</p>")[0]
    assert "待填办理结果" in row
    assert "time-limit-late" not in row


def test_lateness_of_what_its_step_concluded_is_judged_by_the_step(town):
    made = ApplicationFactory(authority=town, received_on=dt.date(2026, 9, 1))
    StepFactory(application=made, kind="concluded", on=dt.date(2026, 11, 2))
    recompute(Application.objects.all())

    progress = progress_of(made, timeline_of(made, load_calendar()))

    assert (progress.is_unrecorded, progress.was_late, progress.is_overdue(TODAY)) == (True, True, False)


def test_record_that_is_concluded_before_a_step_of_reopening_is_told_as_a_contradiction(town):
    made = ApplicationFactory(
        authority=town, received_on=dt.date(2026, 7, 1), outcome="disclosed", concluded_on=dt.date(2026, 7, 10)
    )
    StepFactory(application=made, kind="reopened", on=dt.date(2026, 7, 20))
    recompute(Application.objects.all())
    line = timeline_of(made, load_calendar())

    assert line.closed_on is None
    assert keys(Application.objects.overdue(TODAY)) == {made.pk}  # a reply is owed anew, whatever the record says
    assert summary(line, load_calendar(), TODAY, progress_of(made, line)).startswith(
        "已经填写办理结果，按办理步骤却还没有办结"
    )
