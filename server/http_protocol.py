"""HTTP as uvicorn reads it, with bounds for the head, and what is no HTTP refused in JSON.

The library bounds neither the size of a head nor the time that it takes to arrive, nor how long a
client keeps what it does not read.
"""

import socket
from asyncio import TimerHandle, Transport
from typing import Any, Final

import orjson
import structlog
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from domain.errors import BadUserInput
from domain.texts import Language
from schema import errors
from server import graphql_credentials

HEAD_BYTES: Final = 64 * 1024
HEAD_SECONDS: Final = 10.0
# Of sent bytes that nobody takes. Then the kernel cuts the connection and drops them, WebSockets
# and event streams that were given up among them (RFC 5482; systems without it keep their own).
UNREAD_SECONDS: Final = 60.0

MALFORMED: Final = ("400 Bad Request", "request.malformed", 0.0)
_TOO_LATE: Final = ("408 Request Timeout", "request.head_late", HEAD_SECONDS)
_TOO_LARGE: Final = ("431 Request Header Fields Too Large", "request.head_large", HEAD_BYTES)

log = structlog.get_logger(__name__)


class BoundedHttp(HttpToolsProtocol):
    """One connection; what is refused here ends it, behind the answers that are under way."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._is_head = False
        self._has_just_begun = False
        self._head_bytes = 0
        self._deadline: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """A head has to come now."""
        super().connection_made(transport)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            connection = transport.get_extra_info("socket")
            milliseconds = round(UNREAD_SECONDS * 1000)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, milliseconds)
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is expected any more."""
        self._expect_nothing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; a head of several pieces is counted from its second on."""
        self._has_just_begun = False
        super().data_received(data)
        if self._is_head and not self._has_just_begun:
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES:
                self._refuse(_TOO_LARGE)

    def on_message_begin(self) -> None:
        """The first line of a request."""
        super().on_message_begin()
        self._is_head = self._has_just_begun = True
        self._head_bytes = 0
        if self._deadline is None:
            self._expect_head()

    def on_headers_complete(self) -> None:
        """The head is here. Raises ValueError for a bad one: the parser stops then."""
        self._expect_nothing()
        self._head_bytes = len(self.url) + sum(len(name) + len(of) for name, of in self.headers)
        if self._head_bytes > HEAD_BYTES:
            raise ValueError("head too large")
        if sum(name == b"host" for name, _ in self.headers) > 1:
            raise ValueError("two hosts")
        self._is_head = False
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """Called when the parser has stopped; `msg` is uvicorn's own, without a code."""
        self._refuse(_TOO_LARGE if self._head_bytes > HEAD_BYTES else MALFORMED)

    def _expect_head(self) -> None:
        self._deadline = self.loop.call_later(HEAD_SECONDS, self._refuse, _TOO_LATE)

    def _expect_nothing(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _refuse(self, why: tuple[str, str, float]) -> None:
        """Answer and close; behind an answer that is under way only close, when it is sent."""
        self._expect_nothing()
        cycle = self.cycle
        if cycle is not None and not cycle.response_complete and not cycle.more_body:
            cycle.keep_alive = False
            return
        is_silent = why is _TOO_LATE and not self._is_head
        is_answering = cycle is not None and not cycle.response_complete and cycle.response_started
        if not (is_silent or is_answering or self.transport.is_closing()):
            self.transport.write(refusal(*why))
        self.transport.close()


def refusal(status: str, reason: str, maximum: float) -> bytes:
    """The whole answer to what is no request; it looks like every other error."""
    correlation_id = graphql_credentials.new_correlation_id()
    log.info("request", path="(unreadable)", status=int(status[:3]), correlation_id=correlation_id)
    error = BadUserInput(reason, maximum=maximum)
    body = orjson.dumps({"errors": [errors.of_refusal(error, Language.EN, correlation_id)]})
    head = (
        f"HTTP/1.1 {status}\r\n"
        "content-type: application/json; charset=utf-8\r\n"
        "cache-control: no-store\r\n"
        "x-content-type-options: nosniff\r\n"
        f"x-request-id: {correlation_id}\r\n"
        f"content-length: {len(body)}\r\n"
        "connection: close\r\n\r\n"
    )
    return head.encode() + body
