"""One worker process as its caller sees it."""

import contextlib
import importlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from disclosure.errors import DisclosureError, Unreadable

from . import wire
from .limits import Limits, Watch
from .wire import AnswerKind, DistrustedAnswer, JobRequest, receive, send

_START = "import sys; sys.path[:] = {path!r}; from disclosure.isolation.worker import main; main({ours!r})"
_KEPT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")  # without these some systems start nothing
MOST_LEFT, MOMENT = 20, Limits(cpu=1, wall=0.5, memory=2**30)  # answers of a stream that was given up, and for each
STARTING = Limits(cpu=60, wall=60, memory=2**30)  # the same for every start, on however slow a machine


class Ended(Exception):
    """The process is gone: killed by a limit, a crash of a library, or by hand."""


class NotStarted(Ended):
    """No process started; the machine has none to give, whatever the file is."""


class NoMemory(Ended):
    """The job lacked memory, or a library crashed as some do then."""


class Failed(Exception):
    """The job raised an unexpected exception; the text says where."""


class Process:
    """A worker that is ready for a job. Not for two threads at once.

    `taken`: the most bytes that it ever had; `is_idle`: whether its last job is over, with whatever answer.
    """

    def __init__(self) -> None:
        """Start the process; raises NotStarted."""
        self.jobs = self.taken = 0
        self.is_idle = False
        try:
            self._popen = _started()
        except OSError as error:  # no memory, no process, no file number left
            raise NotStarted(type(error).__name__) from error
        self._requests = cast("BinaryIO", self._popen.stdin)
        self._answers = cast("BinaryIO", self._popen.stdout)
        try:
            self._receive(STARTING)
        except Ended as error:
            self.close()
            raise NotStarted(f"status {self._popen.returncode}") from error

    def result(self, request: JobRequest) -> Any:
        """Return the job's result. Raises Ended, Failed, or the DisclosureError of the job."""
        self._begin(request)
        return _value(*self._receive(request.limits))

    def items(self, request: JobRequest) -> Iterator[Any]:
        """Yield the job's items; the time limit pauses while the caller works on one."""
        self._begin(request)
        while True:
            kind, value = self._receive(request.limits)
            if kind is not AnswerKind.ITEM:
                _value(kind, value)
                return
            yield from value

    def settle(self) -> None:
        """Read on to the end of a stream that was given up, where that is near; else it stays busy.

        Most are given up at their first row, for a heading that is wrong.
        """
        with contextlib.suppress(Ended, Failed, DisclosureError):
            for _ in range(MOST_LEFT):
                if self.is_idle:
                    return
                self._receive(MOMENT)

    @property
    def is_alive(self) -> bool:
        return self._popen.poll() is None

    @property
    def pid(self) -> int:
        return self._popen.pid

    def end(self) -> None:
        """Kill the process; safe to call twice and from another thread."""
        with contextlib.suppress(OSError):
            self._popen.kill()

    def close(self) -> None:
        """End the process and release its resources."""
        self.end()
        for pipe in (self._requests, self._answers):
            with contextlib.suppress(OSError):
                pipe.close()
        self._popen.wait()

    def _begin(self, request: JobRequest) -> None:
        self.jobs += 1
        self.is_idle = False
        watch = Watch(self.end, None).start(request.limits)
        try:
            send(self._requests, request)
        except OSError as error:
            raise Ended from error
        finally:
            watch.stop()

    def _receive(self, limits: Limits) -> tuple[AnswerKind, Any]:
        watch = Watch(self.end, self._usage()).start(limits)
        try:
            kind, value, taken = receive(self._answers)
        except (EOFError, OSError, DistrustedAnswer) as error:
            self.end()
            raise (NoMemory if self._broke_off() else Ended) from error
        finally:
            watch.stop()
        self.is_idle = kind is not AnswerKind.ITEM
        self.taken = max(self.taken, taken)
        return kind, value

    def _broke_off(self) -> bool:
        """Whether it ended by itself, not by a time limit or the caller."""
        by_limit = {-getattr(signal, name, 0) for name in ("SIGXCPU", "SIGKILL")}
        return self._popen.wait() not in by_limit

    def _usage(self) -> Any:
        """Return how to measure its use on systems that cannot limit it."""
        if sys.platform == "linux":
            return None
        import psutil  # noqa: PLC0415 not needed on Linux

        process = psutil.Process(self.pid)

        def usage() -> tuple[float, int]:
            try:
                times = process.cpu_times()
                return times.user + times.system, process.memory_info().rss
            except psutil.Error:
                return 0.0, 0

        return usage


def _started() -> subprocess.Popen[bytes]:
    path = [os.getcwd(), *(str(one) for one in sys.path if one)]  # noqa: PTH109 as Python itself puts it there
    return subprocess.Popen(  # noqa: S603 our own interpreter and module
        [sys.executable, "-I", "-c", _START.format(path=path, ours=wire.OURS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _KEPT if name in os.environ} | {"PYTHONUTF8": "1"},
        start_new_session=True,  # Ctrl-C is for the server, which ends its workers itself
    )


def _value(kind: AnswerKind, value: Any) -> Any:
    """Return the result, or raise the error of the answer."""
    if kind is AnswerKind.VALUE:
        return value
    if kind is AnswerKind.REFUSED:
        raise _refused(*value)
    raise NoMemory if kind is AnswerKind.NO_MEMORY else Failed(value)


def _refused(reference: str, text: str) -> Exception:
    module, _, name = reference.partition(":")
    found = getattr(importlib.import_module(module), name, None) if module.startswith("disclosure.") else None
    is_ours = isinstance(found, type) and issubclass(found, DisclosureError)
    return found(text) if is_ours and found else Unreadable(text)
