"""One calendar for all, corrected by those whom it belongs to."""

from datetime import date

import pytest

from disclosure.desk.common.calendar import load_calendar, missing_year
from disclosure.desk.office.calendar_corrections import correct_day, delete_correction
from disclosure.errors import Refused
from disclosure.law.workdays import Calendar
from disclosure.models import Act, DayCorrection
from tests.factories import AuthorityFactory
from tests.support.desk import address
from tests.support.people import person

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


def correction(day=DAY):
    return DayCorrection(day=day, is_working=False, document="某通知")


def test_calendar_is_corrected_in_one_query(django_assert_num_queries):
    correction().save()

    with django_assert_num_queries(1):
        known = load_calendar()

    assert not known.is_working(DAY)
    assert known.is_working(date(2026, 11, 19))


@pytest.mark.parametrize("is_own", [True, None])
def test_correction_is_kept_and_taken_back_with_its_acts(is_own):
    by = person(AuthorityFactory(is_own=True) if is_own else None, "管理员")

    made = correction()
    correct_day(made, by=by)
    delete_correction(made, by=by)

    assert not DayCorrection.objects.exists()
    kept = Act.objects.filter(kind="disclosure.daycorrection").order_by("number")
    assert [(act.verb, act.user, act.label) for act in kept] == [
        ("add", by, "2026-11-20 放假"),
        ("delete", by, "2026-11-20 放假"),
    ]


@pytest.mark.parametrize("is_own,role", [(False, "管理员"), (True, "编辑")])
def test_correction_by_another_authority_or_without_permission_is_refused(is_own, role):
    with pytest.raises(Refused, match="工作日历由本站机关统一维护"):
        correct_day(correction(), by=person(AuthorityFactory(is_own=is_own), role))

    assert not DayCorrection.objects.exists()


def test_day_is_corrected_once():
    correction().save()

    with pytest.raises(Refused):
        correct_day(correction(), by=person(None, "管理员"))


@pytest.mark.parametrize(
    "today,entered,year",
    [
        ("2026-10-31", (), None),
        ("2026-11-01", (), 2027),
        ("2026-12-31", (), 2027),
        ("2027-01-04", (), 2027),
        ("2026-11-01", (2027,), None),
        ("2027-12-01", (2027,), 2028),
    ],
)
def test_next_year_s_arrangement_is_asked_for_from_november_on(today, entered, year):
    known = Calendar({date(one, 10, 4): False for one in entered})

    assert missing_year(date.fromisoformat(today), known) == year


# --- The screen -----------------------------------------------------------------


DATA = {"day": "2026-11-20", "is_working": "", "document": "某通知"}


@pytest.mark.parametrize("is_own,kept", [(True, 1), (False, 0)])
def test_screen_adds_for_the_site_s_own_authority_alone(client, is_own, kept):
    client.force_login(person(AuthorityFactory(is_own=is_own), "管理员"))

    answer = client.post(address(DayCorrection, "add"), DATA)

    assert answer.status_code == (302 if kept else 403)
    assert DayCorrection.objects.count() == kept


def test_screen_shows_the_days_to_those_who_may_not_change_them(client):
    correction().save()
    client.force_login(person(AuthorityFactory(is_own=False), "管理员"))

    html = client.get(address(DayCorrection, "changelist")).content.decode()

    assert "某通知" in html
    assert "新增" not in html.partition('id="content"')[2]
