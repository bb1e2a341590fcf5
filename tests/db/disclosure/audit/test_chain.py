"""The chain: gapless, in the transaction of its act, and telling of whatever is done to it."""

from datetime import UTC, datetime, time, timedelta
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.utils import timezone

from disclosure.desk.audit.log import NewAct, append
from disclosure.desk.audit.seals import seal_of, write_seal
from disclosure.desk.audit.verify import ChainWalk, chain_faults
from disclosure.errors import Refused
from disclosure.models import Act, ActArchive, ActHead
from disclosure.models.act import HASHED, chain_hash
from tests.support.acts import unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def chain():
    """Ten acts of one day, an hour apart."""
    begin = timezone.make_aware(datetime.combine(timezone.localdate() - timedelta(days=3), time(8)))
    for number in range(10):
        append(
            [NewAct("add", "disclosure.item", str(number), f"第{number}件", changes={"title": ["", "某"]})],
            at=begin + timedelta(hours=number),
        )


def faults():
    return [str(fault) for fault in chain_faults(ChainWalk())]


def execute(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def rehashed(number):
    """What an intruder who knows the procedure makes of a row."""
    row = Act.objects.filter(number=number).values_list(*HASHED).get()
    execute("UPDATE disclosure_act SET hash = %s WHERE number = %s", chain_hash(row), number)


def test_whole_chain_has_no_fault(chain):
    assert list(Act.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 11))
    assert faults() == []


def test_act_goes_with_its_transaction():
    with transaction.atomic():
        append([NewAct("add")])
        transaction.set_rollback(True)

    assert not Act.objects.exists()
    assert faults() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE disclosure_act SET label = '' WHERE number = 3",
        "DELETE FROM disclosure_act WHERE number = 3",
        "DELETE FROM disclosure_acthead",
    ],
)
def test_database_refuses(chain, statement):
    with pytest.raises(IntegrityError, match="不能修改或删除"), transaction.atomic():
        execute(statement)

    assert faults() == []


@pytest.mark.parametrize("table", ["disclosure_act", "disclosure_acthead", "disclosure_actarchive"])
def test_database_refuses_to_empty_the_table(chain, table):
    statement = f"TRUNCATE {table}" if connection.vendor == "postgresql" else f"DELETE FROM {table}"  # noqa: S608 our own names
    ActArchive.objects.create(through=1, first=1, hash="", name="", digest="", at=datetime.now(UTC))

    with pytest.raises(DatabaseError, match="不能修改或删除"), transaction.atomic():
        execute(statement)


def test_archive_row_cannot_be_altered_and_frees_no_young_act(chain):
    ActArchive.objects.create(through=5, first=1, hash="", name="", digest="", at=datetime.now(UTC))

    for statement in ("UPDATE disclosure_actarchive SET through = 9", "DELETE FROM disclosure_act WHERE number < 5"):
        with pytest.raises(IntegrityError, match="不能修改或删除"), transaction.atomic():
            execute(statement)


def test_model_refuses(chain):
    act = Act.objects.first()
    for edit in (act.save, act.delete, Act.objects.all().delete, lambda: Act.objects.update(name="别人")):
        with pytest.raises(Refused, match="只能增加"):
            edit()


@pytest.mark.parametrize(
    "column,value",
    [("name", "别人"), ("label", "别的"), ("changes", "{}"), ("at", "2020-01-01 00:00:00+00:00"), ("user_id", 7)],
)
def test_changed_row_is_named(chain, column, value):
    value = "2020-01-01 00:00:00" if column == "at" and connection.vendor == "sqlite" else value
    with unguarded():
        execute(f"UPDATE disclosure_act SET {column} = %s WHERE number = 4", value)  # noqa: S608

    assert len(faults()) == 1
    assert faults()[0].startswith("第4条（")
    assert "内容与摘要不符" in faults()[0]


def test_changed_row_with_a_new_hash_is_named(chain):
    with unguarded():
        execute("UPDATE disclosure_act SET label = '别的' WHERE number = 4")
        rehashed(4)

    (fault,) = faults()
    assert fault.startswith("第4条（")
    assert "与后一条不衔接" in fault


