"""What waits for whom, and that a number and the list behind it are the same records."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.timezone import localdate

from disclosure.desk.audit.log import note
from disclosure.desk.common.calendar import load_calendar
from disclosure.desk.dashboard.task_context import TaskContext
from disclosure.desk.dashboard.tasks import TASKS, counts, in_hand, tasks_for
from disclosure.models import Fee, Grant, Hearing, Item, Opinion, Party, Review, Verb
from tests.factories import ApplicationFactory, AuthorityFactory, CaseFactory, CategoryFactory, ItemFactory, StepFactory
from tests.support.days import days
from tests.support.desk import address
from tests.support.people import person

pytestmark = pytest.mark.django_db
LONG_AGO = dt.date(2020, 1, 2)


def item(town, state="draft", **given):
    """Formed today, so that no term is near."""
    category = getattr(town, "column", None) or CategoryFactory(authority=town)
    town.column = category
    values = {"formed_on": localdate(), "published_on": None, "state": state, "category": category, **given}
    return ItemFactory(authority=town, **values)


def sent_back(one, *later):
    for act in ("submit", "send_back", *later):
        Review.objects.create(item=one, act=act, state="draft")
    return one


def asking(user):
    return TaskContext.of(user, localdate(), load_calendar())


def numbers(user):
    return {(kind.model._meta.model_name, kind.key): number for kind, number in counts(asking(user)) if number}


@pytest.fixture(autouse=True)
def _working_day(monkeypatch):
    """Terms in working days are told from a day that is one."""
    days(monkeypatch, 2026)(11, 27)


def test_nothing_waits_where_there_is_nothing(town):
    assert numbers(person(town, *Group.objects.values_list("name", flat=True))) == {}


def test_each_step_waits_for_its_role_and_nobody_passes_their_own(town):
    writer = person(town, "编辑", "部门审核", "保密审查", "发布")
    for state in ("check", "secrecy", "approved"):
        item(town, state, author=writer)
        item(town, state)
    other = person(town, "部门审核")

    assert numbers(writer) == {("item", "check"): 1, ("item", "clear"): 1, ("item", "publish"): 2}
    assert numbers(other) == {("item", "check"): 2}
    assert numbers(person(town, "保密审查")) == {("item", "clear"): 2}
    assert numbers(person(town, "只读审计")) == {}


def test_what_was_sent_back_waits_for_its_author_until_it_is_submitted_again(town):
    writer = person(town, "编辑")
    sent_back(item(town, author=writer))
    sent_back(item(town, author=writer), "edit")
    sent_back(item(town, "check", author=writer), "submit")
    item(town, author=writer)
    item(town, author=person(town, "编辑"))

    assert numbers(writer) == {("item", "sent_back"): 2, ("item", "drafts"): 1}


def test_terms_of_items_and_applications(town):
    item(town, formed_on=LONG_AGO)
    item(town, formed_on=LONG_AGO, method="withheld", state="withheld", evaluate_on=localdate() + dt.timedelta(days=9))
    item(town, method="withheld", state="withheld")
    item(town, formed_on=load_calendar().back(localdate(), 17))
    ItemFactory(authority=town, formed_on=LONG_AGO)
    ApplicationFactory(authority=town, received_on=LONG_AGO)
    ApplicationFactory(authority=town, received_on=load_calendar().back(localdate(), 17))
    ApplicationFactory(authority=town, received_on=load_calendar().back(localdate(), 13))
    ApplicationFactory(authority=town, received_on=load_calendar().back(localdate(), 12))
    ApplicationFactory(authority=town, received_on=localdate())
    ApplicationFactory(authority=town, received_on=LONG_AGO, due_on=localdate())  # extended
    ApplicationFactory(authority=town, received_on=LONG_AGO, due_on=None)  # a correction was asked for
    replied = ApplicationFactory(authority=town, received_on=LONG_AGO)
    StepFactory(application=replied, kind="concluded", on=LONG_AGO)
    CaseFactory(authority=town)
    CaseFactory(authority=town, answer_due_on=localdate() - dt.timedelta(days=1))
    CaseFactory(authority=town, answer_due_on=localdate())
    CaseFactory(authority=town, answer_due_on=load_calendar().add(localdate(), 6))
    CaseFactory(authority=town, answer_due_on=LONG_AGO, answered_on=localdate())
    CaseFactory(authority=town, answer_due_on=LONG_AGO, result="other", concluded_on=localdate())

    assert numbers(person(town, "发布")) == {("item", "overdue"): 1, ("item", "soon"): 1, ("item", "evaluate"): 1}
    assert numbers(person(town, "依申请办理")) == {
        ("application", "overdue"): 1,
        ("application", "nearest"): 2,
        ("application", "near"): 1,
        ("application", "uncorrected"): 1,
        ("application", "unrecorded"): 1,
        ("case", "answer_overdue"): 1,
        ("case", "answer_soon"): 1,
        ("case", "open"): 5,
    }


@pytest.mark.parametrize("days, waits", [(-1, False), (0, True), (7, True), (8, False)])
def test_hearing_waits_from_a_week_before_to_its_day(town, days, waits):
    noon = (timezone.localtime() + dt.timedelta(days=days)).replace(hour=12)
    heard = CaseFactory(authority=town)
    for _ in range(2):
        Hearing.objects.create(case=heard, at=noon)

    assert numbers(person(town, "依申请办理")) == {("case", "open"): 1, **({("case", "hearing"): 1} if waits else {})}


def test_what_waits_for_others_waits_until_they_answer_or_their_silence_does(town):
    clerk, known = person(town, "依申请办理"), load_calendar()

    def asked(kind, on, *later, **given):
        made = ApplicationFactory(authority=town, due_on=localdate() + dt.timedelta(days=90), **given)
        StepFactory(application=made, kind=kind, on=on)
        for one in later:
            StepFactory(application=made, kind=one, on=localdate())
        return made

    asked("third_party_asked", known.back(localdate(), 15))  # its 15th working day is today
    asked("agency_asked", localdate())
    asked("fee_noticed", known.back(localdate(), 20))
    assert numbers(clerk) == {("application", "others"): 3, ("application", "undelivered"): 3}

    def delivered(kind, asked_on, delivery, on):
        StepFactory(application=asked(kind, asked_on), kind=delivery, on=on)

    for back in (15, 16):  # its 15th working day is today; silence was the answer
        day = known.back(localdate(), back)
        delivered("third_party_asked", day, "third_party_delivered", day)
    for back in (20, 21):
        day = known.back(localdate(), back)
        delivered("fee_noticed", day, "fee_delivered", day)
    asked("agency_asked", localdate(), "agency_answered")
    asked("fee_noticed", localdate(), "fee_paid")
    asked("third_party_asked", localdate(), "withdrawn")
    assert numbers(clerk) == {
        ("application", "others"): 5,
        ("application", "undelivered"): 3,
        ("application", "unrecorded"): 1,
    }

    several = asked("third_party_asked", localdate(), "third_party_answered")
    Party.objects.create(application=several, kind="third_party", name="示例乙", asked_on=localdate())
    assert numbers(clerk)["application", "others"] == 6


def test_what_waits_below_waits_for_a_superior_only_where_it_was_granted(town):
    below, granted = (AuthorityFactory(parent=town) for _ in range(2))
    superior = person(town, "部门审核")
    Grant.objects.create(person=superior, authority=granted)
    for where in (below, granted):
        item(where, "check")

    assert numbers(superior) == {("item", "check"): 1}
    assert numbers(person(None, "部门审核")) == {("item", "check"): 2}


@pytest.mark.parametrize("kind", TASKS, ids=lambda kind: f"{kind.model._meta.model_name}-{kind.key}")
def test_number_leads_to_exactly_its_records(client, town, kind):
    user = person(town, "编辑", "部门审核", "保密审查", "发布", "依申请办理", "政府信息公开工作机构负责人")
    below = AuthorityFactory(parent=town)
    for where in (town, below):
        for author in (user, None):
            sent_back(item(where, author=author))
            for state in ("draft", "check", "secrecy", "approved"):
                item(where, state, author=author)
        item(where, formed_on=LONG_AGO)
        item(where, formed_on=load_calendar().back(localdate(), 17))
        item(where, "withheld", method="withheld")
        item(where, "published", published_on=localdate(), exposed=2)
        ApplicationFactory(authority=where, received_on=LONG_AGO)
        ApplicationFactory(authority=where, received_on=load_calendar().back(localdate(), 17))
        ApplicationFactory(authority=where, received_on=load_calendar().back(localdate(), 13), handler=user)
        StepFactory(application=ApplicationFactory(authority=where), kind="third_party_asked", on=localdate())
        ApplicationFactory(authority=where, due_on=None)
        note(Verb.UNSENT, ApplicationFactory(authority=where, received_on=None, submitted_at=timezone.now()))
        StepFactory(application=ApplicationFactory(authority=where), kind="withdrawn")
        for act in ("ask", "approve"):
            said = {"subject": "decision", "outcome": "internal", "at": timezone.now()}
            Opinion.objects.create(application=ApplicationFactory(authority=where), act=act, **said)
        silent, unpaid = (ApplicationFactory(authority=where) for _ in range(2))
        for made, delivery in ((silent, "agency_delivered"), (unpaid, "fee_delivered")):
            StepFactory(application=made, kind=delivery, on=LONG_AGO)
        Party.objects.create(application=silent, kind="agency", asked_on=LONG_AGO)
        decided = ApplicationFactory(
            authority=where, outcome="disclosed", concluded_on=dt.date(2023, 6, 5), settled_on=None
        )
        StepFactory(application=decided, kind="concluded", on=decided.concluded_on)
        fee = {"tariff": "pages", "units": 40, "amount": 100, "noticed_on": LONG_AGO}
        Fee.objects.create(application=unpaid, **fee)
        Hearing.objects.create(case=CaseFactory(authority=where, answer_due_on=localdate()), at=timezone.now())
        CaseFactory(authority=where, answer_due_on=LONG_AGO)
    client.force_login(user)

    answer = client.get(address(kind.model, "changelist"), {"waiting": kind.key})

    found = numbers(user)[kind.model._meta.model_name, kind.key]
    assert found >= 1
    assert answer.context["cl"].result_count == found
    assert {record.authority_id for record in answer.context["cl"].result_list} == {town.pk}


def test_hand_holds_what_the_person_may_do_the_longest_formed_first(town):
    writer, colleague = person(town, "编辑"), person(town, "部门审核", "发布")
    newer, older = item(town, "check"), item(town, "approved", formed_on=LONG_AGO)
    own = sent_back(item(town, author=writer))
    item(town, "secrecy")
    item(town, "check", author=colleague)
    item(AuthorityFactory(parent=town), "check")

    assert in_hand(asking(colleague), most=8) == [older, newer]
    assert in_hand(asking(colleague), most=1) == [older]
    assert in_hand(asking(colleague), most=8, besides=older) == [newer]
    assert in_hand(asking(writer), most=8) == [own]
    assert in_hand(asking(person(town, "依申请办理")), most=8) == []


def test_public_items_with_personal_data_wait_for_who_can_mend_them(town):
    item(town, "published", published_on=localdate(), exposed=1)
    item(town, "withdrawn", published_on=localdate(), exposed=1)

    assert numbers(person(town, "编辑")) == {("item", "exposed"): 1}
    assert numbers(person(town, "发布")) == {("item", "exposed"): 1}
    assert numbers(person(town, "部门审核")) == {}


def test_link_of_somebody_else_shows_nothing(client, town):
    item(town, "check")
    client.force_login(person(town, "编辑"))

    answer = client.get(address(Item, "changelist"), {"waiting": "check"})

    assert answer.context["cl"].result_count == 0


@pytest.mark.parametrize("count", [1, 20])
def test_counting_costs_one_query(town, django_assert_num_queries, count):
    user = person(town, "编辑", "部门审核", "依申请办理")
    for _ in range(count):
        item(town, "check")
        ApplicationFactory(authority=town, received_on=LONG_AGO)
    at = asking(user)
    tasks_for(user)  # permissions, which a page asks for anyway

    with django_assert_num_queries(2):  # what the person may act on, all tasks
        counts(at)
