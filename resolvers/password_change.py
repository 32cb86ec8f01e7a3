"""Changing the own password, with the old one."""

from typing import Final

from db.engine import Identity, Job, act_for
from db.queries import accounts
from db.queries import links as stored
from domain import passwords
from domain.errors import InvalidInput, WrongPassword
from domain.links import PASSWORD
from resolvers import own_proof, password_links, sessions
from resolvers.context import Context
from resolvers.operations import operation

FIELD: Final = ("newPassword",)


@operation("changePassword")
async def change(context: Context, current: str, new: str) -> None:
    """Keep another password; every other session of the account ends, and links to reset it.

    Raises `WrongPassword`, `RateLimited`, or `InvalidInput` for a password that will not do.
    """
    viewer = context.require_viewer()
    proved = await own_proof.by_password(context, "changePassword", current, "currentPassword")
    async with context.transaction() as session:
        own = await password_links.known_of(session, proved.user)
    passwords.check(new, has_totp=False, own=own, field=FIELD)
    if passwords.normalised(new) == passwords.normalised(current):
        raise InvalidInput("reasons.password_same", FIELD)
    password_hash = await context.services.passwords.hashed(new)
    async with context.transaction(Job.MAIL) as session:
        await act_for(session, Identity(credential=viewer.credential))
        if await accounts.lock_password(session, proved.user.id) != proved.password_hash:
            raise WrongPassword(("currentPassword",))  # changed by somebody else meanwhile
        await accounts.set_password(session, proved.user.id, password_hash, context.now())
        await stored.use_up(session, proved.user.id, PASSWORD, context.now())
        await sessions.end_all(context, session, proved.user.id, but=viewer.session_id)
        await password_links.changed_letter(context, session, proved.user)
        await context.audit(session, "changePassword", [proved.user.id])
