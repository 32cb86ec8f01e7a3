"""Changing the own password, with the old one."""

from typing import Final

from db.engine import Identity, Job, act_for
from db.queries import accounts
from db.queries import links as stored
from domain import passwords
from domain.errors import InvalidInput, WrongPassword
from domain.links import PASSWORD
from resolvers import password_links, proofs, sessions
from resolvers.context import Context
from resolvers.operations import operation

FIELD: Final = ("newPassword",)
CURRENT: Final = ("currentPassword",)


@operation("changePassword")
async def change(context: Context, current: str, new: str, code: str | None = None) -> None:
    """Keep another password; every other session of the account ends, and links to reset it.

    Raises what `proofs.given_by_viewer` does, or `InvalidInput` for a password that will not do.
    """
    viewer = context.require_viewer()
    proof = await proofs.given_by_viewer(context, "changePassword", current, code, *CURRENT)
    async with context.transaction() as session:
        own = await password_links.known_of(session, proof.user)
    passwords.check(new, has_totp=proof.has_factor, own=own, field=FIELD)
    if passwords.normalised(new) == passwords.normalised(current):
        raise InvalidInput("reasons.password_same", FIELD)
    password_hash = await context.services.passwords.hashed(new)
    async with context.transaction(Job.MAIL) as session:
        await act_for(session, Identity(credential=viewer.credential))
        if await accounts.lock_password(session, proof.user.id) != proof.password_hash:
            raise WrongPassword(CURRENT)  # changed by somebody else meanwhile
        await accounts.set_password(session, proof.user.id, password_hash, context.now())
        await stored.use_up(session, proof.user.id, PASSWORD, context.now())
        await sessions.end_all(context, session, proof.user.id, but=viewer.session_id)
        await password_links.changed_letter(context, session, proof.user)
        await context.audit(session, "changePassword", [proof.user.id])
