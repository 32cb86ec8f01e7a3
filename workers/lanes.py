"""Several loops over the same queue: a slow batch keeps one lane, and the others go on."""

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

import structlog

from workers import isolation

log = structlog.get_logger(__name__)


class Lanes:
    """At most `count` loops that call `step` until it says that nothing is left."""

    def __init__(
        self, count: int, step: Callable[[], Awaitable[bool]], *, stop_seconds: float
    ) -> None:
        """`stop_seconds`: how long a step may still take when the lanes are closed."""
        self._count = count
        self._step = step
        self._stop_seconds = stop_seconds
        self._running: set[asyncio.Task[None]] = set()
        self._is_asked_again = False
        self._is_closing = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let every lane finish what it has in hand, then cut those that are late."""
        self._is_closing = True
        if not self._running:
            return
        _, late = await asyncio.wait(self._running, timeout=self._stop_seconds)
        for lane in late:
            lane.cancel()
        if late:
            log.warning("lanes_cut", lanes=len(late))
            await asyncio.wait(late)

    async def start_one(self) -> None:
        """Open one more lane, which takes what is due now; does not wait.

        When all are open, the first that finds nothing left looks once more: what became due after
        its last look would otherwise wait for the next call.
        """
        if self._is_closing:
            return
        if len(self._running) >= self._count:
            self._is_asked_again = True
            return
        lane = asyncio.create_task(self._drive())
        self._running.add(lane)
        lane.add_done_callback(self._ended)

    async def _drive(self) -> None:
        while not self._is_closing and (await self._step() or self._was_asked_again()):
            pass

    def _was_asked_again(self) -> bool:
        was_asked, self._is_asked_again = self._is_asked_again, False
        return was_asked

    def _ended(self, lane: asyncio.Task[None]) -> None:
        """A step that failed ends its lane; what it had in hand is due again with its lease."""
        self._running.discard(lane)
        error = None if lane.cancelled() else lane.exception()
        if error is not None:
            isolation.report(error, "lane_failed")
