"""Figures are right: three ways of counting agree, on the days where years meet above all."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disclosure.law.applications.outcomes import ApplicantKind, Outcome
from disclosure.law.choices.cases import Result, Route
from disclosure.law.choices.items import Nature
from disclosure.law.choices.matters import MatterKind
from disclosure.models import Application, Case, Decision, FeeReceipt, Item, Matter, Procurement
from reports.counting import count, model_of, records
from reports.editions import edition_for, register_temporarily
from tests.factories import (
    ApplicationFactory,
    AuthorityFactory,
    CaseFactory,
    CategoryFactory,
    DecisionFactory,
    FeeReceiptFactory,
    ItemFactory,
    MatterFactory,
    ProcurementFactory,
)
from tests.support.made_up_edition import MADE_UP
from tests.support.plain_count import Records, plain_count

pytestmark = pytest.mark.django_db

# --- Any records: the count, the records behind it, and plain Python ---------

YEARS = (2019, 2020, 2021, 2023, 2024)
DAYS = sorted({
    *(date(year, month, day) for year in range(2018, 2026) for month, day in ((1, 1), (1, 2), (12, 30), (12, 31))),
    *(date(2020, 2, 28), date(2020, 2, 29), date(2020, 3, 1), date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)),
})  # fmt: skip
FEN = st.sampled_from([0, 1, 49, 50, 51, 99, 5_000, 1_234_567, 99_999_999_999])


@st.composite
def spans(draw):
    """A first day and a last day: open, the same, or any later one."""
    begun = draw(st.sampled_from(DAYS))
    return begun, draw(st.one_of(st.none(), st.just(begun), st.sampled_from([day for day in DAYS if day >= begun])))


def few(strategy):
    return st.lists(strategy, min_size=2, max_size=6)


def amounts():
    return few(st.tuples(st.booleans(), st.sampled_from(DAYS), FEN))


EVERYTHING = st.fixed_dictionaries({
    "applications": st.lists(
        st.tuples(st.booleans(), spans(), st.sampled_from(ApplicantKind), st.sampled_from(Outcome)), min_size=8, max_size=20
    ),
    "cases": few(st.tuples(st.booleans(), spans(), st.sampled_from(Route), st.sampled_from(Result))),
    "items": few(st.tuples(st.booleans(), spans(), st.sampled_from(["", *Nature]), st.sampled_from([None, *DAYS]))),
    "matters": few(st.tuples(st.booleans(), spans(), st.sampled_from(MatterKind))),
    "decisions": few(st.tuples(st.integers(0, 5), st.sampled_from(DAYS), st.integers(1, 40))),
    "fees": amounts(),
    "procurements": amounts(),
})  # fmt: skip


def stored(drawn, towns, category):
    """The drawn records in the database; `True` stands for the first town."""
    kept = Records()
    kept.applications = Application.objects.bulk_create(
        Application(
            authority=towns[first],
            number=f"申{n}",
            applicant="示例甲",
            content="内容",
            applicant_kind=kind,
            received_on=begun,
            concluded_on=ended,
            outcome=outcome if ended else "",
        )
        for n, (first, (begun, ended), kind, outcome) in enumerate(drawn["applications"])
    )
    kept.cases = Case.objects.bulk_create(
        Case(
            authority=towns[first],
            number=f"案{n}",
            route=route,
            accepted_on=begun,
            concluded_on=ended,
            result=result if ended else "",
        )
        for n, (first, (begun, ended), route, result) in enumerate(drawn["cases"])
    )
    kept.items = Item.objects.bulk_create(
        Item(
            authority=towns[first],
            category=category,
            index_number=f"索{n}",
            title="通知",
            nature=nature,
            formed_on=begun,
            repealed_on=ended,
            published_on=published,
            state="published" if published else "draft",
        )
        for n, (first, (begun, ended), nature, published) in enumerate(drawn["items"])
    )
    kept.matters = Matter.objects.bulk_create(
        Matter(authority=towns[first], name=f"事项{n}", kind=kind, established_on=begun, cancelled_on=ended)
        for n, (first, (begun, ended), kind) in enumerate(drawn["matters"])
    )
    kept.decisions = Decision.objects.bulk_create(
        Decision(matter=matter, authority=matter.authority, decided_on=day, quantity=quantity)
        for number, day, quantity in drawn["decisions"]
        for matter in kept.matters[number : number + 1]
    )
    kept.fees = FeeReceipt.objects.bulk_create(
        FeeReceipt(authority=towns[first], name="收费", received_on=day, amount=Decimal(fen) / 100)
        for first, day, fen in drawn["fees"]
    )
    kept.procurements = Procurement.objects.bulk_create(
        Procurement(authority=towns[first], name="采购", procured_on=day, amount=Decimal(fen) / 100)
        for first, day, fen in drawn["procurements"]
    )
    return kept


def weighed(edition, figure, authorities, year):
    """The figure as the sum over the records that are listed behind it."""
    listed = list(records(edition, figure.key, authorities, year).values_list("pk", "weight"))
    assert len({pk for pk, _ in listed}) == len(listed)
    total = sum(weight for _, weight in listed)
    return Decimal(total) / 1_000_000 if figure.unit == "money" else total


@pytest.fixture
def towns():
    return AuthorityFactory(), AuthorityFactory()


@pytest.fixture
def category(towns):
    return CategoryFactory(authority=towns[0])


def given_records(examples):
    """Small lists of records of every kind, the same ones in every run."""
    options = {"deadline": None, "derandomize": True, "database": None}
    accepted = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]  # each example takes back what it stored
    chosen = settings(max_examples=examples, suppress_health_check=accepted, **options)
    return lambda test: chosen(given(drawn=EVERYTHING)(test))


@given_records(examples=60)
def test_count_is_what_plain_python_counts(towns, category, drawn):
    with transaction.atomic():
        kept = stored(drawn, towns, category)
        for year in YEARS:
            for authorities in ([towns[0].pk], [towns[1].pk], [town.pk for town in towns]):
                assert count(edition_for(year), authorities, year) == plain_count(kept, authorities, year)
        transaction.set_rollback(True)


@pytest.mark.parametrize("year", YEARS)
@given_records(examples=4)
def test_records_behind_each_cell_weigh_what_it_counts(towns, category, year, drawn):
    edition, authorities = edition_for(year), [town.pk for town in towns]
    with transaction.atomic():
        kept = stored(drawn, towns, category)
        for chosen in (authorities, authorities[:1]):
            expected = plain_count(kept, chosen, year)
            assert {f.key: weighed(edition, f, chosen, year) for f in edition.figures} == expected
        transaction.set_rollback(True)


# --- Days by name -------------------------------------------------------------


def counted(authority, year, *keys):
    """The figures with these keys; the records behind each of them weigh the same."""
    edition = edition_for(year)
    figures = count(edition, [authority.pk], year)
    assert [weighed(edition, edition.by_key[key], [authority.pk], year) for key in keys] == [
        figures[key] for key in keys
    ]
    return tuple(figures[key] for key in keys)


TABLE_3 = ("3.received.total", "3.carried_in.total", "3.concluded.total", "3.carried_out.total")


@pytest.mark.parametrize(
    "received, concluded, year, expected",
    [
        pytest.param(date(2023, 12, 31), None, 2023, (1, 0, 0, 1), id="received on 31 December"),
        pytest.param(date(2023, 12, 31), None, 2024, (0, 1, 0, 1), id="received on 31 December, the year after"),
        pytest.param(date(2024, 1, 1), None, 2023, (0, 0, 0, 0), id="received on 1 January, the year before"),
        pytest.param(date(2024, 1, 1), None, 2024, (1, 0, 0, 1), id="received on 1 January"),
        pytest.param(date(2023, 6, 1), date(2023, 12, 31), 2023, (1, 0, 1, 0), id="concluded on 31 December"),
        pytest.param(
            date(2023, 6, 1), date(2023, 12, 31), 2024, (0, 0, 0, 0), id="concluded on 31 December, a year on"
        ),
        pytest.param(date(2023, 6, 1), date(2024, 1, 1), 2023, (1, 0, 0, 1), id="concluded on 1 January, a year ago"),
        pytest.param(date(2023, 6, 1), date(2024, 1, 1), 2024, (0, 1, 1, 0), id="concluded on 1 January"),
        pytest.param(
            date(2023, 12, 31), date(2023, 12, 31), 2023, (1, 0, 1, 0), id="concluded as received, 31 December"
        ),
        pytest.param(date(2024, 1, 1), date(2024, 1, 1), 2024, (1, 0, 1, 0), id="concluded as received, 1 January"),
        pytest.param(date(2024, 1, 1), date(2024, 1, 1), 2023, (0, 0, 0, 0), id="concluded as received, a year later"),
        pytest.param(
            date(2023, 12, 31), date(2024, 1, 1), 2023, (1, 0, 0, 1), id="over the turn of the year, the old one"
        ),
        pytest.param(
            date(2023, 12, 31), date(2024, 1, 1), 2024, (0, 1, 1, 0), id="over the turn of the year, the new one"
        ),
        pytest.param(date(2020, 2, 29), None, 2020, (1, 0, 0, 1), id="received on a leap day"),
        pytest.param(date(2024, 1, 5), date(2024, 2, 29), 2024, (1, 0, 1, 0), id="concluded on a leap day"),
        pytest.param(date(2024, 2, 29), date(2024, 2, 29), 2024, (1, 0, 1, 0), id="all on a leap day"),
        pytest.param(date(2019, 3, 1), None, 2024, (0, 1, 0, 1), id="open for years"),
        pytest.param(date(2019, 3, 1), date(2025, 3, 1), 2022, (0, 1, 0, 1), id="open then, concluded long after"),
    ],
)
def test_application_counts_by_its_days(received, concluded, year, expected):
    application = ApplicationFactory(
        received_on=received, concluded_on=concluded, outcome=Outcome.DISCLOSED if concluded else ""
    )
    assert counted(application.authority, year, *TABLE_3) == expected


def test_application_counts_in_the_column_of_its_applicant_and_the_row_of_its_outcome():
    application = ApplicationFactory(
        applicant_kind=ApplicantKind.LEGAL, outcome=Outcome.NOT_PAID, concluded_on=date(2023, 6, 20)
    )
    figures = count(edition_for(2023), [application.authority_id], 2023)
    rows = ("received", "not_paid", "concluded")
    assert {key for key, value in figures.items() if value} == {f"3.{r}.{c}" for r in rows for c in ("legal", "total")}


@pytest.mark.parametrize("outcome", [Outcome.NOT_CORRECTED, Outcome.NOT_PAID, Outcome.OTHER])
def test_otherwise_is_one_row_until_2020(outcome):
    application = ApplicationFactory(received_on=date(2020, 5, 1), concluded_on=date(2020, 5, 9), outcome=outcome)
    assert counted(application.authority, 2020, "3.otherwise.natural", "3.concluded.total") == (1, 1)


TABLE_4 = ("4.review.upheld", "4.review.open", "4.review.total")


@pytest.mark.parametrize(
    "accepted, concluded, year, expected",
    [
        pytest.param(date(2023, 12, 31), None, 2023, (0, 1, 1), id="accepted on 31 December"),
        pytest.param(date(2024, 1, 1), None, 2023, (0, 0, 0), id="accepted on 1 January, the year before"),
        pytest.param(date(2023, 6, 1), date(2023, 12, 31), 2023, (1, 0, 1), id="concluded on 31 December"),
        pytest.param(date(2023, 6, 1), date(2024, 1, 1), 2023, (0, 1, 1), id="concluded on 1 January, a year ago"),
        pytest.param(date(2023, 6, 1), date(2024, 1, 1), 2024, (1, 0, 1), id="concluded on 1 January"),
        pytest.param(date(2024, 2, 29), date(2024, 2, 29), 2024, (1, 0, 1), id="all on a leap day"),
        pytest.param(date(2022, 6, 1), None, 2024, (0, 1, 1), id="open for years"),
    ],
)
def test_case_counts_by_its_days(accepted, concluded, year, expected):
    case = CaseFactory(accepted_on=accepted, concluded_on=concluded, result=Result.UPHELD if concluded else "")
    assert counted(case.authority, year, *TABLE_4) == expected


MATTERS = ("2.licence.before", "2.licence.change")


@pytest.mark.parametrize(
    "established, cancelled, year, expected",
    [
        pytest.param(date(2019, 12, 31), None, 2020, (1, 0), id="established on the last day of the year before"),
        pytest.param(date(2020, 1, 1), None, 2020, (0, 1), id="established on 1 January"),
        pytest.param(date(2020, 12, 31), None, 2020, (0, 1), id="established on 31 December"),
        pytest.param(date(2021, 1, 1), None, 2020, (0, 0), id="established the year after"),
        pytest.param(date(2010, 1, 1), date(2020, 12, 31), 2020, (1, -1), id="cancelled on the last day"),
        pytest.param(date(2010, 1, 1), date(2020, 1, 1), 2020, (1, -1), id="cancelled on 1 January"),
        pytest.param(
            date(2010, 1, 1), date(2019, 12, 31), 2020, (0, 0), id="cancelled on the last day of the year before"
        ),
        pytest.param(date(2010, 1, 1), date(2021, 1, 1), 2020, (1, 0), id="cancelled on 1 January after"),
        pytest.param(date(2020, 2, 29), date(2020, 12, 31), 2020, (0, 0), id="established and cancelled in one year"),
        pytest.param(date(2020, 2, 29), date(2020, 2, 29), 2020, (0, 0), id="established and cancelled on one day"),
    ],
)
def test_matter_counts_by_its_days(established, cancelled, year, expected):
    matter = MatterFactory(established_on=established, cancelled_on=cancelled)
    assert counted(matter.authority, year, *MATTERS) == expected


def test_matter_established_and_cancelled_in_one_year_is_listed_behind_the_change_of_0():
    matter = MatterFactory(established_on=date(2020, 3, 1), cancelled_on=date(2020, 9, 1))
    listed = records(edition_for(2020), "2.licence.change", [matter.authority_id], 2020)
    assert [(record.pk, record.weight) for record in listed] == [(matter.pk, 0)]


DOCUMENTS_2021 = ("2.normative.made", "2.normative.repealed", "2.normative.in_force")


@pytest.mark.parametrize(
    "formed, repealed, year, expected",
    [
        pytest.param(date(2023, 12, 31), None, 2023, (1, 0, 1), id="issued on 31 December"),
        pytest.param(date(2024, 1, 1), None, 2023, (0, 0, 0), id="issued on 1 January, the year before"),
        pytest.param(date(2022, 6, 1), date(2023, 12, 31), 2023, (0, 1, 0), id="repealed on 31 December"),
        pytest.param(date(2022, 6, 1), date(2024, 1, 1), 2023, (0, 0, 1), id="repealed on 1 January, a year ago"),
        pytest.param(date(2024, 2, 29), date(2024, 2, 29), 2024, (1, 1, 0), id="issued and repealed on a leap day"),
    ],
)
def test_document_counts_by_its_days(formed, repealed, year, expected):
    item = ItemFactory(nature=Nature.NORMATIVE, formed_on=formed, published_on=formed, repealed_on=repealed)
    assert counted(item.authority, year, *DOCUMENTS_2021) == expected


DOCUMENTS_2019 = ("2.normative.made", "2.normative.published", "2.normative.public")


@pytest.mark.parametrize(
    "formed, published, repealed, expected",
    [
        pytest.param(
            date(2019, 12, 31), date(2020, 1, 1), None, (0, 1, 1), id="made on 31 December, published the day after"
        ),
        pytest.param(
            date(2020, 12, 31), date(2021, 1, 1), None, (1, 0, 0), id="made on 31 December, published next year"
        ),
        pytest.param(date(2020, 12, 31), date(2020, 12, 31), None, (1, 1, 1), id="made and published on 31 December"),
        pytest.param(date(2020, 2, 29), None, None, (1, 0, 0), id="never published"),
        pytest.param(date(2018, 5, 1), date(2018, 5, 1), date(2020, 12, 31), (0, 0, 0), id="repealed on 31 December"),
        pytest.param(date(2018, 5, 1), date(2018, 5, 1), date(2021, 1, 1), (0, 0, 1), id="repealed on 1 January after"),
    ],
)
def test_document_counts_by_its_days_until_2020(formed, published, repealed, expected):
    item = ItemFactory(nature=Nature.NORMATIVE, formed_on=formed, published_on=published, repealed_on=repealed)
    assert counted(item.authority, 2020, *DOCUMENTS_2019) == expected


def test_item_that_is_no_document_counts_nowhere():
    item = ItemFactory(formed_on=date(2023, 6, 1))
    assert set(count(edition_for(2023), [item.authority_id], 2023).values()) == {0}


@pytest.mark.parametrize(
    "day, expected", [(date(2022, 12, 31), 0), (date(2023, 1, 1), 7), (date(2023, 12, 31), 7), (date(2024, 1, 1), 0)]
)
def test_decision_counts_its_quantity_in_the_year_it_was_made(day, expected):
    decision = DecisionFactory(decided_on=day, quantity=7, matter__kind=MatterKind.PENALTY)
    assert counted(decision.authority, 2023, "2.penalty.decisions", "2.licence.decisions") == (expected, 0)


@pytest.mark.parametrize(
    "amounts, expected",
    [
        (["50.00"], "0.005"),
        (["0.50"], "0.00005"),
        (["0.01"], "0.000001"),
        (["0.25", "0.25"], "0.00005"),
        (["0.10"] * 3, "0.00003"),
        (["12345.67"], "1.234567"),
        (["9999999999999.99", "0.01"], "1000000000"),
        ([*["9007199254740.99"] * 10, "0.03"], "9007199254.740993"),
    ],
)
def test_money_is_counted_to_the_fen(amounts, expected):
    authority = AuthorityFactory()
    for amount in amounts:
        FeeReceiptFactory(authority=authority, amount=Decimal(amount))
        ProcurementFactory(authority=authority, amount=Decimal(amount), procured_on=date(2020, 6, 1))
    assert counted(authority, 2023, "2.charge.amount") == (Decimal(expected),)
    assert counted(authority, 2020, "2.procurement.projects", "2.procurement.amount") == (
        len(amounts),
        Decimal(expected),
    )


@pytest.mark.parametrize(
    "day, expected", [(date(2023, 1, 1), 1), (date(2023, 12, 31), 1), (date(2022, 12, 31), 0), (date(2024, 1, 1), 0)]
)
def test_fee_counts_in_the_year_it_was_received(day, expected):
    fee = FeeReceiptFactory(received_on=day, amount=Decimal("10000.00"))
    assert counted(fee.authority, 2023, "2.charge.amount") == (Decimal(expected),)


# --- Whose records ------------------------------------------------------------


def test_authorities_are_counted_together_only_when_asked(towns):
    for town in towns:
        ApplicationFactory(authority=town)
        DecisionFactory(authority=town, quantity=3)
    keys = ("3.received.natural", "2.licence.decisions")
    first, both = (count(edition_for(2023), chosen, 2023) for chosen in ([towns[0].pk], [town.pk for town in towns]))
    assert [first[key] for key in keys] == [1, 3]
    assert [both[key] for key in keys] == [2, 6]


def test_no_authority_has_no_records():
    ApplicationFactory()
    edition = edition_for(2023)
    assert set(count(edition, [], 2023).values()) == {0}
    assert list(records(edition, "3.received.total", [], 2023)) == []


# --- Queries ------------------------------------------------------------------


@pytest.mark.parametrize("year, queries", [(2020, 6), (2024, 5)])
@pytest.mark.parametrize("number", [0, 1, 30])
def test_queries_do_not_grow_with_records(towns, year, queries, number, django_assert_num_queries):
    day = date(year, 5, 1)
    for n in range(number):
        town = towns[n % 2]
        ApplicationFactory(authority=town, received_on=day, outcome=Outcome.DISCLOSED, concluded_on=day + timedelta(n))
        CaseFactory(authority=town, accepted_on=day)
        ItemFactory(authority=town, nature=Nature.NORMATIVE, formed_on=day)
        DecisionFactory(authority=town, decided_on=day)
        FeeReceiptFactory(authority=town, received_on=day)
        ProcurementFactory(authority=town, procured_on=day)
    with django_assert_num_queries(queries):
        figures = count(edition_for(year), [town.pk for town in towns], year)
    assert figures["3.received.total"] == figures["4.review.open"] == figures["2.licence.decisions"] == number


def test_new_records_are_seen_at_once():
    """The query's text is kept, never its answer."""
    authority = ApplicationFactory().authority
    assert counted(authority, 2023, "3.received.total") == (1,)
    ApplicationFactory(authority=authority)
    assert counted(authority, 2023, "3.received.total") == (2,)


