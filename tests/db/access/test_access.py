"""The one place that decides: what a person reads, and what they act on."""

import datetime as dt

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure.desk.accounts.access import (
    is_bound,
    may_act,
    narrowed,
    owned,
    readable,
    require_act,
    writable,
)
from disclosure.desk.common.records import discard_record, keep_record
from disclosure.errors import Refused
from disclosure.models import Authority, Grant, Item, User
from jinling_portal.dashboard.first_screen import first_screen
from reports.desk.adjusting import adjust, remove_adjustment
from reports.desk.publishing import begin_correction, publish, send_back, submit
from reports.desk.writing import SaveRequest, begin_report, save
from reports.models import AnnualReport, ReportState
from tests.db.reports.conftest import NOW
from tests.factories import ApplicationFactory, AttachmentFactory, ItemFactory, MatterFactory
from tests.support.desk import address, registered
from tests.support.planted import records_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def village(town):
    return Authority.objects.create(code="village", name="某村", parent=town)


def codes(authorities):
    return {authority.code for authority in authorities}


def test_somebody_of_the_installation_reads_and_writes_all(staff, district, town, sibling):
    person = staff(None)

    assert codes(readable(person)) == codes(writable(person)) == {"district", "town", "sibling"}
    assert not is_bound(person)


@pytest.mark.parametrize("is_superuser", [False, True])
def test_superior_reads_below_and_writes_its_own(staff, town, sibling, village, is_superuser):
    person = staff(town.parent, is_superuser=is_superuser)

    assert codes(readable(person)) == {"district", "town", "sibling", "village"}
    assert codes(writable(person)) == {"district"}


def test_grant_is_for_that_authority_alone(staff, district, town, village):
    person = staff(district)
    Grant.objects.create(person=person, authority=town)

    assert codes(writable(person)) == {"district", "town"}


def test_grant_that_leads_upwards_or_sideways_means_nothing_and_is_refused(staff, district, town, sibling):
    person = staff(town)
    for other in (district, sibling, town):
        with pytest.raises(ValidationError, match="下级机关"):
            Grant(person=person, authority=other).full_clean()
        Grant.objects.create(person=person, authority=other)

    assert codes(readable(person)) == codes(writable(person)) == {"town"}


def test_nobody_reads_nothing(town):
    assert not readable(AnonymousUser()).exists()
    assert not may_act(AnonymousUser(), ItemFactory(authority=town))


def test_program_itself_may_all(town):
    assert may_act(None, ItemFactory(authority=town))


def test_records_are_found_by_the_path_to_their_authority(staff, town, sibling):
    mine, theirs = AttachmentFactory(item__authority=town), AttachmentFactory(item__authority=sibling)

    assert list(narrowed(type(mine).objects.all(), staff(town))) == [mine]
    assert not may_act(staff(town), theirs)


MODELS = [model for label in ("disclosure", "reports") for model in apps.get_app_config(label).get_models()]


def test_only_the_chain_counts_first_start_and_the_calendar_belong_to_no_authority():
    unowned = [model._meta.object_name for model in MODELS if not owned(model)]

    assert unowned == ["ActHead", "ActArchive", "AttemptCount", "SetupCode", "DemoRecord", "DayCorrection"]


@pytest.mark.parametrize("model", [*filter(owned, MODELS)], ids=lambda model: model._meta.label)
def test_every_model_can_be_narrowed_and_hides_what_is_elsewhere(staff, town, sibling, model):
    staff(sibling)

    assert sibling not in narrowed(model.objects.all(), staff(town))
    assert narrowed(model.objects.all(), staff(town)).filter(**{model.authority_path: sibling.pk}).count() == 0


def test_scope_is_asked_for_once_and_in_one_query(staff, town, django_assert_num_queries):
    record, person = ItemFactory(authority=town), User.objects.get(pk=staff(town).pk)

    with django_assert_num_queries(1):
        may_act(person, record)
        readable(person)
        narrowed(Item.objects.all(), person)


# --- Acts -------------------------------------------------------------------


