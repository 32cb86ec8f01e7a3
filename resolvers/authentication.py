"""Who a token or key belongs to, asked anew for every operation."""

import hashlib
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Row

from db.engine import Identity
from db.queries import accounts
from domain import duties
from domain.duties import Duty, SecondFactorStanding
from domain.errors import DutyOpen, RequestError, Unauthenticated
from domain.permissions import Role, Scope
from domain.texts import Language
from resolvers.context import Services, SessionEnds, Viewer

IDLE: Final = timedelta(minutes=30)
ABSOLUTE: Final = timedelta(hours=12)
# How long after a proof of identity a person may do what is sensitive.
CONFIRMED: Final = timedelta(minutes=10)
SESSION_PREFIX: Final = "rvs_session_"
KEY_PREFIX: Final = "rvs_key_"


def hash_of(token: str) -> bytes:
    """What is stored of a token: it has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


async def by_token(services: Services, token: str) -> tuple[Viewer, Language] | None:
    """The viewer behind a session token, with the account's language; counts as activity."""
    credential = hash_of(token).hex()
    identity = Identity(credential=credential)
    async with services.database.transaction(identity) as session:
        row = await accounts.session_viewer(session)
        now = services.clock()
        if row is None or row.last_seen_at < now - IDLE:
            return None
        last_seen_at = row.last_seen_at
        if last_seen_at < now - timedelta(minutes=1):
            await accounts.touch_session(session, row.session_id, now)
            last_seen_at = now
    second_factor, owed = _owed(row, is_demo=services.is_demo)
    viewer = Viewer(
        role=row.role,
        account_id=row.user_id,
        credential=credential,
        organisation_id=row.organisation_id,
        candidate_id=row.candidate_id,
        session_id=row.session_id,
        session_ends=SessionEnds(
            expires_at=row.expires_at,
            idle_expires_at=min(last_seen_at + IDLE, row.expires_at),
            confirmed_until=min(row.confirmed_at + CONFIRMED, row.expires_at),
        ),
        previous_sign_in_at=row.previous_sign_in_at,
        second_factor=second_factor,
        duties=owed,
    )
    return viewer, row.language


async def by_key(services: Services, key: str) -> Viewer | None:
    """The API client behind a key."""
    credential = hash_of(key).hex()
    async with services.database.transaction(Identity(credential=credential)) as session:
        row = await accounts.api_key_viewer(session)
    if row is None:
        return None
    return Viewer(
        role=Role.API_CLIENT,
        account_id=row.client_id,
        credential=credential,
        organisation_id=row.organisation_id,
        scopes=frozenset(Scope(scope) for scope in row.scopes),
    )


async def refusal(services: Services, viewer: Viewer) -> RequestError | None:
    """Why the viewer may not go on with what was begun; None while they may.

    It does not count as activity.
    """
    async with services.database.transaction(Identity(credential=viewer.credential)) as session:
        if viewer.role is Role.API_CLIENT:
            key = await accounts.api_key_viewer(session)
            return None if key is not None else Unauthenticated()
        row = await accounts.session_viewer(session)
    if row is None or row.last_seen_at < row.read_at - IDLE:
        return Unauthenticated()
    owed = _owed(row, is_demo=services.is_demo)[1]
    return DutyOpen(owed[0]) if owed else None


def _owed(row: Row[Any], *, is_demo: bool) -> tuple[SecondFactorStanding, tuple[Duty, ...]]:
    """What a session's row says of the second factor, and of everything that is owed."""
    is_demanded = duties.is_second_factor_demanded(
        row.role, by_organisation=row.demands_second_factor, is_demo=is_demo
    )
    standing = SecondFactorStanding(is_enabled=row.has_second_factor, is_demanded=is_demanded)
    return standing, duties.open_duties(standing, owes_terms=row.owes_terms)