# --- A format that is one module ----------------------------------------------


def test_made_up_format_is_counted():
    town = AuthorityFactory()
    ApplicationFactory(authority=town, received_on=date(2026, 12, 31))
    for kind in (ApplicantKind.LEGAL, ApplicantKind.BUSINESS):
        ApplicationFactory(
            authority=town,
            applicant_kind=kind,
            received_on=date(2027, 1, 1),
            outcome=Outcome.PARTLY,
            concluded_on=date(2027, 1, 1),
        )
    ItemFactory(authority=town, nature=Nature.NORMATIVE)
    FeeReceiptFactory(authority=town, received_on=date(2027, 6, 1), amount=Decimal("12345.60"))
    DecisionFactory(authority=town, decided_on=date(2027, 6, 1), matter__kind=MatterKind.PENALTY, quantity=4)
    with register_temporarily(MADE_UP):
        edition = edition_for(2027)
        figures = count(edition, [town.pk], 2027)
        behind = {figure.key: weighed(edition, figure, [town.pk], 2027) for figure in edition.figures}
    assert figures == behind
    assert figures == {
        "2.documents": 1,
        "2.fees": Decimal("1.23456"),
        "2.penalties": 4,
        "3.received.person": 0,
        "3.received.body": 2,
        "3.received.total": 2,
        "3.in.person": 1,
        "3.in.body": 0,
        "3.in.total": 1,
        "3.done.person": 0,
        "3.done.body": 2,
        "3.done.total": 2,
        "3.out.person": 1,
        "3.out.body": 0,
        "3.out.total": 1,
    }


def test_model_behind_a_figure_is_told_for_formulas_too():
    edition = edition_for(2023)
    assert model_of(edition.by_key["3.concluded.total"], edition) is Application
    assert model_of(edition.by_key["4.direct.total"], edition) is Case
    assert model_of(edition.by_key["2.charge.amount"], edition) is FeeReceipt
