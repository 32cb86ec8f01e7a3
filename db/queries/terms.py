"""The versions of the Terms of Use, and their acceptance by persons."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.terms import TermsAcceptance, TermsVersionRow
from domain.terms import TermsVersion


async def versions(session: AsyncSession) -> Sequence[TermsVersion]:
    """Every version, those to come included."""
    rows = (await session.execute(select(TermsVersionRow))).scalars()
    return [TermsVersion(row.id, row.applies_from) for row in rows]


async def accept(session: AsyncSession, user_id: UUID, version: str, now: datetime) -> None:
    """Keep that a person has accepted a version, under the person's identity; the first stays."""
    accepted = {"user_id": user_id, "version": version, "accepted_at": now}
    await session.execute(upsert(TermsAcceptance).values(accepted).on_conflict_do_nothing())
