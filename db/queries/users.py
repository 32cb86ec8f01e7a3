"""The users of an organisation, as its primary users keep them.

What changes them runs in a transaction that names the credential of a primary user's session:
without it PostgreSQL refuses.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from db.models.users import User
from db.pages import Page, Position, Window, cut
from domain.permissions import Role
from domain.states import UserState


async def page(
    session: AsyncSession, organisation_id: UUID, states: Sequence[UserState], asked: Window
) -> Page[User]:
    """A page of the organisation's users in these states, those who came first at its head."""
    place = tuple_(col(User.created_at), col(User.id))
    order = [col(User.created_at), col(User.id)]
    statement = (
        select(User)
        .where(*_of(organisation_id, states))
        .order_by(*([column.desc() for column in order] if asked.is_backward else order))
        .limit(asked.size + 1)
    )
    if asked.position is not None:
        there = tuple_(asked.position.key, asked.position.id)
        statement = statement.where(place < there if asked.is_backward else place > there)
    return cut((await session.execute(statement)).scalars().all(), asked)


async def count(session: AsyncSession, organisation_id: UUID, states: Sequence[UserState]) -> int:
    """How many users in these states the organisation has."""
    statement = select(func.count(col(User.id))).where(*_of(organisation_id, states))
    return int((await session.execute(statement)).scalar_one())


def position(user: User) -> Position:
    """Where a user stands in the list."""
    return Position(user.created_at, user.id)


async def lock_primaries(session: AsyncSession, organisation_id: UUID) -> set[UUID]:
    """The active primary users, locked: of all who manage an organisation, one acts at a time.

    Whoever had to wait sees here whether they still are one.
    """
    statement = (
        select(col(User.id))
        .where(*_of(organisation_id, [UserState.ACTIVE]), col(User.role) == Role.PRIMARY)
        .order_by(col(User.id))
        .with_for_update()
    )
    return set((await session.execute(statement)).scalars().all())


async def colleague(session: AsyncSession, organisation_id: UUID, user_id: UUID) -> User | None:
    """A user of the organisation who was not removed, as it is now."""
    statement = (
        select(User)
        .where(col(User.id) == user_id, col(User.organisation_id) == organisation_id)
        .where(col(User.state) != UserState.REMOVED)
        .execution_options(populate_existing=True)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def add(session: AsyncSession, row: Mapping[str, Any]) -> None:
    """Write a new account. Raises `IntegrityError` when its address has one."""
    await session.execute(insert(User).values(row))


async def change(session: AsyncSession, user_id: UUID, **values: Any) -> None:
    """Give a user another role, state, name or job title."""
    await session.execute(update(User).where(col(User.id) == user_id).values(values))


async def remove(session: AsyncSession, user_id: UUID) -> None:
    """The account is no more, and its address is free; its name stays where it stands."""
    await change(session, user_id, state=UserState.REMOVED, email_key=f"removed {user_id}")


def _of(organisation_id: UUID, states: Sequence[UserState]) -> list[ColumnElement[bool]]:
    return [col(User.organisation_id) == organisation_id, col(User.state).in_(states)]
