"""Sign in and out: one answer and one time for every wrong pair of address and password."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address, ip_network

from db.engine import Identity
from db.ids import new_id
from db.models.users import Session, User
from db.queries import accounts, organisations
from domain.errors import InvalidCredentials, RateLimited
from domain.states import OrganisationState, UserState
from resolvers import authentication
from resolvers.authentication import ABSOLUTE, SESSION_PREFIX
from resolvers.context import Context
from resolvers.operations import operation


@dataclass(frozen=True, slots=True)
class Limit:
    """Wrong tries of a subject: so many are free, then each doubles the wait, up to the longest."""

    subject: bytes
    free_tries: int
    longest_seconds: int

    def delay(self, failures: int) -> timedelta:
        """How long after so many wrong tries the next one may come."""
        if failures < self.free_tries:
            return timedelta(0)
        doublings = min(failures - self.free_tries, 20)
        return timedelta(seconds=min(2**doublings, self.longest_seconds))


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The account and the token of its new session (shown once, kept as a hash)."""

    user: User
    token: str


@operation("signIn")
async def sign_in(context: Context, email: str, password: str) -> SignedIn:
    """Check the pair, start a session; raises `InvalidCredentials` or `RateLimited`."""
    email_key = email.strip().lower()
    of_network, of_pair = _limits(email_key, context.client_address)
    await _take_a_try(context, of_network)
    await _take_a_try(context, of_pair)
    user = await _account(context, email_key)
    if not await _is_right(context, user, password) or user is None:
        await _note_failure(context)
        raise InvalidCredentials(("email",))
    await _give_back(context, of_network)
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


async def _take_a_try(context: Context, limit: Limit) -> None:
    """Count the try before it is made, so that many at once do not slip through together."""
    identity = Identity(credential=limit.subject.hex())
    async with context.services.database.transaction(identity) as session:
        now = context.now()
        failures, last_failed_at = await accounts.lock_failures(session, limit.subject, now)
        wait = last_failed_at + limit.delay(failures) - now
        if failures >= limit.free_tries and wait > timedelta(0):
            raise RateLimited(retry_after_seconds=int(wait.total_seconds()) + 1)
        await accounts.count_failure(session, limit.subject, now)


async def _give_back(context: Context, limit: Limit) -> None:
    """A right password is no wrong try; it does not forgive those of others in the network."""
    identity = Identity(credential=limit.subject.hex())
    async with context.services.database.transaction(identity) as session:
        await accounts.give_back(session, limit.subject)


async def _note_failure(context: Context) -> None:
    async with context.transaction() as session:
        await context.audit(session, "signIn", [], "INVALID_CREDENTIALS")


def _limits(email_key: str, address: str | None) -> tuple[Limit, Limit]:
    """Of the network alone, against trying many accounts, and of account and network together.

    Nobody can lock another out from elsewhere.
    """
    network = _network(address)
    return (
        Limit(authentication.hash_of(f"any account\0{network}"), free_tries=50, longest_seconds=60),
        Limit(authentication.hash_of(f"{email_key}\n{network}"), free_tries=5, longest_seconds=900),
    )


def _network(address: str | None) -> str:
    try:
        known = ip_address(address or "")
    except ValueError:
        return ""
    return str(ip_network((known, 24 if known.version == 4 else 56), strict=False))
