"""A mail server on loopback that takes a message and holds back its answer until it may give it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import Message

from aiosmtpd.smtp import SMTP, Envelope, Session


class HoldingMailbox:
    """What has arrived; each answer waits for `let_go`."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.url = ""
        self.let_go = asyncio.Event()
        self._arrived = asyncio.Condition()

    async def wait_for(self, count: int, seconds: float = 15) -> None:
        """Return as soon as so many messages have arrived; TimeoutError otherwise."""
        async with asyncio.timeout(seconds), self._arrived:
            await self._arrived.wait_for(lambda: len(self.messages) >= count)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Called by aiosmtpd."""
        self.messages.append(message_from_bytes(bytes(envelope.original_content or b"")))
        async with self._arrived:
            self._arrived.notify_all()
        await self.let_go.wait()
        return "250 Kept"


@asynccontextmanager
async def opened() -> AsyncIterator[HoldingMailbox]:
    """A mailbox that listens while the block lasts."""
    mailbox, loop = HoldingMailbox(), asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(mailbox, hostname="localhost", enable_SMTPUTF8=True, loop=loop),
        "127.0.0.1",
        0,
    )
    mailbox.url = f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield mailbox
    finally:
        mailbox.let_go.set()
        server.close()
