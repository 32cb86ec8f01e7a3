"""Which sessions and keys are good: many in one question."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import ARRAY, Interval, LargeBinary, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession


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
