"""Lanes: several loops over one queue, none of which forgets a call or outlives its time."""

import asyncio
import time

from workers.lanes import Lanes


async def test_a_call_during_the_last_look_of_a_full_house_is_not_forgotten() -> None:
    looks = 0
    is_looking, may_end = asyncio.Event(), asyncio.Event()

    async def step() -> bool:
        nonlocal looks
        looks += 1
        is_looking.set()
        await may_end.wait()
        return False

    async with Lanes(1, step, stop_seconds=1) as lanes:
        await lanes.start_one()
        await is_looking.wait()
        # Due from here on; the look that is under way does not see it any more.
        await lanes.start_one()
        may_end.set()
        await asyncio.sleep(0.01)

        assert looks == 2


async def test_a_slow_step_keeps_one_lane_and_the_others_go_on() -> None:
    steps: list[str] = []
    is_slow = asyncio.Event()

    async def step() -> bool:
        if not is_slow.is_set():
            is_slow.set()
            await asyncio.sleep(10)
        steps.append("quick")
        return len(steps) < 3

    async with Lanes(2, step, stop_seconds=0) as lanes:
        await lanes.start_one()
        await is_slow.wait()
        await lanes.start_one()
        await asyncio.sleep(0.01)

        assert steps == ["quick"] * 3


async def test_a_step_that_fails_ends_its_lane_alone() -> None:
    looks = 0

    async def step() -> bool:
        nonlocal looks
        looks += 1
        if looks == 1:
            raise RuntimeError
        return False

    async with Lanes(1, step, stop_seconds=1) as lanes:
        await lanes.start_one()
        await asyncio.sleep(0.01)
        await lanes.start_one()
        await asyncio.sleep(0.01)

        assert looks == 2


async def test_closing_waits_for_what_is_in_hand_and_cuts_what_takes_too_long() -> None:
    ended: list[float] = []

    def taking(seconds: float) -> Lanes:
        async def step() -> bool:
            await asyncio.sleep(seconds)
            ended.append(seconds)
            return True

        return Lanes(1, step, stop_seconds=0.3)

    started = time.monotonic()
    for lanes in (taking(0.1), taking(10)):
        async with lanes:
            await lanes.start_one()
            await asyncio.sleep(0)

    assert ended == [0.1]
    assert time.monotonic() - started < 1
