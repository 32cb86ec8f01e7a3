"""The worker process: runs kinds of work until it is told to stop."""

import asyncio
import signal
from collections.abc import Collection, Coroutine
from typing import Any

import structlog

from db.engine import Job
from server import composition, rings
from server.drains import Drains
from server.settings import Settings
from workers.kinds import KINDS
from workers.services import WorkerServices

log = structlog.get_logger(__name__)


async def work(settings: Settings, jobs: Collection[Job]) -> None:
    """Do all work of these kinds until SIGINT or SIGTERM; then finish what is in hand.

    Raises `Refused` or one of the database's errors when it cannot begin.
    """
    stopping = _stop_signal()
    async with composition.ground(settings) as ground:
        services = composition.worker_services(settings, ground)
        kinds = [asyncio.create_task(_work_on(job, settings, services, stopping)) for job in jobs]
        log.info("working", kinds=[job.value for job in jobs])
        try:
            await asyncio.gather(*kinds)
        finally:
            for kind in kinds:
                kind.cancel()
            await asyncio.gather(*kinds, return_exceptions=True)
    log.info("worker_stopped")


async def _work_on(
    job: Job, settings: Settings, services: WorkerServices, stopping: asyncio.Event
) -> None:
    """One kind from its opening to its end, so that no kind waits for another at the stop."""
    async with KINDS[job](services) as drain:
        runs = Drains(job, drain)
        looking = [asyncio.create_task(way) for way in _ways(job, settings, runs)]
        await _until(stopping, looking)
        await runs.finish(settings.stop_seconds)


def _ways(job: Job, settings: Settings, runs: Drains) -> list[Coroutine[Any, Any, None]]:
    """What makes a kind look: the sweep always, the bell where there is one."""
    sweep = runs.sweep(settings.sweep_seconds)
    if not settings.redis_url:
        return [sweep]
    return [sweep, rings.listen(job, settings.redis_url, runs.start)]


async def _until(stopping: asyncio.Event, looking: list[asyncio.Task[None]]) -> None:
    """Wait for the signal. Whatever looks for work runs as long: its end would be a bug."""
    waiting = asyncio.create_task(stopping.wait())
    try:
        done, _ = await asyncio.wait([waiting, *looking], return_when=asyncio.FIRST_COMPLETED)
        for task in done - {waiting}:
            task.result()
    finally:
        for task in (waiting, *looking):
            task.cancel()
        await asyncio.gather(waiting, *looking, return_exceptions=True)


def _stop_signal() -> asyncio.Event:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    return stopping
