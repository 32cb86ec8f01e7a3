"""What goes out through one WebSocket: in order, and never longer than a client may keep us."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from functools import partial
from time import monotonic
from typing import Final

import orjson
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from server.graphql_ws_frames import Message

# Bytes that a close frame has for its reason.
REASON_BYTES: Final = 123
PING: Final[Message] = {"type": "ping"}


class Outlet:
    """A socket that may be written to until it is closed or its client reads no more."""

    def __init__(
        self, websocket: WebSocket, send_seconds: float, on_stuck: Callable[[], None]
    ) -> None:
        """`on_stuck` is called once, when a message has found no room for `send_seconds`."""
        self._websocket = websocket
        self._send_seconds = send_seconds
        self._on_stuck = on_stuck
        self.is_stuck = False

    async def send(self, message: Message, fresh_until: float = math.inf) -> bool:
        """Whether it was sent: what is closed, broken or stuck gets nothing.

        Nor is a message sent after its time; when it was too late there is room for the next.
        """
        if self.is_stuck:
            return False
        if fresh_until < monotonic() + self._send_seconds:
            return await self._send_in_time(message, fresh_until)
        try:
            return await self._write(message, self._send_seconds)
        except TimeoutError:
            if not self.is_stuck:
                self.is_stuck = True
                self._on_stuck()
        return False

    async def open(self) -> None:
        """Return if more can be sent; never otherwise: whoever closes the socket cancels all."""
        if self.is_stuck or self._websocket.application_state is not WebSocketState.CONNECTED:
            await asyncio.Event().wait()

    async def send_late(self, message: Message) -> bool:
        """One more try for a client that was stuck; whether it was sent."""
        try:
            return await self._write(message, self._send_seconds)
        except TimeoutError:
            return False

    async def close(self, code: int, reason: str) -> bool:
        """Close, and whether the client can hear of it. A close frame cuts long reasons."""
        short = reason.encode("utf-8")[:REASON_BYTES].decode("utf-8", "ignore")
        try:
            closing = partial(self._websocket.close, code, short)
            return await self._attempt(closing, self._send_seconds)
        except TimeoutError:
            self._websocket.application_state = WebSocketState.DISCONNECTED
            return False

    async def _send_in_time(self, message: Message, fresh_until: float) -> bool:
        seconds = fresh_until - monotonic()
        try:
            if seconds > 0:
                return await self._write(message, seconds)
        except TimeoutError:
            await self.send(PING)  # it goes out as soon as there is room
        return False

    async def _write(self, message: Message, seconds: float) -> bool:
        text = orjson.dumps(message).decode()
        return await self._attempt(lambda: self._websocket.send_text(text), seconds)

    async def _attempt(self, write: Callable[[], Awaitable[None]], seconds: float) -> bool:
        if self._websocket.application_state is not WebSocketState.CONNECTED:
            return False
        try:
            async with asyncio.timeout(seconds):
                await write()
        except (WebSocketDisconnect, RuntimeError):
            self._websocket.application_state = WebSocketState.DISCONNECTED
            return False
        return True
