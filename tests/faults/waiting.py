"""Waits for what another process does, without holding up this one's receivers."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from tests.faults.world import World


async def until(holds: Callable[[], Awaitable[Any]], seconds: float = 15) -> None:
    """Return as soon as it holds; TimeoutError when it does not in time."""
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110 - what it waits for is another process
            await asyncio.sleep(0.02)


async def until_sql(world: World, query: str, *values: object, seconds: float = 15) -> None:
    """Return as soon as the query's one value is true."""

    async def holds() -> bool:
        return bool(await world.sql.fetchval(query, *values))

    await until(holds, seconds)


async def until_over(world: World, seconds: float = 20) -> None:
    """Return as soon as no delivery is open."""
    await until_sql(
        world,
        "SELECT NOT EXISTS (SELECT FROM webhook_deliveries WHERE state IN ('PENDING', 'LEASED'))",
        seconds=seconds,
    )


async def blocked(world: World, table: str) -> None:
    """Return as soon as a process waits for a lock on the table, or on a row of it."""
    await until_sql(
        world,
        "SELECT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datname = current_database()"
        " AND a.application_name = 'rvs' AND a.wait_event_type = 'Lock' AND a.query LIKE $1)",
        f"%{table}%",
    )
