"""Reading the sealed audit log from its beginning, a bounded part at a time."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, or_, select, text, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from db.models.audit import AuditChain, AuditRow, AuditSeal
from db.queries import audit_seals
from domain.seals import Head, RecordedAct

SEALS_AT_A_TIME: Final = 500
ROWS_AT_A_TIME: Final = 10_000
_ROWS_FETCHED: Final = 1_000


@dataclass(frozen=True, slots=True)
class Ends:
    """The serial of the newest seal (0 before the first), and each chain's end by its counter."""

    serial: int
    chains: Mapping[UUID, Head]


@dataclass(frozen=True, slots=True)
class Unsealed:
    """How many rows wait for their seal, and since when the first."""

    count: int
    oldest: datetime | None


async def may_read_all(session: AsyncSession) -> bool:
    """Whether walls show everything to this login role in an auditor's name.

    To others, the owner of the tables among them, they show an empty log, which has no fault.
    """
    statement = text(
        "SELECT CASE WHEN row_security_active('audit_rows')"
        " THEN pg_has_role('rvs_app', 'USAGE') ELSE true END"
    )
    return bool((await session.execute(statement)).scalar_one())


async def ends(session: AsyncSession) -> Ends:
    """In one statement, because seals are being written."""
    newest = select(func.coalesce(func.max(col(AuditSeal.serial)), 0).label("serial")).subquery()
    statement = select(newest.c.serial, AuditChain).select_from(
        newest.outerjoin(AuditChain, true())
    )
    rows = (await session.execute(statement)).all()
    chains = [chain for _, chain in rows if chain is not None]
    return Ends(rows[0][0], {each.chain_id: Head(each.number, each.digest) for each in chains})


async def seals(session: AsyncSession, after: int, up_to: int) -> Sequence[AuditSeal]:
    """The seals that follow a serial, as many as have about `ROWS_AT_A_TIME` rows together."""
    serial = col(AuditSeal.serial)
    part = (
        select(serial, col(AuditSeal.row_count))
        .where(serial > after, serial <= up_to)
        .order_by(serial)
        .limit(SEALS_AT_A_TIME)
        .subquery()
    )
    before = func.sum(part.c.row_count).over(order_by=part.c.serial) - part.c.row_count
    counted = select(part.c.serial, before.label("before")).subquery()
    chosen = select(counted.c.serial).where(counted.c.before < ROWS_AT_A_TIME)
    statement = select(AuditSeal).where(serial.in_(chosen)).order_by(serial)
    return (await session.execute(statement)).scalars().all()


async def sealed_rows(
    session: AsyncSession, after: int, up_to: int
) -> AsyncIterator[tuple[int, int | None, RecordedAct]]:
    """Seal, position and row of every row that names one of these seals, in order."""
    statement = (
        select(AuditRow)
        .where(col(AuditRow.seal) > after, col(AuditRow.seal) <= up_to)
        .order_by(col(AuditRow.seal), col(AuditRow.seal_position))
        .execution_options(yield_per=_ROWS_FETCHED)
    )
    async for row in await session.stream_scalars(statement):
        session.expunge(row)
        yield row.seal or 0, row.seal_position, audit_seals.recorded(row)


async def strays(session: AsyncSession, limit: int) -> Sequence[tuple[int, RecordedAct]]:
    """Rows that name a seal before the first or beyond the newest: at most `limit`."""
    newest = select(func.coalesce(func.max(col(AuditSeal.serial)), 0)).scalar_subquery()
    seal = col(AuditRow.seal)
    statement = select(AuditRow).where(or_(seal > newest, seal < 1)).limit(limit)
    rows = (await session.execute(statement)).scalars()
    return [(row.seal or 0, audit_seals.recorded(row)) for row in rows]


async def unsealed(session: AsyncSession) -> Unsealed:
    """What the sealing has not come to yet."""
    waiting = select(func.count(), func.min(col(AuditRow.occurred_at)))
    row = (await session.execute(waiting.where(col(AuditRow.seal).is_(None)))).one()
    return Unsealed(row[0], row[1])
