"""Organisations, and the directory in which candidates find them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from db.models.organisations import Organisation
from domain import names
from domain.states import OrganisationState


async def by_id(session: AsyncSession, organisation_id: UUID) -> Organisation | None:
    """An organisation in any state."""
    found = await session.execute(
        select(Organisation).where(col(Organisation.id) == organisation_id)
    )
    return found.scalar_one_or_none()


async def approved(session: AsyncSession, organisation_id: UUID) -> Organisation | None:
    """An organisation with which results can be shared."""
    organisation = await by_id(session, organisation_id)
    is_approved = organisation and organisation.state is OrganisationState.APPROVED
    return organisation if is_approved else None


async def by_ids(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, Organisation]:
    """Organisations by id."""
    found = await session.execute(select(Organisation).where(col(Organisation.id).in_(ids)))
    return {organisation.id: organisation for organisation in found.scalars()}


async def directory(session: AsyncSession, search: str, limit: int) -> Sequence[Organisation]:
    """Approved organisations whose name begins with the text, however it is typed."""
    lower, upper = names.prefix_range(names.search_key(search))
    key = col(Organisation.name_key)
    statement = (
        select(Organisation)
        .where(key >= lower, key < upper, col(Organisation.state) == OrganisationState.APPROVED)
        .order_by(key, col(Organisation.id))
        .limit(limit)
    )
    return (await session.execute(statement)).scalars().all()
