"""The events of an organisation, in their order."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from db.models.events import Event
from db.models.organisations import OrganisationCounter
from domain.events import EventType


async def after(
    session: AsyncSession,
    organisation_id: UUID,
    org_seq: int,
    limit: int,
    types: Sequence[EventType] | None = None,
) -> Sequence[Event]:
    """At most `limit` events that follow the number `org_seq`, oldest first."""
    statement = select(Event).where(
        col(Event.organisation_id) == organisation_id, col(Event.org_seq) > org_seq
    )
    if types is not None:
        statement = statement.where(col(Event.type).in_(types))
    statement = statement.order_by(col(Event.org_seq)).limit(limit)
    return (await session.execute(statement)).scalars().all()


async def head(session: AsyncSession, organisation_id: UUID) -> int:
    """The number of the organisation's newest event; 0 before the first."""
    statement = select(col(OrganisationCounter.last_seq)).where(
        col(OrganisationCounter.organisation_id) == organisation_id
    )
    return (await session.execute(statement)).scalar_one_or_none() or 0
