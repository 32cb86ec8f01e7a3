"""What people change of their own account."""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.users import User
from db.queries import accounts
from domain.errors import Unauthenticated
from domain.texts import Language
from resolvers.context import Context
from resolvers.idempotency import Asked, Done, once
from resolvers.operations import operation


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is to be different; None stays as it is."""

    language: Language | None = None


@operation("updateProfile")
async def update(context: Context, changes: Changes, *, asked: Asked | None) -> User:
    """Keep the changes; the account as it is now."""
    return await once(
        context, "updateProfile", asked, first=partial(_keep, context, changes), again=_account
    )


async def _keep(context: Context, changes: Changes, session: AsyncSession) -> Done[User]:
    user_id = context.require_viewer().require_user()
    if changes.language is not None:
        await accounts.set_language(session, user_id, changes.language)
    return await _account(session, user_id)


async def _account(session: AsyncSession, user_id: UUID) -> Done[User]:
    user = await accounts.by_id(session, user_id)
    if user is None:  # erased since the session was looked up
        raise Unauthenticated
    return Done(user, user_id, [user_id])
