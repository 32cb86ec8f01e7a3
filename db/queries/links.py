"""One-time links: found by their own token, used once."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from db.keyring import Place
from db.models.links import Link
from domain.links import LinkPurpose

KEPT: Final = timedelta(days=30)


def address_place(link_id: UUID) -> Place:
    """Where the address of a link is sealed."""
    return Place("links", "address", link_id)


async def add(session: AsyncSession, row: dict[str, Any]) -> None:
    """Keep a link that is about to be given out; `row` are its columns."""
    await session.execute(insert(Link).values(row))


async def by_token(session: AsyncSession, token_hash: bytes) -> Link | None:
    """The link of a token, under an identity whose credential is the token."""
    found = await session.execute(select(Link).where(col(Link.token_hash) == token_hash))
    return found.scalar_one_or_none()


async def lock(session: AsyncSession, token_hash: bytes) -> Link | None:
    """The same, locked: of several who use it at once, one at a time sees what it is now."""
    statement = select(Link).where(col(Link.token_hash) == token_hash).with_for_update()
    return (await session.execute(statement)).scalar_one_or_none()


async def use(session: AsyncSession, link_id: UUID, now: datetime) -> None:
    """Use up a link that is locked, as the last step of what it was for."""
    await session.execute(update(Link).where(col(Link.id) == link_id).values(used_at=now))


async def use_up(
    session: AsyncSession, user_id: UUID, purposes: Collection[LinkPurpose], now: datetime
) -> None:
    """Use up what else was given out to an account, under the account's own identity."""
    await session.execute(
        update(Link)
        .where(
            col(Link.user_id) == user_id,
            col(Link.purpose).in_(purposes),
            col(Link.used_at).is_(None),
        )
        .values(used_at=now)
    )


async def forget_old(session: AsyncSession, now: datetime, limit: int) -> int:
    """Delete links that expired long ago, a batch; returns how many."""
    old = select(col(Link.id)).where(col(Link.expires_at) < now - KEPT).limit(limit)
    gone = delete(Link).where(col(Link.id).in_(old)).returning(col(Link.id))
    return len((await session.execute(gone)).all())
