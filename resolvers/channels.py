"""Channels: live events of an organisation, read once for all who watch the same.

A reader that stands where a channel stands joins it, and the channel reads for all of its readers
in one transaction: who may still see it, the events, what they give now, and each reader's look
on record. A reader that cannot keep pace leaves, and catches up by itself.
"""

import asyncio
import random
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import structlog

from db import outages
from domain.errors import Unauthenticated
from resolvers.live import BATCH, Found, Source, Told, View, Watcher

# What one reader may have waiting; with more it catches up by itself.
QUEUE_LENGTH: Final = 2 * BATCH
# How long a channel waits for its slowest reader before it goes on without it.
PATIENCE_SECONDS: Final = 0.25
# A database that cannot be asked is asked again, so often, before the streams end.
RETRY_SECONDS: Final = 1.0
RETRIES: Final = 30

log = structlog.get_logger(__name__)


class Reader:
    """One who watches from a number on: a bounded queue, and how it ended."""

    def __init__(self, watcher: Watcher, number: int) -> None:
        self.watcher = watcher
        self.number = number
        self._told: deque[Told] = deque()
        self._end: BaseException | None = None
        self.has_left = False
        self._rung = asyncio.Event()

    async def next(self) -> Told | None:
        """What comes next; None when the reader must catch up. Raises what ended the channel."""
        while not self._told and self._end is None and not self.has_left:
            self._rung.clear()
            await self._rung.wait()
        if self._end is not None:
            raise self._end
        if self.has_left or not self._told[0].is_fresh():
            return None
        return self._told.popleft()

    @property
    def has_room(self) -> bool:
        """Whether another batch fits."""
        return self.has_left or len(self._told) + BATCH <= QUEUE_LENGTH

    def take(self, told: Sequence[Told]) -> None:
        """Queue what is new; without room the reader is sent to catch up."""
        if not self.has_room:
            self.leave()
        if self.has_left:
            return
        self._told += told
        self._rung.set()

    def leave(self) -> None:
        """Let it read by itself from the last that it took."""
        self.has_left = True
        self._told.clear()
        self._rung.set()

    def end(self, why: BaseException) -> None:
        """Give it nothing any more, not even what waits."""
        self._end = why
        self._told.clear()
        self._rung.set()


class Channel:
    """One view of one organisation's events, up to `number`, and those who read it."""

    def __init__(self, source: Source, number: int) -> None:
        self.number = number
        self.readers: set[Reader] = set()
        self.is_over = False
        self._source = source
        self._failures = 0
        self._task = asyncio.create_task(self._read_on())

    def stop(self) -> None:
        """Read no more."""
        self._task.cancel()

    async def _read_on(self) -> None:
        try:
            with self._source.bell() as bell:
                while self.readers:
                    if not await self._tell():
                        await bell.wait(self._source.poll_seconds * (0.8 + 0.4 * random.random()))  # noqa: S311
        except Exception as bug:  # noqa: BLE001 - the readers raise it, each in its own operation
            self.is_over = True
            for reader in self.readers:
                reader.end(bug)

    async def _tell(self) -> bool:
        """Give everybody what is new; whether there may be more at once."""
        asked = [reader for reader in self.readers if not reader.has_left]
        standing = [(reader.watcher, reader.number) for reader in asked]
        try:
            found = await self._source.read(self.number, standing)
        except outages.DATABASE_ERRORS as error:
            await self._try_later(error)
            return True
        self._failures = 0
        is_more = found.number > self.number
        self.number = found.number
        if is_more:  # who came meanwhile was not looked at, and is not on record
            for reader in self.readers.difference(asked):
                reader.leave()
        self._hand_out(asked, found)
        await self._wait_for_room()
        return is_more

    async def _try_later(self, error: Exception) -> None:
        self._failures += 1
        if self._failures > RETRIES:
            raise error
        log.warning("channel_waits_for_database", error=type(error).__name__)
        await asyncio.sleep(RETRY_SECONDS)

    def _hand_out(self, asked: list[Reader], found: Found) -> None:
        for reader in asked:
            if reader.watcher in found.told:
                reader.take(found.told[reader.watcher])
            else:
                reader.end(Unauthenticated())

    async def _wait_for_room(self) -> None:
        clock = asyncio.get_running_loop().time
        deadline = clock() + PATIENCE_SECONDS
        while clock() < deadline and not all(reader.has_room for reader in self.readers):  # noqa: ASYNC110
            await asyncio.sleep(0.005)  # there is one queue for each reader


class Channels:
    """The channels of a process; one lasts as long as it has readers."""

    def __init__(self) -> None:
        self._open: dict[View, Channel] = {}

    def __len__(self) -> int:
        return len(self._open)

    @contextmanager
    def joined(
        self, view: View, source: Source, watcher: Watcher, number: int
    ) -> Iterator[Reader | None]:
        """A reader from this number on; None when the channel is already past it."""
        channel = self._open.get(view)
        if channel is None or channel.is_over:
            channel = self._open[view] = Channel(source, number)
        if channel.number > number:
            yield None
            return
        reader = Reader(watcher, number)
        channel.readers.add(reader)
        try:
            yield reader
        finally:
            channel.readers.discard(reader)
            if not channel.readers and self._open.get(view) is channel:
                del self._open[view]
                channel.stop()
