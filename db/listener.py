"""One LISTEN connection for a process: wakes whoever waits for an organisation's events.

It carries ids only. A wake-up may be lost (the connection broke) or come for nothing: those who
wait read the event table each time, and look by themselves now and then.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final
from uuid import UUID

import asyncpg
import structlog

from db.engine import Database
from db.outbox import CHANNEL

RETRY_SECONDS: Final = 1.0

log = structlog.get_logger()


class Bell:
    """What one waiter holds."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wake the waiter now, or at its next wait."""
        self._rung.set()

    async def wait(self, timeout_seconds: float) -> None:
        """Return when rung, or after the time at the latest."""
        with suppress(
            TimeoutError
        ):  # wait_for of Python 3.11 swallows a cancel together with a ring
            async with asyncio.timeout(timeout_seconds):
                await self._rung.wait()
        self._rung.clear()


class Listener:
    """Holds the connection, re-opens it when it is lost, and rings the bells."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._bells: dict[UUID, set[Bell]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to listen in the background."""
        self._task = asyncio.create_task(self._listen_for_ever())

    async def stop(self) -> None:
        """Close the connection."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    @contextmanager
    def bell(self, organisation_id: UUID) -> Iterator[Bell]:
        """A bell that rings for each event of the organisation while the block lasts."""
        bell = Bell()
        self._bells[organisation_id].add(bell)
        try:
            yield bell
        finally:
            self._bells[organisation_id].discard(bell)
            if not self._bells[organisation_id]:
                del self._bells[organisation_id]

    async def _listen_for_ever(self) -> None:
        while True:
            try:
                await self._listen()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("listener_lost", error=type(error).__name__)
            await asyncio.sleep(RETRY_SECONDS)

    async def _listen(self) -> None:
        """Until the connection is lost."""
        connection = await self._database.listen()
        lost = asyncio.Event()
        connection.add_termination_listener(lambda _: lost.set())
        try:
            await connection.add_listener(CHANNEL, self._rung)
            self._ring_all()  # whatever came while nobody listened
            await lost.wait()
        finally:
            with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await connection.close(timeout=1)

    def _rung(self, connection: object, pid: int, channel: str, payload: object) -> None:
        for bell in self._bells.get(UUID(str(payload)), ()):
            bell.ring()

    def _ring_all(self) -> None:
        for bells in self._bells.values():
            for bell in bells:
                bell.ring()
