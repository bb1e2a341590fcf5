"""Calls over files that may take their process down: each file in a child of a process of its own, within limits.

A stand-alone program, so that what runs the tests never holds a library that crashed and never loses its memory.
"""

import importlib
import os
import pickle
import resource
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

MEMORY = 2 * 2**30  # bytes of addresses
ROOT = Path(__file__).resolve().parents[2]
OK, REFUSED = "ok", "refused"


def outcomes(
    calls: Iterable[str], files: Mapping[str, Iterable[bytes]], *, seconds: int = 10
) -> dict[tuple[str, str], list[str]]:
    """By name of file and call (`module:function`): what became of each of its versions.

    "ok", "refused: …" with the sentence, "raised: …" for whatever nobody is to see, "ended by …" where the process
    went. The versions of one file share one process and `seconds` of processor time.
    """
    asked = pickle.dumps((list(calls), [(name, list(versions)) for name, versions in files.items()], seconds))
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.walls"], input=asked, capture_output=True, cwd=ROOT, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    return pickle.loads(done.stdout)  # noqa: S301  # from a process of ours


def main() -> None:
    """Read what is asked, answer what became of it."""
    calls, files, seconds = pickle.load(sys.stdin.buffer)  # noqa: S301  # from a process of ours
    functions = {call: _function(call) for call in calls}
    found = {}
    for name, versions in files:
        for call, told in zip(calls, _in_a_child(functions, name, versions, seconds), strict=True):
            found[name, call] = told
    sys.stdout.buffer.write(pickle.dumps(found))


def _function(call):
    module, _, function = call.partition(":")
    return getattr(importlib.import_module(module), function)


def _in_a_child(functions, name, versions, seconds):
    """What each call gave, as far as the child came."""
    out, into = os.pipe()
    child = os.fork()
    if not child:
        os.close(out)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        for place, function in enumerate(functions.values()):
            for version in versions:
                told = f"{place} {_told(function, version, name)}"
                os.write(into, told.replace("\n", " ").encode()[:2000] + b"\n")
        os._exit(0)
    os.close(into)
    with os.fdopen(out, encoding="utf-8", errors="replace") as lines:
        read = [line.rstrip("\n").split(" ", 1) for line in lines]
    _, status = os.waitpid(child, 0)
    told = [[words for number, words in read if number == str(place)] for place in range(len(functions))]
    if os.WIFSIGNALED(status):
        last = int(read[-1][0]) if read else 0
        broken = next(place for place in range(last, len(functions)) if len(told[place]) < len(versions))
        told[broken].append(f"ended by {signal.Signals(os.WTERMSIG(status)).name}")
    return told


def _told(function, data, name):
    from disclosure.errors import Refused

    try:
        function(data, name)
    except Refused as error:
        return f"{REFUSED}: {error}"
    except BaseException as error:  # noqa: BLE001  # whatever it is, it is what is asked
        return f"raised: {type(error).__name__}: {error}"
    return OK


if __name__ == "__main__":
    main()
