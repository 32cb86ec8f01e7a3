"""Several loops over the same queue: a slow batch keeps one lane, and the others go on."""

import asyncio
import traceback
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

import structlog

log = structlog.get_logger(__name__)


class Lanes:
    """At most `count` loops that call `step` until it says that nothing is left."""

    def __init__(self, count: int, step: Callable[[], Awaitable[bool]]) -> None:
        self._count = count
        self._step = step
        self._running: set[asyncio.Task[None]] = set()
        self._is_closing = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let every lane finish the batch that it has in hand."""
        self._is_closing = True
        await asyncio.gather(*self._running, return_exceptions=True)

    async def start_one(self) -> None:
        """Open one more lane, unless all are open; it takes what is due now. Does not wait."""
        if len(self._running) < self._count and not self._is_closing:
            lane = asyncio.create_task(self._drive())
            self._running.add(lane)
            lane.add_done_callback(self._ended)

    async def _drive(self) -> None:
        while not self._is_closing and await self._step():
            pass

    def _ended(self, lane: asyncio.Task[None]) -> None:
        """A step that failed ends its lane; what it had in hand is due again with its lease."""
        self._running.discard(lane)
        error = None if lane.cancelled() else lane.exception()
        if error is not None:
            frames = "".join(traceback.format_tb(error.__traceback__))
            log.error("lane_failed", error=type(error).__name__, frames=frames)
