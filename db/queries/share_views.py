"""Who has opened which share."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from db.models.shares import ShareView


async def of_users(
    session: AsyncSession, user_ids: Collection[UUID], share_ids: Collection[UUID]
) -> dict[tuple[UUID, UUID], datetime]:
    """When each of these users first opened each of these shares; what is not there, never."""
    if not user_ids or not share_ids:
        return {}
    user_id, share_id = col(ShareView.user_id), col(ShareView.share_id)
    statement = select(user_id, share_id, col(ShareView.viewed_at)).where(
        user_id.in_(user_ids), share_id.in_(share_ids)
    )
    rows = (await session.execute(statement)).all()
    return {(row.user_id, row.share_id): row.viewed_at for row in rows}
