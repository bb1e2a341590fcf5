"""A format that nobody issued is begun, edited, checked, published and printed in every format, by its data alone."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from disclosure.law.applications.outcomes import ApplicantKind
from disclosure.models import Application, Authority, User
from reports.checks import check
from reports.desk.adjusting import adjust
from reports.desk.figures import current_figures
from reports.desk.publishing import publish, submit
from reports.desk.subjects import document, subject
from reports.desk.writing import SaveRequest, begin_report, save
from reports.editions import editions, register_temporarily
from reports.models import AnnualReport
from reports.rendering import FORMATS
from tests.db.reports.conftest import NOW
from tests.support.made_up_edition import MADE_UP


@pytest.fixture
def report(town: Authority, clerk: User):
    for number, kind in enumerate((ApplicantKind.NATURAL, ApplicantKind.LEGAL, ApplicantKind.OTHER)):
        Application.objects.create(
            authority=town,
            number=str(number),
            applicant_kind=kind,
            applicant="示例甲",
            received_on=date(2027, 3, 1),
            content="申请内容",
        )
    with register_temporarily(MADE_UP):
        yield begin_report(authority=town, year=2027, by=clerk)


def test_it_is_offered_while_it_lasts(report: AnnualReport) -> None:
    assert editions()[-1] is MADE_UP
    assert report.title == "示例区示例镇2027年公开工作报告"


def test_it_is_counted_and_adjusted(report: AnnualReport, clerk: User) -> None:
    adjust(report=report, figure="3.done.body", value=Decimal(1), reason="补登", by=clerk, at=NOW)

    values = current_figures(report).values
    assert [values[f"3.received.{who}"] for who in ("person", "body", "total")] == [1, 2, 3]
    assert [values[f"3.done.{who}"] for who in ("person", "body", "total")] == [0, 1, 1]


def test_it_is_checked_by_its_own_equations(report: AnnualReport, clerk: User) -> None:
    empty_text = (12, None)
    assert [(one.check, one.difference) for one in check(subject(report, current_figures(report)))] == [empty_text]

    adjust(report=report, figure="3.done.body", value=Decimal(1), reason="补登", by=clerk, at=NOW)

    findings = check(subject(report, current_figures(report)))
    assert [(finding.check, finding.difference) for finding in findings] == [(1, -1), (1, -1), (7, 1), empty_text]


def test_it_is_edited_on_screen(report: AnnualReport, client: Client) -> None:
    client.force_login(get_user_model().objects.get(username="clerk"))

    page = client.get(reverse("admin:reports_annualreport_change", args=[report.pk])).content.decode()

    assert 'name="figure-3.received.body" value="2"' in page
    assert "三、申请情况" in page


@pytest.mark.parametrize("name", FORMATS)
def test_it_is_published_and_printed(report: AnnualReport, clerk: User, colleague: User, name: str) -> None:
    draft = SaveRequest(texts={"overview": "<p>概况</p>", "remarks": ""}, signed_on=date(2028, 1, 20))
    save(report=report, version=report.version, draft=draft, by=clerk, at=NOW)
    submit(report=report, by=clerk)
    publish(report=report, by=colleague, at=NOW)
    report.refresh_from_db()

    printed = FORMATS[name].render(document(report, current_figures(report)))

    assert len(printed) > 1000
    if name == "json":
        figures = {figure["key"]: figure["value"] for figure in json.loads(printed)["figures"]}
        assert figures["3.received.total"] == 3
