"""Readers over plain sockets: each asks, reads its answer to the end, and asks again, all in one thread."""

import selectors
import socket
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from time import perf_counter

READERS = 8
SIZE = 2**18
USUAL = {"Host": "127.0.0.1", "Accept": "text/html", "Accept-Encoding": "gzip"}


def request(path: str, **headers: str) -> bytes:
    """As a browser asks; a header's name with `_` for `-`."""
    named = USUAL | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in named.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    length: int  # of all of it


def _answer(read: bytearray) -> Answer | None:
    """The answer, once all of it is there."""
    end = read.find(b"\r\n\r\n")
    if end < 0:
        return None
    first, *lines = read[:end].decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    status = int(first.split()[1])
    length = end + 4 + (0 if status == 304 else int(headers["content-length"]))
    return Answer(status, headers, length) if len(read) >= length else None


def one(port: int, asked: bytes) -> Answer:
    """The answer to one question."""
    read = bytearray()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(asked)
        while (found := _answer(read)) is None:
            read += connection.recv(SIZE)
    return found


def seconds(port: int, questions: list[bytes], *, status: int = 200, readers: int = READERS) -> float:
    """How long it takes to have all of them answered; raises RuntimeError at another status."""
    left = iter(questions)
    begin = perf_counter()
    found = _read(port, left, readers)
    taken = perf_counter() - begin
    if found != {status: len(questions)}:
        raise RuntimeError(f"{dict(found)} in place of {len(questions)} times {status}")
    return taken


def statuses(port: int, questions: Iterator[bytes], *, readers: int, lasting: float) -> Counter[int | str]:
    """What so many readers are told in this time (seconds), by status; a connection that breaks is an answer too."""
    end = perf_counter() + lasting
    return _read(port, (one for one in questions if perf_counter() < end), readers, until=end)


def _read(port: int, questions: Iterator[bytes], readers: int, until: float | None = None) -> Counter[int | str]:
    found: Counter[int | str] = Counter()
    with selectors.DefaultSelector() as waiting:
        for _ in range(readers):
            connection = socket.create_connection(("127.0.0.1", port))
            waiting.register(connection, selectors.EVENT_READ, bytearray())
            _next(waiting, connection, questions, until)
        while waiting.get_map():
            for key, _ in waiting.select():
                _took(waiting, key, questions, found, until)
    return found


def _took(waiting, key, questions, found, until) -> None:
    connection, read = key.fileobj, key.data
    try:
        piece = connection.recv(SIZE)
    except OSError:
        piece = b""
    read += piece
    if not piece:
        found["broken off"] += 1
        waiting.unregister(connection)
        connection.close()
    elif answer := _answer(read):
        found[answer.status] += 1
        del read[: answer.length]
        _next(waiting, connection, questions, until)


def _next(waiting, connection, questions, until) -> None:
    asked = None if until is not None and perf_counter() >= until else next(questions, None)
    if asked is None:
        waiting.unregister(connection)
        connection.close()
    else:
        connection.sendall(asked)
