"""`manage.py serve` as an office runs it: real processes on a free port of this machine, on the test's database."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 60
SECONDS_TO_STOP = 20
LARGE = 16 * 2**20  # bytes of a file at /static/large.js, more than any system buffers
HANG = 2  # seconds that a page may take, whatever else goes on
STARTING = "resource_tracker"  # the standard library's own process, which serves nobody


class Served:
    """The running command."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process, self.port, self.log = process, port, log

    def connect(self) -> socket.socket:
        """A connection that gives up after `HANG` seconds of silence."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=HANG)

    def get(self, path: str = "/", **headers: str) -> bytes:
        """All of the answer."""
        return self.answer(asked(path, **headers))

    def answer(self, request: bytes) -> bytes:
        """What the server says to these bytes until it closes the connection."""
        with self.connect() as sent:
            sent.sendall(request)
            return read(sent)

    def workers(self) -> list[int]:
        """The processes that serve, the oldest first."""
        return [one.pid for one in psutil.Process(self.process.pid).children() if _serves(one)]

    def wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while True:
            try:
                assert status(self.get("/healthz")) == 200
            except (OSError, AssertionError):
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
            else:
                return

    def told(self) -> str:
        """All that it wrote."""
        return self.log.read_text(encoding="utf-8")


def _serves(child: psutil.Process) -> bool:
    try:
        return STARTING not in " ".join(child.cmdline())
    except psutil.Error:  # it is just dying
        return False


def asked(path: str, method: str = "GET", **headers: str) -> bytes:
    """The head of a request that ends with its answer."""
    named = {"Host": "127.0.0.1", "Connection": "close"} | headers
    lines = [f"{method} {path} HTTP/1.1", *(f"{name.replace('_', '-')}: {value}" for name, value in named.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def read(sent: socket.socket) -> bytes:
    """All that comes."""
    pieces = []
    while piece := sent.recv(2**16):
        pieces.append(piece)
    return b"".join(pieces)


def status(answer: bytes) -> int:
    return int(answer.split(maxsplit=2)[1]) if answer else 0


@contextmanager
def served(directory: Path, **environment: str) -> Iterator[Served]:
    """The site, answering; stopped at the end, and ended if it does not stop."""
    static = directory / "static"
    static.mkdir()
    for one in Path(settings.STATIC_ROOT).iterdir():
        (static / one.name).symlink_to(one)
    (static / "large.js").write_bytes(bytes(LARGE))
    given = {
        "DJANGO_SETTINGS_MODULE": "jinling_portal.settings.development",
        "VAR_DIR": str(directory),
        "DATABASE_URL": _database(),
        "SECRET_KEY": settings.SECRET_KEY,  # a session that a test makes is one there
        "PYTHONUNBUFFERED": "1",
    }
    port, log = _free_port(), directory / "told.txt"
    command = [sys.executable, "manage.py", "serve", "--only", "--port", str(port)]
    with log.open("wb") as told:
        process = subprocess.Popen(
            command, env=os.environ | given | environment, cwd=ROOT, stdout=told, stderr=told, stdin=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
    server = Served(process, port, log)
    try:
        server.wait_until_it_answers()
        yield server
    finally:
        was_running = process.poll() is None
        process.terminate()
        try:
            assert process.wait(timeout=SECONDS_TO_STOP) == 0 or not was_running, server.told()
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise


def _database() -> str:
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    return f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
