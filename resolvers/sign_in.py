"""Sign in and out, and confirm in between that it is still the same person."""

import secrets
from dataclasses import dataclass, replace

from db.engine import Identity
from db.ids import new_id
from db.models.users import Session, User
from db.queries import accounts
from domain.errors import Unauthenticated
from resolvers import authentication, proofs, rate_limits
from resolvers.authentication import ABSOLUTE, CONFIRMED, SESSION_PREFIX
from resolvers.context import Context, SessionEnds
from resolvers.operations import operation
from resolvers.rate_limits import Limit


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The account and the token of its new session (shown once, kept as a hash)."""

    user: User
    token: str


@operation("signIn")
async def sign_in(context: Context, email: str, password: str, code: str | None = None) -> SignedIn:
    """Start a session, once it is proved who asks (`proofs.given` says how it is refused)."""
    proof = await proofs.given(context, "signIn", email, password, code)
    return await _start(context, proof.user, proof.limit)


@operation("confirmIdentity")
async def confirm(context: Context, password: str, code: str | None = None) -> SessionEnds:
    """Prove anew who asks: for some minutes the session may do what is sensitive.

    Refused as signing in is, and counted with it. Answers when the session ends now.
    """
    proof = await proofs.given_by_viewer(context, "confirmIdentity", password, code, "password")
    return await _confirm(context, proof.user)


@operation("signOut")
async def sign_out(context: Context) -> None:
    """End the viewer's session at once."""
    viewer = context.require_viewer()
    async with context.transaction() as session:
        if viewer.session_id is not None:
            await accounts.end_session(session, viewer.session_id, context.now())
        await context.audit(session, "signOut", [])


async def _confirm(context: Context, user: User) -> SessionEnds:
    viewer, now = context.require_viewer(), context.now()
    if viewer.session_id is None or viewer.session_ends is None:
        raise Unauthenticated
    async with context.transaction() as session:
        await accounts.confirm_session(session, viewer.session_id, now)
        await context.audit(session, "confirmIdentity", [user.id])
    confirmed_until = min(now + CONFIRMED, viewer.session_ends.expires_at)
    return replace(viewer.session_ends, confirmed_until=confirmed_until)


async def _start(context: Context, user: User, of_pair: Limit) -> SignedIn:
    token = SESSION_PREFIX + secrets.token_urlsafe(32)
    now = context.now()
    row = Session(
        id=new_id(),
        user_id=user.id,
        token_hash=authentication.hash_of(token),
        created_at=now,
        last_seen_at=now,
        expires_at=now + ABSOLUTE,
        previous_sign_in_at=user.last_sign_in_at,
        device=context.device,
        network=rate_limits.network_of(context.client_address) or None,
        confirmed_at=now,
    )
    identity = Identity(user_id=user.id, credential=of_pair.subject.hex())
    async with context.services.database.transaction(identity) as session:
        await accounts.start_session(session, row)
        await accounts.forgive(session, of_pair.subject)
        await context.audit(session, "signIn", [user.id])
    return SignedIn(user, token)
