"""What the desk gives the checks: last year's report, late records, names; and what check_report says."""

import json
from datetime import date, datetime
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from disclosure.desk.audit.log import note
from disclosure.law.applications.outcomes import ApplicantKind
from disclosure.models import Application, Authority, User, Verb
from reports.checks import check
from reports.desk.figures import current_figures
from reports.desk.publishing import publish, submit
from reports.desk.subjects import subject
from reports.desk.writing import SaveRequest, begin_report, save
from reports.models import AnnualReport
from tests.db.reports.desk.test_publishing import SIGNED_ON, TEXTS
from tests.db.reports.portal.publishing import other_than

PUBLISHED = datetime(2023, 1, 20, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def two_years(report: AnnualReport, town: Authority, clerk: User) -> AnnualReport:
    """The report of 2022 published, that of 2023 begun."""
    earlier = begin_report(authority=town, year=2022, by=clerk)
    wanted = SaveRequest(texts=TEXTS, signed_on=date(2023, 1, 20))
    save(report=earlier, version=earlier.version, draft=wanted, by=clerk, at=PUBLISHED)
    submit(report=earlier, by=clerk)
    publish(report=earlier, by=other_than(clerk), at=PUBLISHED)
    return report


def _entered_late(town: Authority, number: str) -> None:
    application = Application.objects.create(
        authority=town,
        number=number,
        applicant_kind=ApplicantKind.NATURAL,
        applicant="示例甲",
        received_on=date(2022, 12, 28),
        content="申请内容",
    )
    note(Verb.ADD, application)


def test_last_years_report_is_compared_and_agrees(two_years: AnnualReport) -> None:
    checked = subject(two_years, current_figures(two_years))

    assert checked.previous is not None
    assert checked.previous.values["3.carried_out.total"] == 1
    assert [finding for finding in check(checked) if finding.check == 5] == []


def test_a_record_entered_after_publication_is_named(two_years: AnnualReport, town: Authority) -> None:
    _entered_late(town, "2022-补1")

    found = [one for one in check(subject(two_years, current_figures(two_years))) if one.check == 5]

    assert [(one.cells[0].figure.column, one.found, one.expected) for one in found] == [
        ("自然人", 2, 1),
        ("总计", 2, 1),
    ]
    assert "2022-补1（2022-12-28收到，" in found[0].message


def test_the_names_around_an_authority_are_known(report: AnnualReport, town: Authority) -> None:
    district = Authority.objects.create(code="district", name="示例区人民政府")
    city = Authority.objects.create(code="city", name="示例市人民政府")
    district.parent = city
    district.save()
    town.parent = district
    town.save()
    Authority.objects.create(code="service", name="示例镇便民服务中心", parent=town)
    report.refresh_from_db()

    names = subject(report, current_figures(report)).authority

    assert names.names == ("示例区示例镇", "示例镇人民政府")
    assert set(names.superiors) == {"示例区人民政府", "示例市人民政府"}
    assert names.subordinates == ("示例镇便民服务中心",)


@pytest.mark.parametrize("number", [1, 5])
def test_queries_do_not_grow(
    two_years: AnnualReport, town: Authority, number: int, django_assert_num_queries: Any
) -> None:
    for n in range(number):
        Authority.objects.create(code=f"below-{n}", name=f"示例站{n}", parent=town)
        _entered_late(town, f"2022-补{n}")
    figures = current_figures(two_years)

    with django_assert_num_queries(8):
        subject(two_years, figures)


def test_a_year_without_report_and_records_is_refused_in_a_sentence(report: AnnualReport) -> None:
    with pytest.raises(CommandError, match="没有2035年的年度报告，也没有2035年的记录") as caught:
        call_command("check_report", "2035", authority=report.authority.code)

    assert caught.value.returncode == 2


def test_a_year_with_records_alone_is_checked(report: AnnualReport) -> None:
    out = StringIO()
    call_command("check_report", "2022", authority=report.authority.code, format="json", stdout=out)

    assert json.loads(out.getvalue()) == []


def test_figures_that_no_check_judged_are_told_in_the_text_alone(report: AnnualReport, clerk: User) -> None:
    texts = TEXTS | {"overview": "<p>受理群众诉求348件。</p>"}
    save(report=report, version=0, draft=SaveRequest(texts=texts, signed_on=SIGNED_ON), by=clerk, at=PUBLISHED)

    said, listed = StringIO(), StringIO()
    call_command("check_report", "2023", authority=report.authority.code, stdout=said)
    call_command("check_report", "2023", authority=report.authority.code, format="json", stdout=listed)

    assert "未判断：348件，见「受理群众诉求348件。」" in said.getvalue()
    assert json.loads(listed.getvalue()) == []
