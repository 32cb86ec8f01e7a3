"""Rings for the workers through Valkey. It only makes them look sooner: a lost ring loses nothing.

With `server/rings.py`, where the workers hear it, the only module that knows arq.
"""

import asyncio
from typing import Final

import orjson
import structlog
from arq.connections import ArqRedis
from redis.asyncio import ConnectionPool
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as ConnectionLost
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as TooSlow

from db.engine import Job

RING: Final = "ring"
COALESCE_SECONDS: Final = 0.01
PATIENCE_SECONDS: Final = 1.0
# While no worker listens, no more rings of a kind than these are kept, nor longer.
KEPT_RINGS: Final = 100
KEPT_SECONDS: Final = 60

log = structlog.get_logger(__name__)


class Doorbell:
    """Rings without waiting; when nobody can hear it, it says so once and goes on."""

    def __init__(self, redis_url: str) -> None:
        """`redis_url` empty: there is no bell, and the workers look by themselves."""
        self._redis = connect(redis_url) if redis_url else None
        self._pending: set[Job] = set()
        self._ringing: asyncio.Task[None] | None = None
        self._is_heard = True

    def ring(self, job: Job) -> None:
        """Tell the workers of a kind that there is something to do. Never waits, never fails."""
        if self._redis is None:
            return
        self._pending.add(job)
        if self._ringing is None or self._ringing.done():
            self._ringing = asyncio.create_task(self._ring_pending(self._redis))

    async def is_heard(self) -> bool:
        """Whether Valkey answers now."""
        if self._redis is None:
            return False
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._redis.ping()
        except (RedisError, OSError, TimeoutError):
            return False
        return True

    async def close(self) -> None:
        """Let the last ring go out, then close the connections."""
        if self._ringing is not None:
            await asyncio.gather(self._ringing, return_exceptions=True)
        if self._redis is not None:
            await self._redis.aclose(close_connection_pool=True)

    async def _ring_pending(self, redis: ArqRedis) -> None:
        """Many calls at once are one ring of each kind."""
        while self._pending:
            jobs, self._pending = self._pending, set()
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    for job in sorted(jobs):
                        await _ring_once(redis, job)
            except (RedisError, OSError, TimeoutError) as error:
                self._note(type(error).__name__)
            else:
                self._note(None)
            await asyncio.sleep(COALESCE_SECONDS)

    def _note(self, error: str | None) -> None:
        """Log the begin and the end of an outage, and nothing in between."""
        is_heard = error is None
        if is_heard is not self._is_heard:
            self._is_heard = is_heard
            log.warning("doorbell_heard_again" if is_heard else "doorbell_not_heard", error=error)


def queue(job: Job) -> str:
    """The queue of a kind: each has its own, so that a slow kind never delays another."""
    return f"rvs:{job.value}"


def connect(redis_url: str) -> ArqRedis:
    """A client that gives up soon, tries again when asked again, and speaks JSON."""
    pool = ConnectionPool.from_url(
        redis_url,
        socket_connect_timeout=PATIENCE_SECONDS / 2,
        socket_timeout=PATIENCE_SECONDS,
        retry=Retry(ExponentialBackoff(cap=0.2, base=0.02), 2),
        retry_on_error=[ConnectionLost, TooSlow],
    )
    # arq's default is pickle: whoever can write to Valkey could then run code here.
    return ArqRedis(pool, job_serializer=orjson.dumps, job_deserializer=orjson.loads)


async def _ring_once(redis: ArqRedis, job: Job) -> None:
    await redis.enqueue_job(RING, _queue_name=queue(job), _expires=KEPT_SECONDS)
    await redis.zremrangebyrank(queue(job), 0, -KEPT_RINGS - 1)
