"""Whatever a file does to the process that reads it, its caller gets a sentence and the next file is read."""

import importlib
import io
import logging
import os
import pickle
import resource
import socket
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from disclosure.documents import isolated
from disclosure.documents.passage import Passage
from disclosure.errors import Refused, Unreadable
from disclosure.isolation import Busy, Limits, client, wire, worker
from disclosure.isolation.client import Pool
from disclosure.isolation.limits import MIB, Watch
from tests.unit.disclosure.exchange.files import xlsx

ROOT = Path(__file__).resolve().parents[4]
SHORT = Limits(cpu=1, wall=20, memory=64 * MIB)
CUT = "「甲.docx」太复杂或者内容有问题，读取它超出了时间或内存的限制，因此没有读取。请用办公软件打开、另存一份，或者拆分、缩小后再上传。"
BROKEN = "「甲.docx」的内容有问题，读取时出错，因此没有读取。请用办公软件打开、另存一份后再上传。"


@pytest.fixture(autouse=True)
def pool(monkeypatch):
    """One process, jobs of the tests' own, and limits that are soon reached."""
    monkeypatch.setattr(wire, "OURS", (*wire.OURS, "tests."))
    made = Pool(size=1, waiting=1, patience=0.2)
    monkeypatch.setattr(client, "POOL", made)
    monkeypatch.setattr(Limits, "of", lambda *_: SHORT)
    yield made
    made.close()


def call(job, *args, **options):
    return client.call(f"tests.support.jobs:{job}", *args, about="甲.docx", size=1, **options)


def stream(job, *args):
    return client.stream(f"tests.support.jobs:{job}", *args, about="甲.docx", size=1)


# --- Answers ----------------------------------------------------------------


@pytest.mark.parametrize("value", [None, 1, "字", b"\x00" * 3_000_000, [1, {"a": (2.5, None)}], {1, 2}])
def test_a_result_comes_back_as_it_is(value):
    assert call("echo", value) == value


def test_data_classes_of_the_project_come_back():
    assert call("passage") == Passage("第1段", "字")


@pytest.mark.parametrize(
    ("job", "kind", "text"),
    [("refuse", Refused, "不能公开。"), ("unreadable", Unreadable, "「甲.txt」读不了。")],
)
def test_a_refusal_comes_back_as_it_was_raised(job, kind, text):
    with pytest.raises(kind) as refused:
        call(job)
    assert type(refused.value) is kind
    assert str(refused.value) == text


def test_a_failure_is_a_sentence_and_its_place_in_the_log_without_its_words(caplog):
    with caplog.at_level(logging.ERROR), pytest.raises(Unreadable, match=BROKEN):
        call("fail")
    assert "ValueError < jobs.py:" in caplog.text
    assert "身份证" not in caplog.text
    assert "甲.docx" not in caplog.text


def test_the_same_process_serves_after_refusals_and_failures(pool):
    call("echo", 1)
    first = pool.processes
    for job in ("refuse", "unreadable", "fail"):
        with pytest.raises(Refused):
            call(job)
    assert call("echo", 2) == 2
    assert pool.processes == first


def test_items_come_as_a_stream(pool):
    assert list(stream("many", 1234)) == list(range(1234))
    first = pool.processes
    assert list(stream("many", 0)) == []
    assert pool.processes == first


def test_a_short_stream_that_is_given_up_costs_no_process(pool):
    call("echo", 1)
    first = pool.processes
    items = stream("many", 3_000)
    assert next(items) == 0
    items.close()
    assert pool.processes == first
    assert call("echo", 2) == 2


def test_an_endless_stream_that_is_given_up_ends_its_process(pool):
    call("echo", 1)
    first = pool.processes
    items = stream("many", 10**9)
    assert next(items) == 0
    items.close()
    assert pool.processes == []
    assert call("echo", 1) == 1
    assert pool.processes != first


# --- Limits -----------------------------------------------------------------


@pytest.mark.parametrize("job", ["spin", "die", "bomb", "endless"])
def test_a_job_that_exceeds_dies_or_lies_is_a_sentence_and_the_next_is_done(job, pool):
    call("echo", 1)
    [first] = pool.processes
    with pytest.raises(Unreadable) as refused:
        call(job)
    assert str(refused.value) in (CUT, BROKEN)
    assert call("echo", 2) == 2
    if job in ("spin", "die"):
        assert pool.processes != [first]
        with pytest.raises(ProcessLookupError):
            os.kill(first, 0)


def test_a_job_that_lacks_memory_is_done_where_there_is_more(pool):
    assert call("take", 32) == 32 * MIB
    assert call("take", 100) == 100 * MIB
    assert call("take_and_say_so", 100) == 100 * MIB


def test_memory_beyond_the_larger_limit_is_not_given():
    for job in ("take", "take_and_say_so"):
        with pytest.raises(Unreadable, match=CUT[:10]):
            call(job, 2000)
    assert call("take", 32) == 32 * MIB


