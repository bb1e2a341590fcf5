"""An installation with two authorities and a hand that publishes."""

import pytest
from django.core.cache import cache

from disclosure.models import Authority

from .publishing import publish_report


@pytest.fixture(autouse=True)
def _empty_cache():
    """Counts of queries start from nothing kept."""
    cache.clear()


@pytest.fixture
def neighbour(db):
    return Authority.objects.create(code="neighbour", name="邻镇人民政府", report_name="示例区邻镇")


@pytest.fixture
def publish(town, clerk):
    """`publish(2023)`: a published report of the town, or of the authority named."""

    def published(year, authority=town, **written):
        return publish_report(authority, year, clerk, **written)

    return published
