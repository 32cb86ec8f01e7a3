"""Which sessions and keys are good: many in one question."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ARRAY, Interval, LargeBinary, String, Uuid, column, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.duties import Duty
from domain.permissions import Role, Scope


@dataclass(frozen=True, slots=True)
class LiveViewer:
    """What the holder of a credential may do now, and what has to be done first.

    `duty` is none of the issuer's staff: they have no streams.
    """

    organisation_id: UUID | None
    role: Role
    scopes: frozenset[Scope]
    duty: Duty | None


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


async def viewers(
    session: AsyncSession, credentials: Collection[str], idle: timedelta
) -> Mapping[str, LiveViewer]:
    """The same, each with what its holder is now."""
    hashes = literal([bytes.fromhex(each) for each in credentials], ARRAY(LargeBinary))
    asked = func.live_viewers(hashes, literal(idle, Interval))
    columns = (
        column("hash", LargeBinary),
        column("organisation_id", Uuid),
        column("role", String),
        column("scopes", ARRAY(String)),
        column("duty", String),
    )
    found = await session.execute(select(asked.table_valued(*columns)))
    return {
        row.hash.hex(): LiveViewer(
            row.organisation_id,
            Role(row.role),
            frozenset(Scope(scope) for scope in row.scopes),
            Duty(row.duty) if row.duty else None,
        )
        for row in found
    }
