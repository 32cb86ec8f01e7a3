"""Single shares: what candidates grant and withdraw, what users open, what the clock ends."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, or_, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from db.models.shares import Share, ShareView
from db.views import share_openings, shared_photos, shares_due_to_expire
from domain.states import ShareState


async def active_one(
    session: AsyncSession, candidate_id: UUID, result_id: UUID, organisation_id: UUID
) -> Share | None:
    """The share that gives this organisation this result now; at most one exists."""
    statement = select(Share).where(
        col(Share.candidate_id) == candidate_id,
        col(Share.result_id) == result_id,
        col(Share.organisation_id) == organisation_id,
        col(Share.state) == ShareState.ACTIVE,
        or_(col(Share.expires_at).is_(None), col(Share.expires_at) > func.now()),
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def of_candidate(
    session: AsyncSession, candidate_id: UUID, result_ids: Sequence[UUID]
) -> Sequence[Share]:
    """Every share of these results, newest first."""
    statement = (
        select(Share)
        .where(col(Share.candidate_id) == candidate_id, col(Share.result_id).in_(result_ids))
        .order_by(col(Share.shared_at).desc(), col(Share.id).desc())
    )
    return (await session.execute(statement)).scalars().all()


async def by_ids(session: AsyncSession, candidate_id: UUID, ids: Sequence[UUID]) -> Sequence[Share]:
    """The shares of the candidate among these ids."""
    statement = select(Share).where(col(Share.candidate_id) == candidate_id, col(Share.id).in_(ids))
    return (await session.execute(statement)).scalars().all()


async def lock_for_candidate(
    session: AsyncSession, candidate_id: UUID, share_id: UUID
) -> Share | None:
    """A share of the candidate, locked until the transaction ends."""
    statement = (
        select(Share)
        .where(col(Share.candidate_id) == candidate_id, col(Share.id) == share_id)
        .with_for_update()
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def lock_overdue(
    session: AsyncSession, candidate_id: UUID, result_id: UUID, organisation_id: UUID
) -> Share | None:
    """A share whose time is up but which the clock has not ended yet."""
    statement = (
        select(Share)
        .where(
            col(Share.candidate_id) == candidate_id,
            col(Share.result_id) == result_id,
            col(Share.organisation_id) == organisation_id,
            col(Share.state) == ShareState.ACTIVE,
            col(Share.expires_at) <= func.now(),
        )
        .with_for_update()
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def end(session: AsyncSession, share: Share, state: ShareState, now: datetime) -> None:
    """Write the end of a share; the keys are emptied, so that nothing finds it by them."""
    share.state = state
    share.ended_at = now
    share.family_name_key = share.first_name_key = share.exam_code = ""
    share.overall_score_key = -1
    session.add(share)
    await session.flush()


async def due_to_expire(session: AsyncSession, limit: int) -> Sequence[Row[Any]]:
    """Shares whose time is up, with their organisations; for the clock."""
    statement = select(shares_due_to_expire).limit(limit)
    return (await session.execute(statement)).all()


async def lock_expired(
    session: AsyncSession, organisation_id: UUID, ids: Sequence[UUID]
) -> Sequence[Share]:
    """Those of the organisation's shares that are still to be ended, locked."""
    statement = (
        select(Share)
        .where(
            col(Share.organisation_id) == organisation_id,
            col(Share.id).in_(ids),
            col(Share.state) == ShareState.ACTIVE,
            col(Share.expires_at) <= func.now(),
        )
        .order_by(col(Share.id))
        .with_for_update()
    )
    return (await session.execute(statement)).scalars().all()


async def mark_viewed(
    session: AsyncSession, organisation_id: UUID, user_id: UUID, ids: Sequence[UUID], now: datetime
) -> None:
    """Note that the user has opened these shares; the first time stays."""
    rows = [
        {
            "user_id": user_id,
            "share_id": share_id,
            "organisation_id": organisation_id,
            "viewed_at": now,
        }
        for share_id in ids
    ]
    await session.execute(upsert(ShareView).values(rows).on_conflict_do_nothing())


async def first_openings(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When each of the transaction's candidate's own shares was opened first, by whomever."""
    openings = share_openings.c
    statement = select(openings.share_id, openings.opened_at).where(openings.share_id.in_(ids))
    return {row.share_id: row.opened_at for row in (await session.execute(statement)).all()}


async def photo(session: AsyncSession, organisation_id: UUID, share_id: UUID) -> str | None:
    """The storage key of the photo that the share includes."""
    statement = select(shared_photos.c.storage_key).where(
        shared_photos.c.organisation_id == organisation_id, shared_photos.c.share_id == share_id
    )
    return (await session.execute(statement)).scalar_one_or_none()
