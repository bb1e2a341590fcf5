"""Databases with the project's tables and nothing in them, one of each kind, for as long as a bench runs."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from jinling_portal.settings.base import database
from tests.support.postgres import postgres

SCALE = float(os.environ.get("BENCH_SCALE", "1"))
# The address of a migrated database with nothing in it: benches then run on copies of it alone, and make none themselves.
TEMPLATE = os.environ.get("BENCH_TEMPLATE", "")


def scaled(number: int) -> int:
    """`number` of records, or the part of it that BENCH_SCALE asks for."""
    return max(1, round(number * SCALE))


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="jinling-portal-bench-") as directory:
        yield f"sqlite:///{Path(directory) / 'db.sqlite3'}"


@contextmanager
def _copied_file() -> Iterator[str]:
    with _sqlite() as address:
        shutil.copy(TEMPLATE.removeprefix("sqlite:///"), address.removeprefix("sqlite:///"))
        yield address


@contextmanager
def _copied_database() -> Iterator[str]:
    """A database beside the template on its server; it goes with the server."""
    server, _, template = TEMPLATE.rpartition("/")
    name = f"bench_{secrets.token_hex(4)}"
    link = psycopg2.connect(f"{server}/postgres")
    link.autocommit = True
    with link.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    link.close()
    yield f"{server}/{name}"


def _kinds() -> dict[str, Callable[[], AbstractContextManager[str]]]:
    if not TEMPLATE:
        return {"SQLite": _sqlite, "PostgreSQL": postgres}
    return {"SQLite": _copied_file} if TEMPLATE.startswith("sqlite:") else {"PostgreSQL": _copied_database}


KINDS = _kinds()


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
