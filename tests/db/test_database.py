"""The run's database is the one that was asked for."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_database_is_the_one_asked_for(request):
    assert connection.vendor == ("postgresql" if request.config.getoption("postgres") else "sqlite")
