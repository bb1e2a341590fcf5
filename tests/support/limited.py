"""Functions run where a hostile file can take nothing down: in processes of their own, with little memory and time.

One clean process imports everything once and forks for each job, so that a job costs milliseconds.
"""

import importlib
import os
import pickle
import signal
import subprocess
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MEMORY = 1536 * 2**20  # bytes of addresses
SECONDS = 10  # of processor time, for each job


@dataclass(frozen=True, slots=True)
class Outcome:
    """`value`: what the function returned. `fault`: the traceback or signal that ended it; empty where nothing did."""

    value: Any = None
    fault: str = ""


def run(function: str, jobs: list[tuple[Any, ...]], *, seconds: int = SECONDS, memory: int = MEMORY) -> list[Outcome]:
    """Call `module:function` with each tuple of arguments; every call in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.limited", function, str(seconds), str(memory)],
        input=pickle.dumps(jobs),
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "jinling_portal.settings.test"},
    )
    assert done.returncode == 0, done.stderr.decode()
    answers = pickle.loads(done.stdout)  # noqa: S301  # written by the process that this one started
    return [Outcome(value, fault) for value, fault in answers]


def _main(function: str, seconds: int, memory: int) -> None:
    import django  # only in the child

    django.setup()
    module, _, name = function.partition(":")
    called = getattr(importlib.import_module(module), name)
    jobs = pickle.load(sys.stdin.buffer)  # noqa: S301  # written by the test
    outcomes = [_in_a_process_of_its_own(called, job, seconds, memory) for job in jobs]
    sys.stdout.buffer.write(pickle.dumps(outcomes))


def _in_a_process_of_its_own(called: Any, job: tuple[Any, ...], seconds: int, memory: int) -> tuple[Any, str]:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _limit(seconds, memory)
        try:
            outcome = called(*job), ""
        except BaseException:  # noqa: BLE001  # whatever it is, it is the answer
            outcome = None, traceback.format_exc()
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(pickle.dumps(outcome))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        written = pipe.read()
    _, status = os.waitpid(child, 0)
    if written:
        return pickle.loads(written)  # noqa: S301  # as above
    ended = signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else f"exit {status}"
    return None, f"ended by {ended}"


def _limit(seconds: int, memory: int) -> None:
    import resource  # not on Windows

    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
