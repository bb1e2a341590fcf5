"""A random word in the database that changes with everything the public may read, whoever changes it and how.

Triggers write it, so that bulk updates, commands and other processes count as much as `save()`; it changes in the
transaction of the change, so whoever still reads the old word reads nothing newer. Every table of ours has the
triggers, but those in `UNREAD`; a test holds that public pages read no other.

On PostgreSQL the row is written at the commit, once: earlier it would make writers wait for each other, or deadlock.
While migrations run, triggers and word are away (SQLite makes tables anew, without their triggers), and nothing is
kept of pages; afterwards there is a new word.
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
# Written at every sign-in, act or form sent, and never read by a page that is kept.
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
    """The word of now; None while nobody watches over changes."""
    # This question tells as well as Django's own whether the connection still works, and is asked for every page.
    connection.health_check_done = True  # type: ignore[attr-defined]  # in every backend
    try:
        return _word(connection)
    except Error:
        connection.close()
        return _word(connection)


def _word(connection: BaseDatabaseWrapper) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT word FROM {TABLE}")  # noqa: S608
        row = cursor.fetchone()
    return row[0] if row else None


def watched_tables() -> list[str]:
    """The tables whose changes count."""
    return [
        model._meta.db_table
        for model in apps.get_models()
        if hasattr(model, "visibility") and model._meta.label_lower not in UNREAD
    ]


def watch_migrations(app: AppConfig) -> None:
    """Called once, when the project is set up."""
    pre_migrate.connect(_drop_triggers, sender=app, dispatch_uid="public_stamp.away")
    post_migrate.connect(_create_triggers, sender=app, dispatch_uid="public_stamp.in_place")


def _drop_triggers(using: str, **_: Any) -> None:
    connection = connections[using]
    tables = connection.introspection.table_names()
    if TABLE in tables:
        named = [(_name(table, event), table) for table, event in _wanted_triggers(connection, tables)]
        on = connection.vendor == "postgresql"
        drop = [f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if on else "") for name, table in named]
        with transaction.atomic(using=using):
            _run(connection, [f"DELETE FROM {TABLE}", *drop])  # noqa: S608


def _create_triggers(using: str, **_: Any) -> None:
    connection = connections[using]
    tables = connection.introspection.table_names()
    if TABLE in tables:
        there = _present_triggers(connection)
        made = [_trigger(connection, *one) for one in _wanted_triggers(connection, tables) if _name(*one) not in there]
        function = [_ONCE_A_TRANSACTION] if made and connection.vendor == "postgresql" else []
        word = f"INSERT INTO {TABLE} (word) VALUES ({_RANDOM[connection.vendor]})"  # noqa: S608
        with transaction.atomic(using=using):
            _run(connection, [*function, *made, f"DELETE FROM {TABLE}", word])  # noqa: S608


def _wanted_triggers(connection: BaseDatabaseWrapper, tables: list[str]) -> list[tuple[str, str]]:
    """Table and event of every trigger, as far as the tables are there."""
    return [(table, event) for table in watched_tables() if table in tables for event in _events(connection)]


def _present_triggers(connection: BaseDatabaseWrapper) -> set[str]:
    names = {
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    }
    with connection.cursor() as cursor:
        cursor.execute(names[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


def _trigger(connection: BaseDatabaseWrapper, table: str, event: str) -> str:
    if connection.vendor == "postgresql":
        return (
            f"CREATE CONSTRAINT TRIGGER {_name(table, event)} AFTER {event} ON {table}"
            f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()"
        )
    body = f"UPDATE {TABLE} SET word = {_RANDOM['sqlite']}"  # noqa: S608
    return f"CREATE TRIGGER {_name(table, event)} AFTER {event} ON {table} BEGIN {body}; END"


def _events(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    """What one trigger may listen to."""
    return (" OR ".join(EVENTS),) if connection.vendor == "postgresql" else EVENTS


def _name(table: str, event: str) -> str:
    return f"{table}_public_{event.partition(' ')[0]}"


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
