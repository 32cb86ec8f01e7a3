"""For whom and with what a use case runs: the services of the process and the viewer of a call."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db import audit
from db.audit import Act
from db.engine import Database, Identity, Job
from db.keyring import KeyRing
from db.listener import Listener
from db.storage import Storage
from domain import permissions
from domain.catalogue import Catalogue
from domain.duties import Duty, SecondFactorStanding
from domain.errors import Forbidden, Unauthenticated
from domain.permissions import Role, Scope
from domain.terms import TermsVersion
from domain.texts import Language
from resolvers.channels import Channels
from resolvers.passwords import PasswordChecks
from resolvers.progress import Progress


@dataclass(frozen=True, slots=True)
class SessionEnds:
    """When a session ends: at the latest, and by itself if its user does nothing more.

    `confirmed_until`: until when its user may do what is sensitive without a new proof.
    """

    expires_at: datetime
    idle_expires_at: datetime
    confirmed_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """An account or an API client that has proved who it is.

    `account_id` is the user's or the API client's id. `credential` (hex of a hash) lets a live
    connection look again whether the session or key is still good. `duties`: what the person has
    to do before anything else.
    """

    role: Role
    account_id: UUID
    credential: str = field(repr=False)
    organisation_id: UUID | None = None
    candidate_id: UUID | None = None
    scopes: frozenset[Scope] = frozenset()
    session_id: UUID | None = None
    session_ends: SessionEnds | None = None
    previous_sign_in_at: datetime | None = None
    second_factor: SecondFactorStanding | None = None
    duties: tuple[Duty, ...] = ()

    @property
    def user_id(self) -> UUID | None:
        """The user's id; None for an API client."""
        return None if self.role is Role.API_CLIENT else self.account_id

    def identity(self) -> Identity:
        """For whom PostgreSQL is asked."""
        return Identity(
            organisation_id=self.organisation_id,
            candidate_id=self.candidate_id,
            user_id=self.user_id,
            account_id=self.account_id,
            staff_role=self.role if self.role in permissions.ISSUER else None,
        )

    def require_organisation(self) -> UUID:
        """The organisation for which the viewer acts."""
        if self.organisation_id is None:
            raise Forbidden
        return self.organisation_id

    def require_candidate(self) -> UUID:
        """The candidate that the viewer is."""
        if self.candidate_id is None:
            raise Forbidden
        return self.candidate_id

    def require_user(self) -> UUID:
        """The user that the viewer is, and not an API client."""
        if self.user_id is None:
            raise Forbidden
        return self.user_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What a process holds for all calls; made in `server/` alone.

    `ring` tells the workers that there is work; it never waits and never fails. `support_email`
    is where people write for help; None where nobody has said.
    """

    database: Database
    listener: Listener
    storage: Storage
    keyring: KeyRing
    catalogue: Catalogue
    terms: Sequence[TermsVersion] = ()
    clock: Callable[[], datetime]
    ring: Callable[[Job], None]
    base_url: str
    allow_loopback: bool
    version: str
    is_demo: bool
    support_email: str | None = None
    poll_seconds: float = 30.0
    passwords: PasswordChecks = field(default_factory=PasswordChecks)
    channels: Channels = field(default_factory=Channels)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One call of one viewer; None is a visitor. `device`: what it was made with, in two words."""

    services: Services
    viewer: Viewer | None
    language: Language
    correlation_id: str
    client_address: str | None = None
    device: str | None = None
    session_changes: list[str | None] = field(default_factory=list)
    progress: Progress = field(default_factory=Progress)
    can_set_cookie: bool = True

    def now(self) -> datetime:
        """The time, in UTC."""
        return self.services.clock()

    @property
    def audience(self) -> tuple[object, ...]:
        """What an answer about one and the same event may depend on, besides the user."""
        viewer = self.viewer
        return (viewer.role, viewer.scopes, self.language) if viewer else (self.language,)

    def require_viewer(self) -> Viewer:
        """The viewer; raises `Unauthenticated` for a visitor."""
        if self.viewer is None:
            raise Unauthenticated
        return self.viewer

    @asynccontextmanager
    async def transaction(self, *rings: Job) -> AsyncIterator[AsyncSession]:
        """A transaction as the viewer; when it has committed, the workers of `rings` are told."""
        identity = self.viewer.identity() if self.viewer else Identity()
        async with self.services.database.transaction(identity) as session:
            yield session
        for job in rings:
            self.services.ring(job)

    async def audit(
        self, session: AsyncSession, operation: str, subject_ids: list[UUID], outcome: str = "OK"
    ) -> None:
        """Put the viewer's act on record, in its own transaction."""
        await audit.record(session, self.act(operation, subject_ids, outcome))

    def act(self, operation: str, subject_ids: list[UUID], outcome: str = "OK") -> Act:
        """What the viewer does now, as the record has it."""
        viewer = self.viewer
        return Act(
            operation=operation,
            actor_role=viewer.role if viewer else Role.VISITOR,
            actor_id=viewer.account_id if viewer else None,
            organisation_id=viewer.organisation_id if viewer else None,
            correlation_id=self.correlation_id,
            occurred_at=self.now(),
            subject_ids=subject_ids,
            outcome=outcome,
        )
