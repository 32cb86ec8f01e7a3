"""Sign in and out: one answer and one time for every wrong pair of address and password."""

import secrets
from dataclasses import dataclass

from db.engine import Identity
from db.ids import new_id
from db.models.users import Session, User
from db.queries import accounts, organisations
from domain.errors import InvalidCredentials
from domain.states import OrganisationState, UserState
from resolvers import authentication, rate_limits
from resolvers.authentication import ABSOLUTE, SESSION_PREFIX
from resolvers.context import Context
from resolvers.operations import operation
from resolvers.rate_limits import Limit


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The account and the token of its new session (shown once, kept as a hash)."""

    user: User
    token: str


@operation("signIn")
async def sign_in(context: Context, email: str, password: str) -> SignedIn:
    """Check the pair, start a session; raises `InvalidCredentials` or `RateLimited`."""
    email_key = email.strip().lower()
    of_network, of_pair = rate_limits.of_sign_in(email_key, context.client_address)
    await rate_limits.take_a_try(context, of_network)
    await rate_limits.take_a_try(context, of_pair)
    user = await _account(context, email_key)
    if not await _is_right(context, user, password) or user is None:
        await _note_failure(context)
        raise InvalidCredentials(("email",))
    await rate_limits.give_back(context, of_network)
    return await _start(context, user, of_pair)


@operation("signOut")
async def sign_out(context: Context) -> None:
    """End the viewer's session at once."""
    viewer = context.require_viewer()
    async with context.transaction() as session:
        if viewer.session_id is not None:
            await accounts.end_session(session, viewer.session_id, context.now())
        await context.audit(session, "signOut", [])


async def _account(context: Context, email_key: str) -> User | None:
    """The account, if it may sign in at all."""
    if not email_key.isprintable():  # NUL and half a surrogate pair cannot even be asked for
        return None
    identity = Identity(email=email_key)
    async with context.services.database.transaction(identity) as session:
        user = await accounts.by_email(session, email_key)
        if user is None or user.state is not UserState.ACTIVE:
            return None
        if user.organisation_id is None:
            return user
        organisation = await organisations.by_id(session, user.organisation_id)
    is_open = organisation and organisation.state is OrganisationState.APPROVED
    return user if is_open else None


async def _hash(context: Context, user: User | None) -> str | None:
    """One query whether or not there is an account, for the sake of time."""
    user_id = user.id if user else new_id()
    async with context.services.database.transaction(Identity(user_id=user_id)) as session:
        return await accounts.password_hash(session, user_id)


async def _is_right(context: Context, user: User | None, password: str) -> bool:
    return await context.services.passwords.matches(await _hash(context, user), password)


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
    )
    identity = Identity(user_id=user.id, credential=of_pair.subject.hex())
    async with context.services.database.transaction(identity) as session:
        await accounts.start_session(session, row)
        await accounts.forgive(session, of_pair.subject)
        await context.audit(session, "signIn", [user.id])
    return SignedIn(user, token)


async def _note_failure(context: Context) -> None:
    async with context.transaction() as session:
        await context.audit(session, "signIn", [], "INVALID_CREDENTIALS")
