"""Channels: live events of an organisation, read once for all who watch the same.

A reader that stands near a channel joins it, and the channel reads for all of its readers in one
transaction: who may still see it, the events, what they give now, and each reader's look on
record. A reader that falls behind by more than a batch leaves, and catches up by itself.
"""

import asyncio
import random
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import Context
from typing import Final

from db.listener import Bell
from resolvers.live import BATCH, Source, Told, View, Watcher

# What one reader may have waiting; with more it catches up by itself.
QUEUE_LENGTH: Final = 2 * BATCH


class Reader:
    """One who watches from a number on: a bounded queue, and how it ended."""

    def __init__(self, watcher: Watcher, number: int, wake: Callable[[], None]) -> None:
        """`wake` is called when the channel has to look at this reader again."""
        self.watcher = watcher
        self.number = number  # of the last event that it was told
        self._taken = number  # of the last that it took: what follows waits
        self._told: deque[Told] = deque()
        self._wake = wake
        self._end: BaseException | None = None
        self.has_left = False
        self._rung = asyncio.Event()

    async def next(self) -> Told | None:
        """What comes next; None when the reader must catch up. Raises what ended the channel."""
        while True:
            if self._end is not None:
                raise self._end
            if self.has_left:
                return None
            if self._told and self._told[0].is_fresh():
                return self._take()
            if self._told:
                self._go_back()
            self._rung.clear()
            await self._rung.wait()

    def is_behind(self, number: int) -> bool:
        """Whether there is more for it up to this number, and room."""
        return self.number < number and self.has_room

    @property
    def has_room(self) -> bool:
        """Whether another batch fits."""
        is_here = not self.has_left and self._end is None
        return is_here and len(self._told) + BATCH <= QUEUE_LENGTH

    def give(self, told: Sequence[Told], stood: int, number: int) -> None:
        """Queue what was read for it when it stood at a number; it is told up to another one now.

        A reader that went back meanwhile is given nothing: it waits for what it would miss.
        """
        if self.has_left or self.number != stood:
            return
        if not self._told:
            self._taken = stood  # events of other kinds have passed since
        self._told += told
        self.number = max(stood, number)
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

    def _take(self) -> Told:
        had_room = self.has_room
        told = self._told.popleft()
        self._taken = told.event.org_seq
        if not had_room:
            self._wake()
        return told

    def _go_back(self) -> None:
        """What waited for too long is read again: access may have ended meanwhile."""
        self._told.clear()
        self.number = self._taken
        self._wake()


class Channel:
    """One view of one organisation's events, up to `number`, and those who read it."""

    def __init__(self, source: Source, number: int) -> None:
        self.number = number
        self.readers: set[Reader] = set()
        self.is_over = False
        self._source = source
        self._bell: Bell | None = None
        # It lives longer than the operation of whoever came first: its log lines are its own.
        self._task = asyncio.create_task(self._read_on(), context=Context())

    def wake(self) -> None:
        """Look at the readers again, now or after what is done now."""
        if self._bell is not None:  # until it has one, it has not looked at all
            self._bell.ring()

    def stop(self) -> None:
        """Read no more."""
        self._task.cancel()

    async def _read_on(self) -> None:
        try:
            with self._source.bell() as self._bell:
                while self.readers:
                    if not await self._tell():
                        await self._bell.wait(self._pause_seconds())
        except Exception as bug:  # noqa: BLE001 - the readers raise it, each in its own operation
            self.is_over = True
            for reader in self.readers:
                reader.end(bug)

    def _pause_seconds(self) -> float:
        return self._source.poll_seconds * (0.8 + 0.4 * random.random())  # noqa: S311

    async def _tell(self) -> bool:
        """Give everybody what is new; whether there may be more at once."""
        asked = self._asked()
        if not asked:
            return False
        standing = [(reader.watcher, stood) for reader, stood in asked]
        found = await self._source.read(min(stood for _, stood in asked), standing)
        self.number = max(self.number, found.number)
        for reader, stood in asked:
            if reader.watcher in found.told:
                reader.give(found.told[reader.watcher], stood, found.number)
            else:
                reader.end(found.refusal(reader.watcher))
        return any(reader.is_behind(self.number) for reader in self.readers) or not found.is_all

    def _asked(self) -> list[tuple[Reader, int]]:
        """Who is told next, and where each stands; who is too far behind catches up by itself."""
        for reader in self.readers:
            if reader.number < self.number - BATCH:
                reader.leave()
        return [(reader, reader.number) for reader in self.readers if reader.has_room]


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
        """A reader from this number on; None when the channel is too far ahead of it."""
        channel = self._open.get(view)
        if channel is None or channel.is_over:
            channel = self._open[view] = Channel(source, number)
        if number < channel.number - BATCH:
            yield None
            return
        reader = Reader(watcher, number, channel.wake)
        channel.readers.add(reader)
        if reader.is_behind(channel.number):
            channel.wake()
        try:
            yield reader
        finally:
            channel.readers.discard(reader)
            if not channel.readers and self._open.get(view) is channel:
                del self._open[view]
                channel.stop()
