"""Incoming requests: refused in Chinese where they are too long, too large or malformed."""

from typing import Any

from waitress.parser import HTTPRequestParser, ParsingError

from .bodies import Body
from .limits import PLAIN, Allowance
from .refusals import BAD_REQUEST, BY_CODE, FULL, LONG_ADDRESS, LONG_HEADERS, NO_LENGTH, ServerRefusal, too_large

MOST_DRAINED = 4  # times the largest upload; whoever sends more may see a broken connection


class IncomingRequest(HTTPRequestParser):
    """One at a time: what a client sends after a request, before it has the answer, is ignored.

    A body of more than `PLAIN` bytes waits after its head until its allowance is known (`must_ask`, `allow`). A refused
    one is received and discarded, so that the refusal can be read.
    """

    body: Body | None = None
    must_ask = False
    _refusal: ServerRefusal = FULL
    error: Any
    body_rcv: Any

    def received(self, data: bytes) -> int:
        begun = self.header_plus + data[: self.adj.max_request_header_size]
        taken = super().received(data)
        if self.error is not None and not isinstance(self.error, ServerRefusal):
            self.error = BY_CODE.get(self.error.code, BAD_REQUEST)
            if self.error is LONG_HEADERS and b"\r\n" not in begun:
                self.error = LONG_ADDRESS
        if not self.completed:
            return taken
        self.expect_continue = False  # there is nothing to wait for any more
        if self.body is not None:
            self.body.finish()
            if self.body.is_dropped and self.error is None:
                self.error = self._refusal
        if data[taken:].strip():
            self.headers["CONNECTION"] = "close"
        return len(data)

    def parse_header(self, header_plus: bytes) -> None:
        limits, room = self.adj.limits, self.adj.public_room
        if len(header_plus.partition(b"\r\n")[0]) > limits.address:
            super().parse_header(b"GET / HTTP/1.0\r\n")
            self.error = LONG_ADDRESS
            return
        try:
            super().parse_header(header_plus)
        except ValueError as error:  # a length of thousands of digits, half an IPv6 address
            raise ParsingError(str(error)) from error
        if self.chunked:  # no browser sends it, and its lines and trailers have no end
            self.error, self.body_rcv = NO_LENGTH, None
        elif self.content_length > MOST_DRAINED * limits.upload:
            self.error, self.body_rcv = too_large(limits.upload), None
        elif self.content_length:
            self.body = self.body_rcv.buf = Body(room)
            self.must_ask = self.content_length > PLAIN

    def allow(self, allowance: Allowance) -> None:
        self.must_ask = False
        if self.body is not None and self.content_length > allowance.most:
            self._refusal = too_large(allowance.most)
            self.body.drop()
        elif self.body is not None and allowance.is_staff:
            self.body.move(self.adj.staff_room)

    def close(self) -> None:
        if self.body is not None:
            self.body.close()
