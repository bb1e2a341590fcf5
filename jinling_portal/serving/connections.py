"""A client's connection: it waits in the server's event loop, however slow, and occupies no thread."""

import logging
import os
import socket
import struct
from enum import IntEnum
from typing import Any

from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.task import WSGITask

from .limits import PLAIN, Allowance, ServerLimits, allowance
from .refusals import TOO_SLOW
from .requests import IncomingRequest

LINGER_SECONDS = 2  # for the client to read the last answer, before what it still sends breaks the connection
NO_LINGER = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
logger = logging.getLogger(__name__)


class Phase(IntEnum):
    """What a connection is doing."""

    IDLE = 0
    HEAD = 1
    BODY = 2
    WORK = 3  # the server's turn
    ANSWER = 4
    END = 5


class Pace:
    """When a phase began, and how much arrived in its last stretch."""

    def __init__(self, key: object, now: float, amount: int = 0) -> None:
        self.key = key
        self.begun = self.mark = now
        self.amount = amount

    def is_slow(self, now: float, amount: int, seconds: int, rate: int) -> bool:
        """Whether fewer than `rate` bytes a second arrived in the last `seconds`; checked once they are over."""
        if now - self.mark < seconds:
            return False
        came, self.mark, self.amount = amount - self.amount, now, amount
        return came < seconds * rate


class ResponseTask(WSGITask):
    """Waitress's answer; the connection also stays open after answers without a body, such as 304."""

    def set_close_on_finish(self) -> None:
        """Close where the client asks for it, or could not tell where the answer ends."""
        is_asked = self.request.headers.get("CONNECTION", "").lower() == "close"
        if is_asked or self.has_body or self.version != "1.1":
            super().set_close_on_finish()


class Connection(HTTPChannel):
    """Waitress's channel, closed when too slow over a stretch of time: a byte a second is not enough.

    The last answer gets time to be read (`LINGER_SECONDS`).
    """

    parser_class = IncomingRequest
    task_class = ResponseTask
    request: Any
    server: Any
    will_close: bool

    def __init__(self, server: Any, sock: socket.socket, addr: Any, adj: Any, map: Any = None) -> None:  # noqa: A002
        self.answered = self.sent = 0
        self.is_asking = self.is_ending = False
        super().__init__(server, sock, addr, adj, map=map)
        self.pace = Pace(None, self.creation_time)

    # --- Reading and writing ------------------------------------------------

    def readable(self) -> bool:
        return self.is_ending or (not self.is_asking and super().readable())

    def handle_read(self) -> None:
        if not self.is_ending:
            super().handle_read()
            return
        try:
            self.recv(self.adj.recv_bytes)
        except OSError:
            self.handle_close()

    def received(self, data: bytes) -> bool:
        """Take data in; as soon as a large body is announced, ask whether it is allowed."""
        took = super().received(data)
        request = self.request
        if request is not None and request.headers_finished and request.must_ask and not self.is_asking:
            self.is_asking = True
            self.server.ask(AllowanceTask(self, request))
        return bool(took)

    def send(self, data: bytes, do_close: bool = True) -> int:  # noqa: FBT001, FBT002 waitress's signature
        sent = super().send(data, do_close=do_close)
        self.sent += sent
        return int(sent)

    def service(self) -> None:
        super().service()
        self.answered += 1

    # --- Ending -------------------------------------------------------------

    def handle_close(self) -> None:
        """Close; after an answer, shut down sending first and wait until the client has seen it."""
        if self.will_close and self.connected and not self.is_ending:
            try:
                self.socket.shutdown(socket.SHUT_WR)
            except OSError:
                pass
            else:
                self.is_ending, self.will_close = True, False
                return
        self.cut()

    def cut(self) -> None:
        request, self.request = self.request, None
        if request is not None:
            request.close()
        if self.connected and self.total_outbufs_len:  # nor shall the system keep what was not read
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
        super().handle_close()

    # --- Time ---------------------------------------------------------------

    def phase(self) -> Phase:
        if self.is_ending:
            return Phase.END
        if self.total_outbufs_len:
            return Phase.ANSWER
        if self.requests or self.is_asking:
            return Phase.WORK
        if self.request is None:
            return Phase.IDLE
        return Phase.BODY if self.request.headers_finished else Phase.HEAD

    def hurry(self, now: float, limits: ServerLimits) -> None:
        """Close the connection where it is too slow; called once a second."""
        phase = self.phase()
        if self.pace.key != (key := (phase, self.answered)):
            self.pace = Pace(key, now, self.request.body_bytes_received if phase is Phase.BODY else self.sent)
        lasted = now - self.pace.begun
        match phase:
            case Phase.IDLE if lasted >= limits.head_seconds:
                self.cut()
            case Phase.HEAD if lasted >= limits.head_seconds:
                self._refuse_as_slow()
            case Phase.BODY if self._is_slow_body(now, lasted, limits):
                self._refuse_as_slow()
            case Phase.ANSWER if self.pace.is_slow(now, self.sent, limits.answer_seconds, limits.client_rate):
                self.cut()
            case Phase.END if lasted >= LINGER_SECONDS:
                self.cut()

    def _is_slow_body(self, now: float, lasted: float, limits: ServerLimits) -> bool:
        came = self.request.body_bytes_received
        is_slow = self.pace.is_slow(now, came, limits.body_seconds, limits.client_rate)
        return is_slow or lasted >= limits.body_longest_seconds

    def _refuse_as_slow(self) -> None:
        with self.requests_lock:
            request, self.request = self.request, None
            request.close()
            request.error, request.completed = TOO_SLOW, True
            self.requests.append(request)
        self.server.add_task(self)

    def waiting_answer(self) -> int:
        """Bytes of unread answer in memory; a file sent from disk takes none."""
        return sum(len(held) for held in list(self.outbufs) if isinstance(held, OverflowableBuffer))


class AllowanceTask:
    """Asks in a thread how much a client may send, which only the database knows; then reading goes on."""

    def __init__(self, connection: Connection, request: IncomingRequest) -> None:
        self.connection = connection
        self.request = request

    def service(self) -> None:
        try:
            allowed = allowance(self.request.path, self.request.headers.get("COOKIE", ""))
        except Exception:
            logger.exception("a client's allowance")
            allowed = Allowance(PLAIN)
        self._go_on(allowed)

    def cancel(self) -> None:
        self._go_on(Allowance(PLAIN))

    def _go_on(self, allowed: Allowance) -> None:
        with self.connection.requests_lock:
            if self.connection.request is self.request:
                self.request.allow(allowed)
            self.connection.is_asking = False
        if self.connection.connected:
            self.connection.server.pull_trigger()
