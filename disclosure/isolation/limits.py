"""What one job may cost, by the size of its file."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

from disclosure.errors import Unreadable

MIB = 2**20
# Measured on ordinary files (docs/decisions/files-from-outside.md): the dearest took a quarter of the time.
SECONDS, SECONDS_A_MIB, MOST_SECONDS = 20.0, 2.0, 90.0  # of a processor
# Beside what an idle process has. Few files need the larger place, which only one has at a time: so all files that are
# being read never take more than a GiB together.
MEMORY, MUCH_MEMORY = 288 * MIB, 704 * MIB
# On a machine whose processors are all busy a job waits as long as it works, several times over.
WALL = 3.0
RESULT = 512 * MIB  # bytes that may come back


class Busy(Unreadable):
    """No process was free in time; the file was not read."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Processor seconds, wall-clock seconds, and bytes of memory beyond those of an idle process."""

    cpu: float
    wall: float
    memory: int

    @classmethod
    def of(cls, size: int, share: float = 1.0) -> Self:
        """Return the limits for a file of this size; `share` below 1 reduces the time for files of strangers."""
        cpu = min(SECONDS + SECONDS_A_MIB * size / MIB, MOST_SECONDS) * share
        return cls(cpu, cpu * WALL, MEMORY)

    @property
    def with_much_memory(self) -> Self:
        """Return the limits of the larger process."""
        return replace(self, memory=MUCH_MEMORY)


def exceeded(name: str) -> Unreadable:
    """Return the error for a file that exceeded its limits or crashed the process."""
    return Unreadable(
        f"「{name}」太复杂或者内容有问题，读取它超出了时间或内存的限制，因此没有读取。"
        "请用办公软件打开、另存一份，或者拆分、缩小后再上传。"
    )


class Watch:
    """Ends a process that takes longer than its limit, from a thread of its own.

    Where the system sets no limits on processes, also one that takes more memory or processor time.
    """

    PAUSE = 0.05  # seconds between two looks

    def __init__(self, end: Callable[[], None], usage: Callable[[], tuple[float, int]] | None) -> None:
        """`usage` returns processor seconds and bytes; None where the system enforces the limits."""
        self._end, self._usage = end, usage
        self._stopped = threading.Event()

    def start(self, limits: Limits) -> "Watch":
        """Begin watching, until `stop`."""
        threading.Thread(target=self._run, args=(limits,), daemon=True, name="file limits").start()
        return self

    def stop(self) -> None:
        self._stopped.set()

    def _run(self, limits: Limits) -> None:
        if self._usage is None:
            if not self._stopped.wait(limits.wall):
                self._end()
            return
        before, memory = self._usage()
        left = limits.wall
        while not self._stopped.wait(self.PAUSE):
            left -= self.PAUSE
            cpu, now = self._usage()
            if left <= 0 or cpu - before > limits.cpu or now - memory > limits.memory:
                self._end()
                return
