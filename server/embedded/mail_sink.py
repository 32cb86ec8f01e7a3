"""The demo's mail server: takes every message on 127.0.0.1 and keeps it as a file.

Nothing is ever passed on, so no mail of the demo reaches a real person.
"""

import asyncio
import logging
import os
import secrets
import socket
import threading
import time
from functools import partial
from pathlib import Path
from typing import Final

from aiosmtpd.smtp import SMTP, Envelope, Session

MAX_MESSAGE_BYTES: Final = 1_000_000
KEPT_MESSAGES: Final = 500
_IDLE_SECONDS: Final = 60.0
_UNFINISHED: Final = ".part"


class MailSink:
    """A mail server in a thread of this process, with a directory of `.eml` files as mailbox."""

    def __init__(self, directory: Path, kept: int = KEPT_MESSAGES) -> None:
        self._directory = directory
        self._kept = kept
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = asyncio.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> str:
        """Listen on a free port, chosen by the system, and answer the SMTP URL. Raises OSError."""
        _prepare(self._directory)
        # The library logs addresses; a log holds no personal data.
        logging.getLogger("mail").setLevel(logging.WARNING)
        listener = socket.create_server(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        self._stopping = asyncio.Event()
        self._thread = threading.Thread(
            target=self._run, args=(self._loop, listener), name="mail-sink", daemon=True
        )
        self._thread.start()
        return f"smtp://127.0.0.1:{port}"

    def stop(self) -> None:
        """Close the port and every connection; messages stay. May be called twice."""
        if self._thread is not None and self._loop is not None:
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join()
            self._thread = self._loop = None

    def _run(self, loop: asyncio.AbstractEventLoop, listener: socket.socket) -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(self._serve(loop, listener))
        loop.close()

    async def _serve(self, loop: asyncio.AbstractEventLoop, listener: socket.socket) -> None:
        server = await loop.create_server(partial(self._connection, loop), sock=listener)
        await self._stopping.wait()
        server.close()
        await _end_connections()

    def _connection(self, loop: asyncio.AbstractEventLoop) -> SMTP:
        return SMTP(
            _Mailbox(self._directory, self._kept),
            hostname="localhost",
            ident="demo mailbox",
            data_size_limit=MAX_MESSAGE_BYTES,
            enable_SMTPUTF8=True,
            timeout=_IDLE_SECONDS,
            loop=loop,
        )


class _Mailbox:
    """What aiosmtpd calls when a message has arrived."""

    def __init__(self, directory: Path, kept: int) -> None:
        self._directory = directory
        self._kept = kept

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the message, then say so: a sender that reads 250 finds it in the inbox."""
        try:
            _store(self._directory, bytes(envelope.original_content or b""))
            _forget_oldest(self._directory, self._kept)
        except OSError:
            return "452 The mailbox cannot be written now"
        return "250 Kept"


def _prepare(directory: Path) -> None:
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    directory.chmod(0o700)
    for unfinished in directory.glob(f"*{_UNFINISHED}"):
        unfinished.unlink(missing_ok=True)


def _store(directory: Path, content: bytes) -> None:
    """Written aside and renamed: a reader sees a whole message or none.

    The name is the time of arrival in nanoseconds, so names sort by age.
    """
    final = directory / f"{time.time_ns():020d}-{secrets.token_hex(4)}.eml"
    aside = final.with_suffix(_UNFINISHED)
    try:
        with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        aside.rename(final)
    except OSError:
        aside.unlink(missing_ok=True)
        raise


def _forget_oldest(directory: Path, kept: int) -> None:
    for old in sorted(directory.glob("*.eml"), reverse=True)[kept:]:
        old.unlink(missing_ok=True)


async def _end_connections() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
