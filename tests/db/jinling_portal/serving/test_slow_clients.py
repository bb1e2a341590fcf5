"""Clients that take their time, as many as like, keep nobody from a page, and are cut off."""

import itertools
import selectors
import socket
import threading
import time
from contextlib import suppress

import pytest

from tests.support.served import HANG, LARGE, asked, read, status

pytestmark = pytest.mark.one_database

MANY = 40
PAGES = 20
SHORT = {"HEAD_SECONDS": "3", "BODY_SECONDS": "3", "ANSWER_SECONDS": "3"}
FORM = "application/x-www-form-urlencoded"
BEGUN = asked("/apply/", "POST", Content_Length="100000", Content_Type=FORM)
# What a client of each kind sends at once, and then byte by byte, without end.
KINDS = {
    "request line": (b"GET /", b"a"),
    "headers": (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ", b"a"),
    "body": (BEGUN, b"a"),
    "sign-in": (asked("/admin/login/", "POST", Content_Length="100000", Content_Type=FORM), b"a"),
    "upload": (asked("/apply/", "POST", Content_Length="5000000", Content_Type=FORM), b"a"),
    "silence": (b"", b""),
}


class Slow:
    """So many clients of each kind, which send a byte a second each until the server has closed all of them."""

    def __init__(self, server):
        self.kinds = {}
        for kind, (begin, byte) in KINDS.items():
            for _ in range(MANY):
                client = server.connect()
                self.kinds[client] = kind, byte
                client.sendall(begin)
        self.clients = list(self.kinds)
        self.heard = dict.fromkeys(self.clients, b"")
        self.open = set(self.clients)
        self.thread = threading.Thread(target=self._drip)
        self.thread.start()

    def _drip(self):
        with selectors.DefaultSelector() as waiting:
            for client in self.clients:
                waiting.register(client, selectors.EVENT_READ)
            for _ in range(60):
                for key, _ in waiting.select(timeout=0):
                    self._hear(key.fileobj, waiting)
                if not self.open:
                    return
                for client in self.open:
                    with suppress(OSError):  # the next look at it says that it is closed
                        client.sendall(self.kinds[client][1])
                time.sleep(1)

    def _hear(self, client, waiting):
        try:
            heard = client.recv(2**16)
        except OSError:
            heard = b""
        self.heard[client] += heard
        if not heard:
            waiting.unregister(client)
            self.open.discard(client)
            client.close()

    def end(self):
        """Wait until all are closed; what each kind was told, by status (0: nothing)."""
        self.thread.join()
        for client in self.clients:
            client.close()
        told = {kind: set() for kind in KINDS}
        for client, heard in self.heard.items():
            told[self.kinds[client][0]].add(status(heard))
        return told


def pages(server):
    """How the pages answer, and whether within the time they have."""
    answers = []
    for path in itertools.islice(itertools.cycle(["/guide/", "/search/?q=a", "/healthz", "/apply/"]), PAGES):
        begin = time.monotonic()
        answers.append((status(server.get(path)), time.monotonic() - begin < HANG))
    return answers


def test_slow_clients_keep_nobody_from_a_page(site):
    """280 connections at once: six kinds that send a byte a second, and readers that read nothing."""
    server = site(**SHORT)
    slow, readers = Slow(server), [unreading(server) for _ in range(MANY)]

    try:
        answers = pages(server)
    finally:
        told = slow.end()
        came = {rest(reader) for reader in readers}

    assert answers == [(200, True)] * PAGES
    assert not slow.open
    assert all(size < LARGE for size in came), "whoever reads late has all of it"
    assert told == {kind: {0 if kind == "silence" else 408} for kind in KINDS}
    assert status(server.get("/guide/")) == 200


def unreading(server):
    """A client that asks for an answer which is larger than what the system buffers, and reads next to none of it."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.settimeout(HANG)
    client.connect(("127.0.0.1", server.port))
    client.sendall(asked("/static/large.js"))
    assert client.recv(12) == b"HTTP/1.1 200"
    return client


def rest(reader):
    """How many bytes come before the connection ends; at the end nobody waits for more."""
    size = 0
    with reader, suppress(ConnectionError):
        while piece := reader.recv(2**16):
            size += len(piece)
    return size


def test_more_connections_than_there_may_be_keep_nobody_out(site):
    server = site(CONNECTIONS="50", HEAD_SECONDS="600")
    clients = [server.connect() for _ in range(3 * 50)]

    answers = pages(server)

    assert answers == [(200, True)] * PAGES
    for client in clients:
        client.close()


def test_a_steady_upload_takes_longer_than_a_stretch(site):
    """Slow but going on: more than the rate in each stretch."""
    server = site(BODY_SECONDS="1", CLIENT_RATE="1000")
    with server.connect() as client:
        client.sendall(asked("/apply/", "POST", Content_Length="16000", Content_Type=FORM))
        for _ in range(8):
            client.sendall(b"a" * 2000)
            time.sleep(0.5)
        answer = read(client)

    assert status(answer) not in {0, 408}
