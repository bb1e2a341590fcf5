"""The demonstration: what it holds, that it may be repeated, and that the town's report comes out as published."""

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from disclosure.law.applications.outcomes import ApplicantKind, Outcome
from disclosure.models import Application, Authority, Case, Category, Decision, FeeReceipt, Item, Matter, Procurement
from jinling_portal.demo import load_demo
from reports.models import AnnualReport, ReportState

TODAY = date(2026, 11, 23)
MODELS = (Authority, Category, Item, Application, Case, Matter, Decision, FeeReceipt, Procurement, AnnualReport)


@pytest.fixture
def demo_town(db: None) -> Authority:
    return load_demo(today=TODAY)


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in MODELS}  # type: ignore[attr-defined]


def test_the_town_has_what_its_report_says_of_2020(demo_town: Authority) -> None:
    items = Item.objects.filter(authority=demo_town, published_on__year=2020)

    assert items.count() == 120
    assert items.filter(genre="部门文件").count() == 6
    assert items.filter(genre="业务工作").count() == 114


def test_the_current_year_shows_every_outcome_and_kind_and_some_open(demo_town: Authority) -> None:
    applications = Application.objects.filter(authority=demo_town)

    assert set(applications.values_list("applicant_kind", flat=True)) == set(ApplicantKind.values)
    assert set(applications.values_list("outcome", flat=True)) == {"", *Outcome.values}
    assert applications.count() >= 40
    assert Case.objects.count() >= 12


def test_loading_again_changes_nothing(demo_town: Authority) -> None:
    before = counts()

    load_demo(today=TODAY)

    assert counts() == before


@pytest.mark.parametrize("today", [date(2027, 1, 2), date(2028, 2, 29), date(2026, 6, 30)])
def test_it_loads_on_any_day_and_holds_nothing_of_the_future(db: None, today: date) -> None:
    load_demo(today=today)

    assert not Application.objects.filter(received_on__gt=today).exists()
    assert not Application.objects.filter(concluded_on__gt=today).exists()
    assert not Case.objects.filter(accepted_on__gt=today).exists()
    assert not Item.objects.filter(published_on__gt=today).exists()


def test_the_report_of_2020_is_published_and_the_current_one_a_draft(demo_town: Authority) -> None:
    states = dict(AnnualReport.objects.values_list("year", "state"))

    assert states == {2020: ReportState.PUBLISHED, 2026: ReportState.DRAFT}


def test_the_current_year_is_not_all_zero_and_has_no_error(demo_town: Authority, tmp_path: Path) -> None:
    out = StringIO()
    call_command("check_report", "2026", format="json", stdout=out)
    assert json.loads(out.getvalue()) == []

    target = tmp_path / "report.json"
    call_command("export_report", "2026", format="json", output=target, stdout=StringIO())
    figures = {figure["key"]: figure["value"] for figure in json.loads(target.read_text(encoding="utf-8"))["figures"]}
    assert figures["3.received.total"] > 30
    assert figures["3.received.total"] + figures["3.carried_in.total"] == (
        figures["3.concluded.total"] + figures["3.carried_out.total"]
    )
    assert figures["4.review.total"] > 0
    assert figures["2.normative.made"] == 4
    assert figures["2.charge.amount"] > 0
