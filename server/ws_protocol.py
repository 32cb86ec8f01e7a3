"""WebSockets as uvicorn reads them; what breaks the protocol hears why before it is cut.

The library closes at once. What its client was still sending would then reset the connection, and
the code of the close frame would be lost with it.
"""

from asyncio import TimerHandle
from typing import Any, Final

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import CloseCode

from server import http_protocol

# As long as a client may go on sending when it was told that nobody reads it.
LINGER_SECONDS: Final = 2.0


class LingeringSocket(WebSocketsSansIOProtocol):
    """One socket. It waits for room before it writes: what was given up was not sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lingering: TimerHandle | None = None

    def data_received(self, data: bytes) -> None:
        """Read on; what comes behind a violation is thrown away."""
        if self._lingering is not None:
            return
        super().data_received(data)
        # Of a request that is none for it, such as one with a body, the library says nothing.
        if self.conn.handshake_exc is not None and not self.handshake_initiated:
            self.handshake_initiated = True
            self.transport.write(http_protocol.refusal(*http_protocol.MALFORMED))
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client has left, or its time is over."""
        if self._lingering is not None:
            self._lingering.cancel()
        super().connection_lost(exc)

    def handle_parser_exception(self) -> None:
        """Say the code, end our half, and close when the client ends its own or time is over."""
        code = self.conn.close_sent.code if self.conn.close_sent else CloseCode.PROTOCOL_ERROR
        self.stop_keepalive()
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code})
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        # Set before the application ends, which closes what nothing else closes.
        self._lingering = self.close_timer = self.loop.call_later(
            LINGER_SECONDS, self.transport.close
        )
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        if self.transport.can_write_eof():
            self.transport.write_eof()
