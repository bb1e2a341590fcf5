"""A server on a free port of this machine, for as long as it is read from."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from tests.bench.web.reading import one, request

ROOT = Path(__file__).resolve().parents[3]
SECONDS_TO_START = 300


@contextmanager
def served(database: str) -> Iterator[int]:
    """The site as `manage.py serve` starts it, on this database; yields its port."""
    with tempfile.TemporaryDirectory(prefix="jinling-portal-bench-") as directory:
        given = {
            "DJANGO_SETTINGS_MODULE": "tests.bench.web.settings",
            "VAR_DIR": directory,
            "DATABASE_URL": database,
            "BENCH_STATIC_ROOT": str(settings.STATIC_ROOT),
        }
        with process([sys.executable, "manage.py", "serve", "--port"], given, ROOT, "/healthz") as port:
            yield port


@contextmanager
def process(command: list[str], environment: dict[str, str], folder: Path, path: str) -> Iterator[int]:
    """A server that is told its port last and answers `path` once it is ready."""
    port = _free_port()
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(
            [*command, str(port)], env=os.environ | environment, cwd=folder, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _wait(server, port, path, log)
            yield port
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait(server, port, path, log) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            one(port, request(path))
        except OSError as error:
            if server.poll() is not None or time.monotonic() > deadline:
                log.seek(0)
                raise RuntimeError(f"the server did not start: {log.read().decode(errors='replace')}") from error
            time.sleep(0.1)
        else:
            return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
