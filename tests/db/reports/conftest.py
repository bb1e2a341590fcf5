"""A town with a few records, and people who may do different things with its reports."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Permission

from disclosure.law.applications.outcomes import ApplicantKind, Outcome
from disclosure.law.choices.cases import Result, Route
from disclosure.models import Application, Authority, Case, User
from reports.desk.writing import begin_report
from reports.models import AnnualReport

NOW = datetime(2024, 1, 20, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def records(town: Authority) -> None:
    """2023: two received, one of them concluded; one carried in and concluded; one review upheld, one lawsuit open."""
    rows = [
        ("1", ApplicantKind.NATURAL, date(2022, 12, 20), Outcome.DISCLOSED, date(2023, 1, 10)),
        ("2", ApplicantKind.NATURAL, date(2023, 5, 4), Outcome.NOT_HELD, date(2023, 5, 24)),
        ("3", ApplicantKind.BUSINESS, date(2023, 12, 25), "", None),
    ]
    for number, kind, received, outcome, concluded in rows:
        Application.objects.create(
            authority=town,
            number=number,
            applicant_kind=kind,
            applicant="示例甲",
            received_on=received,
            content="申请内容",
            outcome=outcome,
            concluded_on=concluded,
        )
    Case.objects.create(
        authority=town,
        number="复1",
        route=Route.REVIEW,
        accepted_on=date(2023, 6, 1),
        result=Result.UPHELD,
        concluded_on=date(2023, 7, 1),
    )
    Case.objects.create(authority=town, number="诉1", route=Route.DIRECT, accepted_on=date(2023, 8, 1))


@pytest.fixture
def clerk(db: None) -> User:
    return User.objects.create_user("clerk", last_name="示", first_name="例甲", is_staff=True, is_superuser=True)


@pytest.fixture
def colleague(db: None) -> User:
    return User.objects.create_user("colleague", last_name="示", first_name="例乙", is_staff=True, is_superuser=True)


@pytest.fixture
def report(town: Authority, records: None, clerk: User) -> AnnualReport:
    return begin_report(authority=town, year=2023, by=clerk)


@pytest.fixture
def staff_with(db: None) -> Callable[..., User]:
    """A member of staff with just these permissions of the app reports."""

    def made(*codenames: str) -> User:
        user = User.objects.create_user(f"with-{'-'.join(codenames)}", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        return user

    return made
