"""Who asks: a viewer of every role, with spare sessions, and for whom the data are their own."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

import asyncpg
from sqlmodel import SQLModel

from domain import permissions
from domain.permissions import Role, Scope
from resolvers import authentication
from tests import factories

ORGANISATION: Final = "northbridge.example"
# Signing out is an operation like any other: the next session is taken then.
SESSIONS: Final = 300


@dataclass(frozen=True, slots=True)
class Kind:
    """A role that is tried, with an account of the sample data or as an API client."""

    name: str
    role: Role
    email: str | None = None
    scopes: frozenset[Scope] = frozenset()

    def allowed(self) -> list[str]:
        """The operations in whose row of the table this kind of viewer stands."""
        return [
            operation
            for operation in permissions.TABLE
            if permissions.is_allowed(operation, self.role, self.scopes)
        ]


# In an order in which nobody's rows change because of those who came before: first those who can
# change nothing, last the candidate, whose shares reach any organisation, as they should.
KINDS: Final = (
    Kind("visitor", Role.VISITOR),
    Kind("approver", Role.ISSUER_APPROVER, "approver@issuer.example"),
    Kind("publisher", Role.ISSUER_PUBLISHER, "publisher@issuer.example"),
    Kind("auditor", Role.ISSUER_AUDITOR, "auditor@issuer.example"),
    Kind("member", Role.MEMBER, f"member@{ORGANISATION}"),
    Kind("primary", Role.PRIMARY, f"primary@{ORGANISATION}"),
    Kind("client-all-scopes", Role.API_CLIENT, scopes=frozenset(Scope)),
    Kind("client-webhooks", Role.API_CLIENT, scopes=frozenset({Scope.WEBHOOKS})),
    Kind("candidate", Role.CANDIDATE, "candidate@demo.example"),
)


@dataclass(frozen=True, slots=True)
class Viewer:
    """A kind of viewer with its credentials; ids of what is its own are None where it has none."""

    kind: Kind
    user_id: UUID | None = None
    organisation_id: UUID | None = None
    candidate_id: UUID | None = None
    bearers: Sequence[str] = field(default=(), repr=False)


async def viewer(
    kind: Kind,
    database: "asyncpg.Connection[asyncpg.Record]",
    superuser_url: str,
    sessions: int = SESSIONS,
) -> Viewer:
    """A viewer of this kind, whose sessions or key are written past the walls."""
    if kind.role is Role.API_CLIENT:
        return await _client(kind, database, superuser_url)
    if kind.email is None:
        return Viewer(kind)
    user = await database.fetchrow(
        "SELECT id, organisation_id, candidate_id FROM users WHERE email_key = $1", kind.email
    )
    assert user is not None
    tokens = [authentication.SESSION_PREFIX + secrets.token_urlsafe(32) for _ in range(sessions)]
    rows: list[SQLModel] = [
        factories.session(user["id"], token_hash=authentication.hash_of(token)) for token in tokens
    ]
    await factories.save(superuser_url, *rows)
    return Viewer(kind, user["id"], user["organisation_id"], user["candidate_id"], tokens)


async def _client(
    kind: Kind, database: "asyncpg.Connection[asyncpg.Record]", superuser_url: str
) -> Viewer:
    organisation_id = await database.fetchval(
        "SELECT id FROM organisations WHERE email_domain = $1", ORGANISATION
    )
    token = authentication.KEY_PREFIX + secrets.token_urlsafe(32)
    client = factories.api_client(organisation_id, scopes=sorted(kind.scopes))
    key = factories.api_key(client, key_hash=authentication.hash_of(token))
    await factories.save(superuser_url, client, key)
    return Viewer(kind, organisation_id=organisation_id, bearers=[token])
