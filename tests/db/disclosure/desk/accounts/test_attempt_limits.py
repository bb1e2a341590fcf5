"""Counts that nothing removes but time and hands, and that no process takes along when it dies."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.utils import timezone

from disclosure.desk.accounts.attempt_limits import (
    Limit,
    LimitReached,
    Rate,
    count,
    duration_in_words,
    forget_attempts,
    parse_rates,
    sweep,
    use_once,
    waiting_times,
)
from disclosure.desk.retention.sweeping import sweep_attempts
from disclosure.models import AttemptCount, KnownDevice, User

pytestmark = pytest.mark.django_db
MANY = 100_000


def limit(amount=3, seconds=60, what="test", source="somebody"):
    return Limit(what, source, (Rate(amount, seconds),))


def refused(*limits):
    """Seconds until one more is allowed; None where it was allowed, and is counted."""
    try:
        count(*limits)
    except LimitReached as reached:
        return reached.seconds
    return None


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """It stands; `clock(5)`: five seconds later than at the start."""
    now = round(time.time(), 3)

    def at(seconds):
        monkeypatch.setattr(time, "time", lambda: now + seconds)

    at(0)
    return at


def fill(number, expires_at):
    """As many rows of others."""
    rows = (
        AttemptCount(digest=f"{expires_at}-{row}", marks=" 1.0-a", expires_at=expires_at + row / number)
        for row in range(number)
    )
    AttemptCount.objects.bulk_create(rows, batch_size=5000)


def test_so_many_are_allowed_and_the_next_waits_for_the_first(clock):
    for second in range(3):
        clock(second)
        assert refused(limit()) is None
    clock(10)

    assert refused(limit()) == pytest.approx(50)
    clock(60.5)
    assert refused(limit()) is None
    assert refused(limit()) == pytest.approx(0.5)


def test_what_is_refused_does_not_prolong_the_wait(clock):
    for _ in range(3):
        count(limit())
    for second in range(59):
        clock(second)
        refused(limit())
    clock(60.1)

    assert refused(limit()) is None


def test_what_is_given_back_is_not_counted():
    for _ in range(9):
        count(limit()).give_back()

    assert [refused(limit()) for _ in range(4)] == [None] * 3 + [60]


def test_what_closes_a_limit_is_told_once():
    assert [count(limit()).closing for _ in range(3)] == [[], [], [limit()]]


def test_an_attempt_refused_by_one_limit_counts_under_those_before_it_alone():
    first, second, third = limit(5, source="a"), limit(1, source="b"), limit(1, source="c")
    count(second)
    for _ in range(5):
        assert refused(first, second, third)

    assert waiting_times([first, second, third]).keys() == {first, second}


def test_several_rates_are_all_kept(clock):
    both = Limit("test", "somebody", (Rate(2, 10), Rate(3, 100)))
    assert [refused(both) for _ in range(3)] == [None, None, 10]
    clock(11)
    assert [refused(both) for _ in range(2)] == [None, pytest.approx(89)]


def test_a_row_keeps_no_more_than_what_counts(clock):
    for second in range(0, 3000, 30):
        clock(second)
        count(limit())

    assert len(AttemptCount.objects.get().marks.split()) <= 3


def test_what_is_used_once_is_not_used_again_in_its_time(clock):
    assert [use_once("code", "1:123456", 90) for _ in range(2)] == [True, False]
    assert use_once("code", "2:123456", 90)
    clock(91)
    assert use_once("code", "1:123456", 90)


def test_a_lifted_limit_is_open():
    for _ in range(3):
        count(limit())
    forget_attempts([limit()])

    assert (waiting_times([limit()]), refused(limit())) == ({}, None)


def test_a_row_tells_nobody_whom_it_counts():
    count(limit(source="192.0.2.1"))

    assert "192.0.2.1" not in str(list(AttemptCount.objects.values()))


# --- Many rows --------------------------------------------------------------


def test_a_hundred_thousand_others_remove_no_lock(django_assert_num_queries):
    for _ in range(3):
        count(limit())
    fill(MANY, time.time() + 600)
    for number in range(100):
        count(limit(source=f"another {number}"))

    with django_assert_num_queries(1):
        assert waiting_times([limit()])
    assert refused(limit())
    assert AttemptCount.objects.count() == MANY + 101


def test_a_sweep_removes_what_is_over_and_nothing_else():
    for _ in range(3):
        count(limit())
    fill(MANY, time.time() - 600)
    fill(1000, time.time() + 600)

    assert sweep(time.time()) == MANY
    assert AttemptCount.objects.count() == 1001
    assert refused(limit())


def test_attempts_sweep_a_little_each_the_oldest_first():
    fill(1000, time.time() - 600)
    for number in range(10):
        count(limit(source=f"{number}"))

    left = AttemptCount.objects.order_by("expires_at").first()
    assert AttemptCount.objects.count() == 1000 - 200 + 10
    assert left.digest.endswith("-200")


def test_the_daily_sweep_takes_devices_that_nobody_uses():
    person, now = User.objects.create_user("somebody"), timezone.now()
    for days in (1, 181):
        KnownDevice.objects.create(user=person, digest=f"{days}", browser="x", used_at=now - dt.timedelta(days=days))
    fill(5, now.timestamp() - 10)

    assert sweep_attempts(now) == 6
    assert KnownDevice.objects.get().digest == "1"


# --- Several at once, and a process that dies -------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_once_each_is_counted_and_no_more_are_allowed_than_may_be():
    ready, two = Barrier(20), [limit(7, source="a"), limit(9, source="b")]

    def attempt(number):
        try:
            ready.wait()
            return refused(*(two if number % 2 else reversed(two)))
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(attempt, range(20)))

    assert answers.count(None) == 7
    assert two[0] in waiting_times(two)


@pytest.mark.django_db(transaction=True)
def test_attempts_given_back_at_once_leave_nothing():
    ready = Barrier(10)

    def attempt(_):
        try:
            ready.wait()
            for _ in range(5):
                count(limit(100, source="a"), limit(100, source="b")).give_back()
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(attempt, range(10)))

    assert set(AttemptCount.objects.values_list("marks", flat=True)) == {""}


KILLED = """
import sys, time
import django
django.setup()
from django.conf import settings
from django.db import connection, transaction
from disclosure.desk.accounts.attempt_limits import Limit, Rate, count
with transaction.atomic():
    count(Limit("test", "somebody", (Rate(3, 60),)))
    print("counted", flush=True)
    time.sleep(600)
