"""The tests' house rules: either database, no network, nothing skipped, a browser that must not complain."""

import fcntl
import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer
from whitenoise.base import WhiteNoise

from disclosure.desk.applications.online import codes
from disclosure.models import Authority
from jinling_portal.settings.base import database
from tests.factories import TOWN, AuthorityFactory
from tests.support import browser as browsers
from tests.support import network
from tests.support.acts import _tables_can_be_emptied  # noqa: F401 a fixture of every run
from tests.support.postgres import PostgresDidNotStart, postgres

STACK = pytest.StashKey[ExitStack]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgres", action="store_true", help="run on a PostgreSQL of this run's own, not on SQLite")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Make the run's directory and start PostgreSQL, once, in the process that starts the workers."""
    config.stash[STACK] = stack = ExitStack()
    gc.set_threshold(50_000, 20, 20)  # instead of 700, 10, 10: looking for cycles that seldom cost one second in twenty
    if hasattr(config, "workerinput"):  # a worker: it inherits both through the environment
        return
    settings.TEST_DIR.mkdir(mode=0o700)
    stack.callback(shutil.rmtree, settings.TEST_DIR, ignore_errors=True)
    if config.getoption("postgres"):
        try:
            address = stack.enter_context(postgres())
        except PostgresDidNotStart as error:
            raise pytest.UsageError(error) from error
        os.environ["TEST_DATABASE_URL"] = address
        _connect_to(address)


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[STACK].close()


def _connect_to(address: str) -> None:
    """Point Django at another database; pytest-django has read the settings before any conftest runs."""
    settings.DATABASES = {"default": database(address)}
    connections.settings = connections.configure_settings(settings.DATABASES)
    del connections["default"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the longest, so that no worker is left with one at the end; leave to SQLite what no SQL can change."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    if not config.getoption("postgres"):
        return
    left = [item for item in items if item.get_closest_marker("one_database")]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in left]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A skipped test proves nothing, so it fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", ()) if reporter else ()
    if skipped and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.write_line(f"有 {len(skipped)} 项测试被跳过；本项目不允许跳过测试。", red=True)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    network.block(monkeypatch)


@pytest.fixture(autouse=True)
def _no_memory() -> None:
    """No test counts the failed sign-ins of another."""
    cache.clear()


@pytest.fixture(autouse=True, scope="session")
def _cheap_for_tests() -> Iterator[None]:
    """What is slow on purpose, or slow once a process, and would be paid for by every test.

    Query codes are hashed at the lowest cost, as passwords are. Each test client has middleware of its own, of which
    WhiteNoise would look at each of a thousand static files again: they are listed once for the same folder.
    """
    listed: dict[tuple[str, ...], dict[str, Any]] = {}
    listing = WhiteNoise.update_files_dictionary

    def listed_once(self: WhiteNoise, root: str, prefix: str) -> None:
        if (root, prefix) not in listed:
            listing(self, root, prefix)
            listed[root, prefix] = dict(self.files)
        self.files.update(listed[root, prefix])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(codes, "COST", 2)
        patch.setattr(WhiteNoise, "update_files_dictionary", listed_once)
        yield


@pytest.fixture
def town(db: None) -> Authority:
    return AuthorityFactory(**TOWN)


# --- Browser ----------------------------------------------------------------


@pytest.fixture(scope="session")
def static_files() -> None:
    """The hashed static files that pages name, collected as at set-up, if any changed since; by one worker at a time."""
    with (settings.TEST_DIR / "static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        call_command("prepare", static_only=True, verbosity=0)


@pytest.fixture(scope="session")
def live_server(static_files: None) -> Iterator[LiveServer]:
    """pytest-django's server, with static files from WhiteNoise and no uploaded files in the open: as installed."""
    server = LiveServer("127.0.0.1", start=False)
    server.thread.static_handler = lambda media_handler: media_handler.application
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, once a worker.

    Playwright keeps an event loop in this thread, by which Django takes the thread for asynchronous and refuses it the
    database. No code of ours runs inside that loop, so Django is told to let it, as long as Playwright lives.
    """
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        try:
            path = browsers.executable(playwright.chromium)
        except browsers.NoBrowser as error:
            pytest.fail(str(error), pytrace=False)
        with browsers.launched(playwright.chromium, path) as chromium:
            yield chromium


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Open a page with a browser context of its own (`Browser.new_context` options); complaints fail the test."""
    complaints = browsers.Complaints()
    with ExitStack() as stack:

        def opened(**options: Any) -> Page:
            context = browser.new_context(
                base_url=live_server.url, locale="zh-CN", timezone_id="Asia/Shanghai", **options
            )
            stack.callback(context.close)
            page = context.new_page()
            complaints.listen(page)
            page.complaints = complaints  # a test that provokes an answer of 404 takes it out
            return page

        yield opened
    assert not complaints


@pytest.fixture
def browser_page(open_page: Callable[..., Page]) -> Page:
    """A page of the live server: `browser_page.goto("/reports/")`."""
    return open_page()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[dict[str, Any]]]:
    """`axe(page)` → violations of the accessibility rules, empty if none.

    While it measures, axe itself puts style sheets into the page, which the page's policy blocks: its doing, not ours.
    """
    script = Axe().axe_script

    def violations(page: Page, **options: Any) -> list[dict[str, Any]]:
        before = list(page.complaints)
        page.wait_for_load_state()  # a click may have just left for another page
        if not page.evaluate("() => 'axe' in window"):
            page.add_init_script(script)  # for the page's next addresses, which is far cheaper than sending it anew
            page.evaluate(script)
        page.evaluate("() => document.fonts.ready.then(() => {})")  # until then an icon is a word of low contrast
        found = page.evaluate(
            "(options) => axe.run(options).then((found) => found.violations)",
            {"resultTypes": ["violations"], "preload": False, **options},
        )
        page.complaints[:] = before
        return found

    return violations
