"""What a worker does with its drains: two at a time, none forgotten, a failure is not the end."""

import asyncio

import pytest
import structlog
from structlog.testing import capture_logs

from db.engine import Job
from server.drains import Drains


class Work:
    """A drain that runs until it is let go, and counts."""

    def __init__(self) -> None:
        self.started = 0
        self.running = 0
        self.most = 0
        self.cancelled = 0
        self.go = asyncio.Event()

    async def drain(self) -> None:
        self.started += 1
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        finally:
            self.running -= 1


async def test_no_more_than_two_run_at_a_time_and_a_late_request_is_not_forgotten():
    work = Work()
    runs = Drains(Job.EXPORT, work.drain)
    for _ in range(10):
        runs.start()
    await asyncio.sleep(0)
    assert work.started == 2

    work.go.set()
    await asyncio.sleep(0.01)

    assert work.started == 3
    assert work.most == 2


async def test_the_sweep_looks_again_without_a_ring():
    work = Work()
    work.go.set()
    sweeping = asyncio.create_task(Drains(Job.CLOCK, work.drain).sweep(0.01))
    await asyncio.sleep(0.2)
    sweeping.cancel()

    assert work.started >= 5


class Poison(BaseException):
    """What some libraries raise."""


@pytest.mark.parametrize("error", [ValueError("a name"), Poison("a name")])
async def test_a_failure_is_logged_without_its_words_and_work_goes_on(error: BaseException):
    structlog.reset_defaults()
    failures = [error]

    async def drain() -> None:
        if failures:
            raise failures.pop()

    runs = Drains(Job.MAIL, drain)
    with capture_logs() as logs:
        runs.start()
        await asyncio.sleep(0.01)
        runs.start()
        await asyncio.sleep(0.01)

    [line] = logs
    assert line["event"] == "work_failed"
    assert line["error"] == type(error).__name__
    assert "a name" not in str(line)
    assert failures == []


async def test_at_the_stop_work_in_hand_is_finished_and_nothing_new_begins():
    work = Work()
    runs = Drains(Job.MAIL, work.drain)
    runs.start()
    await asyncio.sleep(0)

    asyncio.get_running_loop().call_later(0.05, work.go.set)
    await runs.finish(5)
    runs.start()
    await asyncio.sleep(0)

    assert (work.started, work.running, work.cancelled) == (1, 0, 0)


async def test_work_that_takes_too_long_is_cut():
    work = Work()
    runs = Drains(Job.MAIL, work.drain)
    runs.start()
    await asyncio.sleep(0)

    await runs.finish(0.05)

    assert work.cancelled == 1
