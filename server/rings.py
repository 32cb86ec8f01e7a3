"""Hears the doorbell for a worker: one arq worker of each kind, restarted when Valkey goes away."""

import asyncio
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

import structlog
from arq.connections import ArqRedis
from arq.worker import Worker, func
from redis.exceptions import RedisError

from db.engine import Job
from server import doorbell

POLL_SECONDS: Final = 0.05
FIRST_DELAY_SECONDS: Final = 0.1
LONGEST_DELAY_SECONDS: Final = 1.0
_HEALTH_SECONDS: Final = 5

log = structlog.get_logger(__name__)


async def listen(job: Job, redis_url: str, wake: Callable[[], None]) -> None:
    """Call `wake` for every ring of this kind, until cancelled. An outage is logged once.

    Nothing but waking is done inside arq: what is in hand must not end when Valkey blips.
    """
    delay, is_heard = FIRST_DELAY_SECONDS, True
    while True:
        started = asyncio.get_running_loop().time()
        error = await _until_lost(job, redis_url, wake)
        if asyncio.get_running_loop().time() - started > LONGEST_DELAY_SECONDS + 1:
            delay, is_heard = FIRST_DELAY_SECONDS, True
        if is_heard:
            log.warning("bell_lost", kind=job.value, error=error)
            is_heard = False
        await asyncio.sleep(delay)
        delay = min(delay * 2, LONGEST_DELAY_SECONDS)


async def _until_lost(job: Job, redis_url: str, wake: Callable[[], None]) -> str:
    """Run an arq worker until it fails; the kind of failure."""
    redis = doorbell.connect(redis_url)
    worker = _worker(job, redis, wake)
    running = asyncio.create_task(worker.async_run())
    try:
        await asyncio.wait([running])
        running.result()
    except (RedisError, OSError, TimeoutError) as error:
        return type(error).__name__
    finally:
        await _end(running)
        with suppress(RedisError, OSError, TimeoutError):
            await redis.delete(worker.health_check_key)
        with suppress(RedisError, OSError, TimeoutError):
            await redis.aclose(close_connection_pool=True)
    return "ended"


async def _end(running: asyncio.Task[None]) -> None:
    """Cancel until it has ended: redis-py swallows a cancellation that comes while it connects."""
    while not running.done():
        running.cancel()
        await asyncio.wait([running], timeout=0.1)


def _worker(job: Job, redis: ArqRedis, wake: Callable[[], None]) -> Worker:
    async def ring(ctx: dict[Any, Any], *args: Any, **kwargs: Any) -> None:
        wake()

    return Worker(
        [func(ring, name=doorbell.RING)],
        queue_name=doorbell.queue(job),
        redis_pool=redis,
        handle_signals=False,
        max_tries=1,
        keep_result=0,
        poll_delay=POLL_SECONDS,
        health_check_interval=_HEALTH_SECONDS,
        health_check_key=f"rvs:health:{job.value}:{socket.gethostname()}:{os.getpid()}",
        job_serializer=redis.job_serializer,
        job_deserializer=redis.job_deserializer,
        log_results=False,
    )
