"""Which sessions and keys are good: many in one question."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from sqlalchemy import ARRAY, Interval, LargeBinary, String, column, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.duties import Duty


async def among(
    session: AsyncSession, credentials: Collection[str], idle: timedelta
) -> frozenset[str]:
    """Those of these credentials (hex of hashes) that are good now; it counts as no activity.

    `idle`: how long a session may have been quiet.
    """
    hashes = literal([bytes.fromhex(each) for each in credentials], ARRAY(LargeBinary))
    good = func.live_credentials(hashes, literal(idle, Interval))
    found = await session.execute(select(good.label("hash")))
    return frozenset(row.hash.hex() for row in found)


async def with_duties(
    session: AsyncSession, credentials: Collection[str], idle: timedelta
) -> Mapping[str, Duty | None]:
    """The same, each with a duty that is open; None: nothing is owed.

    The duty of the issuer's staff is not among them: they have no streams.
    """
    hashes = literal([bytes.fromhex(each) for each in credentials], ARRAY(LargeBinary))
    asked = func.live_credentials_with_duties(hashes, literal(idle, Interval))
    columns = column("hash", LargeBinary), column("duty", String)
    found = await session.execute(select(asked.table_valued(*columns)))
    return {row.hash.hex(): Duty(row.duty) if row.duty else None for row in found}
