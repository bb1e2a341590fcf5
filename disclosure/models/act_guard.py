"""Database triggers that refuse edits of audit entries.

A row of `disclosure_act` can be deleted only where a row of `disclosure_actarchive` covers it and it is older than six
months; the archive's own rows never. A migration that makes SQLite rebuild one of the tables must call `install` again.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

ACT, HEAD, ARCHIVE = "disclosure_act", "disclosure_acthead", "disclosure_actarchive"
MESSAGE = "办理记录只能增加，不能修改或删除"
COVERED = f"SELECT 1 FROM {ARCHIVE} WHERE through >= OLD.number"  # noqa: S608 our own names

REFUSED = ((ACT, "update"), (HEAD, "delete"), (ARCHIVE, "update"), (ARCHIVE, "delete"))


def _name(table: str, event: str) -> str:
    return f"{table}_no_{event}"


def _sqlite() -> list[str]:
    def trigger(table: str, event: str, when: str = "") -> str:
        return (
            f"CREATE TRIGGER {_name(table, event)} BEFORE {event.upper()} ON {table} FOR EACH ROW {when}"
            f" BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )

    young = f"WHEN NOT EXISTS ({COVERED}) OR OLD.at >= strftime('%Y-%m-%d %H:%M:%f', 'now', '-6 months')"
    return [*(trigger(table, event) for table, event in REFUSED), trigger(ACT, "delete", young)]


def _postgresql() -> list[str]:
    def trigger(table: str, event: str, level: str = "ROW", function: str = "disclosure_act_refuse") -> str:
        return (
            f"CREATE TRIGGER {_name(table, event)} BEFORE {event.upper()} ON {table}"
            f" FOR EACH {level} EXECUTE FUNCTION {function}()"
        )

    def function(name: str, body: str) -> str:
        return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"

    refuse = f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'restrict_violation';"
    young = f"IF NOT EXISTS ({COVERED}) OR OLD.at >= now() - interval '6 months' THEN {refuse} END IF; RETURN OLD;"
    return [
        function("disclosure_act_refuse", refuse),
        function("disclosure_act_keep", young),
        *(trigger(table, event) for table, event in REFUSED),
        trigger(ACT, "delete", function="disclosure_act_keep"),
        *(trigger(table, "truncate", "STATEMENT") for table in (ACT, HEAD, ARCHIVE)),
    ]


def _triggers(vendor: str) -> list[tuple[str, str]]:
    truncate = [(table, "truncate") for table in (ACT, HEAD, ARCHIVE)] if vendor == "postgresql" else []
    return [*REFUSED, (ACT, "delete"), *truncate]


def install(connection: BaseDatabaseWrapper) -> None:
    remove(connection)
    _execute(connection, _postgresql() if connection.vendor == "postgresql" else _sqlite())


def remove(connection: BaseDatabaseWrapper) -> None:
    on = connection.vendor == "postgresql"
    _execute(
        connection,
        [
            f"DROP TRIGGER IF EXISTS {_name(table, event)}" + (f" ON {table}" if on else "")
            for table, event in _triggers(connection.vendor)
        ],
    )


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        present = {name for (name,) in cursor.fetchall()}
    return [name for name in (_name(*trigger) for trigger in _triggers(connection.vendor)) if name not in present]


def _execute(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def forwards(_: Any, schema_editor: Any) -> None:
    install(schema_editor.connection)


def backwards(_: Any, schema_editor: Any) -> None:
    remove(schema_editor.connection)
