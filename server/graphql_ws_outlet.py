"""What goes out through one WebSocket: in order, and never longer than a client may keep us."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import orjson
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from server.graphql_ws_frames import Message

# Bytes that a close frame has for its reason.
REASON_BYTES: Final = 123


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

    async def send(self, message: Message) -> bool:
        """Whether it was sent: what is closed, broken or stuck gets nothing."""
        if self.is_stuck:
            return False
        try:
            return await self._write(message)
        except TimeoutError:
            if not self.is_stuck:
                self.is_stuck = True
                self._on_stuck()
        return False

    async def send_late(self, message: Message) -> bool:
        """One more try for a client that was stuck; whether it was sent."""
        try:
            return await self._write(message)
        except TimeoutError:
            return False

    async def close(self, code: int, reason: str) -> bool:
        """Close, and whether the client can hear of it. A close frame cuts long reasons."""
        short = reason.encode("utf-8")[:REASON_BYTES].decode("utf-8", "ignore")
        try:
            return await self._attempt(lambda: self._websocket.close(code, short))
        except TimeoutError:
            self._websocket.application_state = WebSocketState.DISCONNECTED
            return False

    async def _write(self, message: Message) -> bool:
        text = orjson.dumps(message).decode()
        return await self._attempt(lambda: self._websocket.send_text(text))

    async def _attempt(self, write: Callable[[], Awaitable[None]]) -> bool:
        if self._websocket.application_state is not WebSocketState.CONNECTED:
            return False
        try:
            async with asyncio.timeout(self._send_seconds):
                await write()
        except (WebSocketDisconnect, RuntimeError):
            self._websocket.application_state = WebSocketState.DISCONNECTED
            return False
        return True
