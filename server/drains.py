"""Runs one kind's work: when the bell rings, and every few seconds besides."""

import asyncio
import traceback
from collections.abc import Awaitable, Callable
from typing import Final

import structlog

from db.engine import Job

# Two, so that a long piece of work (a large export) does not hold up a short one.
MOST_AT_ONCE: Final = 2

log = structlog.get_logger(__name__)


class Drains:
    """The runs of one drain: at most two at a time, and no request to look is forgotten."""

    def __init__(self, job: Job, drain: Callable[[], Awaitable[None]]) -> None:
        self._job = job
        self._drain = drain
        self._running: set[asyncio.Task[None]] = set()
        self._is_asked_again = False
        self._is_closed = False

    def start(self) -> None:
        """Look for work now, or as soon as one of those who look already has finished."""
        if self._is_closed:
            return
        if len(self._running) >= MOST_AT_ONCE:
            self._is_asked_again = True
            return
        task = asyncio.create_task(self._run())
        self._running.add(task)
        task.add_done_callback(self._ended)

    async def sweep(self, seconds: float) -> None:
        """Look every `seconds`, whether or not anybody rings, until cancelled."""
        while True:
            if not self._running:
                self.start()
            await asyncio.sleep(seconds)

    async def finish(self, seconds: float) -> None:
        """Start nothing any more; give what runs its time, then cut it: its leases run out."""
        self._is_closed = True
        if not self._running:
            return
        _, late = await asyncio.wait(self._running, timeout=seconds)
        for task in late:
            task.cancel()
        if late:
            log.warning("work_cut", kind=self._job.value, runs=len(late))
            await asyncio.wait(late)

    async def _run(self) -> None:
        await self._drain()

    def _ended(self, task: asyncio.Task[None]) -> None:
        """The edge of a job: whatever ended it is logged, and the next look is not far."""
        self._running.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            # Without its message: drivers quote values in them.
            frames = "".join(traceback.format_tb(error.__traceback__))
            log.error(
                "work_failed", kind=self._job.value, error=type(error).__name__, frames=frames
            )
        if self._is_asked_again:
            self._is_asked_again = False
            self.start()
