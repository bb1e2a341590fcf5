"""The record of acts in tests: what a test empties or falsifies, the database would refuse to let go."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, connections, transaction
from django.db.backends.base.operations import BaseDatabaseOperations

from disclosure.models import act_guard


@contextmanager
def unguarded() -> Iterator[None]:
    """The database as an intruder with all rights would leave it for a moment: without the triggers."""
    act_guard.remove(connection)
    try:
        yield
    finally:
        act_guard.install(connection)


@contextmanager
def emptied_tables() -> Iterator[None]:
    """Django's `flush` empties the record of acts as well, which its triggers would refuse."""
    original = BaseDatabaseOperations.execute_sql_flush

    def flushed(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
        database = connections[self.connection.alias]
        with transaction.atomic(using=self.connection.alias):
            act_guard.remove(database)
            original(self, sql_list)
            act_guard.install(database)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flushed)
        yield


@pytest.fixture(autouse=True, scope="session")
def _tables_can_be_emptied() -> Iterator[None]:
    """Between tests with transactions of their own all tables are emptied."""
    with emptied_tables():
        yield
