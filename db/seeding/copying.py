"""Fills tables by COPY, the fastest way in, as their owner."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from itertools import chain
from typing import TypeAlias

import asyncpg

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
Row: TypeAlias = Mapping[str, object]


async def copy(connection: Connection, table: str, rows: Iterable[Row]) -> None:
    """Append rows to a table. All have the columns of the first; JSON is given as text."""
    remaining = iter(rows)
    first = next(remaining, None)
    if first is None:
        return
    columns = tuple(first)
    records = (tuple(row[name] for name in columns) for row in chain((first,), remaining))
    await connection.copy_records_to_table(table, columns=columns, records=records)


@asynccontextmanager
async def opened(connection: Connection, tables: Sequence[str]) -> AsyncIterator[None]:
    """Let the owner pass the walls of these tables until the block ends.

    The walls are forced on the owner, too. Use it inside a transaction: the change is part of it,
    so that nobody else ever finds a wall open, and a failure leaves everything as it was.
    """
    await connection.execute("SET LOCAL lock_timeout = '10s'")
    for table in tables:
        await connection.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    yield
    for table in tables:
        await connection.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
