"""Organisations, and the directory in which candidates find them."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    cast,
    func,
    literal,
    literal_column,
    not_,
    select,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from db.models.organisations import Organisation
from db.pages import Position
from domain import names
from domain.states import OrganisationState

# A constant, not a parameter: only a constant lets a generic plan use the partial indexes.
APPROVED: Final[ColumnElement[Any]] = literal_column("'APPROVED'")


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
    """Approved organisations that have the words of the text, however and as far as it is typed.

    First those whose name begins with it, which an index gives in their order.
    """
    key = names.search_key(search)
    words = names.words(key)
    first = (await session.execute(_listed(_begins(key), limit))).scalars().all()
    if len(first) == limit or not words:
        return first
    others = with_words(words, limit - len(first)).where(not_(_begins(key)))
    return [*first, *(await session.execute(others)).scalars()]


def position(search: str, organisation: Organisation) -> Position:
    """Where an organisation stands in what the directory finds."""
    begins = organisation.name_key.startswith(names.search_key(search))
    return Position(f"{0 if begins else 1} {organisation.name_key}", organisation.id)


def with_words(words: Sequence[str], limit: int) -> Select[Organisation]:
    """Approved organisations by name, of which each of the words begins a word.

    They are found before they are put in order: led by the order and the limit, PostgreSQL would
    rather read the names one after another.
    """
    matching = select(col(Organisation.id)).where(
        _has_words(words), col(Organisation.state) == APPROVED
    )
    found = matching.cte("found").prefix_with("MATERIALIZED")
    return _listed(col(Organisation.id).in_(select(found.c.id)), limit)


def _listed(condition: ColumnElement[bool], limit: int) -> Select[Organisation]:
    """Approved organisations by name."""
    return (
        select(Organisation)
        .where(condition, col(Organisation.state) == APPROVED)
        .order_by(col(Organisation.name_key), col(Organisation.id))
        .limit(limit)
    )


def _has_words(words: Sequence[str]) -> ColumnElement[bool]:
    """Each of them is, or begins, a word of the name; none holds a sign that is to be escaped."""
    wanted = " & ".join(f"'{word}':*" for word in words)
    own = func.directory_words(col(Organisation.name_key), type_=TSVECTOR)
    return own.bool_op("@@")(cast(literal(wanted, Text), TSQUERY))


def _begins(key: str) -> ColumnElement[bool]:
    lower, upper = names.prefix_range(key)
    return and_(col(Organisation.name_key) >= lower, col(Organisation.name_key) < upper)
