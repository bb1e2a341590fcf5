"""Health and pages are answered however many forms are being worked on, and health even where pages wait too."""

from dataclasses import dataclass
from threading import Event

import pytest

from jinling_portal.serving.server import ThreadPools

HANG = 60


@dataclass
class Asked:
    command: str
    path: str = "/"
    error: object = None


class Work:
    """As a connection: one request, answered when it may be."""

    def __init__(self, request, may_end):
        self.requests, self.may_end, self.began = [request], may_end, Event()

    def service(self):
        self.began.set()
        self.may_end.wait(HANG)

    def cancel(self):
        """Nothing holds it."""


@pytest.fixture
def lanes():
    made = ThreadPools(4)
    yield made
    made.shutdown()


def test_busy_lanes_keep_nobody_else_waiting(lanes):
    may_end = Event()
    try:
        forms = [Work(Asked("POST"), may_end) for _ in range(20)]
        for form in forms:
            lanes.add_task(form)
        assert all(form.began.wait(HANG) for form in forms[:2])
        page = Work(Asked("GET"), may_end)
        lanes.add_task(page)
        assert page.began.wait(HANG)

        for _ in range(20):
            lanes.add_task(Work(Asked("GET"), may_end))
        for asked in (Asked("GET", "/healthz"), Asked("POST", error="too large")):
            quick = Work(asked, Event())
            quick.may_end.set()
            lanes.add_task(quick)
            assert quick.began.wait(HANG)
        assert sum(form.began.is_set() for form in forms) == 2
    finally:
        may_end.set()
