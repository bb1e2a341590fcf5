"""Asking for a job: who gets a process when, and what a caller is told where there is no result."""

import atexit
import logging
import os
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from typing import Any

from disclosure.errors import Unreadable

from . import worker
from .limits import MIB, Busy, Limits, exceeded
from .process import Ended, Failed, NoMemory, NotStarted, Process
from .wire import JobRequest

logger = logging.getLogger(__name__)

MOST_JOBS = 200  # of one process: what libraries lose of memory does not add up
MOST_TAKEN = 256 * MIB  # a process that ever took as much is not kept, so that the machine has it back
STRANGERS = 0.5  # of places and of time, for files that anybody may send


class Pool:
    """Some processes, and some callers who may wait for one; the others are told to come back.

    `size` processes at once, `waiting` callers beside them, each for at most `patience` seconds: with more, files would
    hold all threads of the server, and no page would be answered.
    """

    def __init__(self, size: int = 2, waiting: int = 6, patience: float = 20.0) -> None:
        self.size, self.waiting, self.patience = size, waiting, patience
        self._free: list[Process] = []
        self._busy = self._waiting = 0
        self._strangers = self._busy_strangers = 0  # inside, waiting or not; and of those that are busy
        self._change = threading.Condition()
        self._larger = threading.Lock()
        atexit.register(self.close)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forget)

    @contextmanager
    def process(self, name: str, *, from_stranger: bool = False) -> Iterator[Process]:
        """Lend a process for one job; raises Busy. It is reused only if the job succeeded."""
        self._enter(name, from_stranger=from_stranger)
        process, is_good = None, False
        try:
            process = self._taken()
            yield process
            is_good = process.jobs < MOST_JOBS and process.taken < MOST_TAKEN
        except Exception:
            # What is said of a file is a good answer; a stream that was given up, or a dead process, is not.
            is_good = process is not None and process.is_idle and process.taken < MOST_TAKEN
            raise
        except GeneratorExit:
            if process is not None:
                process.settle()
                is_good = process.is_idle and process.taken < MOST_TAKEN
            raise
        finally:
            self._leave(process, is_good=is_good, from_stranger=from_stranger)

    @contextmanager
    def larger_place(self, name: str) -> Iterator[None]:
        """Lend the one process with much memory; raises Busy."""
        if not self._larger.acquire(timeout=self.patience):
            raise _busy(name)
        try:
            yield
        finally:
            self._larger.release()

    def warm(self) -> None:
        """Start a process in the background."""
        threading.Thread(target=self._warm, daemon=True, name="file process").start()

    def close(self) -> None:
        """End the idle processes; a running job ends its own."""
        with self._change:
            idle, self._free = self._free, []
        for one in idle:
            one.close()

    @property
    def processes(self) -> list[int]:
        """Return the idle processes by id."""
        return [one.pid for one in self._free]

    def _enter(self, name: str, *, from_stranger: bool) -> None:
        until = time.monotonic() + self.patience
        with self._change:
            room = self.size + self.waiting
            inside = self._busy + self._waiting
            if inside >= room or (from_stranger and self._strangers >= room * STRANGERS):
                raise _busy(name)
            self._strangers += from_stranger
            self._waiting += 1
            try:
                if not self._change.wait_for(partial(self._is_free, from_stranger), until - time.monotonic()):
                    self._strangers -= from_stranger
                    raise _busy(name)
            finally:
                self._waiting -= 1
            self._busy += 1
            self._busy_strangers += from_stranger

    def _is_free(self, from_stranger: bool) -> bool:  # noqa: FBT001 of `partial`
        """Whether there is a place; strangers leave processes to staff."""
        most = max(int(self.size * STRANGERS), 1)
        return self._busy < self.size and not (from_stranger and self._busy_strangers >= most)

    def _leave(self, process: Process | None, *, is_good: bool, from_stranger: bool) -> None:
        if process is not None and not is_good:
            process.close()
        with self._change:
            if process is not None and is_good:
                self._free.append(process)
            self._busy -= 1
            self._strangers -= from_stranger
            self._busy_strangers -= from_stranger
            self._change.notify_all()  # the first in line may be a stranger, who has to wait on

    def _taken(self) -> Process:
        """Return a ready process, the last used first, or a new one."""
        while True:
            with self._change:
                process = self._free.pop() if self._free else None
            if process is None:
                return Process()
            if process.is_alive:
                return process
            process.close()

    def _warm(self) -> None:
        with suppress(Unreadable, Ended), self.process(""):
            pass

    def _forget(self) -> None:
        """Drop the processes after a fork: they belong to the parent."""
        self.__init__(self.size, self.waiting, self.patience)  # type: ignore[misc]


POOL = Pool()


def call(
    function: str, *args: Any, about: str, size: int, from_stranger: bool = False, limits: Limits | None = None
) -> Any:
    """What `function` ("package.module:name") gives for these arguments, in a process of its own.

    `about` is what the file is called in sentences, `size` its bytes, `limits` others than those of its size.

    Raises whatever DisclosureError the function raises; Unreadable where it fails, takes too much or hangs; Busy (an
    Unreadable) where too many files are read.
    """
    if worker.inside:
        return worker.function(function)(*args)
    request = JobRequest(function, args, limits or Limits.of(size, STRANGERS if from_stranger else 1.0))
    with _told(function, about):
        try:
            with POOL.process(about, from_stranger=from_stranger) as process:
                return process.result(request)
        except NoMemory:
            again = replace(request, limits=request.limits.with_much_memory)
            with POOL.larger_place(about), POOL.process(about, from_stranger=from_stranger) as process:
                return process.result(again)


def stream(function: str, *args: Any, about: str, size: int) -> Generator[Any, None, None]:
    """Like `call`, for a generator: yields its items as they come. Closing early ends the process."""
    request = JobRequest(function, args, Limits.of(size), streams=True)
    with _told(function, about), POOL.process(about) as process:
        yield from process.items(request)


@contextmanager
def _told(function: str, about: str) -> Iterator[None]:
    """Turn failures into sentences; the log says where, never the file's name or content."""
    try:
        yield
    except NotStarted as error:
        logger.error("no process to read files came up: %s", error)  # noqa: TRY400 nothing of ours failed
        raise _busy(about) from error
    except Ended as error:
        logger.warning("a file took more than its limits in %s", function)
        raise exceeded(about) from error
    except Failed as error:
        logger.error("a file could not be read in %s: %s", function, error)  # noqa: TRY400 its traceback is elsewhere
        raise Unreadable(
            f"「{about}」的内容有问题，读取时出错，因此没有读取。请用办公软件打开、另存一份后再上传。"
        ) from error


def _busy(name: str) -> Busy:
    return Busy(f"「{name}」还没有读取：正在处理的文件较多，请过一两分钟再提交一次。")
