"""The doorbell never waits and never fails, and the workers hear it when they can."""

import asyncio
import time

import orjson
import pytest
import redis.asyncio
import structlog
from structlog.testing import capture_logs

from db.engine import Job
from server import doorbell, rings
from server.doorbell import Doorbell
from server.embedded.valkey import EmbeddedValkey


@pytest.fixture
async def redis_client(valkey_url: str):
    client = redis.asyncio.Redis.from_url(valkey_url)
    await client.flushdb()
    yield client
    await client.aclose()


@pytest.mark.parametrize(
    "url", ["unix:///nowhere/valkey.sock", "redis://127.0.0.1:1", "redis://no-such-host.invalid"]
)
async def test_without_valkey_ringing_is_quick_and_is_said_once(url: str):
    structlog.reset_defaults()
    with capture_logs() as logs:
        bell = Doorbell(url)
        started = time.monotonic()
        for _ in range(1000):
            bell.ring(Job.WEBHOOK)
        assert time.monotonic() - started < 0.1
        for _ in range(3):
            bell.ring(Job.MAIL)
            await asyncio.sleep(0.05)
        assert not await bell.is_heard()
        await bell.close()

    assert [line["event"] for line in logs] == ["doorbell_not_heard"]


async def test_without_an_address_there_is_no_bell():
    bell = Doorbell("")
    bell.ring(Job.WEBHOOK)

    assert not await bell.is_heard()
    await bell.close()


async def test_many_rings_at_once_are_one_of_each_kind(redis_client, valkey_url: str):
    bell = Doorbell(valkey_url)
    for _ in range(500):
        bell.ring(Job.WEBHOOK)
        bell.ring(Job.MAIL)
    await bell.close()

    assert await redis_client.zcard("rvs:webhook") == 1
    assert await redis_client.zcard("rvs:mail") == 1
    assert await redis_client.zcard("rvs:export") == 0


async def test_a_ring_is_json_and_says_nothing_but_that_it_rang(redis_client, valkey_url: str):
    bell = Doorbell(valkey_url)
    bell.ring(Job.EXPORT)
    await bell.close()

    [key] = await redis_client.keys("arq:job:*")
    ring = orjson.loads(await redis_client.get(key))
    assert ring["f"] == "ring"
    assert ring["a"] == []
    assert ring["k"] == {}
    assert 0 < await redis_client.pttl(key) <= doorbell.KEPT_SECONDS * 1000


async def test_rings_that_nobody_hears_do_not_pile_up(redis_client, valkey_url: str):
    await redis_client.zadd("rvs:clock", {f"old-{number}": number for number in range(1000)})
    bell = Doorbell(valkey_url)
    bell.ring(Job.CLOCK)
    await bell.close()

    assert await redis_client.zcard("rvs:clock") == doorbell.KEPT_RINGS


async def test_a_worker_hears_the_bell_at_once(redis_client, valkey_url: str):
    heard = asyncio.Event()
    listening = asyncio.create_task(rings.listen(Job.WEBHOOK, valkey_url, heard.set))
    bell = Doorbell(valkey_url)
    try:
        await asyncio.sleep(0.2)
        bell.ring(Job.WEBHOOK)
        await asyncio.wait_for(heard.wait(), 1)
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        await bell.close()
    assert await redis_client.keys("rvs:health:*") == []


async def test_bell_and_worker_come_back_with_valkey(tmp_path):
    structlog.reset_defaults()
    valkey = EmbeddedValkey(tmp_path)
    url = valkey.start()
    heard: list[float] = []
    with capture_logs() as logs:
        listening = asyncio.create_task(
            rings.listen(Job.WEBHOOK, url, lambda: heard.append(time.monotonic()))
        )
        bell = Doorbell(url)
        try:
            await _until_heard(bell, heard)
            valkey.stop()
            for _ in range(5):
                bell.ring(Job.WEBHOOK)
                await asyncio.sleep(0.3)
            assert not listening.done()

            valkey.start()
            heard.clear()
            await _until_heard(bell, heard)
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
            await bell.close()
            valkey.stop()

    events = [line["event"] for line in logs]
    assert events.count("bell_lost") == 1
    assert events.count("doorbell_not_heard") == 1
    assert events.count("doorbell_heard_again") == 1


async def _until_heard(bell: Doorbell, heard: list[float]) -> None:
    deadline = time.monotonic() + 6
    while not heard:
        assert time.monotonic() < deadline, "nobody heard the bell"
        bell.ring(Job.WEBHOOK)
        await asyncio.sleep(0.1)


async def test_listening_ends_when_it_is_told_to(valkey_url: str):
    """The client library swallows a cancellation that comes while it connects."""
    for milliseconds in range(40):
        jobs = (Job.WEBHOOK, Job.MAIL, Job.CLOCK)
        tasks = [asyncio.create_task(rings.listen(job, valkey_url, int)) for job in jobs]
        await asyncio.sleep(milliseconds / 1000)
        for task in tasks:
            task.cancel()

        _, late = await asyncio.wait(tasks, timeout=2)

        assert not late
