"""Jobs for the processes that read files, which do what a hostile file would make a reader do."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from disclosure.documents.passage import Passage
from disclosure.errors import Refused, Unreadable


@dataclass
class Bomb:
    """An answer that would run something where it is read."""

    def __reduce__(self):
        return (os.system, ("true",))


def echo(*args):
    return args[0] if len(args) == 1 else args


def passage():
    return Passage("第1段", "字")


def refuse():
    raise Refused("不能公开。")


def unreadable():
    raise Unreadable("「甲.txt」读不了。")


def fail():
    raise ValueError("身份证号码 是秘密")


def spin():
    while True:
        pass


def sleep():
    time.sleep(600)


def take(mib):
    return len(bytearray(mib * 2**20))


def take_and_say_so(mib):
    """As readers do that put every error into a sentence."""
    try:
        return take(mib)
    except MemoryError as error:
        raise Unreadable("「甲.docx」已损坏。") from error


def die():
    os.abort()


def many(count):
    yield from range(count)


def many_then_die(count):
    yield from range(count)
    os.abort()


def bomb():
    return Bomb()


def endless():
    return bytes(600 * 2**20)


def environment():
    return dict(os.environ), open(f"/proc/{os.getpid()}/environ", "rb").read()  # noqa: PTH123


def modules():
    return sorted(sys.modules)


def attempt(what, *args):
    """The name of what it raises; empty where it can be done."""
    tries = {
        "connect": lambda: socket.create_connection(("127.0.0.1", args[0]), timeout=2),
        "listen": lambda: socket.create_server(("127.0.0.1", 0)),
        "read": lambda: open(args[0], "rb").read(),  # noqa: PTH123, SIM115
        "write": lambda: open(args[0], "wb").write(b"x"),  # noqa: PTH123, SIM115
        "run": lambda: subprocess.run([sys.executable, "-V"], check=True),
        "fork": os.fork,
        "database": lambda: sqlite3.connect(args[0]),
        "remove": lambda: Path(args[0]).unlink(),
        "kill": lambda: os.kill(os.getppid(), 0),
    }
    try:
        tries[what]()
    except OSError as error:
        return type(error).__name__
    return ""
