"""Who a token or key belongs to, asked anew for every operation."""

import hashlib
from datetime import timedelta
from typing import Final

from db.engine import Database, Identity
from db.queries import accounts
from domain.permissions import Role, Scope
from domain.texts import Language
from resolvers.context import Services, SessionEnds, Viewer

IDLE: Final = timedelta(minutes=30)
ABSOLUTE: Final = timedelta(hours=12)
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
    viewer = Viewer(
        role=row.role,
        account_id=row.user_id,
        credential=credential,
        organisation_id=row.organisation_id,
        candidate_id=row.candidate_id,
        session_id=row.session_id,
        session_ends=SessionEnds(row.expires_at, min(last_seen_at + IDLE, row.expires_at)),
        previous_sign_in_at=row.previous_sign_in_at,
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


async def is_still_valid(database: Database, viewer: Viewer) -> bool:
    """Whether the viewer's session or key is good now; does not count as activity."""
    async with database.transaction(Identity(credential=viewer.credential)) as session:
        if viewer.role is Role.API_CLIENT:
            return await accounts.api_key_viewer(session) is not None
        row = await accounts.session_viewer(session)
    return row is not None and row.last_seen_at >= row.read_at - IDLE
