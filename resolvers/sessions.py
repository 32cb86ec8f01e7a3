"""The sessions of an account: where it is signed in, and their end."""

from collections.abc import Sequence
from functools import partial
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.engine import as_user
from db.models.users import Session
from db.queries import accounts
from domain.errors import NotFound
from resolvers.authentication import IDLE
from resolvers.context import Context
from resolvers.idempotency import Asked, Done, once
from resolvers.operations import operation

_FIELD: Final = ("id",)


@operation("sessions")
async def mine(context: Context) -> Sequence[Session]:
    """Where the viewer is signed in now, newest first."""
    user_id = context.require_viewer().require_user()
    async with context.transaction() as session:
        rows = await accounts.open_sessions(session, user_id, context.now(), IDLE)
        await context.audit(session, "sessions", [user_id])
    return rows


@operation("revokeSession")
async def revoke(context: Context, session_id: UUID, *, asked: Asked | None) -> UUID:
    """End one of the viewer's own sessions at once; ending one that has ended changes nothing.

    Raises `NotFound`.
    """
    first = partial(_revoke, context, session_id)
    return await once(context, "revokeSession", asked, first=first, again=_revoked)


async def end_all(
    context: Context, session: AsyncSession, user_id: UUID, *, but: UUID | None = None
) -> None:
    """End every session of a user but one, in the transaction of the act that makes it due.

    Open sockets and streams notice within `SESSION_CHECK_SECONDS`. Whoever acts, only the user's
    own identity touches sessions: the transaction takes it for one statement.
    """
    async with as_user(session, user_id):
        await accounts.end_sessions(session, user_id, context.now(), but=but)


async def _revoke(context: Context, session_id: UUID, session: AsyncSession) -> Done[UUID]:
    user_id = context.require_viewer().require_user()
    if not await accounts.end_own_session(session, user_id, session_id, context.now()):
        raise NotFound(_FIELD)
    return Done(session_id, session_id, [user_id, session_id])


async def _revoked(session: AsyncSession, session_id: UUID) -> Done[UUID]:
    return Done(session_id, session_id, [session_id])