def test_record_of_another_authority_is_neither_kept_nor_taken_over_nor_discarded(staff, town, sibling):
    person, theirs = staff(town, is_superuser=True), ItemFactory(authority=sibling, title="原来的")
    mine = ItemFactory(authority=town)

    for record, authority in ((theirs, sibling), (theirs, town), (mine, sibling)):
        record.authority, record.category.authority, record.title = authority, authority, "改过的"
        with pytest.raises(Refused, match="只能办理本机关"):
            keep_record(record, by=person)
    with pytest.raises(Refused, match="只能办理本机关"):
        discard_record(theirs, by=person)

    assert Item.objects.get(pk=theirs.pk).title == "原来的"
    assert Item.objects.get(pk=mine.pk).authority == town


def test_new_record_for_another_authority_is_refused(staff, town, sibling):
    record = MatterFactory.build(authority=sibling)

    with pytest.raises(Refused, match="只能办理本机关"):
        keep_record(record, by=staff(town, is_superuser=True))


def test_superior_keeps_a_record_below_once_granted(staff, district, town):
    record = ApplicationFactory(authority=town)
    person = staff(district, "依申请办理")
    with pytest.raises(Refused):
        keep_record(record, by=person)

    Grant.objects.create(person=person, authority=town)

    assert keep_record(record, by=User.objects.get(pk=person.pk)) == record


def test_every_act_on_a_report_of_another_authority_is_refused(staff, town, sibling):
    report = begin_report(authority=sibling, year=2023, by=None)
    by = staff(town, is_superuser=True)
    acts = [
        lambda: begin_report(authority=sibling, year=2024, by=by),
        lambda: save(report=report, version=0, draft=SaveRequest(), by=by, at=NOW),
        lambda: adjust(report=report, figure="3.received.natural", value=1, reason="x", by=by, at=NOW),
        lambda: remove_adjustment(report=report, figure="3.received.natural", by=by, at=NOW),
        lambda: submit(report=report, by=by),
        lambda: send_back(report=report, reason="x", by=by),
        lambda: publish(report=report, by=by, at=NOW),
        lambda: begin_correction(report=report, by=by),
    ]

    for act in acts:
        with pytest.raises(Refused, match="只能办理本机关"):
            act()

    assert AnnualReport.objects.get().version == 0


def test_report_is_begun_and_set_by_hand_only_with_the_permission(staff, town):
    report = begin_report(authority=town, year=2023, by=None)
    by = staff(town, "只读审计")

    with pytest.raises(Refused, match="没有编制年度报告的权限"):
        begin_report(authority=town, year=2024, by=by)
    with pytest.raises(Refused, match="没有修改年度报告的权限"):
        adjust(report=report, figure="3.received.natural", value=1, reason="x", by=by, at=NOW)


def test_stored_authority_counts_not_the_one_in_hand(staff, town, sibling):
    record = ItemFactory(authority=sibling)
    record.authority = town

    with pytest.raises(Refused):
        require_act(staff(town), record)


# --- Cost -------------------------------------------------------------------

LISTS = [model for model in registered() if owned(model)]


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model._meta.label)
def test_lists_of_somebody_of_an_authority_cost_no_more_with_more_authorities(client, staff, district, model):
    client.force_login(staff(district, is_superuser=True))
    costs = []
    for number in (1, 10):
        Authority.objects.bulk_create(
            Authority(code=f"t{number}-{n}", name=f"{n}镇", parent=district) for n in range(number)
        )
        for authority in Authority.objects.filter(code__startswith=f"t{number}-"):
            records_of(authority)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address(model, "changelist"))
        costs.append((len(queries), answer.context["cl"].result_count >= number))

    assert costs[0] == costs[1]


def test_first_screen_shows_the_person_s_own_report_and_figures(staff, town, sibling):
    for authority in (town, sibling):
        ApplicationFactory(authority=authority, received_on=dt.date(2026, 5, 29))
        AnnualReport.objects.create(authority=authority, year=2025, edition_key="2021", state=ReportState.REVIEW)
    at = dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC)

    found = first_screen(staff(town, "部门审核"), at)

    assert [(todo.label, todo.number) for todo in found["todos"]] == [("待审核、发布的2025年度报告", 1)]
    assert [one.total for chart in found["charts"] for one in chart.series] == [0, 0, 1, 0]