"""


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_while_it_counts_leaves_no_lock_behind():
    address = settings.DATABASES["default"]
    with subprocess.Popen(
        [sys.executable, "-c", KILLED],
        stdout=subprocess.PIPE,
        env={
            **os.environ,
            "TEST_DATABASE_URL": _url(address),
            "DJANGO_SETTINGS_MODULE": "jinling_portal.settings.test",
        },
    ) as process:
        assert process.stdout.readline() == b"counted\n"
        process.send_signal(signal.SIGKILL)
        process.wait()

    assert [refused(limit()) for _ in range(4)] == [None] * 3 + [60]


def _url(database):
    """The test database itself, for another process."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    host, port = database["HOST"], database["PORT"]
    user, password = database["USER"], database["PASSWORD"]
    return f"postgres://{user}:{password}@{host}:{port}/{name}" if host else ""


def test_a_count_undone_with_its_transaction_was_none():
    with transaction.atomic():
        count(limit(1))
        transaction.set_rollback(True)

    assert refused(limit(1)) is None


# --- In words ---------------------------------------------------------------


def test_rates_are_read_as_they_are_written():
    assert parse_rates("60/10m/ip, 10/15m/key") == (Rate(60, 600, "ip"), Rate(10, 900, "key"))
    assert parse_rates("1/d/ip,2/1.5h/ip,3/30s/ip") == (Rate(1, 86400, "ip"), Rate(2, 5400, "ip"), Rate(3, 30, "ip"))
    assert parse_rates("") == ()


@pytest.mark.parametrize(
    "text", ["60", "60/10m", "x/10m/ip", "0/10m/ip", "60/10y/ip", "60/0m/ip", "60/-1m/ip", "60//ip"]
)
def test_a_rate_that_is_none_is_refused_in_words(text):
    with pytest.raises(ImproperlyConfigured, match="写得不对"):
        parse_rates(text)


@pytest.mark.parametrize(
    "seconds, words",
    [(0.2, "1 分钟"), (60, "1 分钟"), (61, "2 分钟"), (7200, "120 分钟"), (7201, "3 小时"), (86400, "24 小时")],
)
def test_a_wait_is_told_in_words(seconds, words):
    assert duration_in_words(seconds) == words
