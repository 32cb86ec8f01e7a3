"""Sends a file piece by piece, for as long as it may be sent.

While bytes are sent it is asked again and again whether they still may be.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

import structlog
from starlette.types import Receive, Send

from db import outages
from domain.errors import DomainError

# A piece is what is on its way when access ends; it is kept small.
PIECE_BYTES: Final = 32 * 1024
LOOK_AGAIN_SECONDS: Final = 0.4
LOOK_PATIENCE_SECONDS: Final = 0.4

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file that may be sent now; `may_go_on` is asked again meanwhile."""

    headers: Mapping[str, str]
    chunks: AsyncIterator[bytes]
    may_go_on: Callable[[], Awaitable[bool]]


async def send_while_allowed(opened: OpenFile, receive: Receive, send: Send) -> None:
    """Send until the end, or until access has ended or the client has gone.

    A cut transfer is left unfinished on purpose: the server then closes the connection, and the
    client sees that the body is shorter than announced.
    """
    sending = asyncio.create_task(_send_all(opened, send))
    watching = asyncio.create_task(_access_ended(opened))
    leaving = asyncio.create_task(_left(receive))
    tasks = (sending, watching, leaving)
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if sending.done():
            sending.result()
        elif watching.done():
            log.info("download_cut")
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def begun(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same chunks, with the first one read: a lost file fails before anything is sent."""
    first = await anext(chunks, b"")

    async def rest() -> AsyncIterator[bytes]:
        yield first
        async for chunk in chunks:
            yield chunk

    return rest()


async def once(content: bytes) -> AsyncIterator[bytes]:
    """A content that is at hand, as chunks."""
    yield content


async def _send_all(opened: OpenFile, send: Send) -> None:
    names = [(name.encode(), value.encode("latin-1")) for name, value in opened.headers.items()]
    await send({"type": "http.response.start", "status": 200, "headers": names})
    async for chunk in opened.chunks:
        for start in range(0, len(chunk), PIECE_BYTES):
            piece = chunk[start : start + PIECE_BYTES]
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            await asyncio.sleep(0)  # a fast client must not keep the watch from running
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _access_ended(opened: OpenFile) -> None:
    """Return when it is not certain any more that the file may be sent."""
    while True:
        await asyncio.sleep(LOOK_AGAIN_SECONDS)
        try:
            async with asyncio.timeout(LOOK_PATIENCE_SECONDS):
                if not await opened.may_go_on():
                    return
        except (*outages.DATABASE_ERRORS, DomainError):
            return


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
