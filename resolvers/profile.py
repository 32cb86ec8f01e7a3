"""What people change of their own account."""

from dataclasses import dataclass

from db.models.users import User
from db.queries import accounts
from domain.errors import Unauthenticated
from domain.texts import Language
from resolvers.context import Context
from resolvers.operations import operation


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is to be different; None stays as it is."""

    language: Language | None = None


@operation("updateProfile")
async def update(context: Context, changes: Changes) -> User:
    """Keep the changes; the account as it is now."""
    user_id = context.require_viewer().require_user()
    async with context.transaction() as session:
        if changes.language is not None:
            await accounts.set_language(session, user_id, changes.language)
        user = await accounts.by_id(session, user_id)
        if user is None:  # erased since the session was looked up
            raise Unauthenticated
        await context.audit(session, "updateProfile", [user_id])
    return user
