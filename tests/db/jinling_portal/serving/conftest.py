"""A running site for the tests of the server."""

import pytest

from tests import factories
from tests.support.served import served


@pytest.fixture
def site(transactional_db, tmp_path):
    """`site(BODY_SECONDS="2")`: the command, serving this test's database with a town in it; stopped at the end."""
    factories.AuthorityFactory(is_own=True)
    started = []

    def start(**environment):
        context = served(tmp_path, **environment)
        started.append(context)
        return context.__enter__()

    yield start
    for context in started:
        context.__exit__(None, None, None)