def test_a_library_that_mistakes_lack_of_memory_for_a_broken_file_is_asked_again(monkeypatch):
    monkeypatch.undo()
    book = xlsx([["编号", "名称", "地址"], *([str(number), "示例", "示例路1号"] for number in range(60_000))])
    cells = [one for one in isolated.passages(book, "大.xlsx") if one.place.startswith("工作表「Sheet」")]
    assert len(cells) == 3 * 60_001


def test_only_one_job_at_a_time_has_the_larger_place(pool):
    with pool.larger_place("甲"), pytest.raises(Busy):
        call("take", 100)
    assert call("take", 100) == 100 * MIB


def test_a_process_that_took_much_is_not_kept(pool, monkeypatch):
    monkeypatch.setattr(client, "MOST_TAKEN", 130 * MIB)
    call("take", 1)
    assert len(pool.processes) == 1
    call("take", 110)
    assert pool.processes == []


def test_a_job_that_hangs_is_ended(monkeypatch):
    monkeypatch.setattr(Limits, "of", lambda *_: Limits(5, 0.3, 64 * MIB))
    with pytest.raises(Unreadable, match=CUT[:10]):
        call("sleep")
    assert call("echo", 1) == 1


def test_a_stream_that_dies_is_a_sentence():
    items = stream("many_then_die", 600)
    with pytest.raises(Unreadable, match=CUT[:10]):
        list(items)


def test_where_the_system_sets_no_limits_the_caller_watches():
    ended = threading.Event()
    taken = iter([(0.0, 0), (0.0, 10 * MIB), (0.5, 20 * MIB), (0.5, 90 * MIB)])
    watch = Watch(ended.set, lambda: next(taken)).start(Limits(cpu=60, wall=60, memory=64 * MIB))
    assert ended.wait(20)
    watch.stop()
    ended.clear()
    seconds = iter([(0.0, 0), (0.9, 0), (61.5, 0)])
    Watch(ended.set, lambda: next(seconds)).start(Limits(cpu=60, wall=60, memory=64 * MIB))
    assert ended.wait(20)


def test_larger_files_may_take_more_and_those_of_strangers_half(monkeypatch):
    monkeypatch.undo()
    small, large = Limits.of(0), Limits.of(50 * MIB)
    assert small.cpu < large.cpu
    assert small.memory < small.with_much_memory.memory
    assert Limits.of(0, 0.5).cpu == small.cpu / 2


def test_what_all_files_take_at_once_is_less_than_a_gib(monkeypatch):
    monkeypatch.undo()
    usual = Limits.of(50 * MIB)
    assert usual.memory * (client.POOL.size - 1) + usual.with_much_memory.memory < 1024 * MIB


def test_a_process_that_was_killed_while_idle_is_replaced(pool):
    call("echo", 1)
    [first] = pool.processes
    os.kill(first, 9)
    while Path(f"/proc/{first}/stat").read_text().rpartition(")")[2].split()[0] != "Z":  # dead, not yet waited for
        pass
    assert call("echo", 2) == 2
    assert pool.processes != [first]


def test_processes_are_replaced_after_so_many_jobs(pool, monkeypatch):
    monkeypatch.setattr(client, "MOST_JOBS", 2)
    call("echo", 1)
    first = pool.processes
    call("echo", 1)
    assert pool.processes == []
    call("echo", 1)
    assert pool.processes != first


# --- Places -----------------------------------------------------------------


def test_who_waits_too_long_and_who_comes_when_all_wait_is_told_to_come_back(pool):
    items = stream("many", 10**9)  # holds the only process
    next(items)
    told = []

    def wait():
        with pytest.raises(Busy) as busy:
            call("echo", 1)
        told.append(str(busy.value))

    waiting = threading.Thread(target=wait)
    waiting.start()
    while not pool._waiting:
        pass
    with pytest.raises(Busy, match="正在处理的文件较多，请过一两分钟再提交一次"):
        call("echo", 1)  # no place to wait
    waiting.join(20)
    assert told == ["「甲.docx」还没有读取：正在处理的文件较多，请过一两分钟再提交一次。"]
    items.close()
    assert call("echo", 1) == 1


def test_strangers_have_half_the_places():
    pool = Pool(size=4, waiting=0, patience=0.2)
    with pool.process("甲", from_stranger=True), pool.process("乙", from_stranger=True):
        with pytest.raises(Busy), pool.process("丙", from_stranger=True):
            pass
        with pool.process("丁"), pool.process("戊"), pytest.raises(Busy), pool.process("己"):  # all are taken
            pass
    with pool.process("庚", from_stranger=True):
        pass
    pool.close()


def test_strangers_who_wait_hold_no_process_back_from_staff():
    pool = Pool(size=2, waiting=6, patience=20)
    done, begun = threading.Event(), threading.Event()

    def send():
        with suppress(Busy), pool.process("甲", from_stranger=True):
            begun.set()
            done.wait(60)

    strangers = [threading.Thread(target=send) for _ in range(4)]
    for one in strangers:
        one.start()
    assert begun.wait(60)
    try:
        with pool.process("乙"):
            assert pool._busy_strangers == 1
    finally:
        done.set()
        for one in strangers:
            one.join(60)
    assert (pool._busy, pool._waiting, pool._strangers, pool._busy_strangers) == (0, 0, 0, 0)
    pool.close()


