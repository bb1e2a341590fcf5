"""What the desk's first screen is told of annual reports."""

import pytest
from django.utils import timezone

from reports.desk.unfinished import is_published, unfinished_reports
from reports.models import AnnualReport, FigureOrigin, ReportState, Revision
from tests.factories import AuthorityFactory

pytestmark = pytest.mark.django_db


def report(town, year=2023, **given):
    return AnnualReport.objects.create(authority=town, year=year, edition_key="2021", **given)


def test_report_is_published_once_it_has_been_or_was_read_from_a_file(town):
    made = report(town)
    assert not is_published(town, 2023)

    Revision.objects.create(report=made, number=1, published_at=timezone.now())
    made.state = ReportState.CORRECTING  # the public keeps seeing the last revision
    made.save()
    report(town, 2022, origin=FigureOrigin.HISTORICAL)

    assert [is_published(town, year) for year in (2021, 2022, 2023)] == [False, True, True]
    assert not is_published(AuthorityFactory(), 2023)


def test_every_report_that_is_not_finished_is_in_work(town):
    latest = report(town, 2024)
    earliest = report(town, 2023, state=ReportState.CORRECTING)
    report(town, 2022, state=ReportState.PUBLISHED)
    report(town, 2021, origin=FigureOrigin.HISTORICAL)
    report(AuthorityFactory(), 2020)

    assert [one.report for one in unfinished_reports(town, None)] == [earliest, latest]


def test_nothing_is_in_work_where_all_is_published(town):
    report(town, state=ReportState.PUBLISHED)

    assert unfinished_reports(town, None) == []
