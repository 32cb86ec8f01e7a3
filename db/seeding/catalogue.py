"""Writes the facts that ship with the program: production needs nothing else."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Final

import asyncpg

from db import data
from db.engine import plain_url
from db.seeding import terms
from db.seeding.copying import Connection

_UPSERT: Final = """
    INSERT INTO exam_periods (code, valid_from, valid_to, facts) VALUES ($1, $2, $3, $4)
    ON CONFLICT (code, valid_from) DO UPDATE
    SET valid_to = excluded.valid_to, facts = excluded.facts
    WHERE (exam_periods.valid_to, exam_periods.facts)
      IS DISTINCT FROM (excluded.valid_to, excluded.facts)
"""


async def seed_catalogue(owner_url: str) -> None:
    """Bring exam catalogue and versions of the Terms to what the files say, once and for all.

    Raises `CatalogueError` when the file contradicts itself. Periods that the file no longer has
    stay: results may have been issued by them.
    """
    connection = await asyncpg.connect(plain_url(owner_url))
    try:
        async with connection.transaction():
            await write(connection)
            await terms.write(connection)
    finally:
        await connection.close()


async def write(connection: Connection) -> None:
    """Write the exam catalogue, in a transaction of the caller."""
    data.exam_periods()  # refuses a file that contradicts itself
    await connection.executemany(_UPSERT, list(_rows()))


def _rows() -> Iterator[tuple[str, date, date | None, str]]:
    for facts in data.exam_rows():
        valid_to = facts["validTo"]
        yield (
            facts["code"],
            date.fromisoformat(facts["validFrom"]),
            None if valid_to is None else date.fromisoformat(valid_to),
            json.dumps(facts),
        )
