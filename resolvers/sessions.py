"""The sessions of an account: where it is signed in, and their end."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.engine import Identity, act_for
from db.queries import accounts
from resolvers.context import Context


async def end_all(
    context: Context, session: AsyncSession, user_id: UUID, *, but: UUID | None = None
) -> None:
    """End every session of a user but one, in the transaction of the act that makes it due.

    Open sockets and streams notice within `SESSION_CHECK_SECONDS`. Whoever acts, only the user's
    own identity touches sessions: the transaction takes it for one statement.
    """
    await act_for(session, Identity(user_id=user_id))
    await accounts.end_sessions(session, user_id, context.now(), but=but)
    if context.viewer is not None:
        await act_for(session, Identity(user_id=context.viewer.user_id))
