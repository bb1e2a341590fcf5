"""The content version: a random word in the database that every change of public content replaces.

Database triggers write it, so `update()`, bulk inserts, plain SQL and other processes count as much as `save()`. It
changes in the same transaction as the content: whoever still reads the old version reads no newer content. Every table
of ours has the triggers, except those in `UNREAD`; a test checks that public pages read no table without them.

PostgreSQL writes the row once, at commit: written earlier, it would make writers wait for each other, or deadlock.
Migrations run without triggers and without a version (SQLite rebuilds tables and drops their triggers), so no page is
cached meanwhile; after each migration there is a new version.
"""

from typing import Any

from django.apps import AppConfig, apps
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate, pre_migrate
from django.db.utils import Error

TABLE = "disclosure_public_stamp"
FUNCTION = "disclosure_public_change"
EVENTS = ("insert", "update", "delete")
# Written at every sign-in, action or form sent, and never read by a page that is cached.
UNREAD = {
    "disclosure.act",
    "disclosure.acthead",
    "disclosure.actarchive",
    "disclosure.attemptcount",
    "disclosure.knowndevice",
    "disclosure.passwordrecord",
    "disclosure.pendingimport",
    "disclosure.pendingpaper",
    "disclosure.signinplace",
    "disclosure.user",
}
_RANDOM = {"postgresql": "gen_random_uuid()::text", "sqlite": "lower(hex(randomblob(16)))"}
_ONCE_A_TRANSACTION = f"""
    CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF current_setting('{FUNCTION}.at', true) IS DISTINCT FROM txid_current()::text THEN
            UPDATE {TABLE} SET word = {_RANDOM["postgresql"]};
            PERFORM set_config('{FUNCTION}.at', txid_current()::text, true);
        END IF;
        RETURN NULL;
    END $$
"""  # noqa: S608 our own names, here and below


def read(connection: BaseDatabaseWrapper) -> str | None:
    """Return the current content version, or None while migrations run; one query, which also checks the connection."""
    # Django would ask `SELECT 1` first to see whether the connection still works; this query shows that as well.
    connection.health_check_done = True  # type: ignore[attr-defined]  # in every backend
    try:
        return _read(connection)
    except Error:
        if connection.in_atomic_block:
            raise  # a new connection would know nothing of the transaction
        connection.close()
        return _read(connection)


def _read(connection: BaseDatabaseWrapper) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT word FROM {TABLE}")  # noqa: S608
        row = cursor.fetchone()
    return row[0] if row else None


def watched_tables() -> list[str]:
    """List the tables whose changes replace the content version."""
    return [
        model._meta.db_table
        for model in apps.get_models()
        if hasattr(model, "visibility") and model._meta.label_lower not in UNREAD
    ]


def connect_signals(app: AppConfig) -> None:
    """Drop the triggers before each migration of `app` and create them after it."""
    pre_migrate.connect(_drop_triggers, sender=app, dispatch_uid="content_version.drop_triggers")
    post_migrate.connect(_create_triggers, sender=app, dispatch_uid="content_version.create_triggers")


def _drop_triggers(using: str, **_: Any) -> None:
    connection = connections[using]
    tables = connection.introspection.table_names()
    if TABLE in tables:
        names = [(_trigger_name(table, event), table) for table, event in _triggers(connection, tables)]
        needs_table = connection.vendor == "postgresql"
        drop = [f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if needs_table else "") for name, table in names]
        with transaction.atomic(using=using):
            _run(connection, [f"DELETE FROM {TABLE}", *drop])  # noqa: S608


def _create_triggers(using: str, **_: Any) -> None:
    connection = connections[using]
    tables = connection.introspection.table_names()
    if TABLE in tables:
        existing = _existing_trigger_names(connection)
        missing = [trigger for trigger in _triggers(connection, tables) if _trigger_name(*trigger) not in existing]
        create = [_create_trigger_sql(connection, *trigger) for trigger in missing]
        function = [_ONCE_A_TRANSACTION] if create and connection.vendor == "postgresql" else []
        version = f"INSERT INTO {TABLE} (word) VALUES ({_RANDOM[connection.vendor]})"  # noqa: S608
        with transaction.atomic(using=using):
            _run(connection, [*function, *create, f"DELETE FROM {TABLE}", version])  # noqa: S608


def _triggers(connection: BaseDatabaseWrapper, tables: list[str]) -> list[tuple[str, str]]:
    """List table and event of every trigger whose table exists."""
    return [(table, event) for table in watched_tables() if table in tables for event in _events(connection)]


def _existing_trigger_names(connection: BaseDatabaseWrapper) -> set[str]:
    queries = {
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    }
    with connection.cursor() as cursor:
        cursor.execute(queries[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


def _create_trigger_sql(connection: BaseDatabaseWrapper, table: str, event: str) -> str:
    if connection.vendor == "postgresql":
        return (
            f"CREATE CONSTRAINT TRIGGER {_trigger_name(table, event)} AFTER {event} ON {table}"
            f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()"
        )
    body = f"UPDATE {TABLE} SET word = {_RANDOM['sqlite']}"  # noqa: S608
    return f"CREATE TRIGGER {_trigger_name(table, event)} AFTER {event} ON {table} BEGIN {body}; END"


def _events(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    """PostgreSQL takes all events in one trigger, SQLite one event a trigger."""
    return (" OR ".join(EVENTS),) if connection.vendor == "postgresql" else EVENTS


def _trigger_name(table: str, event: str) -> str:
    return f"{table}_public_{event.partition(' ')[0]}"


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
