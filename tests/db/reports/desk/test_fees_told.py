"""What section 六 says of fees: from the records where the report begins, and beside the editor from then on."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from disclosure.models import Authority, Fee, User
from reports.desk.writing import SaveRequest, begin_report, save
from reports.models import AnnualReport
from tests.db.reports.conftest import NOW
from tests.factories import ApplicationFactory

NOTHING = "本年度没有发出收费通知，未收取信息处理费。"


def charged(town: Authority, day: date) -> None:
    Fee.objects.create(
        application=ApplicationFactory(authority=town, received_on=day),
        tariff="pages",
        units=40,
        amount=Decimal(100),
        noticed_on=day,
        paid_on=day,
    )


def six(report: AnnualReport) -> str:
    return report.texts.get(slot="other").html


def test_first_report_begins_with_the_fees_of_its_year(town: Authority, clerk: User) -> None:
    charged(town, date(2023, 6, 1))
    charged(town, date(2022, 6, 1))

    report = begin_report(authority=town, year=2023, by=clerk)

    assert six(report) == "<p>本年度发出收费通知1件，总金额100元，实际收取100元。</p>"
    assert report.texts.get(slot="other").to_revise


def test_year_without_fees_says_so(town: Authority, clerk: User) -> None:
    assert six(begin_report(authority=town, year=2021, by=clerk)) == f"<p>{NOTHING}</p>"


def test_format_of_before_the_fees_says_nothing_of_them(town: Authority, clerk: User) -> None:
    report = begin_report(authority=town, year=2020, by=clerk)

    assert not any("收费" in text.html for text in report.texts.all())


def test_last_years_text_stays(report: AnnualReport, town: Authority, clerk: User) -> None:
    texts = {text.slot: text.html for text in report.texts.all()} | {"other": "<p>2023年，无。</p>"}
    save(report=report, version=report.version, draft=SaveRequest(texts=texts), by=clerk, at=NOW)
    charged(town, date(2024, 6, 3))

    assert six(begin_report(authority=town, year=2024, by=clerk)) == "<p>2024年，无。</p>"


@pytest.mark.parametrize("year, is_told", [(2020, False), (2024, True)])
def test_what_the_records_say_stands_beside_the_editor(
    client: Client, town: Authority, year: int, is_told: bool
) -> None:
    boss = User.objects.create_superuser("boss")
    client.force_login(boss)
    report = begin_report(authority=town, year=year, by=boss)

    page = client.get(reverse("admin:reports_annualreport_change", args=[report.pk])).content.decode()

    assert (f"按登记的收费：{NOTHING}" in page) == is_told
