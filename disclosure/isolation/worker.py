"""The process at the other side of the door: reads a request, does it under its limits, answers, waits for the next.

It is started with an empty environment and shuts itself in before it sees a file: no network, no new process, no file
opened for writing, and for reading only what programs and fonts lie in. Whatever goes wrong inside is answered without
a word of what was in the file.
"""

import contextlib
import ctypes
import importlib
import itertools
import os
import pickle
import sys
import traceback
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from disclosure.errors import DisclosureError, Unreadable

from . import wire
from .limits import MIB, Limits
from .wire import AnswerKind, JobRequest, send

try:
    import resource
except ImportError:  # Windows: the caller watches instead
    resource = None  # type: ignore[assignment]

FIRST = ("disclosure.documents.cleaning", "disclosure.documents.converting", "disclosure.documents.reading")
AT_ONCE = 500  # items of a stream in one answer
NEAR = 16 * MIB  # of address space: no more was left where a library gave up
NICE = 5  # pages come before files
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # Linux: CLONE_NEWUSER, CLONE_NEWNET
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "sqlite3.")
_CHANGING = {
    *("os.chmod", "os.chown", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.truncate"),
    *("os.kill", "shutil.rmtree", "tempfile.mkstemp", "tempfile.mkdtemp"),
}

inside = False
"""Whether this process is such a worker, where a job that asks for another runs it itself."""


def main(ours: tuple[str, ...]) -> None:
    """Serve until the caller closes its end. `ours`: the packages that functions may come from."""
    global inside  # noqa: PLW0603 one a process
    inside = True
    wire.OURS = ours
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)  # what a library prints is no answer
    for name in FIRST:
        importlib.import_module(name)
    shut_in()
    send(answers, (AnswerKind.VALUE, None, most_taken()))
    while True:
        try:
            request: JobRequest = pickle.load(requests)  # noqa: S301 from our own caller
        except (EOFError, KeyboardInterrupt):
            return
        with contextlib.suppress(BrokenPipeError):
            answer(request, answers)


def answer(request: JobRequest, answers: BinaryIO) -> None:
    """Run one job and send its result."""
    hold(request.limits)
    try:
        result = function(request.function)(*request.args)
        if request.streams:
            for items in in_parts(result):
                send(answers, (AnswerKind.ITEM, items, 0))
            result = None
        send(answers, (AnswerKind.VALUE, result, most_taken()))
    except DisclosureError as error:
        if lacked_memory(error):
            send(answers, (AnswerKind.NO_MEMORY, None, most_taken()))
            return
        kind = type(error) if type(error).__init__ is Exception.__init__ else Unreadable
        send(answers, (AnswerKind.REFUSED, (f"{kind.__module__}:{kind.__qualname__}", str(error)), most_taken()))
    except (KeyboardInterrupt, SystemExit, BrokenPipeError):
        raise
    except BaseException as error:  # noqa: BLE001 a failed assertion in Rust is no Exception, and the caller must know
        outcome = AnswerKind.NO_MEMORY if lacked_memory(error) else AnswerKind.FAILED
        send(answers, (outcome, where(error), most_taken()))


def function(reference: str) -> Any:
    """Return the function `package.module:name`, of this project alone."""
    module, _, name = reference.partition(":")
    if not module.startswith(wire.OURS):
        raise ValueError(module)
    return getattr(importlib.import_module(module), name)


def in_parts(items: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield items some hundred at a time, to save answers."""
    each = iter(items)
    while part := list(itertools.islice(each, AT_ONCE)):
        yield part


def lacked_memory(error: BaseException | None) -> bool:
    """Whether lack of memory is the cause: by the exception's chain or by the memory used.

    Libraries in C say anything then: lxml takes the document for broken.
    """
    while error is not None:
        if isinstance(error, MemoryError):
            return True
        error = error.__cause__ or error.__context__
    peak = _memory("VmPeak")
    return peak is not None and resource is not None and peak > resource.getrlimit(resource.RLIMIT_AS)[0] - NEAR


def where(error: BaseException) -> str:
    """Return type and lines of a failure, without its text, which may quote the file."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return type(error).__name__ + "".join(f" < {Path(one.filename).name}:{one.lineno}" for one in reversed(frames))


# --- Walls ------------------------------------------------------------------


def hold(limits: Limits) -> None:
    """Set the limits of the next job, beyond what this process already uses."""
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _soft(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + limits.cpu) + 1)
    taken = _memory("VmSize")
    if taken is not None:
        _soft(resource.RLIMIT_AS, taken + limits.memory)


def most_taken() -> int:
    """Return the most bytes this process ever used; 0 where the system does not tell."""
    peak = _memory("VmHWM")  # what Linux answers through `resource` begins with what the caller had
    if peak is None and resource is not None:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak or 0


def _memory(which: str) -> int | None:
    """Bytes of this process by one of Linux's measures; None on other systems, where the caller watches.

    VmSize and VmPeak: address space, now and at most; VmHWM: memory, at most.
    """
    try:
        lines = Path(f"/proc/{os.getpid()}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{which}:")), None)


def _soft(what: int, limit: int) -> None:
    hard = resource.getrlimit(what)[1]
    resource.setrlimit(what, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def shut_in() -> None:
    """Drop what file readers do not need, as far as the system offers it."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NETWORK)
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    readable = ReadableFiles()
    sys.addaudithook(lambda event, args: _audit(event, args, readable))


_READ_ALSO = (f"/proc/{os.getpid()}/", "/usr/share/zoneinfo", "/etc/localtime", "/dev/null", "/dev/urandom")


class ReadableFiles:
    """What lies where programs and fonts do; of the project its packages alone, for keys and records lie beside them.

    The folder in which the caller was started counts for nothing: it may hold the project, or be the root of all.
    """

    def __init__(self) -> None:
        project = Path(__file__).resolve().parents[2]
        folders = {Path(one).resolve() for one in (*sys.path[1:], sys.prefix, sys.base_prefix) if one}
        inside = [one for one in folders if project in one.parents]  # such as the virtual environment
        packages = [project / one.partition(".")[0] for one in wire.OURS]
        # Installed as a package the project lies among the libraries, and what it keeps lies elsewhere.
        is_installed = project.name in ("site-packages", "dist-packages")
        self._project = None if is_installed else f"{project}{os.sep}"
        self._inside = tuple(f"{one}{os.sep}" for one in (*packages, *inside))
        self._outside = tuple(f"{str(one).rstrip(os.sep)}{os.sep}" for one in folders)

    def __contains__(self, path: str) -> bool:
        """Whether the file may be read; `path` must be resolved."""
        is_of_project = self._project is not None and path.startswith(self._project)
        return path.startswith(self._inside if is_of_project else (*self._outside, *_READ_ALSO))


def _audit(event: str, args: tuple[Any, ...], readable: ReadableFiles) -> None:
    if event == "open":
        path, mode = args[0], args[1]
        if isinstance(path, int):
            return
        is_read = mode is None or not set(str(mode)) & set("wax+")
        if is_read and os.path.realpath(os.fsdecode(path)) in readable:
            return
        raise PermissionError(event)
    if event.startswith(_FORBIDDEN) or event in _CHANGING:
        raise PermissionError(event)
