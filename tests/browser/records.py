"""What lies in the service's database, for tests that look behind the screen or play operator.

The browser's driver keeps an event loop in this thread, so the question is asked in another.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import asyncpg
from sqlmodel import SQLModel

from tests import factories
from tests.parties import CANDIDATE
from tests.running import Running


def save(service: Running, *made: SQLModel) -> None:
    """Write rows past all walls, those that others refer to first."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, factories.save(service.superuser, *made)).result()


def rows(service: Running, sql: str, *values: object) -> list[dict[str, Any]]:
    """The rows of a statement that the owner of the database runs."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, _rows(service.superuser, sql, values)).result()


def active_shares(service: Running) -> int:
    """How many of the demonstration candidate's shares are active."""
    sql = """
      SELECT count(*) AS number FROM shares JOIN users USING (candidate_id)
      WHERE shares.state = 'ACTIVE' AND email_key = $1"""
    return int(rows(service, sql, CANDIDATE)[0]["number"])


def count(service: Running, table: str) -> int:
    """How many rows a table has."""
    return int(rows(service, f"SELECT count(*) AS number FROM {table}")[0]["number"])


async def _rows(url: str, sql: str, values: tuple[object, ...]) -> list[dict[str, Any]]:
    connection = await asyncpg.connect(url)
    try:
        return [dict(row) for row in await connection.fetch(sql, *values)]
    finally:
        await connection.close()
