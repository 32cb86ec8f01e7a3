"""What happens around the workers: organisations, endpoints, and candidates who share results.

Everything is done by the service's own use cases, in this process; what is looked up or bent for a
test goes through the cluster's superuser.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg

from db import data
from db.engine import Database, plain_url
from db.ids import new_id
from db.keyring import KeyRing
from db.listener import Listener
from db.storage import Storage
from domain.exports import ExportFormat
from domain.permissions import Role, Scope
from domain.texts import Language
from resolvers import exports, sharing
from resolvers.context import Context, Services, Viewer
from resolvers.exports import Order
from resolvers.sharing import Wish
from resolvers.webhooks import secret_place
from tests import factories, work_factories
from tests.running import Running
from webhooks import signature


@dataclass(frozen=True, slots=True)
class Own:
    """A result that its candidate can share."""

    result_id: UUID
    candidate_id: UUID


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An active endpoint and the secret of its receiver."""

    id: UUID
    organisation_id: UUID
    secret: str


class World:
    """Made by `opened`."""

    def __init__(
        self,
        service: Running,
        connection: "asyncpg.Connection[asyncpg.Record]",
        services: Services,
        own: Sequence[Own],
    ) -> None:
        self.service = service
        self.sql = connection
        self._services = services
        self._own = list(own)

    def results(self, count: int) -> list[Own]:
        """Results that nobody has shared with a new organisation; each is given out once."""
        taken, self._own = self._own[:count], self._own[count:]
        assert len(taken) == count
        return taken

    async def organisation(self) -> UUID:
        """A new one, approved, that was never told anything."""
        made = factories.organisation()
        await factories.save(self.service.superuser, made, factories.counter(made.id))
        return made.id

    async def endpoint(self, organisation_id: UUID, url: str, **changes: Any) -> Endpoint:
        """An active endpoint of the organisation, as if its test event had been answered."""
        endpoint_id, secret = new_id(), signature.new_secret()
        row = work_factories.webhook_endpoint(
            organisation_id,
            id=endpoint_id,
            url=url,
            secret=self._services.keyring.seal(secret_place(endpoint_id), secret),
            **changes,
        )
        await factories.save(self.service.superuser, row)
        return Endpoint(endpoint_id, organisation_id, secret)

    async def share(self, organisation_id: UUID, own: Own) -> UUID:
        """The candidate shares the result; the id of the share."""
        wish = Wish(result_id=own.result_id, organisation_id=organisation_id)
        return (await sharing.share(self._candidate(own), wish, asked=None)).share.id

    async def share_many(self, organisation_id: UUID, count: int) -> list[UUID]:
        """As many candidates share a result each."""
        return [await self.share(organisation_id, own) for own in self.results(count)]

    async def withdraw(self, own: Own, share_id: UUID) -> None:
        """The candidate ends the share."""
        await sharing.withdraw(self._candidate(own), share_id, asked=None)

    async def export(
        self, organisation_id: UUID, share_ids: Sequence[UUID], form: ExportFormat
    ) -> UUID:
        """A program of the organisation asks for a file; the id of the export."""
        client = factories.api_client(organisation_id)
        await factories.save(self.service.superuser, client)
        viewer = Viewer(
            role=Role.API_CLIENT,
            account_id=client.id,
            credential="",
            organisation_id=organisation_id,
            scopes=frozenset(Scope),
        )
        order = Order(
            format=form,
            language=Language.EN,
            ids=list(share_ids),
            question=None,
        )
        return (await exports.create(self._context(viewer), order, asked=None)).export.id

    async def end_leases(self, table: str) -> None:
        """Half a minute passes."""
        await self.sql.execute(
            f"UPDATE {table} SET lease_until = now() - interval '1 s' WHERE lease_until IS NOT NULL"
        )

    def _candidate(self, own: Own) -> Context:
        viewer = Viewer(
            role=Role.CANDIDATE,
            account_id=own.candidate_id,
            credential="",
            candidate_id=own.candidate_id,
        )
        return self._context(viewer)

    def _context(self, viewer: Viewer) -> Context:
        return Context(
            services=self._services, viewer=viewer, language=Language.EN, correlation_id="faults"
        )


@asynccontextmanager
async def opened(service: Running, keyring: KeyRing) -> AsyncIterator[World]:
    """The world around a service."""
    connection = await asyncpg.connect(plain_url(service.superuser))
    database = Database(service.urls.app, pool_size=4)
    services = Services(
        database=database,
        listener=Listener(database),
        storage=Storage.from_url(service.files.as_uri()),
        keyring=keyring,
        catalogue=data.exam_catalogue(),
        clock=lambda: datetime.now(UTC),
        ring=lambda job: None,
        base_url=service.base_url,
        allow_loopback=True,
        version="1.2.3",
        is_demo=True,
    )
    try:
        yield World(service, connection, services, await _own(connection))
    finally:
        await database.close()
        await connection.close()


@asynccontextmanager
async def locked(service: Running, statement: str, *values: object) -> AsyncIterator[None]:
    """Hold what the statement locks while the block lasts."""
    connection = await asyncpg.connect(plain_url(service.superuser))
    try:
        async with connection.transaction():
            await connection.execute(statement, *values)
            yield
    finally:
        await connection.close()


async def _own(connection: "asyncpg.Connection[asyncpg.Record]") -> list[Own]:
    """Graded results that can be shared, the oldest first."""
    rows = await connection.fetch(
        "SELECT r.id, r.candidate_id FROM results r"
        " JOIN result_versions v ON v.result_id = r.id AND v.version = r.version"
        " WHERE r.state = 'RELEASED' AND r.release_at <= now() AND v.outcome = 'GRADED'"
        " ORDER BY r.id"
    )
    return [Own(row["id"], row["candidate_id"]) for row in rows]
