"""The server of one process: connections in its event loop, requests in its threads."""

import sys
import time
from typing import Any
from wsgiref.types import WSGIApplication

from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from .bodies import MemoryBudget
from .connections import AllowanceTask, Connection, Phase
from .limits import ServerLimits

HEALTH = "/healthz"
READING = {"GET", "HEAD"}
HEAD_BYTES = 32 * 1024  # of a request's head, cookies included
MOST_UNREAD = 64 * 2**20  # bytes of an answer made piece by piece; beyond that its thread waits for the reader
LOOK_SECONDS = 1  # seconds between checks for slow clients
STOP_SECONDS = 5  # for requests that are being answered


class ServerSettings(Adjustments):
    """Waitress's settings, with ours beside them for parser and connection."""

    def __init__(self, listening: Any, limits: ServerLimits) -> None:
        super().__init__(
            sockets=[listening],
            connection_limit=limits.connections,
            asyncore_use_poll=True,  # select is limited to 1024 files
            recv_bytes=2**16,
            max_request_header_size=HEAD_BYTES,
            max_request_body_size=sys.maxsize,  # `Request` judges
            inbuf_overflow=sys.maxsize,  # personal data must never be written to a temporary file
            outbuf_overflow=sys.maxsize,
            outbuf_high_watermark=MOST_UNREAD,
            clear_untrusted_proxy_headers=False,  # Django knows which of them count
            log_socket_errors=False,
            ident=None,
        )
        self.limits = limits
        self.public_room, self.staff_room = MemoryBudget(limits.bodies // 2), MemoryBudget(limits.bodies)


class ThreadPools:
    """Separate threads for slow and fast requests, so that pages are answered whatever is being uploaded."""

    def __init__(self, threads: int) -> None:
        sending = max(threads // 2, 1)
        self.pages, self.sendings, self.quick = (_threads(count) for count in (max(threads - sending, 1), sending, 1))

    def add_task(self, task: Connection | AllowanceTask) -> None:
        """Sort by kind; health checks and allowances take almost no time."""
        request = None if isinstance(task, AllowanceTask) else task.requests[0]
        if request is None or request.error or request.path == HEALTH:
            self.quick.add_task(task)
        else:
            (self.pages if request.command in READING else self.sendings).add_task(task)

    def shutdown(self) -> None:
        lanes = (self.quick, self.pages, self.sendings)
        end = time.monotonic() + STOP_SECONDS
        for lane in lanes:
            lane.set_thread_count(0)
        for lane in lanes:
            lane.shutdown(timeout=max(end - time.monotonic(), 0))


def _threads(count: int) -> Any:
    lane = ThreadedTaskDispatcher()
    lane.set_thread_count(count)
    return lane


class Server(TcpWSGIServer):
    """Waitress's server; when full, it closes the connection that has been in its phase longest."""

    channel_class = Connection
    active_channels: dict[int, Connection]
    adj: ServerSettings

    def __init__(self, application: WSGIApplication, listening: Any, limits: ServerLimits) -> None:
        self.limits = limits
        self.is_stopping = False
        self.next_look = 0.0
        place = (listening.family, listening.type, listening.proto, listening.getsockname())
        super().__init__(
            application,
            _sock=listening,
            dispatcher=ThreadPools(limits.threads),
            adj=ServerSettings(listening, limits),
            sockinfo=place,
            bind_socket=False,
        )

    def run(self) -> None:
        while not self.is_stopping:
            self._tend(time.time())
            self.asyncore.loop(
                timeout=self.adj.asyncore_loop_timeout,
                map=self._map,
                use_poll=self.adj.asyncore_use_poll,
                count=1,
            )
        self.accepting = False
        self.task_dispatcher.shutdown()

    def stop(self, *_: object) -> None:
        """End soon; safe in a signal handler."""
        self.is_stopping = True
        self.pull_trigger()

    def ask(self, question: AllowanceTask) -> None:
        self.add_task(question)

    def maintenance(self, now: float) -> None:
        """Only between two waits, unlike waitress: the next connection may get a closed one's file number."""

    def _tend(self, now: float) -> None:
        if len(self._map) >= self.adj.connection_limit:
            resting = (
                connection for connection in self.active_channels.values() if connection.phase() is not Phase.WORK
            )
            if oldest := min(resting, key=_since, default=None):
                oldest.cut()
        if now >= self.next_look:
            self.next_look = now + LOOK_SECONDS
            for channel in list(self.active_channels.values()):
                channel.hurry(now, self.limits)
            self._free_answers()

    def _free_answers(self) -> None:
        """Close those who have been reading longest where unread answers take too much memory."""
        reading = (connection for connection in self.active_channels.values() if connection.phase() is Phase.ANSWER)
        waiting = {channel: channel.waiting_answer() for channel in reading}
        excess = sum(waiting.values()) - self.limits.answers
        for channel in sorted(waiting, key=_since):
            if excess <= 0:
                break
            excess -= waiting[channel]
            channel.cut()


def _since(connection: Connection) -> float:
    return connection.pace.begun
