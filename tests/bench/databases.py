"""Databases with the project's tables and nothing in them, one of each kind, for as long as a bench runs."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from jinling_portal.settings.base import database
from tests.support.postgres import postgres


def scaled(number: int) -> int:
    """`number` of records, or the part of it that BENCH_SCALE asks for."""
    return max(1, round(number * float(os.environ.get("BENCH_SCALE", "1"))))


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="jinling-portal-bench-") as directory:
        yield f"sqlite:///{Path(directory) / 'db.sqlite3'}"


KINDS = {"SQLite": _sqlite, "PostgreSQL": postgres}


@contextmanager
def empty_database(kind: str) -> Iterator[str]:
    """Django works on an empty, migrated database of this kind, set up as an installation's; yields its address."""
    before = settings.DATABASES
    with KINDS[kind]() as address:
        _connect({"default": database(address)})
        try:
            call_command("migrate", verbosity=0)
            yield address
        finally:
            _connect(before)


def _connect(databases: dict[str, object]) -> None:
    connection.close()
    del connections["default"]
    settings.DATABASES = databases
    connections.settings = connections.configure_settings(databases)


def analyse() -> None:
    """Let the database gather its statistics, as its own housekeeping does overnight."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
