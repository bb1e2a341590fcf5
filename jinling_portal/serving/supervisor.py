"""The command's own process: starts the serving processes, and replaces each that dies."""

import contextlib
import gc
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from types import FrameType

from django.conf import settings

from .worker import END_SECONDS, FAILED, work

LOOK_SECONDS = 0.2
SOUND_SECONDS = 10  # seconds of life after which a process is replaced at once
MOST_WAIT = 30  # seconds, before one is replaced that died again and again
SPAWN = get_context("spawn")  # the same on all systems, and nothing of this process comes along but the socket


@dataclass(slots=True)
class WorkerSlot:
    """One of the processes that should be running."""

    process: SpawnProcess | None = None
    started: float = 0.0
    due: float = 0.0  # when the next may start
    early_deaths: int = 0  # one after the other

    def wait_after_death(self, now: float) -> float:
        """Note that the process died; returns the seconds to wait before the next start."""
        self.early_deaths = self.early_deaths + 1 if now - self.started < SOUND_SECONDS else 0
        delay = min(2.0 ** (self.early_deaths - 1), MOST_WAIT) if self.early_deaths else 0.0
        self.process, self.due = None, now + delay
        return delay


class Supervisor:
    """Keeps `count` processes serving on one socket until a signal says stop."""

    def __init__(self, listening: socket.socket, count: int) -> None:
        self.listening = listening
        self.places = [WorkerSlot() for _ in range(count)]
        self.stops = 0  # number of stop signals

    def run(self) -> None:
        """Serve until SIGINT, SIGTERM or SIGHUP; a signal set to be ignored (nohup) stays ignored."""
        gc.freeze()  # skip the final garbage collection of everything loaded
        with _signals(self._stop):
            while not self.stops:
                for place in self.places:
                    if place.process is None and place.due <= time.monotonic():
                        self._start(place)
                wait([place.process.sentinel for place in self.places if place.process], timeout=LOOK_SECONDS)
                for place in self.places:
                    if place.process and place.process.exitcode is not None:
                        self._mourn(place)
            self._end_all()

    def _stop(self, *_: object) -> None:
        self.stops += 1

    def _start(self, place: WorkerSlot) -> None:
        # glibc keeps freed memory for each of many threads; with two such stores it comes back to the others.
        os.environ.setdefault("MALLOC_ARENA_MAX", "2")
        process = SPAWN.Process(target=work, args=(self.listening,))
        # The new process ignores Ctrl-C from its first moment, not only once its imports are done.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            process.start()
        finally:
            signal.signal(signal.SIGINT, before)
        place.process, place.started = process, time.monotonic()

    def _mourn(self, place: WorkerSlot) -> None:
        process = place.process
        if process is None:
            return
        delay = place.wait_after_death(time.monotonic())
        when = f"{delay:.0f} 秒后另起一个" if delay else "正在另起一个"
        _tell(f"网站的一个工作进程意外结束（{_reason(process.exitcode)}），{when}；网站继续运行。")
        process.close()

    def _end_all(self) -> None:
        """Let running requests finish; kill what takes too long, or at a second signal."""
        processes = [place.process for place in self.places if place.process]
        for process in processes:
            process.terminate()
        end = time.monotonic() + END_SECONDS
        while any(process.exitcode is None for process in processes):
            if self.stops > 1 or time.monotonic() > end:
                for process in processes:
                    process.kill()
            wait([process.sentinel for process in processes if process.exitcode is None], timeout=LOOK_SECONDS)


def _reason(status: int | None) -> str:
    if status == FAILED:
        return f"原因见 {Path(settings.VAR_DIR) / 'log' / 'errors.log'}"
    return f"信号 {-status}" if status is not None and status < 0 else f"状态 {status}"


def _tell(sentence: str) -> None:
    """Print on standard error, if the terminal is still open."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"{sentence}\n")
        sys.stderr.flush()


@contextlib.contextmanager
def _signals(stop: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Handle the stop signals within the context; those set to be ignored stay ignored."""
    names = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    before = {}
    for number in (getattr(signal, name) for name in names if hasattr(signal, name)):
        if signal.getsignal(number) is not signal.SIG_IGN:
            before[number] = signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