@pytest.mark.parametrize("program", ["/nonexistent/python", "/bin/false"])
def test_where_no_process_comes_up_the_file_is_not_blamed(program, pool, monkeypatch):
    monkeypatch.setattr(sys, "executable", program)

    with pytest.raises(Busy, match=r"「甲\.docx」还没有读取"):
        call("echo", 1)

    monkeypatch.undo()
    assert (pool._busy, pool._waiting) == (0, 0)


def test_where_no_file_number_is_left_no_process_comes_up(pool):
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, before[1]))
    try:
        with pytest.raises(Busy):
            call("echo", 1)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_two_jobs_run_at_once():
    pool = Pool(size=2, waiting=0, patience=20)
    with pool.process("甲") as one, pool.process("乙") as other:
        assert one.pid != other.pid
    pool.close()


def test_a_copy_of_this_process_starts_workers_of_its_own(pool):
    call("echo", 1)
    child = os.fork()
    if child == 0:
        os._exit(0 if pool.processes == [] else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


# --- Walls ------------------------------------------------------------------


def test_it_has_no_keys_and_no_settings(monkeypatch):
    monkeypatch.setenv("DATA_KEYS", "geheim")
    monkeypatch.setenv("DATABASE_URL", "postgres://geheim")
    variables, started_with = call("environment")
    assert set(variables) <= {"PATH", "PYTHONUTF8", "LD_LIBRARY_PATH", "LC_CTYPE"}
    assert b"geheim" not in started_with


def test_it_knows_no_database():
    assert not [name for name in call("modules") if name.startswith(("django.db.backends", "psycopg2"))]


@pytest.mark.parametrize("what", ["listen", "run", "fork", "kill"])
def test_it_may_not(what):
    assert call("attempt", what) == "PermissionError"


def test_it_may_not_reach_a_port_of_this_machine():
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert call("attempt", "connect", server.getsockname()[1]) == "PermissionError"


def test_it_may_not_touch_files(tmp_path):
    secret = tmp_path / "data_key"
    secret.write_text("x")
    for what in ("read", "write", "database", "remove"):
        assert call("attempt", what, str(secret)) == "PermissionError", what
    assert secret.read_text() == "x"


@pytest.mark.parametrize("started_in", ["project", "root"])
def test_it_may_not_read_what_lies_beside_the_program(started_in, monkeypatch):
    """Keys and records lie in `var/`, in the folder of the project; commands are started anywhere."""
    project = Path(worker.__file__).parents[2]
    monkeypatch.chdir(project if started_in == "project" else "/")
    for name in ("manage.py", "pyproject.toml", "docs/deployment.md"):
        assert call("attempt", "read", str(project / name)) == "PermissionError", name
    assert call("attempt", "read", "/etc/passwd") == "PermissionError"
    assert call("attempt", "read", "/dev/zero") == "PermissionError"
    assert not call("attempt", "read", worker.__file__)


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("disclosure.isolation.wire", "Enum"),
        ("disclosure.isolation.wire", "AnswerKind"),
        ("disclosure.documents.kinds", "FileKind"),
        ("disclosure.documents.passage", "Passage"),
        ("disclosure.errors", "Unreadable"),
        ("disclosure.isolation.client", "Pool"),
        ("collections", "Counter"),
        ("collections", "deque"),
        ("decimal", "Decimal"),
    ],
)
def test_an_answer_changes_no_class_of_its_reader(module, name):
    """What pickles may do to whatever they hold: `BUILD` with a state of slots sets attributes."""
    before = pickle.dumps((wire.AnswerKind.VALUE, None, 0), 2)[2:]
    answer = b"\x80\x02" + f"c{module}\n{name}\n".encode() + b"N}X\x05\x00\x00\x00takenK\x01s\x86b0" + before

    with pytest.raises(wire.DistrustedAnswer):
        wire.receive(io.BytesIO(answer))
    assert not hasattr(getattr(importlib.import_module(module), name), "taken")


def test_functions_of_others_are_not_called():
    with pytest.raises(Unreadable, match=BROKEN):
        client.call("os:getcwd", about="甲.docx", size=1)


def test_nothing_that_reads_files_is_loaded_beside_the_database():
    """In a fresh process with everything of the site loaded; openpyxl, which writes reports, brings Pillow along."""
    import subprocess
    import sys

    program = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'jinling_portal.settings.test'; django.setup();"
        "import jinling_portal.urls;"
        "from disclosure.isolation import worker; from importlib import import_module as load;"
        "before = set(sys.modules); [load(one) for one in worker.FIRST];"
        "print(sorted(before & {'pikepdf', 'pypdfium2', 'mammoth', 'python_calamine', *worker.FIRST}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
