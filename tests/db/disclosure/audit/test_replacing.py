"""The record of acts is not edited by statements that are no UPDATE or DELETE either."""

from io import StringIO

import pytest
from django.db import Error, IntegrityError, connection, transaction

from disclosure.desk.audit.log import note
from disclosure.models import Act, Verb, act_guard
from tests import factories

pytestmark = pytest.mark.django_db
COLUMNS = (
    "number, at, user_id, name, address, channel, source, authority_id, verb, kind, key, label, changes, previous, hash"
)
OTHERS = COLUMNS.replace(" name,", " 'somebody else',")
SAME = f"SELECT {OTHERS} FROM disclosure_act WHERE number = 1"  # noqa: S608 our own names
ONLY_SQLITE = (
    f"REPLACE INTO disclosure_act ({COLUMNS}) {SAME}",
    f"INSERT OR REPLACE INTO disclosure_act ({COLUMNS}) {SAME}",
    "UPDATE OR REPLACE disclosure_act SET number = 2 WHERE number = 1",
    "UPDATE OR IGNORE disclosure_act SET name = 'somebody else' WHERE number = 1",
    "REPLACE INTO disclosure_acthead (id, number, hash) SELECT id, 0, hash FROM disclosure_acthead",
    "REPLACE INTO disclosure_actarchive SELECT through, first, hash, 'other', digest, at FROM disclosure_actarchive",
)
ONLY_POSTGRESQL = (
    "TRUNCATE disclosure_act",
    "TRUNCATE disclosure_acthead, disclosure_actarchive",
    "WITH gone AS (DELETE FROM disclosure_act RETURNING number) SELECT count(*) FROM gone",
    f"MERGE INTO disclosure_act AS t USING ({SAME}) AS s ON t.number = s.number WHEN MATCHED THEN UPDATE SET name = 'x'",
)
BOTH = (
    f"INSERT INTO disclosure_act ({COLUMNS}) {SAME} ON CONFLICT (number) DO UPDATE SET name = 'somebody else'",
    "DELETE FROM disclosure_act WHERE number = 1",
)


@pytest.fixture
def chain():
    item = factories.ItemFactory()
    for _ in range(3):
        note(Verb.LOOK, item)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO disclosure_actarchive (through, first, hash, name, digest, at)"
            " SELECT 1, 1, hash, 'a', 'b', at FROM disclosure_act WHERE number = 1"
        )


def rows():
    with connection.cursor() as cursor:
        found = []
        for table in ("act", "acthead", "actarchive"):
            cursor.execute(f"SELECT * FROM disclosure_{table} ORDER BY 1")  # noqa: S608 as above
            found.append(cursor.fetchall())
    return found


def test_no_statement_of_this_database_edits_the_record(chain):
    before, here = rows(), ONLY_POSTGRESQL if connection.vendor == "postgresql" else ONLY_SQLITE

    for statement in (*here, *BOTH):
        with pytest.raises((Error, IntegrityError), match=act_guard.MESSAGE), transaction.atomic():
            connection.cursor().execute(statement)
        assert rows() == before, statement


def test_upsert_of_django_edits_nothing(chain):
    first = Act.objects.get(number=1)
    first.name = "somebody else"

    with pytest.raises(Error, match=act_guard.MESSAGE), transaction.atomic():
        Act.objects.bulk_create([first], update_conflicts=True, update_fields=["name"], unique_fields=["number"])

    assert Act.objects.get(number=1).name != "somebody else"


def copied(cursor):
    cursor.cursor.copy_expert("COPY disclosure_acthead (id, number, hash) FROM STDIN", StringIO("1\t0\tx\n"))


def test_copied_rows_are_new_ones_or_none(chain):
    """COPY of PostgreSQL adds, and meets the key of what is there; `loaddata` updates, which is refused."""
    before = rows()
    if connection.vendor == "postgresql":
        with (
            pytest.raises(Exception, match="disclosure_acthead_pkey"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            copied(cursor)
    with pytest.raises(Exception, match="办理记录"):
        Act.objects.get(number=1).save()

    assert rows() == before


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_asks_the_triggers_as_well(chain):
    connection.close()

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA recursive_triggers").fetchone() == (1,)
    assert act_guard.missing_triggers(connection) == []
