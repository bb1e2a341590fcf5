"""The command outlives the processes that serve, and ends them when it ends."""

import os
import signal
import time

import psutil
import pytest

from tests.support.served import SECONDS_TO_STOP, asked, status

TRACE = "Traceback"


def until(true):
    """Wait until it is so; fails where it never is."""
    deadline = time.monotonic() + SECONDS_TO_STOP
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.one_database  # the two below serve pages on both
@pytest.mark.long
def test_processes_that_die_are_replaced_and_ctrl_c_ends_them_all(site):
    """One, then both at once; what was told; then Ctrl-C, while a new one has hardly begun."""
    server = site(PROCESSES="2")
    until(lambda: len(server.workers()) == 2)
    first, second = server.workers()

    os.kill(first, signal.SIGKILL)
    answers = [status(server.get("/guide/")) for _ in range(20)]
    until(lambda: len(server.workers()) == 2)
    assert answers == [200] * 20
    assert second in server.workers()

    both = server.workers()
    for one in both:
        os.kill(one, signal.SIGSEGV)
    until(lambda: len(set(server.workers()) - set(both)) == 2)
    server.wait_until_it_answers()
    assert status(server.get("/guide/")) == 200
    assert server.process.poll() is None
    assert (server.told().count("意外结束（信号 9）"), server.told().count("意外结束（信号 11）")) == (1, 2)

    newest = server.workers()
    os.kill(newest[0], signal.SIGKILL)
    until(lambda: newest[0] not in server.workers())
    server.connect().close()
    os.killpg(server.process.pid, signal.SIGINT)  # as a terminal does, to all of them

    assert server.process.wait(timeout=SECONDS_TO_STOP) == 0
    assert not any(map(psutil.pid_exists, newest))
    assert TRACE not in server.told()


def test_closed_terminal_ends_it_cleanly(site):
    server = site()
    workers = server.workers()

    with server.connect() as idle:
        idle.sendall(asked("/guide/")[:20])
        os.killpg(server.process.pid, signal.SIGHUP)
        assert server.process.wait(timeout=SECONDS_TO_STOP) == 0

    assert not any(map(psutil.pid_exists, workers))
    assert server.told() == ""


def test_under_nohup_it_goes_on_and_killed_it_leaves_nobody_on_its_port(site):
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        server = site()
    finally:
        signal.signal(signal.SIGHUP, before)
    workers = server.workers()

    os.killpg(server.process.pid, signal.SIGHUP)
    assert status(server.get("/guide/")) == 200
    assert server.process.poll() is None

    server.process.kill()
    until(lambda: not any(map(psutil.pid_exists, workers)))
