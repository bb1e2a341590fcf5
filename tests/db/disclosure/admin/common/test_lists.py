"""The lists of all records: constant cost, filters, and links from the report."""

import datetime as dt

import pytest
from django.db.models import QuerySet

from disclosure.admin.common import links
from disclosure.models import Act, Application, DayCorrection, DeadLink, Decision, Matter, Step, User
from tests.support.desk import address, application, one_of_each, registered

pytestmark = pytest.mark.django_db

# Session, user, number of records, the records, then one for each filter with choices from the database and one for the
# years above the list; and one for whether there is more than one authority, where the list has a column for it.
QUERIES = {
    "auth.Group": 5,
    "disclosure.Act": 4,
    "disclosure.Application": 11,  # and the calendar, once for all rows; who handles some; what was spared
    "disclosure.Authority": 4,
    "disclosure.Case": 9,  # and the calendar, once for all rows
    "disclosure.Category": 6,
    "disclosure.Complaint": 8,
    "disclosure.DayCorrection": 4,
    "disclosure.DeadLink": 5,
    "disclosure.Decision": 8,
    "disclosure.FeeReceipt": 8,
    "disclosure.Item": 8,  # and the calendar, once for all rows
    "disclosure.LetterTemplate": 6,
    "disclosure.Matter": 9,
    "disclosure.OldAddress": 6,
    "disclosure.Procurement": 8,
    "disclosure.RecordCorrection": 8,
    "disclosure.Step": 5,
    "disclosure.User": 8,
    "reports.AnnualReport": 7,
}


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("label", QUERIES)
def test_list_queries_do_not_grow(admin_client, django_assert_num_queries, label, count):
    model = next(model for model in registered() if model._meta.label == label)
    for number in range(count):
        one_of_each(number)

    with django_assert_num_queries(QUERIES[label]):
        answer = admin_client.get(address(model, "changelist"))

    assert answer.context["cl"].result_count >= count


def test_every_list_has_its_number_of_queries():
    assert {model._meta.label for model in registered()} == set(QUERIES)


@pytest.fixture
def two_years():
    application("旧", received_on=dt.date(2024, 12, 31), outcome="other", concluded_on=dt.date(2025, 1, 1))
    application("新", received_on=dt.date(2025, 1, 1))


@pytest.mark.parametrize(
    "query,numbers",
    [
        ("", ["新", "旧"]),
        ("state=open", ["新"]),
        ("state=closed", ["旧"]),
        ("received_on_in=2024", ["旧"]),
        ("concluded_on_in=2025", ["旧"]),
        ("outcome__exact=other", ["旧"]),
        ("applicant_kind__exact=legal", []),
        ("received_on__year=2025", ["新"]),
    ],
)
def test_applications_are_filtered(admin_client, two_years, query, numbers):
    assert _shown(admin_client, query) == numbers


def test_year_filter_offers_the_years_between_first_and_last(admin_client, two_years):
    application("更早", received_on=dt.date(2022, 5, 1))

    answer = admin_client.get(address(Application, "changelist"))

    spec = next(spec for spec in answer.context["cl"].filter_specs if spec.title == "收到年份")
    assert spec.lookup_choices == [(str(year), f"{year}年") for year in (2025, 2024, 2023, 2022)]


def test_year_that_is_none_is_refused(admin_client, two_years):
    answer = admin_client.get(address(Application, "changelist"), {"received_on_in": "今年"})

    assert answer.url.endswith("?e=1")


@pytest.fixture
def figure(monkeypatch):
    """A registered function that knows one figure of one report."""

    def resolve(request, records: QuerySet):
        if request.GET["figure"] != "7:t3.new.natural":
            return None
        return records.filter(number="旧"), "2024年度报告：新收（自然人）", "/admin/reports/7/"

    monkeypatch.setattr(links, "FIGURE_FILTERS", [lambda *_: None, resolve])


def test_figure_narrows_the_list_and_says_so(admin_client, two_years, figure):
    answer = admin_client.get(address(Application, "changelist"), {"figure": "7:t3.new.natural"})

    html = answer.content.decode()
    assert [record.number for record in answer.context["cl"].result_list] == ["旧"]
    assert "只显示2024年度报告：新收（自然人）的记录" in html
    assert 'href="/admin/reports/7/"' in html


def test_figure_stays_with_other_filters_until_it_is_cancelled(admin_client, two_years, figure):
    answer = admin_client.get(address(Application, "changelist"), {"figure": "7:t3.new.natural", "state": "open"})

    assert list(answer.context["cl"].result_list) == []
    assert answer.context["cl"].without_figure == "?state=open"


def test_figure_that_nobody_knows_is_refused(admin_client, two_years, figure):
    answer = admin_client.get(address(Application, "changelist"), {"figure": "7:unknown"})

    assert answer.url.endswith("?e=1")


UNCOUNTED = (Act, DayCorrection, DeadLink, Step, User)
RECORDS = [model for model in registered() if model._meta.app_label == "disclosure" and model not in UNCOUNTED]


@pytest.mark.parametrize("model", RECORDS)
def test_every_record_can_be_narrowed_to_a_figure(admin_client, monkeypatch, model):
    one_of_each(1)
    monkeypatch.setattr(links, "FIGURE_FILTERS", [lambda _, records: (records.none(), "没有")])

    answer = admin_client.get(address(model, "changelist"), {"figure": "1:any"})

    assert answer.context["cl"].result_count == 0


def test_protected_record_is_not_deleted_and_the_page_says_what_rests_on_it(admin_client):
    one_of_each(1)
    matter = Matter.objects.get()

    answer = admin_client.post(address(Matter, "delete", matter.pk), {"post": "yes"})

    assert Decision.objects.get().matter == matter
    assert "处理决定" in answer.content.decode()


def test_dates_below_a_year_are_browsed_by_month(admin_client, two_years):
    html = admin_client.get(address(Application, "changelist"), {"received_on__year": "2024"}).content.decode()

    assert "received_on__month=12&amp;received_on__year=2024" in html


def test_dates_are_browsed_by_year(admin_client, two_years):
    html = admin_client.get(address(Application, "changelist")).content.decode()

    assert "received_on__year=2024" in html
    assert "received_on__year=2025" in html


def _shown(client, query):
    answer = client.get(f"{address(Application, 'changelist')}?{query}")
    assert answer.status_code == 200
    return [record.number for record in answer.context["cl"].result_list]