@pytest.mark.parametrize("number", [1, 4, 10])
def test_removed_row_is_named(chain, number):
    with unguarded():
        execute("DELETE FROM disclosure_act WHERE number = %s", number)

    (fault,) = faults()
    assert fault.startswith(f"第{number}条（")
    assert "被删除" in fault


def test_several_removed_rows_are_named(chain):
    with unguarded():
        execute("DELETE FROM disclosure_act WHERE number IN (4, 5, 6)")

    (fault,) = faults()
    assert fault.startswith("第4条（")
    assert "起至第6条被删除" in fault


def test_row_inserted_between_is_named(chain):
    """The later rows make room; the new one has a hash that fits."""
    row = Act.objects.get(number=4)
    with unguarded():
        for number in range(10, 3, -1):
            execute("UPDATE disclosure_act SET number = %s WHERE number = %s", number + 1, number)
        Act.objects.bulk_create([row])
        execute("UPDATE disclosure_act SET label = '插入的' WHERE number = 4")
        rehashed(4)

    assert faults()[0].startswith("第4条（")
    assert "是插入的" in faults()[0]


@pytest.mark.parametrize("number", [0, 11])
def test_row_put_before_or_after_the_chain_is_named(chain, number):
    row = Act.objects.get(number=10)
    row.previous, row.number = row.hash, number
    with unguarded():
        Act.objects.bulk_create([row])
        rehashed(number)

    (fault,) = faults()
    assert fault.startswith(f"第{number}条（")
    assert "是插入的" in fault


def test_chain_written_anew_is_found_by_the_seal(chain):
    """An intruder who computes all later hashes and the head again is betrayed by yesterday's paper."""
    write_seal(seal_of(Act.objects.get(number=10).at.date()))
    with unguarded():
        execute("UPDATE disclosure_act SET label = '别的' WHERE number = 4")
        for number in range(4, 11):
            rehashed(number)
            fresh = Act.objects.get(number=number).hash
            execute("UPDATE disclosure_act SET previous = %s WHERE number = %s", fresh, number + 1)
        ActHead.objects.update(hash=Act.objects.get(number=10).hash)

    (fault,) = faults()
    assert "的封存不符" in fault
    assert "整段改写" in fault


def test_end_cut_off_with_its_head_is_found_by_the_seal(chain):
    write_seal(seal_of(Act.objects.get(number=10).at.date()))
    with unguarded():
        execute("DELETE FROM disclosure_act WHERE number > 7")
        ActHead.objects.update(number=7, hash=Act.objects.get(number=7).hash)

    (fault,) = faults()
    assert "不在库中" in fault


def test_absent_guard_is_told(chain):
    drop = "DROP TRIGGER disclosure_act_no_update"
    execute(drop + (" ON disclosure_act" if connection.vendor == "postgresql" else ""))

    (fault,) = faults()
    assert "disclosure_act_no_update 已被撤除" in fault


@pytest.mark.parametrize("broken", [False, True])
def test_command_tells_and_ends_with_its_status(chain, capsys, broken):
    if broken:
        with unguarded():
            execute("UPDATE disclosure_act SET name = '别人' WHERE number = 2")

    status = 0
    try:
        call_command("verify_audit")
    except SystemExit as end:
        status = end.code

    told = capsys.readouterr()
    assert status == int(broken)
    assert ("第2条（" in told.err) is broken
    assert told.out == f"核对了 10 条办理记录，{'发现 1 处问题' if broken else '没有发现问题'}。\n"


@pytest.mark.django_db(transaction=True)
def test_twenty_writers_at_once_make_one_chain():
    start, failures, before = Barrier(20), [], Act.objects.count()  # the roles' permissions, if tables were emptied

    def write(name):
        start.wait()
        try:
            for number in range(3):
                append([NewAct("add", "disclosure.item", str(number), name), NewAct("change")])
        except DatabaseError as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=write, args=(str(name),)) for name in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert Act.objects.count() == ActHead.objects.get().number == before + 120
    assert faults() == []
